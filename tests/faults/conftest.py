"""A house with a round in it, before a Slack whose clock stands still until it is moved."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from threading import Event

import pytest

from bot import writing
from bot.boundary import CheckedClient
from bot.desk import Desk, reminding
from bot.desk import closing as closes
from bot.desk.sending import PostOffice
from bot.letter import Letter
from bot.mail import SlackMail
from bot.postman import Postman
from flows.assessment import AssessmentId
from flows.notices import Notice, NoticeKind
from flows.people import ChannelId, Partner, PartnerId, Partnership, PartnershipId, Sector, UserId, WorkspaceId
from flows.round import Round
from frameworks import catalog
from sandbox import place as places
from sandbox.clock import MovableClock
from sandbox.server import Sandbox
from sandbox.trial import PLACE
from sandbox.workspace import Workspace
from storage import outbox, partnerships, rounds
from storage.database import Database
from storage.outbox import Claimed, Kept, State
from tests.walks import LAUNCHED, SEL, a_round

PRIYA, MEGAN, OWEN = UserId("U01PRIYA"), UserId("U05MEGAN"), UserId("U10OWEN")
CHANNEL = ChannelId("C01PLACE")
LARKMERE = Partnership(
    id=PartnershipId("larkmere"),
    workspace=WorkspaceId("T0LARKMERE"),
    channel=CHANNEL,
    name="Larkmere",
    hosts=("Larkmere Trust",),
    zone="Europe/London",
    leads=(PRIYA,),
    partners=(
        Partner(PartnerId("voices"), "Larkmere Voices", Sector.VOLUNTARY_SECTOR, (MEGAN,)),
        Partner(PartnerId("practices"), "Larkmere Practices", Sector.PRIMARY_CARE, (OWEN,)),
    ),
)
WORDS = Letter("Words.", [], to_channel=CHANNEL)
PATIENCE = 3.0
POST = ("chat.postMessage",)
HISTORY = ("conversations.history",)


class House:
    """What one process of the bot does, beat by beat, with the clock in our hands."""

    def __init__(self, database: Database, slack: Sandbox, clock: MovableClock) -> None:
        self.database, self.slack, self.clock = database, slack, clock
        self.faults = slack.workspace.faults
        numbers = count()
        self.desk = Desk(database, clock, lambda: f"token-{next(numbers)}")
        client = CheckedClient(slack.workspace.place.app.tokens.bot, slack.api_url)
        self.office, self.mail = PostOffice(self.desk), SlackMail(client)
        self.postman = self.another(partial(writing.write, self.desk))

    def another(self, write: Callable[[Claimed], Letter | None]) -> Postman:
        """A postman of another process."""
        return Postman(self.office, self.mail, write, hands=1)

    def owes(self, key: str = "launched:r1", due: timedelta = timedelta(0), **more: object) -> None:
        """One notice for the channel."""
        notice = Notice(NoticeKind.LAUNCHED, key, self.round.id, self.clock() + due, **more)  # type: ignore[arg-type]  # by name
        with self.database.begin() as session:
            outbox.owe(session, [notice], LARKMERE.workspace)

    @property
    def round(self) -> Round:
        """The round as it is kept."""
        with self.database.read() as session:
            found = rounds.load(session, a_round(catalog.edition(SEL)).id)
        assert found
        return found

    def beat(self) -> None:
        """All chores once."""
        closes.close_due(self.desk)
        reminding.owe_due(self.desk)
        self.postman.round_trip()
        self.postman.sweep()

    def later(self, **by: float) -> None:
        """Time passes, for Slack as well."""
        self.clock.move_by(timedelta(**by), backwards=timedelta(**by) < timedelta(0))

    def beats_for(self, minutes: int, every: float = 60) -> None:
        """Time passes, with a beat every so many seconds."""
        for _ in range(int(minutes * 60 / every)):
            self.later(seconds=every)
            self.beat()

    def notice(self, key: str = "launched:r1") -> Kept:
        """A notice as it stands."""
        with self.database.read() as session:
            found = outbox.find(session, outbox.notice_id(key))
        assert found, key
        return found

    def kept(self) -> tuple[Kept, ...]:
        """All of them."""
        with self.database.read() as session:
            return outbox.of_round(session, self.round.id)

    def states(self) -> dict[State, int]:
        """How many stand where."""
        with self.database.read() as session:
            return outbox.counts(session)

    def said(self, person: UserId | None = None) -> list[str]:
        """What stands in the channel, or in somebody's direct messages."""
        workspace = self.slack.workspace
        channel = workspace.dm(person).id if person else CHANNEL
        return [one.text for one in workspace.messages(channel, person or PRIYA)]

    def waits_until(self, holds: Callable[[], bool]) -> None:
        """What Slack does late happens in a thread of its own."""
        for _ in range(int(PATIENCE / 0.02)):
            if holds():
                return
            Event().wait(0.02)
        raise AssertionError("it never came")

    def calls(self, name: str) -> int:
        """How often Slack was called."""
        return sum(one.name == name for one in self.slack.workspace.traffic())


@contextmanager
def opened_house(database: Database) -> Iterator[House]:
    """With Larkmere's round in it, which was launched this moment, at ten on a Monday."""
    clock = MovableClock(lambda: LAUNCHED)
    with Sandbox(Workspace(places.read(PLACE), clock), clock) as slack:
        with database.begin() as session:
            partnerships.save(session, LARKMERE)
            running = a_round(catalog.edition(SEL))
            empty = {one.id: AssessmentId(f"as-{one.id}") for one in LARKMERE.partners}
            rounds.add(session, _in_larkmere(running), empty)
            rounds.sleep(session, running.id, running.launched_at + timedelta(minutes=1))  # the launch is told of
        yield House(database, slack, clock)


def _in_larkmere(running: Round) -> Round:
    return replace(running, partnership=LARKMERE.id, launched_by=PRIYA)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house of its own."""
    with closing(Database(f"sqlite:///{tmp_path}/kept.db")) as database:
        database.migrate()
        with opened_house(database) as one:
            yield one
