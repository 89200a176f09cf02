"""Delivery by signed HTTP: the challenge, signatures, acknowledgements, and the retries by the sandbox's clock."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_bolt import App
from slack_sdk.signature import SignatureVerifier

from bot.clock import system_clock
from sandbox.clock import MovableClock
from sandbox.person import Person
from sandbox.place import Place, Urls
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from tests.sandbox.conftest import until_connected
from tests.sandbox.greeter import Listening, actions, asking, button, plain

Json = dict[str, Any]
Response = tuple[int, dict[str, str], bytes]
FINE: Response = (200, {}, b"")
NO: Response = (500, {}, b"")


@dataclass
class Bot:
    """A bot that keeps what it is sent and answers as it is told, with nothing of Slack's libraries."""

    answers: list[Response] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    waits: Event = field(default_factory=Event)
    slow: bool = False
    forgetful: bool = False
    challenges: int = 0

    def answer(self, headers: dict[str, str], path: str, body: bytes) -> Response:
        if b"url_verification" in body:
            self.challenges += 1
            if self.forgetful:
                return FINE
            return 200, {}, json.loads(body)["challenge"].encode()
        self.got.append((headers, body))
        self.paths.append(path)
        if self.slow:
            self.waits.wait(5)
        return self.answers.pop(0) if self.answers else FINE

    def retries(self) -> list[tuple[str | None, str | None]]:
        return [(h.get("x-slack-retry-num"), h.get("x-slack-retry-reason")) for h, _ in self.got]


@contextmanager
def served(bot: Bot, port: int = 0) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, headers, said = bot.answer({k.lower(): v for k, v in self.headers.items()}, self.path, body)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(said))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        def do_GET(self) -> None:
            bot.paths.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_address[1]
    bot.waits.set()
    server.shutdown()
    server.server_close()
    thread.join()


@contextmanager
def opened(place: Place, urls: Urls) -> Iterator[Sandbox]:
    clock = MovableClock(system_clock)
    with Sandbox(Workspace(place.listening(urls), clock), clock, patience=0.3) as sandbox:
        yield sandbox


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
def sandbox(place: Place, bot: Bot) -> Iterator[Sandbox]:
    with served(bot) as port:
        here = f"http://127.0.0.1:{port}"
        with opened(place, Urls(events=f"{here}/events", commands=f"{here}/commands")) as sandbox:
            until_connected(sandbox)
            yield sandbox


def says(sandbox: Sandbox, text: str = "hi") -> None:
    sandbox.acting.say("U0ADA", "D0ADA", text)
    sandbox.deliveries.settle()


def moves(sandbox: Sandbox, **step: float) -> None:
    sandbox.clock.move_by(timedelta(**step))
    sandbox.deliveries.settle()


# --- with Bolt


def test_bolt_hears_and_answers(by_http: Sandbox) -> None:
    Person(by_http, "U0ADA").opens_dm().says("hello").sees("Greeter: Hello @Ada Marsh")


def test_a_modal_says_what_is_wrong_and_then_closes(by_http: Sandbox) -> None:
    ada = Person(by_http, "U0ADA").opens_dm().says("hello").presses("Ask me").sees_modal("Your name")
    ada.types("Name", "nobody").submits()
    assert ada.errors == {"Name": "That is nobody"}
    ada.types("Name", "Grace").submits().sees_no_modal().sees("Nice to meet you, Grace")


def test_an_acknowledgement_may_push_and_update(by_http: Sandbox) -> None:
    ada = Person(by_http, "U0ADA").opens_dm().says("hello").presses("Ask me")
    ada.types("Name", "again").submits().sees_modal("Once more")
    ada.types("Name", "deeper").submits()
    assert len(by_http.workspace.stack("U0ADA")) == 2


def test_the_response_to_a_command_is_its_answer(by_http: Sandbox) -> None:
    Person(by_http, "U0ADA").opens_channel("greenhouse").runs("/greet Ben").sees("(only visible to you): Greeting Ben")


