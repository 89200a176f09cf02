"""Faults on request: what each does to a bot's call or to a delivery, and how long it lasts."""

import time
from datetime import timedelta
from http.client import RemoteDisconnected
from threading import Thread
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import ConnectionErrorRetryHandler

from sandbox.faults import KINDS, Faults
from sandbox.person import Person
from sandbox.server import Sandbox
from sandbox.things import Exchange
from sandbox.workspace import Workspace
from tests.sandbox.conftest import until_connected

DM = "D0ADA"


def posts(client: WebClient, text: str = "a") -> str:
    return str(client.chat_postMessage(channel=DM, text=text)["ts"])


def status(client: WebClient) -> int:
    with pytest.raises(SlackApiError) as refused:
        posts(client)
    return int(refused.value.response.status_code)


def texts(sandbox: Sandbox) -> list[str]:
    return [message.text for message in sandbox.workspace.messages(DM, "U0ADA")]


def heard(sandbox: Sandbox, text: str = "hello") -> list[Exchange]:
    found = [one for one in sandbox.workspace.traffic() if one.name == "message"]
    return [one for one in found if one.request["event"].get("text") == text]


# --- how long they last


def test_a_fault_strikes_as_often_as_it_was_set_to(client: WebClient, empty: Sandbox) -> None:
    empty.workspace.faults.set("server_error", times=2, status=502)
    assert [status(client), status(client)] == [502, 502]
    posts(client)
    assert empty.workspace.faults.active() == ()


def test_a_fault_set_for_always_lasts_until_it_is_cleared(client: WebClient, empty: Sandbox) -> None:
    empty.workspace.faults.set("server_error", times="always")
    assert [status(client) for _ in range(3)] == [503] * 3
    empty.workspace.faults.clear("server_error")
    posts(client)


def test_a_fault_for_one_method_leaves_the_others_alone(client: WebClient, empty: Sandbox) -> None:
    empty.workspace.faults.set("server_error", only=["chat.*"])
    client.auth_test()
    assert status(client) == 503


def test_a_fault_ends_by_the_sandboxs_clock(client: WebClient, empty: Sandbox) -> None:
    empty.workspace.faults.set("server_error", times="always", minutes=10)
    assert status(client) == 503
    empty.clock.move_by(timedelta(minutes=10))
    posts(client)


def test_a_reset_clears_them(empty: Sandbox) -> None:
    empty.workspace.faults.set("slow")
    empty.reset()
    assert empty.workspace.faults.active() == ()


MISTAKES = [
    ("sloow", {}, "there is no fault 'sloow'"),
    ("slow", {"minutes": 1, "second": 2}, "slow has no second; it has seconds"),
    ("slow", {"seconds": "long"}, "seconds is a number, not 'long'"),
    ("slow", {"seconds": -1}, "seconds is at least 0"),
    ("server_error", {"status": 404}, "status is one of 500, 502, 503, 504, not 404"),
    ("lost_reply", {"times": 0}, "times is at least 1"),
]


