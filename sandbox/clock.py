"""The sandbox's clock, which can be moved, and real seconds for what Slack measures in real time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from bot.clock import system_clock


def real_seconds() -> float:
    """Seconds on the machine's clock: trigger ids and waiting people care for those only."""
    return system_clock().timestamp()


class MovableClock:
    """Runs at the pace of `base` from `start` on, and jumps when told."""

    def __init__(self, base: Callable[[], datetime], start: datetime | None = None) -> None:
        self._base = base
        self._offset = start - base() if start else timedelta(0)
        self._lock = Lock()
        self.on_move: list[Callable[[], None]] = []

    def __call__(self) -> datetime:
        """The present instant in the sandbox."""
        return self._base() + self._offset

    def move_to(self, instant: datetime, *, backwards: bool = False) -> None:
        """Jump to an instant."""
        self.move_by(instant - self(), backwards=backwards)

    def move_by(self, step: timedelta, *, backwards: bool = False) -> None:
        """Jump ahead; back only when asked."""
        if step < timedelta(0) and not backwards:
            raise ValueError("The clock goes back only when asked.")
        with self._lock:
            self._offset += step
        for listener in tuple(self.on_move):
            listener()
