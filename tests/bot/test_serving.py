"""A process that is reached by HTTP, as it is really run: it says what is wrong, starts, and leaves in order."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import httpx
from typer.testing import CliRunner

from bot.cli import app
from bot.clock import seconds_running
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


@contextmanager
def serving(told: dict[str, str], folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command, once it is ready."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    words = [sys.executable, "-c", "from bot.cli import app; app()", "serve", "--http", "--port", str(port)]
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
    with serving(environment(slack, tmp_path), tmp_path) as (process, url):
        answers = list[int]()

        def slow() -> Iterator[bytes]:
            """A request whose body is still coming when the process is asked to stop."""
            yield b"{"
            process.send_signal(signal.SIGTERM)
            Event().wait(0.5)
            yield b"}"

        asking = Thread(target=lambda: answers.append(httpx.post(f"{url}/slack/events", content=slow()).status_code))
        begun = seconds_running()
        asking.start()
        process.wait(timeout=30)
        asking.join()
        assert seconds_running() - begun < 10
        assert answers == [401]  # nobody signed it, and it was answered
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