@pytest.mark.parametrize(("name", "more", "words"), MISTAKES)
def test_what_is_set_wrongly_is_told_in_words(alone: Workspace, name: str, more: dict[str, int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        alone.faults.set(name, **more)  # type: ignore[arg-type] # wrong on purpose


@pytest.mark.parametrize("name", [name for name in KINDS if name != "socket_drop"])
def test_every_kind_can_be_set_as_it_stands_and_says_so(alone: Workspace, name: str) -> None:
    assert alone.faults.set(name).words.startswith(KINDS[name].words)
    assert [fault.kind.name for fault in alone.faults.active()] == [name]


def test_a_fault_says_what_it_is_set_to(alone: Workspace) -> None:
    fault = alone.faults.set("rate_limited", times=2, only=["chat.update"])
    assert fault.words == "Rate limited, seconds 30, 2 times more, for chat.update"


def test_setting_and_striking_are_changes_to_look_at(alone: Workspace) -> None:
    before = alone.version
    alone.faults.set("lost_reply")
    between = alone.version
    alone.faults.take("lost_reply", "auth.test")
    assert before < between < alone.version


def test_two_callers_share_one_time(alone: Workspace) -> None:
    alone.faults.set("lost_reply", times=50)
    taken: list[bool] = []
    threads = [Thread(target=_take, args=(alone.faults, taken)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(taken) == 50


def _take(faults: Faults, taken: list[bool]) -> None:
    taken.extend(faults.take("lost_reply", "auth.test") is not None for _ in range(25))


# --- calls


def test_a_slow_slack_answers_late(client: WebClient, empty: Sandbox) -> None:
    empty.workspace.faults.set("slow", seconds=0.3, times=1)
    slow, quick = _seconds(client), _seconds(client)
    assert slow >= 0.3 > quick


def _seconds(client: WebClient) -> float:
    begun = time.perf_counter()
    client.api_test()
    return time.perf_counter() - begun


def test_a_server_error_is_not_carried_out(client: WebClient, empty: Sandbox) -> None:
    empty.workspace.faults.set("server_error")
    assert (status(client), texts(empty)) == (503, [])


def test_an_error_code_can_be_any(client: WebClient, empty: Sandbox) -> None:
    empty.workspace.faults.set("error", code="fatal_error")
    with pytest.raises(SlackApiError, match="fatal_error"):
        posts(client)


def test_a_rate_limit_says_when_to_come_back(client: WebClient, empty: Sandbox) -> None:
    empty.workspace.faults.set("rate_limited", seconds=7)
    with pytest.raises(SlackApiError) as refused:
        posts(client)
    answer = refused.value.response
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "7")


def test_a_lost_reply_is_carried_out_all_the_same(client: WebClient, empty: Sandbox) -> None:
    empty.workspace.faults.set("lost_reply")
    with pytest.raises(RemoteDisconnected):
        posts(client)
    assert texts(empty) == ["a"]


def test_a_client_that_repeats_after_a_lost_reply_posts_twice(empty: Sandbox) -> None:
    empty.workspace.faults.set("lost_reply")
    hasty = WebClient(token="xoxb-garden", base_url=empty.api_url, retry_handlers=[ConnectionErrorRetryHandler()])
    posts(hasty)
    assert texts(empty) == ["a", "a"]


def test_an_unreadable_reply_is_carried_out_all_the_same(client: WebClient, empty: Sandbox) -> None:
    empty.workspace.faults.set("unreadable_reply")
    with pytest.raises(SlackApiError, match="non-JSON"):
        posts(client)
    assert texts(empty) == ["a"]


@pytest.mark.parametrize(("reply", "seen"), [("lost", URLError), ("500", SlackApiError), ("error", SlackApiError)])
def test_a_post_accepted_late_appears_by_the_sandboxs_clock(
    client: WebClient, empty: Sandbox, reply: str, seen: type[Exception]
) -> None:
    empty.workspace.faults.set("accepted_late", seconds=60, reply=reply)
    with pytest.raises((seen, RemoteDisconnected)):
        posts(client)
    assert texts(empty) == []
    empty.clock.move_by(timedelta(seconds=60))
    Person(empty, "U0ADA").sees("Greeter: a")


def test_what_was_accepted_late_is_forgotten_by_a_reset(client: WebClient, empty: Sandbox) -> None:
    empty.workspace.faults.set("accepted_late", reply="error")
    with pytest.raises(SlackApiError, match="internal_error"):
        posts(client)
    empty.reset()
    empty.clock.move_by(timedelta(hours=1))
    posts(client, "b")
    assert texts(empty) == ["b"]


# --- deliveries, over sockets and over HTTP


def test_a_lost_acknowledgement_brings_the_event_again(either: Sandbox) -> None:
    either.workspace.faults.set("lost_ack", only=["message"])
    Person(either, "U0ADA").opens_dm().says("hello")
    assert either.deliveries.settle()
    assert [one.response.get("silence") for one in heard(either)] == ["too late", None]
    assert texts(either).count("Hello") == 2


def test_a_lost_acknowledgement_of_a_press_is_trouble_and_never_repeated(either: Sandbox) -> None:
    ada = Person(either, "U0ADA").opens_dm().says("hello").sees("[Ask me]")
    either.workspace.faults.set("lost_ack", only=["block_actions"])
    ada.presses("Ask me")
    assert ada.trouble == "Greeter did not answer in time."
    assert [one.name for one in either.workspace.traffic()].count("block_actions") == 1


def test_a_doubled_event_arrives_twice_with_one_id(either: Sandbox) -> None:
    either.workspace.faults.set("duplicate", only=["message"])
    Person(either, "U0ADA").opens_dm().says("hello")
    assert either.deliveries.settle()
    ids = [one.request["event_id"] for one in heard(either)]
    assert (len(ids), len(set(ids))) == (2, 1)


def test_an_event_out_of_order_comes_after_the_next(either: Sandbox) -> None:
    either.workspace.faults.set("out_of_order", only=["message"])
    for text in ("one", "two"):
        either.acting.say("U0BEN", "D0BEN", text)
    assert either.deliveries.settle()
    told = [one.request["event"]["text"] for one in either.workspace.traffic() if one.name == "message"]
    assert told == ["two", "one"]


def test_an_event_that_nothing_overtakes_comes_when_its_time_is_over(either: Sandbox) -> None:
    either.workspace.faults.set("out_of_order", seconds=60)
    either.acting.say("U0BEN", "D0BEN", "one")
    assert not either.deliveries.settle()
    assert heard(either, "one") == []
    either.clock.move_by(timedelta(minutes=1))
    assert either.deliveries.settle()
    assert len(heard(either, "one")) == 1


def test_presses_too_can_arrive_out_of_order(either: Sandbox) -> None:
    either.workspace.faults.set("out_of_order", seconds=60)
    slow = Thread(target=either.acting.command, args=("U0ADA", "C0GREEN", "/greet", "one"))
    slow.start()
    _until_struck(either, "out_of_order")
    assert either.acting.command("U0ADA", "C0GREEN", "/greet", "two").ok
    slow.join()
    told = [one.request["text"] for one in either.workspace.traffic() if one.name == "/greet"]
    assert told == ["two", "one"]


def _until_struck(sandbox: Sandbox, name: str) -> None:
    while name in [fault.kind.name for fault in sandbox.workspace.faults.active()]:
        sandbox.workspace.wait(sandbox.workspace.version, 1)


def test_a_late_delivery_finds_its_trigger_expired(hasty: Sandbox) -> None:
    ada = Person(hasty, "U0ADA").opens_dm().says("hello").sees("[Ask me]")
    hasty.workspace.faults.set("late_delivery", seconds=3.1, only=["block_actions"])
    ada.presses("Ask me")
    said = [(exchange.name, exchange.response.get("error")) for exchange in hasty.workspace.traffic()]
    assert ("views.open", "expired_trigger_id") in said


# --- sockets, and everything at once


def test_dropped_sockets_come_back(hasty: Sandbox) -> None:
    opened = _connections(hasty)
    hasty.workspace.faults.set("socket_drop")
    assert hasty.workspace.faults.active() == ()
    until_connected(hasty)
    assert _connections(hasty) == opened + 1


def _connections(sandbox: Sandbox) -> int:
    return [exchange.name for exchange in sandbox.workspace.traffic()].count("apps.connections.open")


def test_a_deaf_socket_stays_open_and_hears_nothing(hasty: Sandbox) -> None:
    until_connected(hasty)
    hasty.workspace.faults.set("deaf_socket")
    assert (
        hasty.acting.command("U0ADA", "C0GREEN", "/greet", "").trouble
        == "/greet failed. Greeter did not answer in time."
    )
    assert hasty.workspace.connected
    hasty.workspace.faults.clear()
    assert hasty.acting.command("U0ADA", "C0GREEN", "/greet", "").ok


def test_slack_is_down_for_as_long_as_the_clock_says(hasty: Sandbox) -> None:
    until_connected(hasty)
    client = WebClient(token="xoxb-garden", base_url=hasty.api_url, retry_handlers=[])
    hasty.workspace.faults.set("down", minutes=30)
    assert not hasty.workspace.connected
    assert status(client) == 503
    assert hasty.acting.shortcut("U0ADA", "wave").trouble == "Greeter is not connected."
    hasty.clock.move_by(timedelta(minutes=30))
    posts(client)
    until_connected(hasty)


def test_nothing_is_delivered_while_slack_is_down(either: Sandbox) -> None:
    until_connected(either)
    either.workspace.faults.set("down")
    assert either.acting.command("U0ADA", "C0GREEN", "/greet", "").trouble == "/greet failed. Greeter is not connected."
    either.workspace.faults.clear()
    until_connected(either)
    assert either.acting.command("U0ADA", "C0GREEN", "/greet", "").ok


def test_an_event_from_while_slack_was_down_comes_afterwards(either: Sandbox) -> None:
    until_connected(either)
    either.workspace.faults.set("down", minutes=1)
    either.acting.say("U0ADA", DM, "hello")
    either.deliveries.settle()
    either.clock.move_by(timedelta(minutes=1))
    until_connected(either)
    either.clock.move_by(timedelta(minutes=5))
    assert either.deliveries.settle()
    assert texts(either).count("Hello") == 1
