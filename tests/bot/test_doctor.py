"""`common-view doctor`, with everything right and with one thing after the other broken on purpose."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from typer.testing import CliRunner

from bot import checks, slack_checks
from bot.boundary import CheckedClient
from bot.checks import Finding
from bot.cli import app
from bot.clock import system_clock
from flows.notices import Notice, NoticeKind
from flows.people import ChannelId, UserId, WorkspaceId
from sandbox import place as places
from sandbox.clock import MovableClock
from sandbox.place import Manifest
from sandbox.server import Sandbox
from sandbox.trial import PLACE as LARKMERE
from sandbox.workspace import Workspace
from storage import installations, outbox, partnerships, rounds, upgrade
from storage.database import Database
from storage.engine import address, open_engine
from storage.installations import Installation, Tokens, TokenSeal
from storage.tables import AuditRow, NoticeRow
from tests.conftest import Opened
from tests.databases import keys_of, sweep
from tests.storage.place import ASSESSMENTS, LEA, NOON, PLACE, ROUND

HERE = replace(PLACE, workspace=WorkspaceId("T0LARKMERE"), channel=ChannelId("C01PLACE"))
KEY = bytes(range(32))
Env = dict[str, str | None]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where answers are kept."""
    return tmp_path / "kept.db"


@pytest.fixture
def kept(file: Path, slack: Sandbox) -> Iterator[Database]:
    """A partnership with an open round, in a file."""
    with closing(Database(f"sqlite:///{file}")) as database:
        database.migrate()
        with database.begin() as session:
            partnerships.save(session, replace(HERE, workspace=WorkspaceId(slack.workspace.team.id)))
            rounds.add(session, ROUND, ASSESSMENTS)
        yield database


@pytest.fixture
def told(slack: Sandbox, file: Path) -> Env:
    """What the bot is told, in the environment."""
    tokens = slack.workspace.place.app.tokens
    return {
        "SLACK_BOT_TOKEN": tokens.bot,
        "SLACK_APP_TOKEN": tokens.app,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{file}",
    }


def run(env: Env, *words: str) -> tuple[int, list[str]]:
    """The exit code, and what is not right with how to mend it."""
    result = CliRunner().invoke(app, ["doctor", *words], env=env)
    lines = result.output.splitlines()
    wrong = [f"{line} | {lines[number + 1]}" for number, line in enumerate(lines) if line.startswith("NOT OK")]
    return result.exit_code, wrong


@pytest.mark.usefixtures("kept")
def test_where_everything_is_right_it_says_so(told: Env) -> None:
    result = CliRunner().invoke(app, ["doctor"], env=told)
    assert result.exit_code == 0, result.output
    looked_at = [line.removeprefix("ok").strip().partition(":")[0] for line in result.output.splitlines()]
    assert looked_at == [
        *("Settings", "Disk", "Database", "Tables", "Time zones", "Keys", "Letters", "Audit trail"),
        *("Slack", "Clock", "Permissions", "Channel of Northgate", "Socket Mode"),
        "Everything is as it should be.",
    ]


