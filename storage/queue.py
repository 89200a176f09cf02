"""A queue of writers: one at a time, in the order they came.

Python's lock lets anybody go first, so that under load somebody waits until it is too late.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Queue:
    """Safe to use from any thread."""

    def __init__(self) -> None:
        self._door = Lock()
        self._taken = False
        self._waiting: deque[Lock] = deque()

    @contextmanager
    def turn(self, patience: float) -> Iterator[bool]:
        """Whether it was our turn within `patience` seconds; it lasts until this ends."""
        ours = self._wait(patience)
        try:
            yield ours
        finally:
            if ours:
                self._next()

    def _wait(self, patience: float) -> bool:
        with self._door:
            if not self._taken:
                self._taken = True
                return True
            called = Lock()
            called.acquire()
            self._waiting.append(called)
        if called.acquire(timeout=patience):
            return True
        with self._door:
            if called in self._waiting:
                self._waiting.remove(called)
                return False
        return True  # called in the very last moment

    def _next(self) -> None:
        with self._door:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
