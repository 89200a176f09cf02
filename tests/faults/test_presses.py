"""Faults of presses on their way in: killed at the worst moment, old, or delivered after a crash."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from threading import Event, Thread

import pytest
from slack_bolt import BoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.boundary import CheckedApp, CheckedClient
from bot.clock import system_clock
from flows.judgement import Judgement
from sandbox.person import Person
from sandbox.trial import Trial
from tests.faults.conftest import House
from tests.faults.killing import end
from tests.faults.steered import SteeredClock
from tests.stories.acts import begins, card_of, carried, kept, start_a_round

MONDAY_TEN = datetime(2026, 6, 1, 9, tzinfo=UTC)
FIRST, SECRET = "operating-integrated-functions", "canary-secret"


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    one = Trial(tmp_path, start=MONDAY_TEN)
    with one.open():
        yield one


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Somebody else holds the database: whoever wants to write waits."""
    (file,) = [one for one in folder.glob("*.db") if not one.stem.endswith("-keys")]
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def killed_soon(process: Popen[str]) -> None:
    """Kill it as soon as it waits for the database."""
    Event().wait(1)
    end(process)


@contextmanager
def a_process(trial: Trial, folder: Path) -> Iterator[Popen[str]]:
    """A process of the bot, in place of the one in ours."""
    settings, tokens = trial.settings(), trial.place.app.tokens
    SteeredClock(folder / "clock").set(trial.clock(), 1)
    words = [settings.slack_api_url, tokens.bot, tokens.app, settings.database_url, str(folder / "clock")]
    process = Popen(  # noqa: S603 - our own words
        [sys.executable, "-m", "tests.faults.worker", *words], stdout=PIPE, stderr=DEVNULL, text=True
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == "begun\n"
        yield process
    finally:
        end(process)


def test_fault_1_killed_before_the_commit_the_user_is_told_and_trying_again_works(trial: Trial, tmp_path: Path) -> None:
    start_a_round(Person(trial.sandbox, "U01PRIYA"))
    megan = begins(Person(trial.sandbox, "U05MEGAN"))
    card, value = card_of(trial, megan), carried(trial, megan, FIRST, 3)
    trial.bot.stop()
    with a_process(trial, tmp_path) as process, held(tmp_path):
        killer = Thread(target=killed_soon, args=(process,))
        killer.start()
        assert megan.presses_forged("choose_level", card, value=value).trouble
        killer.join()
    trial.start_bot()
    assert kept(trial, "U05MEGAN").answers == {}
    assert megan.presses_forged("choose_level", card, value=value).trouble is None
    assert kept(trial, "U05MEGAN").answers[FIRST].judgement == Judgement.of(3)


def test_fault_11_a_message_whose_first_delivery_crashed_is_taken_when_it_comes_again(
    trial: Trial, tmp_path: Path
) -> None:
    start_a_round(Person(trial.sandbox, "U01PRIYA"))
    megan = begins(Person(trial.sandbox, "U05MEGAN"))
    trial.bot.stop()
    with a_process(trial, tmp_path) as process, held(tmp_path):
        megan.says("next")
        killed_soon(process)
    trial.start_bot()
    trial.clock.move_by(timedelta(minutes=1))
    megan.sees("2 of 13 - ")
    trial.clock.move_by(timedelta(minutes=5))
    trial.sandbox.deliveries.settle()
    assert "3 of 13 - " not in megan.screen


@pytest.mark.parametrize(("age", "status"), [(299, 200), (301, 401)])
def test_fault_6_a_request_signed_301_seconds_ago_is_refused(house: House, age: int, status: int) -> None:
    client = CheckedClient(house.slack.workspace.place.app.tokens.bot, house.slack.api_url)
    app = CheckedApp(client=client, signing_secret=SECRET, token_verification_enabled=False)
    app.action("choose_level")(lambda ack: ack())
    assert app.dispatch(signed(age)).status == status


def signed(age: float) -> BoltRequest:
    """A press as Slack signs it, so many seconds ago."""
    body = '{"type":"block_actions","user":{"id":"U1"},"team":{"id":"T1"},"actions":[{"action_id":"choose_level"}]}'
    stamp = str(int((system_clock() - timedelta(seconds=age)).timestamp()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    headers = {"x-slack-request-timestamp": stamp, "x-slack-signature": str(signature)}
    return BoltRequest(body=body, headers={**headers, "content-type": "application/json"})