def test_the_home_tab_is_drawn(by_http: Sandbox) -> None:
    Person(by_http, "U0ADA").opens_home().sees("Welcome home").presses("Ask me").sees_modal("Your name")


def test_a_file_is_heard_of(by_http: Sandbox) -> None:
    Person(by_http, "U0ADA").opens_dm().drops("beds.csv", b"a,b").sees("beds.csv weighs 3 bytes")


def test_a_select_asks_the_bot_for_options(by_http: Sandbox) -> None:
    select = {"type": "external_select", "action_id": "plant", "placeholder": plain("Plant"), "min_query_length": 1}
    by_http.workspace.post("D0ADA", "U0GREETER", "a", [actions(select)])
    Person(by_http, "U0ADA").opens_dm().picks("Plant", "Rosemary").sees("Rosemary is planted")


def test_a_bot_with_another_secret_is_never_there(place: Place) -> None:
    app = App(token="xoxb-garden", signing_secret="another", token_verification_enabled=False)
    with Listening(app) as listening, opened(place, Urls(events=listening.url)) as sandbox:
        while not sandbox.workspace.traffic():
            sandbox.workspace.wait(sandbox.workspace.version, 5)
        assert sandbox.workspace.traffic()[0].response == {"silence": "refused", "reason": "http_error"}
        assert not sandbox.workspace.connected


def test_a_bot_that_does_not_give_the_challenge_back_is_not_there(place: Place, bot: Bot) -> None:
    bot.forgetful = True
    with served(bot) as port, opened(place, Urls(events=f"http://127.0.0.1:{port}/events")) as sandbox:
        while bot.challenges < 2:
            sandbox.workspace.wait(sandbox.workspace.version, 0.05)
        assert not sandbox.workspace.connected


# --- what goes over the wire


def test_a_request_is_signed_over_its_very_bytes(sandbox: Sandbox, bot: Bot) -> None:
    says(sandbox, "größer & <b>")
    headers, body = bot.got[0]
    assert SignatureVerifier("garden-secret").is_valid_request(body, headers)
    assert not SignatureVerifier("garden-secret").is_valid_request(body + b" ", headers)
    assert headers["content-type"] == "application/json"


def test_a_command_is_a_form_at_its_own_address(sandbox: Sandbox, bot: Bot) -> None:
    assert sandbox.acting.command("U0ADA", "C0GREEN", "/greet", "Ben & co").ok
    assert (bot.paths, parse_qs(bot.got[0][1].decode())["text"]) == (["/commands"], ["Ben & co"])


def test_an_interaction_is_json_in_a_form(sandbox: Sandbox, bot: Bot) -> None:
    assert sandbox.acting.shortcut("U0ADA", "wave").ok
    payload = json.loads(parse_qs(bot.got[0][1].decode())["payload"][0])
    assert (bot.paths, payload["type"], payload["callback_id"]) == (["/events"], "shortcut", "wave")


def test_an_error_in_answer_to_a_press_is_trouble(sandbox: Sandbox, bot: Bot) -> None:
    bot.answers = [NO]
    assert sandbox.acting.shortcut("U0ADA", "wave").trouble == "Greeter answered with an error."
    assert len(bot.got) == 1


def test_a_late_answer_to_a_submission_leaves_the_modal_open(sandbox: Sandbox, bot: Bot) -> None:
    view = sandbox.workspace.open_view("U0ADA", asking())
    bot.slow = True
    typed = {"name": {"words": {"type": "plain_text_input", "value": "Grace"}}}
    assert sandbox.acting.submit("U0ADA", view.id, typed).trouble == "Greeter did not answer in time."
    assert sandbox.workspace.modal("U0ADA") is not None


# --- retries


