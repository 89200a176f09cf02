"""One process of the bot in a world: the real postman and the real rules, over a model of the outbox, until it dies."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from bot.desk.reminding import OF_THE_CALENDAR, OWED
from bot.letter import Delivered, Enclosure, Letter, TooEarlyError
from bot.postman import Postman
from flows import calendar, reminders
from flows import round as rules
from flows.notices import FILES, NUDGES, TO_THOSE_MISSING, Notice, NoticeKind
from flows.people import WorkspaceId
from flows.reminders import SoFar
from flows.round import RoundId, Stage
from storage.database import Unavailable
from storage.outbox import Claimed, Kept, NoticeId, State, notice_id

if TYPE_CHECKING:
    from tests.simulation.world import World

T = TypeVar("T")


class Killed(BaseException):
    """kill -9, between any two steps."""


@dataclass(eq=False)
class Process:
    """A process; everything it does to the outbox or to Slack is a step at which the world may strike."""

    name: str
    world: "World"
    alive_from: datetime
    busy: bool = False

    def __post_init__(self) -> None:
        self.postman = self._fresh()

    def _fresh(self) -> Postman:
        return self.world.postman(Office(self), Mail(self), self.write, hands=1)

    def tick(self) -> None:
        """One beat: each chore, and on after one that failed."""
        self.busy = True
        try:
            for chore in (self.close_due, self.owe_due, self.postman.round_trip, self.postman.sweep):
                try:
                    chore()
                except Unavailable:
                    continue
        except Killed:
            self.alive_from = self.world.slack.now + timedelta(seconds=self.world.chance.randrange(1, 400))
            self.postman = self._fresh()
        finally:
            self.busy = False

    def step(self, act: Callable[[], T], *, commits: bool = True) -> T:
        """Do it, unless the world strikes before; and perhaps it strikes after."""
        self.world.strikes(self, commits=commits)
        done = act()
        self.world.strikes(self, commits=False)
        return done

    # --- what bot/desk/closing.py and bot/desk/reminding.py do, each in one transaction

    def close_due(self) -> None:
        def close() -> None:
            running = self.world.round
            if running.stage is Stage.OPEN and not running.takes_answers(self.world.now()):
                self.world.round = rules.close(running)
                self.world.closed_with = frozenset(self.world.submitted)
                self._plan(None)

        self.step(close)

    def owe_due(self) -> None:
        if self.world.wakes_at and self.world.wakes_at <= self.world.now():
            self.step(lambda: self._plan(self.world.wakes_at))

    def _plan(self, since: datetime | None) -> None:
        world, running, rows = self.world, self.world.round, self.world.rows
        kept = rows.kept()
        rows.withdraw([one.id for one in kept if _outdated(one, running)])
        rows.owe(reminders.plan(running, world.place, _so_far(world, kept), world.now(), since))
        world.wakes_at = reminders.next_step(running, world.place, world.now())

    # --- what bot/writing.py does

    def write(self, claimed: Claimed) -> Letter | None:
        """The letter, without its words."""
        world = self.world
        if not reminders.timely(claimed.kind, claimed.key, world.round, claimed.to, world.now()):
            return None
        asked_again = claimed.kind in TO_THOSE_MISSING
        if asked_again and claimed.to in world.submitted_people():
            return None
        if claimed.kind in FILES:
            return self._file(claimed)
        if claimed.to:
            return Letter(claimed.key, to_person=claimed.to)
        return Letter(claimed.key, to_channel=world.place.channel)

    def _file(self, claimed: Claimed) -> Letter | None:
        thread = self.world.rows.all.get(_head(claimed.kind, claimed.round))
        if thread is None or thread.state not in OWED:
            return None
        if thread.ts is None:
            raise TooEarlyError
        file = Enclosure("meeting.ics", "Meeting", b"")
        return Letter(claimed.key, to_channel=self.world.place.channel, files=(file,), thread=thread.ts)


def _head(kind: NoticeKind, round_id: RoundId) -> NoticeId:
    first = NoticeKind.LAUNCHED if kind is NoticeKind.MEETING_FILE else NoticeKind.SUMMARY
    return notice_id(f"{first.value}:{round_id}")


def _outdated(one: Kept, running: rules.Round) -> bool:
    return one.kind in OF_THE_CALENDAR and one.key != reminders.key(NoticeKind(one.kind), running, one.to)


def _so_far(world: "World", kept: Iterable[Kept]) -> SoFar:
    nudged = [one.to for one in kept if one.kind in NUDGES and one.state in OWED and one.to]
    return SoFar(
        submitted=world.submitted_people(),
        unreachable={one.to for one in kept if one.to and one.state is State.DEAD},
        nudged={user: nudged.count(user) for user in nudged},
        reminders={
            one.to: one.due_at for one in kept if one.kind == NoticeKind.REMINDER and one.state in OWED and one.to
        },
    )


@dataclass(frozen=True, slots=True)
class Office:
    """What `bot.desk.sending.PostOffice` does, over the model; each act is one step."""

    process: Process

    def now(self) -> datetime:
        return self.process.world.now()

    def drop(self) -> None:
        self.process.step(lambda: self.process.world.rows.expire(self.now()))

    def claim(self) -> tuple[Claimed, ...] | None:
        return self.process.step(self._claim)

    def _claim(self) -> tuple[Claimed, ...] | None:
        world, now = self.process.world, self.now()
        claimed = world.rows.claim(now, world.token(), limit=world.chance.randrange(1, 20))
        morning = calendar.decent(now, world.place.zone)
        if morning > now:
            for one in claimed:
                world.rows.again(one.id, one.token, morning, "it waits for the morning", unsure=one.unsure)
                if one.unsure:
                    world.rows.suspect(one.id, now)
            return () if claimed else None
        return claimed or None

    def picture(self, _claimed: Sequence[Claimed]) -> AbstractContextManager[None]:
        return nullcontext()

    def sent(self, delivered: Sequence[Delivered]) -> set[NoticeId]:
        rows = self.process.world.rows

        def note() -> set[NoticeId]:
            now = self.now()
            return {
                one.claimed.id
                for one in delivered
                if rows.sent(one.claimed.id, one.claimed.token, one.channel, one.ts, now)
            }

        return self.process.step(note)

    def again(self, claimed: Claimed, pause: timedelta, error: str, *, unsure: bool) -> None:
        rows, when = self.process.world.rows, self.now() + pause
        self.process.step(lambda: rows.again(claimed.id, claimed.token, when, error, unsure=unsure))

    def useless(self, claimed: Claimed, why: str) -> None:
        rows = self.process.world.rows
        self.process.step(lambda: rows.expired(claimed.id, claimed.token, why, self.now()))

    def dead(self, claimed: Claimed, error: str) -> None:
        def bury() -> None:
            if self.process.world.rows.dead(claimed.id, claimed.token, error, self.now()):
                self._tell(claimed)

        self.process.step(bury)

    def held(self, claimed: Claimed, pause: timedelta, error: str) -> None:
        def hold() -> None:
            rows = self.process.world.rows
            if rows.again(claimed.id, claimed.token, self.now() + pause, error, unsure=True):
                self._tell(claimed)

        self.process.step(hold)

    def _tell(self, claimed: Claimed) -> None:
        if claimed.kind is not NoticeKind.UNDELIVERED:
            (lead,) = self.process.world.place.leads
            key = f"undelivered:{claimed.id}:{lead}"
            told = Notice(NoticeKind.UNDELIVERED, key, claimed.round, self.now(), lead, about=claimed.id)
            self.process.world.rows.owe([told] if lead != claimed.to else [])

    def suspect(self, claimed: Claimed) -> None:
        self.process.step(lambda: self.process.world.rows.suspect(claimed.id, self.now()))

    def suspects(self) -> tuple[tuple[Kept, str | None], ...]:
        world = self.process.world
        found = self.process.step(lambda: world.rows.suspects(self.now()))
        files = [replace(one, ts=self._thread(one)) if one.kind in FILES and not one.ts else one for one in found]
        return tuple((one, one.channel or (None if one.to else world.place.channel)) for one in files)

    def _thread(self, kept: Kept) -> str | None:
        first = self.process.world.rows.all.get(_head(NoticeKind(kept.kind), kept.round))
        return first.ts if first else None

    def look_later(self, kept: Kept, pause: timedelta) -> None:
        self.process.step(lambda: self.process.world.rows.look_later(kept.id, self.now() + pause))

    def swept(self, kept: Kept) -> None:
        self.process.step(lambda: self.process.world.rows.swept(kept.id, self.now()))


@dataclass(frozen=True, slots=True)
class Mail:
    """The way to this world's Slack; each call is one step."""

    process: Process

    def at(self, _workspace: WorkspaceId) -> "Mail":
        return self

    def conversation(self, person: str) -> str:
        return self.process.step(lambda: self.process.world.slack.conversation(person), commits=False)

    def post(self, channel: str, notice: str, letter: Letter) -> str:
        def post() -> str:
            self.process.world.posting(notice)
            return self.process.world.slack.post(channel, notice, letter)

        return self.process.step(post, commits=False)

    def copies(self, channel: str, notice: str, since: datetime) -> tuple[str, ...]:
        return self.process.step(lambda: self.process.world.slack.find(channel, notice, since), commits=False)

    def enclosed(self, channel: str, thread: str) -> tuple[tuple[str, str], ...]:
        return self.process.step(lambda: self.process.world.slack.enclosed(channel, thread), commits=False)

    def delete(self, channel: str, ts: str) -> None:
        self.process.step(lambda: self.process.world.slack.delete(channel, ts), commits=False)
