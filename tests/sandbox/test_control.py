"""The control API, as a script in any language would use it."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from sandbox.clock import MovableClock
from sandbox.faults import KINDS
from sandbox.place import Place
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from tests.sandbox.greeter import actions, modal, section, written

Json = dict[str, Any]
Do = Callable[..., Json]


@pytest.fixture
def http(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{sandbox.url}control/", timeout=10) as http:
        yield http
        http.post("reset")


@pytest.fixture
def ada(http: httpx.Client) -> Do:
    return lambda act, **body: dict(http.post(f"people/U0ADA/{act}", json=body).json())


def screen(http: httpx.Client, user: str = "U0ADA") -> Json:
    return dict(http.get(f"people/{user}/screen").json()["screen"])


def test_the_index_names_every_address_and_act(http: httpx.Client) -> None:
    index = http.get("").json()
    assert "GET /control/people/{person}/screen" in index["addresses"]
    assert index["acts"]["press"].startswith("text, beside?")


def test_who_is_here(http: httpx.Client) -> None:
    here = http.get("people").json()
    assert [person["id"] for person in here["people"]] == ["U0ADA", "U0BEN", "U0CYD"]
    assert (here["bot"]["id"], here["connected"]) == ("U0GREETER", True)


def test_a_conversation_from_hello_to_a_modal_and_its_answer(http: httpx.Client, ada: Do) -> None:
    assert ada("open", place="dm")["ok"]
    ada("say", text="hello")
    assert ada("press", text="Ask me")["ok"]
    shown = ada("see", text="Your name")["screen"]
    assert (shown["modal"]["title"]["text"], shown["fields"][0]["label"]) == ("Your name", "Name")
    ada("type", label="Name", text="nobody")
    refused = ada("submit")
    assert (refused["ok"], refused["errors"]) == (False, {"Name": "That is nobody"})
    ada("type", label="Name", text="Grace")
    assert ada("submit")["ok"]
    assert "Nice to meet you, Grace" in ada("see", text="Nice to meet you")["screen"]["text"]
    assert http.post("settle").json() == {"ok": True, "settled": True}


def test_the_screen_is_text_and_json(http: httpx.Client, sandbox: Sandbox, ada: Do) -> None:
    sandbox.workspace.post("C0GREEN", "U0BEN", "Mind the bees")
    before = screen(http)
    assert (before["place"], before["unread"]["C0GREEN"], before["modal"], before["home"]) == ("D0ADA", 1, None, None)
    assert {"id": "C0PRIVY", "name": "compost", "kind": "group"} in before["channels"]
    after = ada("open", place="greenhouse")["screen"]
    assert after["text"] == "=== #greenhouse ===\nBen Okoro: Mind the bees"
    assert (after["messages"][0]["text"], after["unread"]["C0GREEN"]) == ("Mind the bees", 0)


def test_the_home_tab(ada: Do) -> None:
    ada("open", place="home")
    shown = ada("see", text="Welcome home")["screen"]
    assert (shown["home"]["type"], shown["buttons"]) == ("home", ["Ask me"])


def test_a_command_a_file_and_a_reaction(ada: Do) -> None:
    ada("open", place="greenhouse")
    assert "Greeting Ben" in ada("command", line="/greet Ben")["screen"]["text"]
    ada("open", place="dm")
    ada("drop", name="beds.csv", content="a,b")
    ada("see", text="beds.csv weighs 3 bytes")
    ada("drop", name="leaf.png", base64=b64encode(b"\x89PNG").decode())
    ada("see", text="leaf.png weighs 4 bytes")
    ada("react", emoji="bee", text="beds.csv weighs")
    assert ada("react", emoji="bee", text="beds.csv weighs")["ok"] is False


def test_shortcuts(ada: Do) -> None:
    assert ada("shortcut", callback_id="wave")["screen"]["modal"]["callback_id"] == "asked"
    ada("close")
    ada("open", place="greenhouse")
    ada("say", text="Mind the bees")
    assert "Kept" in ada("message-shortcut", callback_id="keep", text="Mind")["screen"]["text"]


def test_every_kind_of_field(sandbox: Sandbox, ada: Do) -> None:
    plants = [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("Rose", "Sage")]

    def asked(kind: str, **more: Any) -> Json:
        element = {"type": kind, "action_id": "a", **more}
        return {"type": "input", "block_id": kind, "label": {"type": "plain_text", "text": kind}, "element": element}

    fields = [asked("checkboxes", options=plants), asked("radio_buttons", options=plants)]
    sandbox.workspace.open_view("U0ADA", modal("Form", *fields, asked("datepicker"), asked("timepicker")))
    ada("tick", label="checkboxes", choices=["Rose", "Sage"])
    ada("untick", label="checkboxes", choices="Rose")
    ada("pick", label="radio_buttons", choices="Sage")
    ada("date", label="datepicker", date="2026-01-31")
    held = ada("time", label="timepicker", time="12:00")["screen"]["fields"]
    assert [field.get("selected_date") or field.get("selected_time") for field in held[2:]] == ["2026-01-31", "12:00"]
    assert (held[0]["selected_options"], held[1]["selected_option"]) == ([plants[1]], plants[1])


def test_people_come_and_go(http: httpx.Client, sandbox: Sandbox, ada: Do) -> None:
    ada("open", place="greenhouse")
    ada("invite", member="U0CYD")
    ada("see", text="Welcome @Cyd Vale")
    ada("remove", member="U0CYD")
    assert "U0CYD" not in sandbox.workspace.channel("C0GREEN").members
    assert http.post("people/U0ADA/invite", json={"member": "U0NOBODY"}).status_code == 404


def test_the_app_can_be_taken_away(http: httpx.Client, ada: Do) -> None:
    assert ada("uninstall")["ok"]
    assert ada("command", line="/greet")["trouble"] == "/greet failed. Greeter is not connected."
    names = {one["name"] for one in http.get("traffic").json()["traffic"]}
    assert {"app_uninstalled", "tokens_revoked"} <= names


def test_the_clock_is_read_and_moved(http: httpx.Client) -> None:
    before = http.get("clock").json()
    after = http.post("clock", json={"by": 3600}).json()
    moved = datetime.fromisoformat(after["now"]) - datetime.fromisoformat(before["now"])
    assert 3600 <= moved.total_seconds() < 3610
    assert before["next_due"] is None
    goal = "2040-01-01T12:00:00+00:00"
    assert http.post("clock", json={"to": goal}).json()["now"].startswith("2040-01-01T12:00:0")
    assert http.post("clock", json={"to": before["now"], "backwards": True}).status_code == 200


def test_the_clock_goes_to_what_the_bot_has_to_do_next(place: Place) -> None:
    noon = datetime.fromisoformat("2040-01-01T12:00:00+00:00")
    clock = MovableClock(lambda: noon)
    due = datetime.fromisoformat("2040-01-03T09:00:00+00:00")
    with Sandbox(Workspace(place, clock), clock, next_due=lambda: due) as sandbox:
        moved = httpx.post(f"{sandbox.url}control/clock", json={"to": "next_due"}).json()
    assert moved == {"ok": True, "now": due.isoformat(), "next_due": due.isoformat()}


def test_faults_are_listed_set_and_cleared(http: httpx.Client) -> None:
    assert [kind["name"] for kind in http.get("faults").json()["kinds"]] == list(KINDS)
    asked = {"name": "rate_limited", "times": 2, "only": ["chat.postMessage"], "seconds": 5}
    (fault,) = http.post("faults", json=asked).json()["set"]
    assert (fault["left"], fault["only"], fault["seconds"]) == (2, ["chat.postMessage"], 5.0)
    assert http.post("faults", json={"name": "slow", "times": "always", "minutes": 5}).json()["set"][1]["until"]
    assert len(http.delete("faults/slow").json()["set"]) == 1
    assert http.delete("faults").json()["set"] == []


def test_the_traffic_can_be_narrowed(http: httpx.Client, ada: Do) -> None:
    ada("shortcut", callback_id="wave")
    (opened,) = http.get("traffic", params={"name": "views.open"}).json()["traffic"]
    assert (opened["direction"], opened["response"]["ok"]) == ("bot->slack", True)
    assert opened["n"] not in [one["n"] for one in http.get("traffic", params={"after": opened["n"]}).json()["traffic"]]


def test_a_reset_starts_over(http: httpx.Client, ada: Do) -> None:
    ada("open", place="greenhouse")
    ada("say", text="Mind the bees")
    assert http.post("reset").json() == {"ok": True}
    assert screen(http)["place"] == "D0ADA"
    assert "Mind" not in ada("open", place="greenhouse")["screen"]["text"]


def test_what_is_not_on_the_screen_cannot_be_pressed(sandbox: Sandbox) -> None:
    sandbox.workspace.post("D0ADA", "U0GREETER", "a", [section("Nothing to press"), actions()])
    answer = httpx.post(f"{sandbox.url}control/people/U0ADA/see", json={"text": "Moon", "timeout": 0.05})
    assert (answer.status_code, answer.json()["error"]) == (409, "not_on_the_screen")
    assert "Ada Marsh does not see 'Moon'. On the screen:" in answer.json()["words"]
    assert "Nothing to press" in answer.json()["words"]


WRONG = [
    ("people/U0ADA/dance", {}, 400, "There is no such act"),
    ("people/U0ADA/press", {}, 400, "text is missing: a text."),
    ("people/U0ADA/pick", {"label": "a", "choices": 3}, 400, "choices is missing: a text or a list of texts."),
    ("people/U0ADA/drop", {"name": "a", "base64": "?"}, 400, "base64 does not hold base64."),
    ("people/U0ADA/see", {"text": "a", "timeout": "soon"}, 400, "timeout is a number, not 'soon'."),
    ("people/U0NOBODY/say", {"text": "a"}, 404, "Slack would say user_not_found."),
    ("clock", {"by": -5}, 400, "The clock goes back only when asked"),
    ("clock", {"to": "tomorrow"}, 400, "to is an instant such as"),
    ("clock", {"to": "2040-01-01T12:00:00"}, 400, "to needs its offset from UTC"),
    ("clock", {"to": "next_due"}, 400, "The bot has nothing to do next"),
    ("faults", {"name": "slow", "seconds": "long"}, 400, "Seconds is a number, not 'long'."),
    ("faults", {}, 400, "There is no fault ''"),
]


@pytest.mark.parametrize(("path", "body", "status", "words"), WRONG)
def test_mistakes_are_told_in_plain_words(http: httpx.Client, path: str, body: Json, status: int, words: str) -> None:
    answer = http.post(path, json=body)
    assert (answer.status_code, answer.json()["ok"]) == (status, False)
    assert words in answer.json()["words"]


def test_a_body_that_is_no_json_is_said_to_be_none(http: httpx.Client) -> None:
    assert http.post("clock", content="by=5").json()["words"] == "The body is no JSON."
    assert http.post("clock", content="[]").json()["words"] == "The body is JSON, but no object."
    assert http.get("traffic", params={"after": "x"}).status_code == 400
    assert http.delete("faults/sloow").status_code == 400


def test_a_modal_can_be_closed_whole(sandbox: Sandbox, ada: Do) -> None:
    for _ in range(2):
        sandbox.workspace.push_view("U0ADA", modal("A", written("name", "Name")))
    assert ada("close", everything=True)["screen"]["modal"] is None