def test_an_event_comes_at_once_again_after_one_minute_and_after_five(sandbox: Sandbox, bot: Bot) -> None:
    bot.answers = [NO] * 4
    says(sandbox)
    assert bot.retries() == [(None, None), ("1", "http_error")]
    moves(sandbox, seconds=59)
    assert len(bot.got) == 2
    moves(sandbox, seconds=1)
    assert bot.retries()[2:] == [("2", "http_error")]
    moves(sandbox, minutes=4)
    assert len(bot.got) == 3
    moves(sandbox, minutes=1)
    assert bot.retries()[3:] == [("3", "http_error")]
    moves(sandbox, hours=24)
    assert len(bot.got) == 4
    assert len({json.loads(body)["event_id"] for _, body in bot.got}) == 1


def test_an_acknowledged_retry_is_the_last(sandbox: Sandbox, bot: Bot) -> None:
    bot.answers = [NO]
    says(sandbox)
    moves(sandbox, hours=24)
    assert len(bot.got) == 2


def test_a_bot_may_ask_for_no_retry(sandbox: Sandbox, bot: Bot) -> None:
    bot.answers = [(500, {"X-Slack-No-Retry": "1"}, b"")]
    says(sandbox)
    moves(sandbox, hours=24)
    assert len(bot.got) == 1


def test_a_slow_bot_is_tried_again_with_the_reason(sandbox: Sandbox, bot: Bot) -> None:
    bot.slow = True
    says(sandbox)
    assert bot.retries() == [(None, None), ("1", "http_timeout")]


def test_a_redirect_is_an_error(sandbox: Sandbox, bot: Bot) -> None:
    bot.answers = [(302, {"Location": "/elsewhere"}, b"")]
    says(sandbox)
    assert (bot.retries()[1], set(bot.paths)) == (("1", "http_error"), {"/events"})


def test_a_bot_that_went_away_gets_its_events_when_it_is_back(place: Place, bot: Bot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    with opened(place, Urls(events=f"http://127.0.0.1:{port}/events")) as sandbox:
        says(sandbox)
        assert not sandbox.workspace.connected
        with served(bot, port):
            until_connected(sandbox)
            moves(sandbox, minutes=1)
            assert bot.retries() == [("2", "connection_failed")]


def test_a_bot_that_goes_and_comes_back_is_found_again(place: Place, bot: Bot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    with opened(place, Urls(events=f"http://127.0.0.1:{port}/events")) as sandbox:
        with served(bot, port):
            until_connected(sandbox)
        assert sandbox.acting.shortcut("U0ADA", "wave").trouble == "Greeter is not connected."
        while sandbox.workspace.connected:
            sandbox.workspace.wait(sandbox.workspace.version, 1)
        with served(bot, port):
            until_connected(sandbox)


def test_a_press_without_a_bot_is_trouble_at_once(place: Place) -> None:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    with opened(place, Urls(events=f"http://127.0.0.1:{port}/events")) as sandbox:
        assert sandbox.acting.shortcut("U0ADA", "wave").trouble == "Greeter is not connected."


def test_sockets_are_retried_by_the_same_clock(hasty: Sandbox) -> None:
    hasty.workspace.faults.set("lost_ack", times=3, only=["message"])
    hasty.acting.say("U0ADA", "D0ADA", "mind the bees")
    hasty.deliveries.settle()
    assert attempts(hasty) == [0, 1]
    hasty.clock.move_by(timedelta(minutes=1))
    hasty.deliveries.settle()
    hasty.clock.move_by(timedelta(minutes=5))
    assert hasty.deliveries.settle()
    assert attempts(hasty) == [0, 1, 2, 3]


def attempts(sandbox: Sandbox) -> list[int]:
    told = [e.request for e in sandbox.workspace.traffic() if e.name == "message"]
    return [one.get("retry_attempt", 0) for one in told if one["event"].get("text") == "mind the bees"]


def test_a_press_is_carried_either_way(either: Sandbox) -> None:
    either.workspace.post("D0ADA", "U0GREETER", "a", [actions(button("Ask me", "ask"))])
    Person(either, "U0ADA").presses("Ask me").sees_modal("Your name")
