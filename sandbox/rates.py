"""Slack's rate limits: so many calls of a method in a minute, posts by channel (docs: apis/web-api/rate-limits)."""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from threading import Lock

WINDOW = 60.0


@dataclass(slots=True)
class Rates:
    """Counts calls in real seconds."""

    seconds: Callable[[], float]
    _calls: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _lock: Lock = field(default_factory=Lock)

    def wait(self, key: str, per_minute: int) -> int:
        """Whole seconds until the next call under this key may come; 0 counts this one."""
        with self._lock:
            present, calls = self.seconds(), self._calls[key]
            while calls and present - calls[0] >= WINDOW:
                calls.popleft()
            if len(calls) < per_minute:
                calls.append(present)
                return 0
            return ceil(WINDOW - (present - calls[0]))
