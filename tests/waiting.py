"""Waits for what happens in another thread or process."""

from collections.abc import Callable
from threading import Event

PULSE = 0.02


def until(holds: Callable[[], object], seconds: float = 10) -> None:
    """Wait until it holds; an `AssertionError` when it does not in time."""
    for _ in range(int(seconds / PULSE)):
        if holds():
            return
        Event().wait(PULSE)
    raise AssertionError("it never came")
