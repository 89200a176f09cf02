"""A person in front of screens drawn without a bot."""

from datetime import date, time
from typing import Any

import pytest

from sandbox.person import Person
from sandbox.server import Sandbox
from tests.sandbox.greeter import actions, button, modal, plain, section, written

Json = dict[str, Any]

COLOURS = [{"text": plain(name), "value": name.lower()} for name in ("Red", "Green", "Blue")]


def chosen(kind: str, label: str, **more: Any) -> Json:
    element = {"type": kind, "action_id": "a", **more}
    return {"type": "input", "block_id": label, "label": plain(label), "element": element}


FORM = modal(
    "Form",
    written("Name", "Name"),
    chosen("radio_buttons", "Best", options=COLOURS),
    chosen("checkboxes", "Good", options=COLOURS, initial_options=COLOURS[2:]),
    chosen("datepicker", "Day"),
    chosen("timepicker", "Time"),
    chosen("multi_users_select", "People"),
    chosen("conversations_select", "Place"),
)


@pytest.fixture
def ada(empty: Sandbox) -> Person:
    return Person(empty, "U0ADA", patience=0.2)


def held(sandbox: Sandbox, label: str) -> Any:
    """What the field of Ada's modal holds."""
    view = sandbox.workspace.modal("U0ADA")
    assert view is not None
    (entry,) = view.values[label].values()
    return next(value for key, value in entry.items() if key != "type")


def test_every_kind_of_field_can_be_filled_in(ada: Person, empty: Sandbox) -> None:
    empty.workspace.open_view("U0ADA", FORM)
    ada.types("Name", "Grace").picks("Best", "Green").ticks("Good", "Red").sets_date("Day", date(2026, 7, 24))
    ada.sets_time("Time", time(12)).picks("People", "Ben Okoro", "ada").picks("Place", "greenhouse")
    assert [held(empty, label) for label in ("Name", "Day", "Time", "Place")] == [
        *("Grace", "2026-07-24", "12:00", "C0GREEN")
    ]
    assert held(empty, "People") == ["U0BEN", "U0ADA"]
    assert (held(empty, "Best"), held(empty, "Good")) == (COLOURS[1], [COLOURS[0], COLOURS[2]])


def test_a_tick_can_be_taken_away(ada: Person, empty: Sandbox) -> None:
    empty.workspace.open_view("U0ADA", FORM)
    ada.ticks("Good", "Red").unticks("Good", "Blue")
    assert held(empty, "Good") == [COLOURS[0]]


def test_the_screen_shows_the_form_as_filled_in(ada: Person, empty: Sandbox) -> None:
    empty.workspace.open_view("U0ADA", FORM)
    ada.picks("Best", "Green").sees("( ) Red\n(x) Green").sees("[Save]").sees("=== Form ===")


def test_choices_are_those_the_field_offers(ada: Person, empty: Sandbox) -> None:
    empty.workspace.open_view("U0ADA", FORM)
    assert (ada.choices("Best"), ada.choices("Worst")) == (["Red", "Green", "Blue"], [])


def test_what_is_not_offered_cannot_be_picked(ada: Person, empty: Sandbox) -> None:
    empty.workspace.open_view("U0ADA", FORM)
    with pytest.raises(AssertionError, match="not offered 'Mauve'"):
        ada.picks("Best", "Mauve")


def test_waiting_in_vain_shows_the_screen(ada: Person, empty: Sandbox) -> None:
    empty.workspace.post("D0ADA", "U0GREETER", "Nothing to see")
    with pytest.raises(AssertionError, match=r"Ada Marsh does not see 'Moon'(?s:.)*Greeter: Nothing to see"):
        ada.opens_dm().sees("Moon")


def test_the_button_beside_a_text_is_the_one_pressed(ada: Person, empty: Sandbox) -> None:
    blocks = [section(name, block_id=name, accessory=button("Edit", f"edit_{name}")) for name in ("one", "two")]
    empty.workspace.post("D0ADA", "U0GREETER", "a", blocks)
    assert ada.can_press("Edit", beside="two")
    assert not ada.can_press("Edit", beside="three")
    with pytest.raises(AssertionError, match="no button 'Edit'"):
        ada.presses("Edit", beside="three")


def test_the_newest_message_with_the_button_is_pressed(ada: Person, empty: Sandbox) -> None:
    for text in ("old", "new"):
        blocks = [section(text), actions(button("Go", "go"))]
        empty.workspace.post("D0ADA", "U0GREETER", text, blocks)
    ada.presses("Go")
    assert ada.trouble == "Greeter is not connected."
    ada.sees("! Greeter is not connected.")


def test_a_modal_covers_what_lies_below(ada: Person, empty: Sandbox) -> None:
    empty.workspace.post("D0ADA", "U0GREETER", "Below")
    empty.workspace.open_view("U0ADA", FORM)
    ada.does_not_see("Below").closes().sees("Below")


def test_a_person_opens_only_channels_of_their_own(empty: Sandbox) -> None:
    with pytest.raises(AssertionError, match="is in no channel shed"):
        Person(empty, "U0BEN").opens_channel("shed")


def test_replies_stand_below_their_message(ada: Person, empty: Sandbox) -> None:
    first = empty.workspace.post("D0ADA", "U0GREETER", "first")
    empty.workspace.post("D0ADA", "U0GREETER", "last")
    empty.workspace.post("D0ADA", "U0GREETER", "reply", thread_ts=first.ts)
    ada.sees("Greeter: first\n  > Greeter: reply\nGreeter: last")
