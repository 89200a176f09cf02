"""A process as it is really run, by HTTP or over Socket Mode: it says what is wrong, starts, and leaves in order."""

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import httpx
import pytest
from typer.testing import CliRunner

from bot.app import Bot
from bot.cli import app
from bot.clock import seconds_running
from bot.serving import watched
from bot.settings import Settings
from sandbox.server import Sandbox
from tests.web_houses import settings

ROOT = Path(__file__).parents[2]


def environment(slack: Sandbox, folder: Path) -> dict[str, str]:
    told = settings(folder, slack)
    return {
        "PYTHONPATH": str(ROOT),
        "SLACK_SIGNING_SECRET": told.slack_signing_secret.get_secret_value(),
        "SLACK_BOT_TOKEN": slack.workspace.place.app.tokens.bot,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": told.database_url,
    }


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return str(found.getsockname()[1])


@contextmanager
def serving(
    told: dict[str, str], folder: Path, port: str, *options: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command, once it is ready."""
    words = [sys.executable, "-c", "from bot.cli import app; app()", "serve", *options]
    with subprocess.Popen(words, env=told, cwd=folder, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - ours
        try:
            until_ready(f"http://127.0.0.1:{port}/readyz")
            yield process, f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def until_ready(url: str) -> None:
    until = seconds_running() + 60
    while seconds_running() < until:
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            Event().wait(0.1)
    raise TimeoutError(url)


def test_asked_to_stop_it_finishes_what_is_under_way_and_leaves_within_ten_seconds(
    slack: Sandbox, tmp_path: Path
) -> None:
    port = free_port()
    with serving(environment(slack, tmp_path), tmp_path, port, "--http", "--port", port) as (process, _):
        with socket.create_connection(("127.0.0.1", int(port))) as slow:
            slow.sendall(
                b"POST /slack/events HTTP/1.1\r\nHost: us\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
            )
            assert slow.recv(1000).startswith(b"HTTP/1.1 100 ")  # it waits for the body
            process.send_signal(signal.SIGTERM)
            begun = seconds_running()
            Event().wait(0.5)
            slow.sendall(b"{}")
            assert slow.recv(1000).startswith(b"HTTP/1.1 401 ")  # nobody signed it, and it was answered
        process.wait(timeout=30)
        assert seconds_running() - begun < 10
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_what_is_missing_is_said_before_anything_begins(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["serve", "--http"], env={"SLACK_SIGNING_SECRET": "12345678", "DATABASE_URL": f"sqlite:///{tmp_path}/x.db"}
    )
    assert result.exit_code == 1
    assert "Either SLACK_BOT_TOKEN has to be set, or all of OAUTH_CLIENT_ID" in result.output
    assert not (tmp_path / "x.db").exists()


def test_an_address_that_is_taken_is_said(slack: Sandbox, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(app, ["serve", "--http", "--port", port], env=environment(slack, tmp_path))
    assert result.exit_code == 1
    assert f"Nothing can listen on 127.0.0.1:{port}" in result.output


# --- over Socket Mode


def by_socket(slack: Sandbox, folder: Path, port: str) -> dict[str, str]:
    told = environment(slack, folder)
    return told | {"SLACK_APP_TOKEN": slack.workspace.place.app.tokens.app, "METRICS_PORT": port}


def test_over_socket_mode_it_is_watched_at_a_port_of_its_own_and_leaves_within_ten_seconds(
    slack: Sandbox, tmp_path: Path
) -> None:
    port = free_port()
    with serving(by_socket(slack, tmp_path, port), tmp_path, port) as (process, url):
        with httpx.Client(base_url=url) as client:
            assert [client.get(path).text for path in ("/healthz", "/readyz")] == ["alive", "ready"]
            assert "common_view_late_notices 0.0" in client.get("/metrics").text
            assert client.post("/slack/events", json={}).status_code == 404
            assert healthy(port)
            begun = seconds_running()
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=30) == 0
        assert seconds_running() - begun < 10
        assert not healthy(port)
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def healthy(port: str) -> bool:
    """What the container's own check says."""
    words = (ROOT / "deploy" / "Containerfile").read_text("utf-8").replace("\\\n", "")
    check = re.search(r"^HEALTHCHECK .* CMD (\[.+\])$", words, re.MULTILINE)
    assert check
    _, *rest = json.loads(check[1])
    done = subprocess.run([sys.executable, *rest], env={"METRICS_PORT": port}, capture_output=True, check=False)  # noqa: S603 - ours
    return done.returncode == 0


def test_over_socket_mode_it_is_not_ready_before_slack_can_reach_it(slack: Sandbox, tmp_path: Path) -> None:
    told = by_socket(slack, tmp_path, "0")
    bot = Bot(Settings.model_validate({name.lower(): value for name, value in told.items() if name != "PYTHONPATH"}))
    with socket.create_server(("127.0.0.1", 0)) as place, watched(bot, place):
        url = f"http://127.0.0.1:{place.getsockname()[1]}/readyz"
        before = httpx.get(url)
        bot.start()
        try:
            assert (before.status_code, before.text) == (503, "not connected to Slack")
            assert httpx.get(url).text == "ready"
        finally:
            bot.stop()


def test_a_port_to_be_watched_at_that_is_taken_is_said_before_anything_begins(slack: Sandbox, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(app, ["serve"], env=by_socket(slack, tmp_path, port))
    assert result.exit_code == 1
    assert f"Nothing can listen on 127.0.0.1:{port}" in result.output
    assert "Choose another with METRICS_PORT." in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-wrong", "Slack does not take SLACK_BOT_TOKEN: invalid_auth. Copy it again"),
        ("SLACK_API_URL", "http://127.0.0.1:9/api/", "Slack or the disk cannot be reached: "),
        ("DATABASE_URL", "sqlite:////dev/null/kept.db", "Slack or the disk cannot be reached: "),
        ("DATABASE_URL", "sqlite:////proc/kept.db", "The database cannot be used: "),
        ("METRICS_PORT", "65536", "METRICS_PORT Input should be less than or equal to 65535 (a port such as 9464"),
    ],
)
def test_what_stands_in_the_way_of_a_start_is_said_in_words(
    slack: Sandbox, tmp_path: Path, name: str, value: str, words: str
) -> None:
    result = CliRunner().invoke(app, ["serve"], env=by_socket(slack, tmp_path, "0") | {name: value})
    assert result.exit_code == 1
    assert words in result.output
    assert "Traceback" not in result.output
    assert isinstance(result.exception, SystemExit)
