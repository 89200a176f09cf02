"""People and a bot on the official JavaScript library: nothing in it was written for this sandbox."""

from pathlib import Path

from sandbox.person import Person
from sandbox.server import Sandbox
from tests.contract import javascript
from tests.contract.conftest import PATIENCE, sandbox, until

ITS_PAUSE = 15.0
"""Seconds that Slack's JavaScript library may take to connect again: it waits for five before it begins."""


def test_a_message_is_heard_and_answered(ada: Person) -> None:
    ada.opens_dm().says("hello").sees("Hello from JavaScript")


def test_a_button_opens_a_modal_that_says_what_is_wrong_and_then_closes(ada: Person) -> None:
    ada.opens_dm().says("hello").presses("Ask me").sees_modal("Your name")
    ada.types("Name", "nobody").submits()
    assert ada.errors == {"Name": "That is nobody"}
    ada.types("Name", "Grace").submits().sees_no_modal().sees("Nice to meet you, Grace")


def test_a_cancelled_modal_is_noticed(ada: Person) -> None:
    ada.opens_dm().says("hello").presses("Ask me").sees_modal("Your name").closes().sees("Another time, then")


def test_the_home_tab_is_published_and_its_button_works(ada: Person) -> None:
    ada.opens_home().sees("Hello from JavaScript").presses("Ask me").sees_modal("Your name")


def test_a_command_is_answered_at_once_and_by_its_address(ada: Person) -> None:
    ada.opens_channel("greenhouse").runs("/greet Ada").sees("Greeting Ada").sees("Everybody, this is Ada")


def test_a_global_shortcut_opens_a_modal(ada: Person) -> None:
    ada.opens_dm().uses("wave").sees_modal("Your name")


def test_a_message_shortcut_is_answered_to_one_person(ada: Person) -> None:
    ada.opens_channel("greenhouse").says("Water the tomatoes").uses_on("keep", "tomatoes")
    ada.sees("(only visible to you): Kept: Water the tomatoes")


def test_a_newcomer_is_welcomed(ada: Person, garden: Sandbox) -> None:
    garden.acting.invite("U0ADA", "C0GREEN", "U0CYD")
    ada.opens_channel("greenhouse").sees("Welcome @Cyd Vale")


def test_a_file_is_uploaded_by_the_bot(ada: Person) -> None:
    ada.opens_dm().says("report").sees("Here it is").sees("[file: The report]")


def test_a_file_dropped_by_a_person_is_read_by_the_bot(ada: Person) -> None:
    ada.opens_dm().drops("rota.txt", b"Ben waters on Friday").sees("rota.txt says: Ben waters on Friday")


def test_a_bot_that_is_asked_to_connect_anew_comes_back_and_hears_on(node: Path) -> None:
    with sandbox(None) as elsewhere, javascript.running(node, elsewhere, None):
        elsewhere.sockets.refresh()
        until(elsewhere.workspace, lambda: not elsewhere.workspace.connected)
        until(elsewhere.workspace, lambda: elsewhere.workspace.connected, ITS_PAUSE)
        Person(elsewhere, "U0ADA", PATIENCE).opens_dm().says("hello").sees("Hello from JavaScript")


def test_a_bot_with_another_signing_secret_takes_nothing(node: Path) -> None:
    port = javascript.free_port()
    with sandbox(port) as elsewhere, javascript.running(node, elsewhere, port, "another secret"):
        traffic = elsewhere.workspace.traffic
        until(elsewhere.workspace, lambda: [one for one in traffic() if one.response.get("reason") == "http_error"])
        assert not elsewhere.workspace.connected
