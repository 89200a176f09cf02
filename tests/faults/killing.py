"""A whole round with real processes that are killed with -9 again and again, and a Slack that loses answers.

`python -m tests.faults.killing --kills 200 --database postgres` for as many as you like.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from random import Random
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryDirectory
from threading import Event
from typing import Annotated

import typer
import yaml

from bot import partnership_file
from bot.clock import seconds_running
from bot.desk import Desk, leading
from flows.notices import NoticeKind
from flows.people import Caller, UserId, WorkspaceId
from flows.proposal import RoundForm, When
from flows.round import Label
from frameworks import catalog
from sandbox import place as places
from sandbox.clock import MovableClock
from sandbox.server import Sandbox
from sandbox.trial import PLACE
from sandbox.workspace import Workspace
from storage import outbox, partnerships, rounds
from storage.database import Database
from storage.outbox import State
from tests.databases import database_at, postgres
from tests.faults.steered import SteeredClock

BEGIN = datetime(2026, 6, 1, 9, tzinfo=UTC)
SPEED = 30.0
LEAD = UserId("U01PRIYA")
PATIENCE = 150.0
"""Real seconds in which all must have come to rest."""


@dataclass(slots=True)
class Outcome:
    """What became of it."""

    kills: int = 0
    states: Mapping[State, int] = field(default_factory=dict)
    copies: Mapping[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    unsent: list[str] = field(default_factory=list)

    @property
    def doubled(self) -> list[str]:
        """Notices that stand more than once."""
        return [name for name, count in self.copies.items() if count > 1]


@dataclass(eq=False)
class Killing:
    """The sandbox, the database, and two processes of the bot that come and go."""

    database: Database
    url: str
    folder: Path
    chance: Random
    outcome: Outcome = field(default_factory=Outcome)

    def __post_init__(self) -> None:
        self.clock = SteeredClock(self.folder / "clock")
        self.clock.set(BEGIN, SPEED)
        self.place = places.read(PLACE)
        shown = MovableClock(self.clock)
        self.sandbox = Sandbox(Workspace(self.place, shown), shown)
        self.workers: list[Popen[str]] = []

    def run(self, kills: int) -> Outcome:
        """Start a round, kill all through it, then let it come to rest and count."""
        with self.sandbox:
            self._begin()
            try:
                self.workers = [self._worker(), self._worker()]
                for _ in range(kills):
                    self._strike()
                self.sandbox.workspace.faults.clear()
                self._rest()
            finally:
                for one in self.workers:
                    end(one)
            self._count()
        return self.outcome

    def _begin(self) -> None:
        entry = partnership_file.read(yaml.safe_dump(self.place.partnership))
        workspace = WorkspaceId(self.place.team.id)
        found = partnership_file.partnership(entry, workspace, UserId, (f"org{n}" for n in range(100)).__next__)
        with self.database.begin() as session:
            partnerships.save(session, found)
        desk = Desk(self.database, self.clock, iter(f"id{n}" for n in range(1000)).__next__)
        edition = catalog.edition("sel-2025-08")
        day, clock = (BEGIN + timedelta(days=9)).date(), BEGIN.time().replace(hour=16)
        form = RoundForm(
            partnership=found.id,
            framework=edition.id,
            label=Label.BASELINE,
            scopes=frozenset({edition.scopes[0].id}),
            deadline=When(day, clock),
            meeting=When(day + timedelta(days=7), clock),
            summary=When(),
        )
        self.round = leading.start(desk, Caller(workspace, LEAD), form)[1].id

    def _worker(self) -> Popen[str]:
        tokens = self.place.app.tokens
        words = [self.sandbox.api_url, tokens.bot, tokens.app, self.url, str(self.clock.file)]
        return Popen(  # noqa: S603 - our own words
            [sys.executable, "-m", "tests.faults.worker", *words], stdout=PIPE, stderr=DEVNULL, text=True
        )

    def _strike(self) -> None:
        """Let them work for a moment, break something of Slack's, and kill one."""
        self._break()
        number = self.chance.randrange(len(self.workers))
        victim = self.workers[number]
        if victim.stdout:
            victim.stdout.readline()
        Event().wait(self.chance.random() * 0.6)
        end(victim)
        self.outcome.kills += 1
        self.workers[number] = self._worker()
        self._go_on()

    def _break(self) -> None:
        post = ("chat.postMessage",)
        faults = self.sandbox.workspace.faults
        match self.chance.randrange(6):
            case 0:
                faults.set("lost_reply", times=1, only=post)
            case 1:
                faults.set("server_error", times=1, only=post)
            case 2:
                faults.set("rate_limited", times=1, only=post, seconds=20)
            case 3:
                faults.set("unreadable_reply", times=1, only=post)
            case _:
                pass

    def _go_on(self) -> None:
        """When nothing is to be done for a while, jump to when there is."""
        with self.database.read() as session:
            due = rounds.next_due(session)
        now = self.clock()
        if due and due - now > timedelta(minutes=3):
            self.clock.jump(due - now, SPEED)

    def _rest(self) -> None:
        until = seconds_running() + PATIENCE
        while seconds_running() < until:
            with self.database.read() as session:
                due, states = rounds.next_due(session), outbox.counts(session)
            if due is None and not states.keys() & {State.PENDING, State.SENDING}:
                break
            self._go_on()
            Event().wait(0.3)
        for _ in range(3):  # for the looks after what was in doubt
            self.clock.jump(timedelta(minutes=8), SPEED)
            Event().wait(5.2)

    def _count(self) -> None:
        workspace = self.sandbox.workspace
        messages = {
            (channel.id, one.ts): one
            for channel in workspace.channels()
            for user in channel.members
            for one in workspace.messages(channel.id, user)
        }
        carried = [one.metadata["event_payload"]["notice"] for one in messages.values() if one.metadata]
        self.outcome.copies = Counter(carried)
        with self.database.read() as session:
            self.outcome.states = outbox.counts(session)
            kept = outbox.of_round(session, self.round)
        self.outcome.unsent = [
            f"{one.key} {one.state}: {one.error}"
            for one in kept
            if one.state is not (State.EXPIRED if one.kind == NoticeKind.SUMMARY_FILES else State.SENT)
        ]
        self.outcome.missing = [
            one.key
            for one in kept
            if one.state is State.SENT and one.kind != "meeting_file" and one.id not in set(carried)
        ]


