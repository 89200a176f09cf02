"""The one place that reads the clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock
from time import monotonic  # noqa: TID251 - this is the one place

Clock = Callable[[], datetime]
"""Gives the present instant, aware UTC."""
FRESH = 1.0
"""Seconds for which the answer of another clock is carried on by our own steady one."""


def system_clock() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)  # noqa: TID251 - this is the one place


def seconds_running() -> float:
    """Seconds on a steady clock that nobody can put back; good for spans only."""
    return monotonic()


class SharedClock:
    """A clock that several machines go by: asked at most once a second, and carried on by a steady one between.

    So what is due, and how long a claim holds, is the same for all of them, whatever their own clocks say.
    """

    def __init__(self, ask: Clock, steady: Callable[[], float] = seconds_running) -> None:
        self._ask = ask
        self._steady = steady
        self._lock = Lock()
        self._told: tuple[float, datetime] | None = None

    def __call__(self) -> datetime:
        """The present instant; raises what asking raises."""
        with self._lock:
            if self._told is None or self._steady() - self._told[0] >= FRESH:
                self._told = (self._steady(), self._ask())
            asked, answer = self._told
            return answer + timedelta(seconds=self._steady() - asked)