def test_a_first_start_that_is_still_to_come_is_right_and_makes_nothing(told: Env, tmp_path: Path) -> None:
    assert run(told) == (0, [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("name", "value", "found", "mend"),
    [
        ("SLACK_BOT_TOKEN", None, "SLACK_BOT_TOKEN is not set", "README.md"),
        ("SLACK_APP_TOKEN", "xoxb-1", "SLACK_APP_TOKEN this token should start with xapp-", "README.md"),
        ("SLACK_BOT_TOKEN", "xoxb-wrong", "Slack says invalid_auth", "Copy the token again"),
        ("SLACK_APP_TOKEN", "xapp-wrong", "Socket Mode: Slack says invalid_auth", "connections:write"),
        ("SLACK_API_URL", "http://127.0.0.1:9/api/", "not reachable", "HTTPS_PROXY"),
        ("DATABASE_URL", "mysql://x/y", "not in mysql", "Set DATABASE_URL"),
        ("DATABASE_URL", "sqlite:////proc/kept.db", "nothing can be written in /proc", "sudo -u common-view"),
        ("DATABASE_URL", "sqlite:////nowhere/at/all.db", "there is no folder /nowhere/at", "mkdir -p /nowhere/at"),
    ],
)
def test_what_was_told_wrongly_is_named_with_how_to_mend_it(
    told: Env, name: str, value: str | None, found: str, mend: str
) -> None:
    code, wrong = run({**told, name: value})
    assert code == 1
    assert any(found in one and mend in one for one in wrong), wrong


def test_a_file_that_is_no_database_is_found(told: Env, file: Path) -> None:
    file.write_text("not a database " * 100)
    code, wrong = run(told)
    assert (code, "Database" in wrong[0], "restore" in wrong[0], "server" in wrong[0]) == (1, True, True, False)


def test_tables_of_another_version_are_found(told: Env, kept: Database, file: Path) -> None:
    engine = open_engine(address(f"sqlite:///{file}"), patience=2, foreign_keys=False)
    with engine.begin() as connection:
        command.stamp(upgrade.config(connection), "base")
    engine.dispose()
    assert not kept.up_to_date
    code, wrong = run(told)
    assert (code, "not those of this version" in wrong[0], "serve" in wrong[0]) == (1, True, True)


@pytest.mark.usefixtures("kept")
def test_keys_that_others_may_read_are_found(told: Env, tmp_path: Path) -> None:
    (tmp_path / "kept-keys.db").chmod(0o640)
    code, wrong = run(told)
    assert (code, len(wrong)) == (1, 1)
    assert "has mode 0640" in wrong[0]
    assert f"chmod 600 {tmp_path / 'kept-keys.db'}" in wrong[0]


@pytest.mark.usefixtures("kept")
def test_a_round_without_its_key_is_found(told: Env, tmp_path: Path) -> None:
    code, wrong = run({**told, "KEYS_URL": f"sqlite:///{tmp_path}/other-keys.db"})
    assert (code, len(wrong)) == (1, 1)
    assert "missing for open rounds: 1" in wrong[0]


def test_a_server_without_a_place_for_keys_is_found(postgres_url: str) -> None:
    found = list(checks.machine(postgres_url, "", system_clock()))
    assert ["KEYS_URL is not set" in one.found for one in found if one.what == "Keys"] == [True]


def test_a_server_with_everything_is_right_and_its_clock_is_compared(postgres_url: str, opened: Opened) -> None:
    sweep(opened(postgres_url))  # all tests of a run share it
    found = list(checks.machine(postgres_url, keys_of(postgres_url), system_clock()))
    assert [one for one in found if not one.right] == []
    late = list(checks.machine(postgres_url, keys_of(postgres_url), system_clock() + timedelta(minutes=2)))
    assert [one.what for one in late if not one.right] == ["Clock"]


def test_a_server_that_is_away_is_found_and_its_password_not_told(tmp_path: Path) -> None:
    url = f"postgresql://ann:canary@/away?host={tmp_path}"
    (found,) = checks.machine(url, f"sqlite:///{tmp_path}/keys.db", system_clock())
    assert "Is the server running" in found.mend
    assert "canary" not in found.found


def test_a_letter_that_could_not_be_delivered_is_found(told: Env, kept: Database) -> None:
    with kept.begin() as session:
        outbox.owe(session, [Notice(NoticeKind.INVITATION, "i:1", ROUND.id, NOON, LEA)], PLACE.workspace)
        session.get_one(NoticeRow, outbox.notice_id("i:1")).state = "dead"
    _, wrong = run(told)
    assert ["1 could not be delivered" in one and "outbox list" in one for one in wrong] == [True]


def test_a_forged_audit_trail_is_found(told: Env, kept: Database) -> None:
    with kept.begin() as session:
        session.add(AuditRow(id=1, hash="", at=NOON, actor="", action="", partnership="", detail="{}"))
    _, wrong = run(told)
    assert ["Audit trail" in one for one in wrong] == [True]


@pytest.mark.parametrize(
    ("channel", "mend"), [("C0GONE", "the channel is gone, or the app is not in it"), ("C03QUIET", "/invite")]
)
def test_a_channel_without_the_app_is_found(told: Env, kept: Database, channel: str, mend: str) -> None:
    with kept.begin() as session:
        place = partnerships.load(session, PLACE.id)
        assert place
        partnerships.save(session, replace(place, channel=ChannelId(channel)))
    _, wrong = run(told)
    assert ["Channel of Northgate" in one and mend in one for one in wrong] == [True]


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("fault", ["down", "unreadable_reply", "server_error"])
def test_a_slack_that_does_not_answer_is_found(told: Env, slack: Sandbox, fault: str) -> None:
    slack.workspace.faults.set(fault)
    try:
        code, wrong = run(told)
    finally:
        slack.workspace.faults.clear()
    assert (code, wrong[0].startswith("NOT OK  Slack")) == (1, True)


@pytest.fixture
def told_many(told: Env) -> Env:
    """What it is told for many workspaces by HTTP."""
    return {
        **{name: value for name, value in told.items() if name not in {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"}},
        "SLACK_SIGNING_SECRET": "signing-secret",
        "OAUTH_CLIENT_ID": "1.2",
        "OAUTH_CLIENT_SECRET": "client-secret",
        "TOKENS_KEY": b64encode(KEY).decode(),
        "PUBLIC_URL": "https://view.example",
    }


def install(database: Database, workspace: str, token: str, key: bytes) -> None:
    one = Installation(
        WorkspaceId(workspace), "Larkmere", UserId("U0BOT"), ("chat:write",), LEA, system_clock(), Tokens(token)
    )
    with database.begin() as session:
        installations.save(session, TokenSeal([key]), one)


def test_every_workspace_is_looked_at_with_its_own_token(told_many: Env, kept: Database, slack: Sandbox) -> None:
    install(kept, slack.workspace.team.id, slack.workspace.place.app.tokens.bot, KEY)
    assert run(told_many, "--http") == (0, [])


def test_a_workspace_that_has_not_let_us_in_is_found(told_many: Env, kept: Database, slack: Sandbox) -> None:
    _, wrong = run(told_many, "--http")
    assert ["https://view.example/slack/install" in one for one in wrong] == [True]
    install(kept, slack.workspace.team.id, "xoxb-1", bytes(32))
    _, wrong = run(told_many, "--http")
    assert ["TOKENS_KEY" in one for one in wrong] == [True]


@pytest.mark.usefixtures("kept")
def test_one_workspace_by_http_needs_no_token_for_the_socket(told: Env) -> None:
    env = {**told, "SLACK_APP_TOKEN": None, "SLACK_SIGNING_SECRET": "signing-secret"}
    assert run(env, "--http") == (0, [])


def test_permissions_that_are_missing_are_named() -> None:
    some = places.read(LARKMERE).following(Manifest(scopes=frozenset({"chat:write", "commands", "calls:read"})))
    clock = MovableClock(system_clock)
    with Sandbox(Workspace(some, clock), clock) as slack:
        client = CheckedClient(slack.workspace.place.app.tokens.bot, slack.api_url)
        found = {one.what: one for one in slack_checks.workspace(client, lambda _: [HERE], system_clock())}
    permissions, channel = found["Permissions"], found["Channel of Northgate"]
    assert (permissions.right, "im:write" in permissions.found, "chat:write" in permissions.found) == (
        False,
        True,
        False,
    )
    assert "manifest.yml" in permissions.mend
    assert "permission" in channel.found


def test_a_clock_that_is_far_from_slacks_is_found(slack_client: CheckedClient) -> None:
    def clock_of(away: timedelta) -> Finding:
        found = slack_checks.workspace(slack_client, lambda _: [], system_clock() + away)
        return next(one for one in found if one.what == "Clock")

    assert clock_of(timedelta(seconds=20)).right
    assert not clock_of(timedelta(minutes=3)).right
    assert not clock_of(-timedelta(minutes=3)).right
