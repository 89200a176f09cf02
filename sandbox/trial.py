"""The trial: the sandbox with Common View in it, everything in this process, the clock in your hands."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path

import yaml
from pydantic import SecretStr

from bot import partnership_file
from bot.app import Bot
from bot.clock import Clock, system_clock
from bot.settings import Settings
from flows import calendar
from flows.people import UserId, WorkspaceId
from flows.round import Stage
from sandbox import place
from sandbox.clock import MovableClock
from sandbox.others import Others, Partner
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from storage import partnerships, rounds

PLACE = Path(__file__).parent / "place.yaml"
TEN = time(10)


class Trial:
    """A sandbox and the bot beside it. The bot can be stopped and started again, as on any machine."""

    def __init__(
        self, folder: Path, *, port: int = 0, start: datetime | None = None, base: Clock = system_clock
    ) -> None:
        self._folder = folder
        self.place = place.read(PLACE)
        self.clock = MovableClock(base, start or ten_on_a_working_day(base()))
        self.others = Others(lambda: self.sandbox, self._asked)
        self.sandbox = Sandbox(
            Workspace(self.place, self.clock),
            self.clock,
            port=port,
            extras=self.others.extras,
            next_due=self.next_due,
            on_reset=self._reset,
        )
        self._database = self._fresh()

    @contextmanager
    def open(self) -> Iterator[Sandbox]:
        """Everything running."""
        with self.sandbox as sandbox:
            self.clock.on_move.append(self._moved)
            self.start_bot()
            try:
                self._set_up()
                yield sandbox
            finally:
                self.bot.stop()

    def start_bot(self) -> None:
        """Start the bot on the database as it is."""
        self.bot = self.another_bot()

    def another_bot(self) -> Bot:
        """Start one more on the same database, as if on another machine."""
        bot = Bot(self.settings(), self.clock)
        bot.start()
        return bot

    def restart_bot(self) -> None:
        """Stop it and start it again."""
        self.bot.stop()
        self.start_bot()

    def next_due(self) -> datetime | None:
        """When the bot has something to do next."""
        with self.bot.database.read() as session:
            return rounds.next_due(session)

    def _asked(self) -> tuple[Partner, ...]:
        """Every organisation that a round is open for, also where somebody has set up a partnership here."""
        with self.bot.database.read() as session:
            open_ones = [one for one in rounds.running(session) if one.stage is Stage.OPEN]
            places = {one.partnership: partnerships.load(session, one.partnership) for one in open_ones}
        return tuple(
            Partner(one.name, one.contributors) for place in places.values() if place for one in place.partners
        )

    def _moved(self) -> None:
        self.bot.heartbeat.wake()

    def settings(self) -> Settings:
        """What a process of the bot is told here."""
        tokens = self.place.app.tokens
        return Settings(
            slack_bot_token=SecretStr(tokens.bot),
            slack_app_token=SecretStr(tokens.app),
            slack_api_url=self.sandbox.api_url,
            database_url=f"sqlite:///{self._database}",
        )

    def _fresh(self) -> Path:
        """A new database beside the old ones: what is in a sandbox starts over with it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for old in self._folder.glob("*.db*"):
            old.unlink()
        return self._folder / f"{secrets.token_hex(4)}.db"

    def _set_up(self) -> None:
        entry = partnership_file.read(yaml.safe_dump(self.place.partnership))
        found = partnership_file.partnership(entry, WorkspaceId(self.place.team.id), UserId, self.bot.desk.new_id)
        with self.bot.database.begin() as session:
            partnerships.save(session, found)

    def _reset(self) -> None:
        self.bot.stop()
        self._database = self._fresh()
        self.start_bot()
        self._set_up()


def ten_on_a_working_day(now: datetime) -> datetime:
    """Ten in the morning of the next working day in London, so that what is sent is sent at once."""
    zone = "Europe/London"
    day = calendar.working_days_after(calendar.local(now, zone).date(), 1)
    return calendar.at(day, TEN, zone)
