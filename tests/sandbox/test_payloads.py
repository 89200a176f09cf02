"""What the bot is handed, field by field, without a bot."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from sandbox.acting import Acting, InMessage, InView
from sandbox.deliveries import Answer
from sandbox.workspace import Workspace
from tests.sandbox.greeter import actions, asking, button, modal, section, written

Json = dict[str, Any]

WHO = {"type", "team", "user", "api_app_id", "token", "enterprise", "is_enterprise_install"}


@dataclass
class Notebook:
    """A delivery that only keeps what it is given."""

    asked: list[Json] = field(default_factory=list)
    told: list[Json] = field(default_factory=list)

    def ask(self, kind: str, payload: Json) -> Answer:
        del kind
        self.asked.append(payload)
        return Answer()

    def tell(self, payload: Json) -> None:
        self.told.append(payload)


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
def acting(alone: Workspace, notebook: Notebook) -> Acting:
    return Acting(alone, notebook)


def test_a_press_in_a_message(alone: Workspace, acting: Acting, notebook: Notebook) -> None:
    row = actions(button("Go", "go", value="7")) | {"block_id": "row"}
    message = alone.post("C0GREEN", "U0GREETER", "a", [row])
    assert acting.press("U0ADA", InMessage("C0GREEN", message.ts), "row", "go").ok
    payload = notebook.asked[0]
    assert set(payload) == WHO | {"container", "trigger_id", "channel", "message", "state", "response_url", "actions"}
    assert payload["channel"] == {"id": "C0GREEN", "name": "greenhouse"}
    assert payload["user"] == {"id": "U0ADA", "username": "ada", "name": "ada", "team_id": "T0GARDEN"}
    action = payload["actions"][0]
    assert (action["block_id"], action["action_id"], action["value"], action["type"]) == ("row", "go", "7", "button")
    assert float(action["action_ts"]) > 0
    assert payload["message"]["blocks"] == list(message.blocks)


def test_a_press_in_an_ephemeral_message_comes_without_the_message(
    alone: Workspace, acting: Acting, notebook: Notebook
) -> None:
    row = actions(button("Go", "go")) | {"block_id": "row"}
    message = alone.post("C0GREEN", "U0GREETER", "a", [row], only_for="U0ADA")
    acting.press("U0ADA", InMessage("C0GREEN", message.ts), "row", "go")
    assert notebook.asked[0]["container"]["is_ephemeral"]
    assert "message" not in notebook.asked[0]
    assert acting.press("U0BEN", InMessage("C0GREEN", message.ts), "row", "go").trouble


def test_a_press_in_a_view_carries_everything_typed_so_far(
    alone: Workspace, acting: Acting, notebook: Notebook
) -> None:
    row = actions(button("Go", "go")) | {"block_id": "row"}
    view = alone.open_view("U0ADA", modal("Ask", written("name", "Name"), row))
    typed = {"name": {"words": {"type": "plain_text_input", "value": "Grace"}}}
    acting.press("U0ADA", InView(view.id), "row", "go", {}, typed)
    payload = notebook.asked[0]
    assert set(payload) == WHO | {"container", "trigger_id", "view", "actions"}
    assert payload["view"]["state"]["values"] == typed
    assert payload["container"] == {"type": "view", "view_id": view.id}


def test_a_field_is_silent_unless_it_asks_to_be_heard(alone: Workspace, acting: Acting, notebook: Notebook) -> None:
    view = alone.open_view("U0ADA", modal("A", written("quiet", "A"), written("loud", "B", dispatch_action=True)))
    for block_id in ("quiet", "loud"):
        acting.press("U0ADA", InView(view.id), block_id, "words", {"value": "x"})
    assert [payload["actions"][0]["block_id"] for payload in notebook.asked] == ["loud"]
    after = alone.view(view.id)
    assert after is not None
    assert {name: after.values[name]["words"]["value"] for name in after.values} == {"quiet": "x", "loud": "x"}


def test_a_submission(alone: Workspace, acting: Acting, notebook: Notebook) -> None:
    view = alone.open_view("U0ADA", asking() | {"private_metadata": "kept"})
    typed = {"name": {"words": {"type": "plain_text_input", "value": "Grace"}}, "forged": {"x": {"value": "y"}}}
    assert acting.submit("U0ADA", view.id, typed).ok
    payload = notebook.asked[0]
    assert set(payload) == WHO | {"trigger_id", "view", "response_urls"}
    shown = payload["view"]
    assert (shown["private_metadata"], shown["callback_id"], shown["hash"]) == ("kept", "asked", view.hash)
    assert (shown["root_view_id"], shown["previous_view_id"], shown["bot_id"]) == (view.id, None, "B0GREETER")
    assert shown["state"]["values"] == {"name": typed["name"]}
    assert alone.modal("U0ADA") is None


def test_a_command(acting: Acting, notebook: Notebook) -> None:
    acting.command("U0ADA", "D0ADA", "/greet", "a b")
    assert set(notebook.asked[0]) == {
        *("token", "team_id", "team_domain", "channel_id", "channel_name", "user_id", "user_name", "command"),
        *("text", "api_app_id", "is_enterprise_install", "response_url", "trigger_id"),
    }
    assert notebook.asked[0]["channel_name"] == "directmessage"


def test_shortcuts(alone: Workspace, acting: Acting, notebook: Notebook) -> None:
    message = alone.post("C0GREEN", "U0BEN", "a")
    acting.shortcut("U0ADA", "wave")
    acting.message_shortcut("U0ADA", "keep", "C0GREEN", message.ts)
    first, second = notebook.asked
    assert set(first) == WHO - {"api_app_id"} | {"callback_id", "trigger_id", "action_ts"}
    assert set(second) == set(first) | {"channel", "message_ts", "message", "response_url"}
    assert (first["type"], second["type"], second["message"]["text"]) == ("shortcut", "message_action", "a")


def test_an_event_comes_in_its_wrapper(acting: Acting, notebook: Notebook) -> None:
    acting.say("U0ADA", "D0ADA", "hi")
    whole = notebook.told[0]
    assert (whole["type"], whole["team_id"], whole["authorizations"][0]["user_id"]) == (
        "event_callback",
        "T0GARDEN",
        "U0GREETER",
    )
    event = whole["event"]
    assert (event["type"], event["channel_type"], event["channel"], event["text"]) == ("message", "im", "D0ADA", "hi")
    assert "bot_id" not in event


def test_a_dropped_file_is_a_message_and_an_event(acting: Acting, notebook: Notebook) -> None:
    acting.say("U0ADA", "D0ADA", "", [("a.txt", b"a")])
    message, shared = (whole["event"] for whole in notebook.told)
    assert (message["subtype"], message["files"][0]["name"], shared["type"]) == ("file_share", "a.txt", "file_shared")
    assert shared["file_id"] == message["files"][0]["id"]


def test_the_home_tab_comes_along_once_there_is_one(alone: Workspace, acting: Acting, notebook: Notebook) -> None:
    acting.open_home("U0ADA")
    alone.publish("U0ADA", {"type": "home", "blocks": [section("Hi")]})
    acting.open_home("U0ADA")
    first, second = (whole["event"] for whole in notebook.told)
    assert ("view" in first, second["view"]["type"], second["tab"]) == (False, "home", "home")
