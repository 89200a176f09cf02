"""`python -m sandbox --place`: the sandbox alone, for any bot, as somebody would start it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, STDOUT, Popen

import httpx
import pytest
import typer
from slack_sdk import WebClient
from typer.testing import CliRunner

from sandbox.__main__ import main

PLACE = """
team: {name: Two, domain: two}
app: {name: Echo, handle: echo}
people:
  - {id: U0ONE, name: one, real_name: Number One}
channels:
  - {id: C0ALL, name: all, members: [U0ONE, U0SANDBOX]}
"""


@pytest.fixture
def place_file(tmp_path: Path) -> Path:
    path = tmp_path / "place.yaml"
    path.write_text(PLACE)
    return path


def started(*arguments: str) -> Popen[str]:
    command = [sys.executable, "-u", "-m", "sandbox", "--no-browser", "--port", "0", *arguments]
    return Popen(command, stdout=PIPE, stderr=STDOUT, text=True)  # noqa: S603 - our own command


@contextmanager
def running(*arguments: str) -> Iterator[dict[str, str]]:
    """What is printed, as the bot's environment; the first line is under `said`."""
    with started(*arguments) as process:
        lines = []
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.strip())
            if "Ctrl-C" in line:
                break
        yield dict(line.split("=", 1) for line in lines if "=" in line) | {"said": " ".join(lines)}
        process.terminate()
        assert "Stopped." in process.stdout.read()


def test_it_opens_and_says_what_the_bot_needs(place_file: Path) -> None:
    with running("--place", str(place_file), "--at", "2040-01-01T12:00:00") as told:
        assert "through the bot's sockets" in told["said"]
        client = WebClient(token=told["SLACK_BOT_TOKEN"], base_url=told["SLACK_API_URL"])
        assert client.auth_test()["team"] == "Two"
        assert client.apps_connections_open(app_token=told["SLACK_APP_TOKEN"])["url"]
        control = told["SLACK_API_URL"].replace("/api/", "/control/")
        assert httpx.get(f"{control}people").json()["people"][0]["real_name"] == "Number One"
        assert httpx.get(f"{control}clock").json()["now"].startswith("2040-01-01")


def test_it_delivers_to_an_address_when_given_one(place_file: Path) -> None:
    with running("--place", str(place_file), "--events-url", "http://127.0.0.1:1/slack/events") as told:
        assert "by signed HTTP to http://127.0.0.1:1/slack/events" in told["said"]


FAULTY = [
    (["--events-url", "http://127.0.0.1:1/"], "give --place too"),
    (["--place", "nowhere.yaml"], "nowhere.yaml"),
]


def refused(*arguments: str) -> str:
    """What a start that cannot be says."""
    app = typer.Typer()
    app.command()(main)
    outcome = CliRunner().invoke(app, ["--no-browser", "--port", "0", *arguments])
    assert outcome.exit_code == 2
    return outcome.output


@pytest.mark.parametrize(("arguments", "words"), FAULTY)
def test_what_cannot_be_is_said(arguments: list[str], words: str) -> None:
    assert words in refused(*arguments)


def test_a_faulty_place_is_told_by_its_field(place_file: Path) -> None:
    place_file.write_text(PLACE.replace("handle", "handel"))
    assert "app.handel: Extra inputs are not permitted" in refused("--place", str(place_file))


def test_an_address_is_one_of_http(place_file: Path) -> None:
    assert "events: " in refused("--place", str(place_file), "--events-url", "localhost:3000")