def end(process: Popen[str]) -> None:
    """Kill it with -9."""
    process.kill()
    process.wait()
    if process.stdout:
        process.stdout.close()


@contextmanager
def on_sqlite() -> Iterator[str]:
    """A file."""
    with TemporaryDirectory(prefix="common-view-kill-") as folder:
        yield f"sqlite:///{folder}/kept.db"


@contextmanager
def on_postgres() -> Iterator[str]:
    """A server for this run."""
    with postgres() as server:
        yield server.create("killing")


def kill(url: str, kills: int, seed: int) -> Outcome:
    """The whole story on one database."""
    with (
        TemporaryDirectory(prefix="common-view-clock-") as folder,
        closing(database_at(url, patience=20)) as database,
    ):
        database.migrate()
        return Killing(database, url, Path(folder), Random(seed)).run(kills)  # noqa: S311 - chance is no secret


class Kind(StrEnum):
    """On what."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


def main(
    kills: Annotated[int, typer.Option(help="How often.")] = 20,
    database: Annotated[Kind, typer.Option(help="On what.")] = Kind.SQLITE,
    seed: int = 0,
) -> None:
    """Kill, and say what became of it."""
    with on_postgres() if database is Kind.POSTGRES else on_sqlite() as url:
        outcome = kill(url, kills, seed)
    states = ", ".join(f"{count} {state}" for state, count in outcome.states.items())
    typer.echo(f"{outcome.kills} kills: {states}; doubled {outcome.doubled}; missing {outcome.missing}")
    for line in outcome.unsent:
        typer.echo(line)


if __name__ == "__main__":
    typer.run(main)
