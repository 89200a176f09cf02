"""The way in by HTTP: only what Slack signed, only for workspaces that let us in, and what a load balancer asks."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from sqlmodel import text

from bot.clock import system_clock
from bot.oauth import SCOPES, OAuth
from bot.tokens import LivingTokens, Uninstalled
from bot.welcome import COOKIE
from flows.people import WorkspaceId
from sandbox import place
from sandbox.clock import MovableClock
from sandbox.server import Sandbox
from sandbox.trial import PLACE as LARKMERE
from sandbox.workspace import Workspace
from storage import installations
from storage.installations import TokenSeal
from tests.web_houses import HERE, Json, Knocking, opened, settings

HOME = WorkspaceId("T0SANDBOX")
CHALLENGE: Json = {"type": "url_verification", "challenge": "canary"}
COMMAND: Json = {
    "command": "/maturity",
    "text": "help",
    "team_id": HOME,
    "user_id": "U05MEGAN",
    "channel_id": "C01PLACE",
    "trigger_id": "1.1.1",
}


@pytest.fixture
def door(slack: Sandbox, tmp_path: Path) -> Iterator[Knocking]:
    """Many workspaces, none of which has let us in yet."""
    slack.reset()
    with opened(settings(tmp_path, slack), MovableClock(system_clock)) as found:
        yield found


def lets_in(door: Knocking, slack: Sandbox, user: str = "U01PRIYA") -> httpx.Response:
    """Somebody follows the link, and says yes."""
    return door.client.get(comes_back(door, slack, allow="1", user=user))


def comes_back(door: Knocking, slack: Sandbox, **answer: str) -> str:
    """Where Slack sends somebody who has answered its consent page."""
    page = urlsplit(door.client.get("/slack/install").headers["location"])
    asked = {name: values[0] for name, values in parse_qs(page.query).items()}
    assert asked["scope"] == ",".join(SCOPES)
    return httpx.get(f"{slack.url}oauth/v2/answer", params=asked | answer).headers["location"]


def event(kind: str, at: int, **more: object) -> Json:
    return {
        "type": "event_callback",
        "team_id": HOME,
        "event_id": f"Ev{kind}{at}",
        "event_time": at,
        "event": {"type": kind, **more},
    }


def installed(door: Knocking) -> bool:
    with door.house.database.read() as session:
        return installations.counts(session)[0] == 1


# --- the door


def test_what_slack_signed_is_answered_at_each_address(door: Knocking) -> None:
    for path in ("/slack/events", "/slack/interactivity", "/slack/commands"):
        assert door.sends(CHALLENGE, path).text == "canary"


def test_what_was_changed_on_the_way_is_refused(door: Knocking) -> None:
    assert door.sends(CHALLENGE, spoilt=True).status_code == 401


def test_fault_6_what_is_301_seconds_old_is_refused_and_what_is_299_is_not(door: Knocking) -> None:
    assert [door.sends(CHALLENGE, age=age).status_code for age in (299, 301)] == [200, 401]


def test_what_nobody_signed_is_refused(door: Knocking) -> None:
    assert door.client.post("/slack/events", json=CHALLENGE).status_code == 401


def test_what_is_larger_than_anything_of_slack_s_is_refused_unread(door: Knocking) -> None:
    assert door.client.post("/slack/events", content=b" " * 2_000_001).status_code == 413


NONSENSE = [b"[]", b"null", b'"x"', b'{"type":', b"[" * 100_000, b'{"event": 1, "authorizations": "x"}']


@pytest.mark.parametrize("body", NONSENSE, ids=lambda body: body[:12].decode())
def test_signed_nonsense_is_refused_and_not_the_end(door: Knocking, body: bytes) -> None:
    assert door.sends_bytes(body, "application/json").status_code in {400, 404}
    assert door.sends_bytes(b"payload=" + body, "application/x-www-form-urlencoded").status_code in {400, 404}
    assert door.sends(CHALLENGE).status_code == 200


MISSHAPEN = [
    {"type": "block_actions", "actions": "x"},
    {"type": "block_actions", "actions": [1]},
    {"type": "block_actions", "actions": []},
    {"type": "block_actions", "actions": [{"action_id": "start", "block_id": [], "value": {}}], "user": []},
    {"type": "view_submission", "view": "x"},
    {"type": "view_submission", "view": {"callback_id": "answer", "state": [], "private_metadata": 1}},
    {"type": "view_closed", "view": None},
    {"type": "shortcut", "callback_id": {}},
    {"type": 1, "view": []},
    {"event": "x", "type": "event_callback"},
    {"event": {"type": ["message"], "channel": 1}, "type": "event_callback"},
    {"event": {"type": "tokens_revoked", "tokens": "x"}, "event_time": 10**20, "type": "event_callback"},
    {"event": {"type": "app_uninstalled"}, "event_time": "soon", "type": "event_callback"},
    {"command": "/maturity", "text": "nudge"},
]


@pytest.mark.parametrize("body", MISSHAPEN, ids=str)
def test_a_signed_payload_of_the_wrong_shape_is_no_failure_of_ours(door: Knocking, slack: Sandbox, body: Json) -> None:
    lets_in(door, slack)
    assert door.sends({"team": {"id": HOME}, "team_id": HOME, "user": {"id": "U05MEGAN"}} | body).status_code < 500
    assert "/maturity status" in door.sends(COMMAND).text


def test_what_is_no_text_is_refused_like_what_nobody_signed(door: Knocking) -> None:
    stamp = str(int(system_clock().timestamp()))
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": "v0=1"}
    assert door.client.post("/slack/events", content=b"\xff\xfe", headers=headers).status_code == 401


def test_a_workspace_that_has_not_let_us_in_is_told_so_and_nothing_else_happens(door: Knocking) -> None:
    assert "not installed in this workspace" in door.sends(COMMAND).text


# --- what a load balancer asks


def test_it_is_alive_and_ready(door: Knocking) -> None:
    assert [door.client.get(path).status_code for path in ("/healthz", "/readyz")] == [200, 200]


def test_it_is_not_ready_on_tables_of_another_version(door: Knocking) -> None:
    with door.house.database.begin() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = 'later'"))
    answer = door.client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "the database is not migrated to this version")
    assert door.client.get("/healthz").status_code == 200


def test_its_figures_tell_of_what_was_answered(door: Knocking, slack: Sandbox) -> None:
    lets_in(door, slack)
    door.sends(COMMAND)
    told = door.client.get("/metrics").text
    assert 'common_view_interactions_total{kind="command",outcome="answered"} 1.0' in told
    assert "common_view_late_notices 0.0" in told
    assert 'common_view_workspaces{state="installed"} 1.0' in told
    assert "T0SANDBOX" not in told


# --- being let in, and sent away


def test_somebody_lets_us_in_and_we_answer_there(door: Knocking, slack: Sandbox) -> None:
    page = lets_in(door, slack)
    assert "Common View is installed" in page.text
    assert "It is in Larkmere" in page.text
    assert "/maturity status" in door.sends(COMMAND).text


def test_who_says_no_installs_nothing(door: Knocking, slack: Sandbox) -> None:
    assert "You said no" in door.client.get(comes_back(door, slack, cancel="1")).text
    assert not installed(door)


def test_a_way_back_is_good_once(door: Knocking, slack: Sandbox) -> None:
    back = comes_back(door, slack, cancel="1")
    door.client.get(back)
    assert door.client.get(back).status_code == 400


def test_a_way_back_is_good_in_the_same_browser_only(door: Knocking, slack: Sandbox) -> None:
    back = comes_back(door, slack, allow="1", user="U01PRIYA")
    door.client.cookies.clear()
    assert door.client.get(back).status_code == 400
    assert not installed(door)


def test_an_invented_state_is_refused_even_with_its_cookie(door: Knocking) -> None:
    door.client.cookies.set(COOKIE, "invented", path="/slack/oauth_redirect")
    assert door.client.get("/slack/oauth_redirect?state=invented&code=1").status_code == 400


def test_a_way_back_is_good_for_ten_minutes(door: Knocking, slack: Sandbox) -> None:
    back = comes_back(door, slack, allow="1", user="U01PRIYA")
    clock = door.house.desk.clock
    assert isinstance(clock, MovableClock)
    clock.move_by(timedelta(minutes=11))
    assert door.client.get(back).status_code == 400


def test_a_code_that_slack_refuses_installs_nothing(door: Knocking, slack: Sandbox) -> None:
    back = comes_back(door, slack, allow="1", user="U01PRIYA")
    assert door.client.get(back.replace("code=", "code=x")).status_code == 502
    assert not installed(door)


@pytest.mark.parametrize("told", [("app_uninstalled", {}), ("tokens_revoked", {"tokens": {"bot": ["U0BOT"]}})])
def test_when_we_are_sent_away_the_tokens_go(door: Knocking, slack: Sandbox, told: tuple[str, Json]) -> None:
    lets_in(door, slack)
    later = int(system_clock().timestamp()) + 60
    assert door.sends(event(told[0], later, **told[1])).status_code == 200
    assert not installed(door)
    with pytest.raises(Uninstalled):
        door.house.fronts.at(HOME)
    assert door.sends(event(told[0], later, **told[1])).status_code == 200  # both come, and come again
    lets_in(door, slack)
    assert "/maturity status" in door.sends(COMMAND).text


def test_a_person_s_own_token_that_goes_changes_nothing(door: Knocking, slack: Sandbox) -> None:
    lets_in(door, slack)
    door.sends(event("tokens_revoked", int(system_clock().timestamp()) + 60, tokens={"oauth": ["U05MEGAN"]}))
    assert installed(door)


def test_old_word_of_a_leave_does_not_undo_a_return(door: Knocking, slack: Sandbox) -> None:
    lets_in(door, slack)
    door.sends(event("app_uninstalled", int(system_clock().timestamp()) - 60))
    assert installed(door)


# --- one workspace, with its token in the settings


def test_one_workspace_needs_no_oauth(slack: Sandbox, tmp_path: Path) -> None:
    slack.reset()
    token = slack.workspace.place.app.tokens.bot
    told = settings(tmp_path, slack, slack_bot_token=token, oauth_client_id="", public_url="")
    with opened(told) as door:
        assert "/maturity status" in door.sends(COMMAND).text
        assert door.client.get("/slack/install").status_code == 404


# --- tokens that end


@pytest.fixture
def rotating() -> Iterator[Sandbox]:
    """A Slack whose tokens end after twelve hours."""
    there = place.read(LARKMERE)
    there = there.following(there.manifest.model_copy(update={"rotates": True}))
    clock = MovableClock(system_clock)
    with Sandbox(Workspace(there, clock), clock) as found:
        yield found


def living(door: Knocking, slack: Sandbox) -> LivingTokens:
    app = slack.workspace.place.app
    oauth = OAuth(app.client_id, app.client_secret, slack.api_url, f"{HERE}/slack/oauth_redirect")
    return LivingTokens(door.house.desk, TokenSeal([bytes(range(32))]), oauth.renew)


def renewals(slack: Sandbox) -> int:
    asked = [one.request for one in slack.workspace.traffic() if one.name == "oauth.v2.access"]
    return len([one for one in asked if one.get("grant_type") == "refresh_token"])


def test_a_token_is_renewed_before_its_end_once_whoever_asks(rotating: Sandbox, tmp_path: Path) -> None:
    with opened(settings(tmp_path, rotating), rotating.clock) as door:
        lets_in(door, rotating)
        tokens = living(door, rotating)
        first = tokens.of(HOME)
        rotating.clock.move_by(timedelta(hours=11))
        start, given = Barrier(6), list[str]()

        def ask() -> None:
            start.wait()
            given.append(tokens.of(HOME))

        everybody = [Thread(target=ask) for _ in range(6)]
        for one in everybody:
            one.start()
        for one in everybody:
            one.join()
        assert renewals(rotating) == 1
        assert set(given) <= {first, tokens.of(HOME)}
        assert tokens.of(HOME) != first
        assert "/maturity status" in door.sends(COMMAND).text


def test_a_token_that_has_ended_is_renewed_before_it_is_used(rotating: Sandbox, tmp_path: Path) -> None:
    with opened(settings(tmp_path, rotating), rotating.clock) as door:
        lets_in(door, rotating)
        rotating.clock.move_by(timedelta(hours=13))
        assert door.house.fronts.at(HOME).members.called([]) == {}
        assert door.sends(COMMAND).status_code == 200
        assert renewals(rotating) == 1


def test_a_token_that_slack_does_not_renew_is_used_to_its_end(rotating: Sandbox, tmp_path: Path) -> None:
    with opened(settings(tmp_path, rotating), rotating.clock) as door:
        lets_in(door, rotating)
        tokens = living(door, rotating)
        first = tokens.of(HOME)
        rotating.workspace.faults.set("server_error", times=5, only=["oauth.v2.access"])
        rotating.clock.move_by(timedelta(hours=11))
        assert tokens.of(HOME) == first


def test_what_slack_refuses_is_raised(rotating: Sandbox) -> None:
    oauth = OAuth("1.2", "guess", rotating.api_url, HERE)
    with pytest.raises(SlackApiError, match="invalid_client_id"):
        oauth.renew("x", system_clock())
