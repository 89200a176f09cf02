"""Socket Mode: greeting, turns, acknowledgements, and what happens when they are lost."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from sandbox.person import Person
from sandbox.server import Sandbox
from sandbox.things import Exchange


@contextmanager
def socket(sandbox: Sandbox) -> Iterator[ClientConnection]:
    """A bare socket, greeted."""
    url = WebClient(base_url=sandbox.api_url).apps_connections_open(app_token="xapp-garden")["url"]
    with connect(url) as opened:
        assert heard(opened)["type"] == "hello"
        yield opened
    sandbox.sockets.drop()


def heard(opened: ClientConnection) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(opened.recv(timeout=5))
    return said


def test_a_socket_opens_with_its_ticket_only(empty: Sandbox) -> None:
    with pytest.raises(Exception, match="403"), connect(empty.url.replace("http", "ws") + "link?ticket=made-up"):
        pass


def test_deliveries_go_to_the_sockets_in_turn(empty: Sandbox) -> None:
    with socket(empty) as first, socket(empty) as second:
        for text in ("one", "two"):
            empty.acting.say("U0ADA", "D0ADA", text)
        envelopes = [heard(first), heard(second)]
        assert {envelope["payload"]["event"]["text"] for envelope in envelopes} == {"one", "two"}
        assert [envelope["accepts_response_payload"] for envelope in envelopes] == [False, False]
        for opened, envelope in zip((first, second), envelopes, strict=True):
            opened.send(json.dumps({"envelope_id": envelope["envelope_id"]}))
        assert empty.deliveries.settle()


def test_without_a_socket_the_person_is_told_at_once(empty: Sandbox) -> None:
    assert empty.acting.command("U0ADA", "C0GREEN", "/greet", "").trouble == "/greet failed. Greeter is not connected."


def test_an_event_the_manifest_does_not_ask_for_is_not_sent(empty: Sandbox) -> None:
    with socket(empty):
        empty.acting.say("U0ADA", "C0GREEN", "<@U0GREETER> hello")
        empty.deliveries.settle(0.05)
    assert "app_mention" not in [exchange.name for exchange in empty.workspace.traffic()]


def test_a_channel_without_the_bot_is_out_of_its_hearing(empty: Sandbox) -> None:
    with socket(empty):
        empty.acting.say("U0ADA", "C0SHEDX", "secret")
        assert empty.deliveries.settle(0.05)


def test_a_lost_acknowledgement_is_trouble_for_the_person(hasty: Sandbox) -> None:
    ada = Person(hasty, "U0ADA").opens_dm().says("hello").sees("[Ask me]")
    hasty.deliveries.settle()
    hasty.workspace.faults.set("lost_ack")
    ada.presses("Ask me")
    assert ada.trouble == "Greeter did not answer in time."


def test_an_event_that_was_not_acknowledged_comes_again(hasty: Sandbox) -> None:
    hasty.workspace.faults.set("lost_ack", only=["message"])
    Person(hasty, "U0ADA").opens_dm().says("hello")
    assert hasty.deliveries.settle()
    assert deliveries(hasty) == [{"silence": "too late", "reason": "http_timeout"}, {}]


def test_an_event_can_be_doubled(hasty: Sandbox) -> None:
    hasty.workspace.faults.set("duplicate", only=["message"])
    Person(hasty, "U0ADA").opens_dm().says("hello")
    assert hasty.deliveries.settle()
    ids = [exchange.request["event_id"] for exchange in heard_of(hasty)]
    assert (len(ids), len(set(ids))) == (2, 1)


def heard_of(sandbox: Sandbox, text: str = "hello") -> list[Exchange]:
    """The deliveries of what a person said."""
    return [e for e in sandbox.workspace.traffic() if e.name == "message" and e.request["event"].get("text") == text]


def deliveries(sandbox: Sandbox) -> list[dict[str, Any]]:
    return [exchange.response for exchange in heard_of(sandbox)]


def until_connected(sandbox: Sandbox) -> None:
    while not sandbox.workspace.connected:
        sandbox.workspace.wait(sandbox.workspace.version, 5)


def test_a_bot_comes_back_after_its_socket_was_dropped(hasty: Sandbox) -> None:
    hasty.workspace.faults.set("socket_drop")
    assert not hasty.workspace.connected
    until_connected(hasty)
    Person(hasty, "U0ADA").opens_dm().says("hello").sees("Greeter: Hello")


def test_a_bot_asked_to_reconnect_does(hasty: Sandbox) -> None:
    until_connected(hasty)
    opened = sum(exchange.name == "apps.connections.open" for exchange in hasty.workspace.traffic())
    hasty.sockets.refresh()
    ada = Person(hasty, "U0ADA").opens_dm()
    ada.says("hello").sees("Greeter: Hello")
    calls = [exchange.name for exchange in hasty.workspace.traffic()]
    assert calls.count("apps.connections.open") == opened + 1


def test_a_closed_socket_gives_no_more(empty: Sandbox) -> None:
    with socket(empty) as opened:
        empty.sockets.drop()
        with pytest.raises(ConnectionClosed):
            opened.recv(timeout=5)
    assert not empty.workspace.connected
