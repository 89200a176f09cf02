"""Files that people dropped: fetched from where Slack keeps them, and from nowhere else."""

from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from slack_sdk import WebClient

from bot.files import Dropped, Files, UnfetchedFile, dropped


class Told(BaseHTTPRequestHandler):
    """Notes who asks with which token, and leads elsewhere when asked to."""

    asked: list[str]

    def do_GET(self) -> None:
        self.server.asked.append(f"{self.path} {self.headers['Authorization']}")  # type: ignore[attr-defined]  # ours
        led = self.path.startswith("/lead")
        self.send_response(302 if led else 200)
        self.send_header("Location", self.path.removeprefix("/lead"))
        self.end_headers()
        self.wfile.write(b"x" * 100)

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


class Host(HTTPServer):
    asked: list[str]


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with Host(("127.0.0.1", 0), Told) as server:
        server.asked = []
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def home(host: Host) -> str:
    host.asked.clear()
    return f"http://127.0.0.1:{host.server_address[1]}"


def files(home: str) -> Files:
    return Files(WebClient("xoxb-token", base_url=f"{home}/api/"))


def a_file(url: str, size: int = 0) -> Dropped:
    return Dropped("F1", "a plan.xlsx", url, size)


def test_a_file_is_fetched_with_the_bots_token(home: str, host: Host) -> None:
    assert files(home).fetch(a_file(f"{home}/files-pri/a plan.xlsx"), 100) == b"x" * 100
    assert host.asked == ["/files-pri/a%20plan.xlsx Bearer xoxb-token"]


def test_no_redirect_is_followed(home: str, host: Host) -> None:
    with pytest.raises(UnfetchedFile, match="could not get"):
        files(home).fetch(a_file(f"{home}/lead/elsewhere"), 100)
    assert len(host.asked) == 1


def test_nothing_larger_is_read_to_its_end(home: str, host: Host) -> None:
    with pytest.raises(UnfetchedFile, match="larger"):
        files(home).fetch(a_file(f"{home}/a"), 99)
    host.asked.clear()
    with pytest.raises(UnfetchedFile, match="larger"):
        files(home).fetch(a_file(f"{home}/a", size=101), 100)
    assert host.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://files.slack.com/a",
        "https://files.slack.com.evil.example/a",
        "https://files.slack.com@evil.example/a",
        "https://files.slack.com:444/a",
        "https://slack.com/a",
        "//files.slack.com/a",
        "file:///etc/passwd",
        "https://[",
        "",
    ],
)
def test_the_token_goes_nowhere_but_to_slacks_files(url: str) -> None:
    """Nothing is connected to: the address is refused before."""
    with pytest.raises(UnfetchedFile, match="could not get"):
        Files(WebClient("xoxb-token")).fetch(a_file(url), 100)


def test_a_host_that_is_not_there_is_told_in_words(home: str) -> None:
    with pytest.raises(UnfetchedFile, match="could not get"):
        files("http://127.0.0.1:9").fetch(a_file("http://127.0.0.1:9/a"), 100)
    assert home


def test_files_of_a_message_are_read_whatever_they_lack() -> None:
    whole = {"id": "F1", "name": "a.xlsx", "url_private_download": "https://files.slack.com/a", "size": 7}
    plain = Dropped("F1", "a.xlsx", "https://files.slack.com/a", 7)
    assert dropped({"files": [whole]}) == (plain,)
    assert dropped({"files": [{"id": "F1"}, {"size": "x"}]}) == (replace(plain, name="", url="", size=0),)
    assert dropped({}) == ()
