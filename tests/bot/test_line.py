"""The line to Slack: what is open is used again, what is dead is replaced, and nothing goes where it was not sent."""

import json
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import RemoteDisconnected
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot import line
from bot.boundary import CheckedClient
from tests import certificates
from tests.waiting import until

Say = Callable[["Caller"], None]


class Server(ThreadingHTTPServer):
    """Answers each call as it is told to, and remembers what came, on how many connections."""

    daemon_threads = True

    def __init__(self, say: Say) -> None:
        super().__init__(("127.0.0.1", 0), Caller)
        self.say, self.connections, self.open = say, 0, 0
        self.came: list[tuple[str, dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class Caller(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: Server

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1
        self.server.open += 1

    def finish(self) -> None:
        super().finish()
        self.server.open -= 1

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.came.append((self.path, dict(self.headers.items()), body))
        self.server.say(self)

    def answer(self, body: dict[str, Any] | bytes, status: int = 200, **headers: str) -> None:
        said = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(say: Say) -> Iterator[Server]:
    with Server(say) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def yes(caller: Caller) -> None:
    caller.answer({"ok": True})


def at(server: Server) -> CheckedClient:
    return CheckedClient("xoxb-line", f"{server.url}api/")


def test_calls_one_after_the_other_go_over_one_connection_whichever_workspace_they_are_for() -> None:
    with serving(yes) as server:
        for _ in range(3):
            at(server).api_call("auth.test")
            at(server).chat_postMessage(channel="C1", text="Grüße")
        assert (len(server.came), server.connections) == (6, 1)
        path, headers, body = server.came[1]
    assert (path, headers["Authorization"]) == ("/api/chat.postMessage", "Bearer xoxb-line")
    assert json.loads(body) == {"channel": "C1", "text": "Grüße"}


def test_a_connection_that_slack_has_closed_is_replaced_and_no_call_is_lost() -> None:
    def once(caller: Caller) -> None:
        caller.answer({"ok": True})
        caller.close_connection = True

    with serving(once) as server:
        for _ in range(5):
            assert at(server).api_call("auth.test")["ok"]
            until(lambda: server.open == 0)
        assert (len(server.came), server.connections) == (5, 5)


def test_a_call_whose_answer_is_lost_is_sent_once_and_said_to_be_lost() -> None:
    def hang_up(caller: Caller) -> None:
        caller.close_connection = True

    with serving(hang_up) as server:
        with pytest.raises(RemoteDisconnected):
            at(server).api_call("chat.postMessage", json={"channel": "C1", "text": "Once"})
        assert len(server.came) == 1


def test_a_slack_that_is_not_there_or_does_not_answer_is_a_fault_of_the_line() -> None:
    with serving(lambda caller: caller.connection.settimeout(5)) as server:
        gone = server.url
        with pytest.raises(TimeoutError):
            line.post(server.url, b"{}", {}, None, 0.05)
    with pytest.raises(ConnectionError):
        line.post(gone, b"{}", {}, None, 1)


def test_what_slack_says_with_a_failure_is_read() -> None:
    def busy(caller: Caller) -> None:
        caller.answer({"ok": False, "error": "ratelimited"}, 429, Retry_After="7")

    with serving(busy) as server, pytest.raises(SlackApiError) as fault:
        at(server).api_call("auth.test")
    assert (fault.value.response.status_code, fault.value.response["error"]) == (429, "ratelimited")
    assert fault.value.response.headers["Retry-After"] == "7"


def test_a_page_in_place_of_an_answer_is_no_success() -> None:
    def repairs(caller: Caller) -> None:
        caller.answer(b"<p>We are mending something.</p>", 503)

    with serving(repairs) as server, pytest.raises(SlackApiError) as fault:
        at(server).api_call("auth.test")
    assert fault.value.response.status_code == 503


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_the_token_follows_no_redirect(status: int) -> None:
    with serving(yes) as elsewhere:

        def away(caller: Caller) -> None:
            caller.answer(b"", status, Location=elsewhere.url)

        with serving(away) as server, pytest.raises(SlackApiError):
            at(server).api_call("auth.test")
        assert (len(server.came), elsewhere.came) == (1, [])


@pytest.mark.parametrize("scheme", ["http://", ""])
def test_a_proxy_that_asks_who_we_are_is_told(scheme: str) -> None:
    with serving(yes) as proxy:
        way = f"{scheme}trust:p%40ss@127.0.0.1:{proxy.server_port}"
        line.post("http://slack.invalid/api/auth.test", b"{}", {"Authorization": "Bearer xoxb-line"}, way, 5)
        ((path, headers, _),) = proxy.came
    assert path == "http://slack.invalid/api/auth.test"
    assert headers["proxy-authorization"] == f"Basic {b64encode(b'trust:p@ss').decode()}"
    assert headers["Authorization"] == "Bearer xoxb-line"


def test_a_host_whose_certificate_nobody_vouches_for_is_told_nothing(tmp_path: Path) -> None:
    with serving(yes) as server:
        secure = certificates.serving(certificates.own(tmp_path / "own.pem"))
        server.socket = secure.wrap_socket(server.socket, server_side=True)
        with pytest.raises(ssl.SSLCertVerificationError):
            line.post(f"https://localhost:{server.server_port}/", b"{}", {}, None, 5)
        assert server.came == []
