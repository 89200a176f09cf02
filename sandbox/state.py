"""What every part of a workspace stands on: the state that a reset throws away, one lock, and a version."""

import itertools
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Condition, RLock

from sandbox.clock import real_seconds
from sandbox.faults import Faults
from sandbox.leave import Codes, ResponseAddresses, Triggers
from sandbox.place import Place
from sandbox.things import Channel, Exchange, File, Json, Message, Scheduled, View

TRAFFIC_KEPT = 500


@dataclass(slots=True)
class State:
    """Everything that a reset throws away. `token` is the bot's, while the app is installed.

    Where tokens are rotated each ends (`ends`), and `renewal` is what the newest is renewed with.
    """

    place: Place
    triggers: Triggers
    addresses: ResponseAddresses
    codes: Codes
    channels: dict[str, Channel]
    token: str | None
    messages: dict[str, list[Message]] = field(default_factory=dict)
    typed: dict[tuple[str, str, str], Json] = field(default_factory=dict)
    read: dict[tuple[str, str], str] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    scheduled: dict[str, Scheduled] = field(default_factory=dict)
    ends: dict[str, datetime] = field(default_factory=dict)
    renewal: str = ""
    traffic: deque[Exchange] = field(default_factory=lambda: deque(maxlen=TRAFFIC_KEPT))


class Core:
    """The state, its lock, and how everybody learns that it changed."""

    def __init__(self, place: Place, now: Callable[[], datetime], seconds: Callable[[], float] = real_seconds) -> None:
        self._changed = Condition(RLock())
        self._version = 0
        self._numbers = itertools.count(1)
        self._last_ts = (0, 0)
        self._now, self.seconds = now, seconds
        self.place = place
        self.address = ""
        self.links = 0
        self.faults = Faults(now, self.touch)
        self._state = self._furnish()

    def _furnish(self) -> State:
        channels = self.place.conversations()
        leave = Triggers(self.seconds), ResponseAddresses(self._now), Codes(self._now)
        fresh = State(self.place, *leave, channels, self.place.app.tokens.bot)
        fresh.messages = {channel: [] for channel in channels}
        return fresh

    def reset(self) -> None:
        """Back to the place's start: no message, no view, no fault; the bot stays connected."""
        with self._changing():
            self.faults.clear()
            self._state = self._furnish()

    @property
    def version(self) -> int:
        """Goes up at every change."""
        return self._version

    def wait(self, seen: int, timeout: float) -> int:
        """Wait until the version is above `seen`, or the seconds are over; the version then."""
        with self._changed:
            self._changed.wait_for(lambda: self._version > seen, timeout)
            return self._version

    @contextmanager
    def _changing(self) -> Iterator[State]:
        with self._changed:
            yield self._state
            self._version += 1
            self._changed.notify_all()

    def touch(self) -> None:
        """Something outside changed that pages show: the clock was moved."""
        with self._changing():
            pass

    def now(self) -> datetime:
        """The sandbox's clock, aware UTC."""
        return self._now()

    def fresh_id(self, prefix: str) -> str:
        """An id that was never used."""
        return f"{prefix}0{next(self._numbers):08X}"

    def _next_ts(self) -> str:
        instant = self.now()
        present = (int(instant.timestamp()), instant.microsecond)
        seconds, micros = self._last_ts = max(present, (self._last_ts[0], self._last_ts[1] + 1))
        return f"{seconds}.{micros:06d}"
