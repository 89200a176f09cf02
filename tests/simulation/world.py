"""A whole round on virtual time, drawn from a seed: people, processes, and all that goes wrong.

Rules that must hold are checked while it runs (`posting`) and when all has calmed down (`tests/simulation/checks.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from bot.postman import Postman
from flows import calendar, reminders
from flows import round as rules
from flows.notices import NUDGES, Notice, NoticeKind
from flows.people import ChannelId, Partner, PartnerId, Partnership, PartnershipId, Sector, UserId, WorkspaceId
from flows.refusal import Refusal, Refusals
from flows.round import Label, Proposal, Round, RoundId, Stage
from frameworks import catalog
from storage.database import Unavailable
from storage.outbox import NoticeId
from tests.simulation.process import Killed, Process
from tests.simulation.rows import Rows
from tests.simulation.slack import Rates, Slack

EDITION = catalog.edition("sel-2025-08")
ZONES = ("Europe/London", "Europe/London", "Pacific/Auckland", "America/St_Johns", "Asia/Kathmandu")
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
MOST_BEATS = 4000
CALM = timedelta(days=4)
"""After the meeting, when nothing goes wrong any more: over a weekend and a holiday."""


@dataclass(frozen=True, slots=True)
class Weather:
    """What may go wrong in this world; which of it does is drawn from the seed."""

    name: str
    slack: bool = False
    crashes: bool = False
    troubles: bool = False
    jumps: bool = False


FINE, CRASHES, ROUGH = Weather("fine"), Weather("crashes", crashes=True), Weather("rough", True, True, True, True)
CLOUDY = Weather("cloudy", slack=True)


class BrokenError(AssertionError):
    """A rule was broken."""


@dataclass(eq=False)
class World:
    """One round and everything around it."""

    seed: int
    weather: Weather
    postman: type[Postman] = Postman
    rows: Rows = field(default_factory=Rows)
    submitted: set[PartnerId] = field(default_factory=set)
    closed_with: frozenset[PartnerId] = frozenset()
    wakes_at: datetime | None = None
    jump: timedelta = timedelta(0)
    calm: bool = False
    striking: int = 0
    tokens: int = 0
    crashed: int = 0
    changed: list[UserId | None] = field(default_factory=list)
    posted: dict[NoticeId, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = Random(f"{self.weather.name}:{self.seed}")  # noqa: S311 - a world is no secret
        self.place = self._a_place()
        launched_at = BEGIN + timedelta(minutes=self.chance.randrange(600 * 24 * 60))
        self.slack = Slack(self.chance, self._rates(), launched_at)
        self.round = self._a_round()
        self.first_round = self.round
        self.strike_rate = self.chance.choice([0.01, 0.03, 0.1]) if self.weather.crashes else 0.0
        self.pause_rate = self.chance.choice([0.0, 0.01, 0.05]) if self.weather.troubles else 0.0
        self.processes = [Process(f"p{n}", self, launched_at) for n in range(self.chance.randrange(1, 4))]
        self.events = sorted(self._events(), key=lambda one: one[0])

    # --- how it begins

    def _a_place(self) -> Partnership:
        partners = tuple(
            Partner(
                PartnerId(f"org{n}"),
                f"Org {n}",
                Sector.OTHER,
                tuple(UserId(f"U{n}{m}") for m in range(self.chance.randrange(1, 3))),
            )
            for n in range(self.chance.randrange(1, 5))
        )
        zone = self.chance.choice(ZONES)
        lead = UserId(self.chance.choice(["U-lead", "U00"]))
        return Partnership(
            PartnershipId("p"), WorkspaceId("T1"), ChannelId("C1"), "Place", ("Host",), zone, (lead,), partners
        )

    def _rates(self) -> Rates:
        if not self.weather.slack:
            return Rates()
        draw = self.chance.choice
        return Rates(
            lost=draw([0, 0.05, 0.3]),
            failed=draw([0, 0.08, 0.3]),
            late=draw([0, 0.05, 0.2]),
            limited=draw([0, 0.08, 0.3]),
            reading=draw([0, 0.05, 0.2]),
            latest=draw([60, 89, 300, 600]),
        )

    def _a_round(self) -> Round:
        while True:
            try:
                launched = rules.launch(
                    self._proposal(self.slack.now),
                    EDITION,
                    zone=self.place.zone,
                    round_id=RoundId("r1"),
                    partnership=self.place.id,
                    by=self.place.leads[0],
                    now=self.slack.now,
                )
            except Refusals:
                continue
            self.wakes_at = launched.launched_at
            due = calendar.decent(launched.launched_at, self.place.zone)
            people = [person for partner in self.place.partners for person in partner.contributors]
            self.rows.owe(
                Notice(NoticeKind.INVITATION, f"invitation:r1:{one}", launched.id, due, one) for one in people
            )
            self.rows.owe([Notice(NoticeKind.LAUNCHED, "launched:r1", launched.id, due)])
            return launched

    def _proposal(self, now: datetime) -> Proposal:
        hours = self.chance.choice([2, 6, 24, 30, 72, 200, 400])
        deadline = now + timedelta(minutes=self.chance.randrange(60, hours * 60))
        if self.chance.random() < 0.2:  # half past one in the night, also in those when the clocks change
            night = calendar.local(deadline, self.place.zone).replace(hour=1, minute=30)
            deadline = night.astimezone(UTC)
        meeting = deadline + timedelta(minutes=self.chance.randrange(30, 12 * 24 * 60))
        return Proposal(Label.BASELINE, frozenset({EDITION.scopes[0].id}), deadline, meeting)

    # --- what people and the world do

    def _events(self) -> list[tuple[datetime, Callable[[], None]]]:
        begin, end = self.round.launched_at, self.round.closes_at

        def sometime() -> datetime:
            return begin + (end - begin) * self.chance.random()

        found: list[tuple[datetime, Callable[[], None]]] = []
        for partner in self.place.partners:
            found += [(sometime(), self._submits(partner)) for _ in range(self.chance.choice([0, 1, 1, 2]))]
            found += [(sometime(), self._snoozes(one)) for one in partner.contributors if self.chance.random() < 0.3]
        if self.chance.random() < 0.25:
            found.append((sometime(), self._moves))
        if self.chance.random() < 0.1:
            found.append((sometime(), self._cancels))
        if self.weather.troubles:
            found += self._troubles(begin, self.round.meeting_at)
        if self.weather.jumps and self.chance.random() < 0.3:
            at, by = sometime(), timedelta(hours=self.chance.choice([1, -1]))
            found += [(at, self._jumps(by)), (at + timedelta(hours=self.chance.randrange(3)), self._jumps(-by))]
        return found

    def _submits(self, partner: Partner) -> Callable[[], None]:
        def act() -> None:
            if self.round.takes_answers(self.now()):
                self.changed.extend(partner.contributors)
                self.submitted ^= {partner.id}

        return act

    def _snoozes(self, person: UserId) -> Callable[[], None]:
        def act() -> None:
            if self.round.takes_answers(self.now()):
                self.changed.append(person)
                try:
                    self.rows.owe([reminders.snooze(self.round, self.place, person, self.now())])
                except Refusal:
                    return

        return act

    def _moves(self) -> None:
        if not self.round.takes_answers(self.now()):
            return
        try:
            self.round = rules.move(self.round, self._proposal(self.now()), self.place.zone, self.now())
        except Refusals:
            return
        self.wakes_at = self.round.launched_at

    def _cancels(self) -> None:
        if self.round.stage is Stage.OPEN:
            self.round = rules.cancel(self.round)
            self.rows.cancel(self.round.id)
            self.wakes_at = None

    def _jumps(self, by: timedelta) -> Callable[[], None]:
        def act() -> None:
            self.jump += by

        return act

    def _troubles(self, begin: datetime, end: datetime) -> list[tuple[datetime, Callable[[], None]]]:
        person = self.chance.choice([one for partner in self.place.partners for one in partner.contributors])
        kinds: list[tuple[float, str, str]] = [
            (0.15, "history", "missing_scope"),
            (0.1, "everything", "token_revoked"),
            (0.1, f"D-{person}", "user_disabled"),
            (0.1, self.place.channel, "is_archived"),
        ]
        found: list[tuple[datetime, Callable[[], None]]] = []
        for share, what, code in kinds:
            if self.chance.random() < share:
                at = begin + (end - begin) * self.chance.random()
                found += [(at, self._refuses(what, code)), (at + timedelta(hours=6), self._refuses(what, ""))]
        if self.chance.random() < 0.3:
            at = begin + (end - begin) * self.chance.random()
            found += [(at, lambda: self._falls(down=True)), (at + timedelta(hours=6), lambda: self._falls(down=False))]
        return found

    def _refuses(self, what: str, code: str) -> Callable[[], None]:
        def act() -> None:
            self.slack.refusing.pop(what, None)
            if code:
                self.slack.refusing[what] = code
            elif self.chance.random() < 0.5:
                self.rows.retry(self.now())

        return act

    def _falls(self, *, down: bool) -> None:
        self.slack.down = down

    # --- how it runs

    def now(self) -> datetime:
        """By the clock that the processes share, which may be wrong."""
        return self.slack.now + self.jump

    def token(self) -> str:
        self.tokens += 1
        return f"token-{self.tokens}"

    def run(self) -> None:
        """Beat until the meeting is long over and nothing more is to come."""
        for _ in range(MOST_BEATS):
            instant = self._next()
            if instant is None:
                return
            self._pass_until(max(instant, self.slack.now) + timedelta(seconds=self.chance.random() * 5))
            for process in self.chance.sample(self.processes, len(self.processes)):
                if process.alive_from <= self.slack.now:
                    process.tick()
        raise BrokenError("it never comes to rest")

    def _next(self) -> datetime | None:
        calm_at = self.round.meeting_at + timedelta(days=1)
        own = [self.rows.next_due(), self.wakes_at]
        own += [self.round.closes_at] if self.round.stage is Stage.OPEN else []
        soonest = min((one - self.jump for one in own if one), default=None)
        if soonest is not None:  # somebody has to be alive to do it
            soonest = max(soonest, min(one.alive_from for one in self.processes))
        others = [one[0] for one in self.events[:1]] + [one[0] for one in self.slack.coming]
        others += [] if self.calm else [calm_at]
        return min(filter(None, [soonest, *others]), default=None)

    def _pass_until(self, instant: datetime) -> None:
        """Time passes, and what was to happen meanwhile happens."""
        while self.events and self.events[0][0] <= instant:
            at, act = self.events.pop(0)
            self.slack.now = max(self.slack.now, at)
            self.slack.arrive()
            act()
        self.slack.now = max(self.slack.now, instant)
        self.slack.arrive()
        if not self.calm and self.slack.now >= self.round.meeting_at + timedelta(days=1):
            self._calms_down()

    def _calms_down(self) -> None:
        self.calm = True
        self.slack.rates_then, self.slack.rates = self.slack.rates, Rates()
        self.slack.refusing.clear()
        self.slack.down = False
        self.jump = timedelta(0)
        self.strike_rate = self.pause_rate = 0.0

    def strikes(self, process: Process, *, commits: bool) -> None:
        """Between any two steps: the process dies, or sleeps while others work, or the database is away."""
        if self.chance.random() < self.strike_rate:
            self.crashed += 1
            if commits and self.chance.random() < 0.3:
                raise Unavailable
            raise Killed
        if self.chance.random() < self.pause_rate and self.striking < 3:
            self.striking += 1
            self._pass_until(self.slack.now + timedelta(seconds=self.chance.choice([1, 40, 119, 130, 200])))
            others = [one for one in self.processes if one is not process and not one.busy]
            if others and (other := self.chance.choice(others)).alive_from <= self.slack.now:
                other.tick()
            self.striking -= 1

    def submitted_people(self) -> set[UserId]:
        return {one for partner in self.place.partners if partner.id in self.submitted for one in partner.contributors}

    # --- what must hold at every post

    def posting(self, notice: str) -> None:
        """Something is about to be posted: never early, at night, to who has submitted, or after a cancel."""
        row = self.rows.all[NoticeId(notice)]
        now, one = self.now(), row.notice
        self.posted.setdefault(row.id, self.slack.now)
        if self.round.stage is Stage.CANCELLED and not self.striking and one.kind is not NoticeKind.UNDELIVERED:
            raise BrokenError(f"{one.key} was posted after the round was cancelled")
        if now < one.due_at:
            raise BrokenError(f"{one.key} was posted early")
        if not self.striking and calendar.decent(now, self.place.zone) != now:
            raise BrokenError(f"{one.key} was posted at night")
        if one.expires_at and now - timedelta(minutes=5) > one.expires_at and not self.striking:
            raise BrokenError(f"{one.key} was posted when it had expired")
        if one.kind in NUDGES and one.to in self.submitted_people() and not self.striking:
            raise BrokenError(f"{one.key} was posted to somebody who had submitted")
