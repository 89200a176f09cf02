"""A load: many partnerships to their summaries, through several processes that are killed, before a faulty Slack."""

import socket
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from subprocess import PIPE, Popen
from threading import Event, Thread

from bot.clock import seconds_running
from flows.judgement import Judgement
from flows.people import UserId, WorkspaceId
from flows.round import Round, Stage
from sandbox.clock import MovableClock
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from storage import assessments, installations, outbox, partnerships, rounds
from storage.installations import Installation, Tokens, TokenSeal
from storage.outbox import State
from tests.databases import database_at, keys_of
from tests.faults.steered import SteeredClock
from tests.load import reckoning, world
from tests.load.people import People
from tests.load.reckoning import Outcome
from tests.load.world import ORGANISATIONS, SILENT, Vale, level

BEGIN = datetime(2026, 6, 1, 9, tzinfo=UTC)
WORKSPACE = WorkspaceId("T0SANDBOX")
KEY = bytes(range(32))
POST = ("chat.postMessage",)
FAULTS = ("lost_reply", "server_error", "unreadable_reply", "rate_limited")
HANDS = 24
"""People who press at once."""
REST = 900.0
"""Real seconds in which all must have come to rest."""


class Processes:
    """The bot's processes, all at one port; and whoever kills them."""

    def __init__(self, folder: Path, environment: dict[str, str], port: int, count: int) -> None:
        self._folder, self._environment, self._port = folder, environment, port
        self._started = 0
        self.all = [self._start() for _ in range(count)]

    def _start(self) -> Popen[str]:
        self._started += 1
        log = (self._folder / f"{self._started}.log").open("wb")
        words = [sys.executable, "-m", "tests.load.process", str(self._port), str(self._folder / "clock")]
        with log:
            return Popen(words, env=self._environment, stdout=PIPE, stderr=log, text=True)  # noqa: S603 - our own words

    def kill(self, number: int) -> None:
        """Kill one with -9, once it has begun, and start another in its place."""
        victim = self.all[number]
        if victim.stdout:
            victim.stdout.readline()
        victim.kill()
        victim.communicate()
        self.all[number] = self._start()

    def end(self) -> None:
        """Stop them in good order."""
        for one in self.all:
            one.terminate()
        for one in self.all:
            one.communicate(timeout=30)

    def logs(self) -> Iterator[str]:
        """All that they have logged."""
        for file in self._folder.glob("*.log"):
            yield file.read_text("utf-8", "replace")


