"""A Slack on virtual time that loses answers, fails, accepts late, and refuses, as chance has it. No HTTP."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.letter import Letter, Refused, Unanswered, Waits


@dataclass(frozen=True, slots=True)
class Copy:
    """One message: which notice it carries, or the words beside its file."""

    ts: str
    at: datetime
    notice: str
    words: str
    thread: str = ""


@dataclass(slots=True)
class Rates:
    """How often what goes wrong: of each call, as a share."""

    lost: float = 0.0
    failed: float = 0.0
    late: float = 0.0
    limited: float = 0.0
    reading: float = 0.0
    latest: int = 600
    """Seconds by which a post may be accepted late."""


@dataclass(slots=True)
class Slack:
    """The conversations; `now` is the true time."""

    chance: Random
    rates: Rates
    now: datetime
    copies: dict[str, list[Copy]] = field(default_factory=lambda: defaultdict(list))
    coming: list[tuple[datetime, str, Copy]] = field(default_factory=list)
    refusing: dict[str, str] = field(default_factory=dict)
    """By channel, or "history" or "everything": with which code."""
    down: bool = False
    rates_then: Rates = field(default_factory=Rates)
    posts: int = 0
    doubled: dict[str, timedelta] = field(default_factory=dict)
    """By notice: how long two copies were to be seen at once."""

    def arrive(self) -> None:
        """What was accepted late appears when its time has come."""
        for due, channel, copy in [one for one in self.coming if one[0] <= self.now]:
            self.coming.remove((due, channel, copy))
            self._appear(channel, copy)

    def _appear(self, channel: str, copy: Copy) -> str:
        self.posts += 1
        there = Copy(f"{self.now.timestamp():.0f}.{self.posts:06d}", self.now, copy.notice, copy.words, copy.thread)
        self.copies[channel].append(there)
        return there.ts

    def _fail(self, share: float) -> None:
        if self.down or self.chance.random() < share:
            raise Unanswered(self.chance.choice(["HTTP 500", "internal_error", "TimeoutError"]))

    def _refuse(self, *what: str) -> None:
        for one in ("everything", *what):
            if one in self.refusing:
                raise Refused(self.refusing[one])

    def conversation(self, person: str) -> str:
        """Open a conversation."""
        self._fail(self.rates.reading)
        self._refuse(f"D-{person}")
        return f"D-{person}"

    def post(self, channel: str, notice: str, letter: Letter) -> str:
        """Post, or not, or perhaps."""
        if self.down:
            raise Unanswered("ConnectionError")
        if self.chance.random() < self.rates.limited:
            raise Waits(self.chance.randrange(1, 120))
        self._refuse(channel)
        copy = Copy("", self.now, notice, letter.text if letter.files else "", letter.thread)
        if self.chance.random() < self.rates.late:
            due = self.now + timedelta(seconds=self.chance.randrange(1, self.rates.latest))
            self.coming.append((due, channel, copy))
            raise Unanswered("HTTP 500")
        self._fail(self.rates.failed)
        ts = self._appear(channel, copy)
        self._fail(self.rates.lost)
        return letter.thread if letter.files else ts

    def find(self, channel: str, notice: str, since: datetime) -> tuple[str, ...]:
        """Look into the history."""
        self._look(channel)
        return tuple(one.ts for one in self.copies[channel] if one.notice == notice and one.at >= since)

    def _look(self, channel: str) -> None:
        self._fail(self.rates.reading)
        if self.chance.random() < self.rates.limited / 2:
            raise Waits(self.chance.randrange(1, 60))
        self._refuse("history", *([channel] if self.refusing.get(channel) == "channel_not_found" else []))

    def enclosed(self, channel: str, thread: str) -> tuple[tuple[str, str], ...]:
        """The files in a thread."""
        self._look(channel)
        return tuple((one.ts, one.words) for one in self.copies[channel] if one.words and one.thread == thread)

    def delete(self, channel: str, ts: str) -> None:
        """Take a message away."""
        self._fail(self.rates.reading)
        gone = [one for one in self.copies[channel] if one.ts == ts]
        self.copies[channel] = [one for one in self.copies[channel] if one.ts != ts]
        for copy in gone:
            shown = max([copy.at, *(one.at for one in self.copies[channel] if _same(one, copy))])
            self.doubled[copy.notice] = max(self.doubled.get(copy.notice, timedelta(0)), self.now - shown)

    def standing(self, notice: str) -> list[Copy]:
        """All copies of a notice that are to be seen."""
        return [one for channel in self.copies.values() for one in channel if one.notice == notice]


def _same(one: Copy, other: Copy) -> bool:
    return (one.notice, one.words) == (other.notice, other.words)
