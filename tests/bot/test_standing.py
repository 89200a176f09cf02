"""A token in the settings that Slack does not take any more: it is told loudly, and no letter is wasted on it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.app import Bot
from bot.boundary import CheckedClient
from bot.clock import system_clock
from bot.standing import EVERY, Standing, TokenRefused
from sandbox.person import Person
from sandbox.server import Sandbox
from sandbox.trial import Trial
from storage import outbox
from storage.outbox import State
from tests.stories.acts import start_a_round
from tests.waiting import until
from tests.web_houses import opened, settings

MONDAY_TEN = datetime(2026, 6, 1, 9, tzinfo=UTC)
ALARM = "Slack does not take our token: nothing is sent until it does"


class Steady:
    """A steady clock in our hands."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def steady() -> Steady:
    return Steady()


@pytest.fixture
def standing(slack: Sandbox, slack_client: CheckedClient, steady: Steady) -> Standing:
    slack.reset()
    return Standing(slack_client, steady)


def a_minute_later(standing: Standing, steady: Steady) -> str:
    steady.seconds += EVERY
    standing.look()
    return standing.refusal


def asked(slack: Sandbox) -> int:
    return sum(one.name == "auth.test" for one in slack.workspace.traffic())


def test_slack_is_asked_once_a_minute(slack: Sandbox, standing: Standing, steady: Steady) -> None:
    for _ in range(120):
        standing.look()
        steady.seconds += 1
    assert (standing.refusal, asked(slack)) == ("", 2)


@pytest.mark.parametrize("code", ["account_inactive", "invalid_auth", "token_revoked"])
def test_a_token_that_is_refused_is_an_alarm_once_and_what_slack_takes_again_is_used(
    slack: Sandbox, standing: Standing, steady: Steady, code: str
) -> None:
    slack.workspace.faults.set("error", code=code, only=["auth.test"], times=2)
    with capture_logs() as logs:
        assert [a_minute_later(standing, steady) for _ in range(3)] == [code, code, ""]
    assert [one["event"] for one in logs] == [ALARM, "Slack takes our token again: what has waited is sent"]
    assert (logs[0]["log_level"], logs[0]["error"]) == ("error", code)


def test_a_slack_that_is_away_or_unwell_says_nothing_about_the_token(
    slack: Sandbox, standing: Standing, steady: Steady
) -> None:
    for kind in ("lost_reply", "server_error", "unreadable_reply", "rate_limited"):
        slack.workspace.faults.set(kind, only=["auth.test"], times=1)
        assert a_minute_later(standing, steady) == ""
    slack.workspace.uninstall()
    assert a_minute_later(standing, steady) == "account_inactive"
    slack.workspace.faults.set("server_error", only=["auth.test"], times=1)
    assert a_minute_later(standing, steady) == "account_inactive"


def test_word_that_we_were_removed_is_believed_at_once_and_forgotten_when_it_was_old(
    standing: Standing, steady: Steady
) -> None:
    standing.removed()
    standing.look()
    assert standing.refusal
    assert a_minute_later(standing, steady) == ""


def test_what_slack_would_refuse_is_not_tried(standing: Standing) -> None:
    done = list[str]()
    chore = standing.unless_refused(lambda: done.append("done"))
    chore()
    standing.removed()
    chore()
    assert done == ["done"]


# --- in a house


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    one = Trial(tmp_path, start=MONDAY_TEN)
    with one.open():
        yield one


def states(bot: Bot) -> dict[State, int]:
    with bot.database.read() as session:
        return outbox.counts(session)


def test_fault_29_an_app_that_is_removed_wastes_no_letter_and_goes_on_with_its_new_token(trial: Trial) -> None:
    start_a_round(Person(trial.sandbox, "U01PRIYA"))
    until(lambda: set(states(trial.bot)) == {State.SENT})
    sent = states(trial.bot)[State.SENT]
    with capture_logs() as logs:
        Person(trial.sandbox, "U01PRIYA").uninstalls()
        until(lambda: bool(trial.bot.trouble))
    assert trial.bot.trouble == "Slack does not take our token: it was revoked"
    assert [one["log_level"] for one in logs if one["event"] == ALARM] == ["error"]
    trial.clock.move_by(timedelta(days=9))
    for _ in range(2):
        trial.bot.heartbeat.beat()
    assert set(states(trial.bot)) == {State.SENT, State.PENDING}
    with pytest.raises(TokenRefused, match="account_inactive"):
        trial.another_bot()
    token = SecretStr(trial.sandbox.workspace.install())
    back = Bot(trial.settings().model_copy(update={"slack_bot_token": token}), trial.clock)
    back.start()
    try:
        until(lambda: set(states(back)) == {State.SENT})
        assert states(back)[State.SENT] > sent
        assert back.trouble == ""
    finally:
        back.stop()


def test_by_http_each_process_says_that_its_token_is_refused(slack: Sandbox, tmp_path: Path) -> None:
    slack.reset()
    token = slack.workspace.place.app.tokens.bot
    told = settings(tmp_path, slack, slack_bot_token=token, oauth_client_id="", public_url="")
    with opened(told) as door:
        assert door.house.trouble == ""
        stamp = int(system_clock().timestamp())
        body = {"type": "event_callback", "team_id": "T0", "event_id": "Ev1", "event_time": stamp}
        door.sends(body | {"event": {"type": "app_uninstalled"}})
        answer = door.client.get("/readyz")
        assert (answer.status_code, answer.text) == (503, "Slack does not take our token: it was revoked")


def test_where_many_let_us_in_one_that_leaves_is_no_trouble_of_the_house(slack: Sandbox, tmp_path: Path) -> None:
    slack.reset()
    with opened(settings(tmp_path, slack)) as door:
        door.house.sent_away(door.house.desk.new_id(), system_clock())  # type: ignore[arg-type]  # any workspace
        assert door.house.trouble == ""
