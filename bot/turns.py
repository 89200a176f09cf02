"""How the threads of a process that serves take turns, and what its rubbish collector leaves alone."""

import gc
import sys

TURN = 0.001
"""Seconds one thread computes while others want to. Python has 5 ms, for which a writer waits at every statement."""


def share() -> None:
    """Take short turns, and look no more for rubbish among what was loaded at the start."""
    sys.setswitchinterval(TURN)
    gc.collect()
    gc.freeze()