@dataclass(eq=False)
class Load:
    """The whole story."""

    url: str
    folder: Path
    vales: tuple[Vale, ...]
    processes: int
    chance: Random
    strike_every: float
    looks: int = 6
    speed: float = 5.0
    most_kills: int = 1000
    outcome: Outcome = field(default_factory=Outcome)

    def run(self) -> Outcome:
        """Begin, answer while processes die, go on to the summaries, and count."""
        with ExitStack() as stack:
            self.clock = SteeredClock(self.folder / "clock")
            self.clock.set(BEGIN, self.speed)
            with socket.create_server(("127.0.0.1", 0), reuse_port=True) as found:
                port = found.getsockname()[1]
            shown = MovableClock(self.clock)
            self.sandbox = stack.enter_context(Sandbox(Workspace(world.place(self.vales, port), shown), shown))
            self.database = stack.enter_context(closing(database_at(self.url, patience=20)))
            self._furnish()
            self.people = People(self.sandbox.deliveries, WORKSPACE)
            self.bots = Processes(self.folder, self._environment(), port, self.processes)
            stack.callback(self.bots.end)
            self._until(lambda: self.sandbox.workspace.connected, 60)
            with self._striking():
                self._launch()
                self._answer()
                self._check_answers()
                self._on_to(lambda: all(one.stage is Stage.CLOSED for one in self._rounds()))
            self.sandbox.workspace.faults.clear()
            self._on_to(self._at_rest)
            self._settle()
        reckoning.count(self.outcome, self.url, self.vales, self.sandbox.workspace, self.bots.logs())
        return self.outcome

    def _environment(self) -> dict[str, str]:
        app = self.sandbox.workspace.place.app
        return {
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "SLACK_SIGNING_SECRET": app.signing_secret,
            "OAUTH_CLIENT_ID": app.client_id,
            "OAUTH_CLIENT_SECRET": app.client_secret,
            "TOKENS_KEY": b64encode(KEY).decode(),
            "PUBLIC_URL": "http://127.0.0.1",
            "SLACK_API_URL": self.sandbox.api_url,
            "DATABASE_URL": self.url,
            "KEYS_URL": keys_of(self.url),
        }

    def _furnish(self) -> None:
        """The partnerships, and leave to speak in their workspace."""
        self.database.migrate()
        token = Tokens(self.sandbox.workspace.place.app.tokens.bot)
        let_in = Installation(
            WORKSPACE, "All the vales", UserId("U0SANDBOX"), ("chat:write",), UserId(""), BEGIN, token
        )
        with self.database.begin() as session:
            installations.save(session, TokenSeal([KEY]), let_in)
            for one in self.vales:
                partnerships.save(session, one.partnership())
        self.outcome.partnerships = len(self.vales)

    # --- what people do

    def _launch(self) -> None:
        with ThreadPoolExecutor(HANDS) as hands:
            list(hands.map(lambda one: self.people.starts(one.people[0], one.form(BEGIN)), self.vales))

    def _answer(self) -> None:
        """Every organisation answers everything; all but one of each partnership submit."""
        sittings = [(vale, n) for vale in self.vales for n in range(ORGANISATIONS)]
        self.chance.shuffle(sittings)
        with ThreadPoolExecutor(HANDS) as hands:
            list(hands.map(self._sit, sittings))
        self.outcome.acknowledged, self.outcome.given_up = len(self.people.seconds), self.people.given_up
        self.outcome.errors_shown, self.outcome.seconds = self.people.errors, self.people.seconds

    def _sit(self, sitting: tuple[Vale, int]) -> None:
        vale, n = sitting
        partner = vale.partnership().partners[n]
        with self.database.read() as session:
            (running,) = rounds.of_partnership(session, vale.partnership().id)
            mine = assessments.of_partner(session, running.id, partner.id)
        if mine is None:
            raise LookupError("an organisation of the round has no assessment")
        for row, subdomain in enumerate(running.subdomains):
            self.people.answers(vale.people[n], mine, subdomain, level(n, row), vale.canary(n))
        if n != SILENT:
            self.people.submits(vale.people[n], mine)

    def _check_answers(self) -> None:
        """All that was acknowledged is kept, as it was said."""
        for vale in self.vales:
            with self.database.read() as session:
                (running,) = rounds.of_partnership(session, vale.partnership().id)
                given = assessments.of_round(session, running.id)
            for n, partner in enumerate(vale.partnership().partners):
                mine = given[partner.id]
                right = {one: Judgement.of(level(n, row)) for row, one in enumerate(running.subdomains)}
                kept = {one: answer.judgement for one, answer in mine.answers.items()}
                notes = {answer.evidence for answer in mine.answers.values()}
                if kept != right or notes != {vale.canary(n)} or mine.submitted != (n != SILENT):
                    self.outcome.lost.append(f"{vale.name} {n}")

    # --- what goes wrong

    @contextmanager
    def _striking(self) -> Iterator[None]:
        stop = Event()
        striker = Thread(target=self._strike, args=(stop,), name="striker")
        striker.start()
        try:
            yield
        finally:
            stop.set()
            striker.join()

    def _strike(self, stop: Event) -> None:
        """Spells of trouble, between which it is calm: in each Slack loses, refuses or garbles, and one is killed."""
        while self.outcome.kills < self.most_kills and not stop.wait(self._while()):
            self.sandbox.workspace.faults.set(self.chance.choice(FAULTS), times=self.chance.randrange(1, 4), only=POST)
            self.outcome.faults += 1
            self.bots.kill(self.chance.randrange(len(self.bots.all)))
            self.outcome.kills += 1
            stop.wait(self._while())
            self.sandbox.workspace.faults.clear()

    def _while(self) -> float:
        return self.strike_every / 2 * (0.5 + self.chance.random())

    # --- how time passes

    def _rounds(self) -> list[Round]:
        with self.database.read() as session:
            return [one for vale in self.vales for one in rounds.of_partnership(session, vale.partnership().id)]

    def _at_rest(self) -> bool:
        with self.database.read() as session:
            return (
                rounds.next_due(session) is None and not {State.PENDING, State.SENDING} & outbox.counts(session).keys()
            )

    def _on_to(self, there: Callable[[], bool]) -> None:
        """Jump from one thing that is due to the next, whenever there is nothing to do for a while."""
        until = seconds_running() + REST
        while not there() and seconds_running() < until:
            with self.database.read() as session:
                due = rounds.next_due(session)
            if due and (wait := due - self.clock()) > timedelta(minutes=3):
                self.clock.jump(wait, self.speed)
            Event().wait(0.3)

    def _settle(self) -> None:
        """Until every letter in doubt has been looked after, if there are `looks` enough."""
        for _ in range(self.looks):
            self.clock.jump(timedelta(minutes=8), self.speed)
            Event().wait(5.2)

    def _until(self, there: Callable[[], bool], seconds: float) -> None:
        until = seconds_running() + seconds
        while not there():
            if seconds_running() > until:
                raise TimeoutError("the processes did not start")
            Event().wait(0.1)
