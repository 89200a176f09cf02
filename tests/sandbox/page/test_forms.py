from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sandbox.page import forms

Json = dict[str, Any]
LONDON = ZoneInfo("Europe/London")
RED, BLUE = ({"text": {"type": "plain_text", "text": name}, "value": name} for name in ("red", "blue"))


def asked(kind: str, **more: Any) -> list[Json]:
    element = {"type": kind, "action_id": "a", **more}
    return [{"type": "input", "block_id": "b", "label": {"type": "plain_text", "text": "?"}, "element": element}]


def read(blocks: list[Json], *given: str) -> Any:
    return forms.read(blocks, {forms.field_name("b", "a"): given}, LONDON)["b"]["a"]


@pytest.mark.parametrize(
    ("kind", "given", "state"),
    [
        ("plain_text_input", ["one\r\ntwo"], {"value": "one\ntwo"}),
        ("plain_text_input", [""], {"value": None}),
        ("number_input", ["12"], {"value": "12"}),
        ("datepicker", ["2026-07-24"], {"selected_date": "2026-07-24"}),
        ("timepicker", [""], {"selected_time": None}),
        ("datetimepicker", ["2026-07-24T12:00"], {"selected_date_time": 1784890800}),
        ("datetimepicker", ["24/07/2026 12:00"], {"selected_date_time": 1784890800}),
        ("datetimepicker", ["soon"], {"selected_date_time": "soon"}),
        ("datepicker", ["24/7/2026"], {"selected_date": "2026-07-24"}),
        ("timepicker", ["9.30"], {"selected_time": "09:30"}),
        ("external_select", ['{"value": "x"}'], {"selected_option": {"value": "x"}}),
        ("users_select", ["U1"], {"selected_user": "U1"}),
        ("multi_users_select", ["U1", "U2"], {"selected_users": ["U1", "U2"]}),
        ("multi_users_select", [], {"selected_users": []}),
        ("channels_select", ["C1"], {"selected_channel": "C1"}),
        ("conversations_select", [""], {"selected_conversation": None}),
    ],
)
def test_a_field_becomes_state_in_slacks_shape(kind: str, given: list[str], state: Json) -> None:
    assert read(asked(kind), *given) == {"type": kind, **state}


@pytest.mark.parametrize("kind", ["static_select", "radio_buttons"])
def test_a_choice_carries_the_whole_option(kind: str) -> None:
    assert read(asked(kind, options=[RED, BLUE]), "blue") == {"type": kind, "selected_option": BLUE}


@pytest.mark.parametrize("kind", ["static_select", "radio_buttons"])
def test_nothing_chosen_is_none(kind: str) -> None:
    assert read(asked(kind, options=[RED, BLUE])) == {"type": kind, "selected_option": None}


def test_an_option_that_was_never_offered_is_not_chosen() -> None:
    assert read(asked("static_select", options=[RED]), "blue")["selected_option"] is None


def test_an_option_in_a_group_can_be_chosen() -> None:
    groups = [{"label": RED["text"], "options": [RED]}, {"label": BLUE["text"], "options": [BLUE]}]
    assert read(asked("static_select", option_groups=groups), "blue")["selected_option"] == BLUE


def test_checkboxes_are_a_list() -> None:
    assert read(asked("checkboxes", options=[RED, BLUE]), "blue")["selected_options"] == [BLUE]


def test_rich_text_is_a_rich_text_block() -> None:
    block = read(asked("rich_text_input"), "words")["rich_text_value"]
    assert block["elements"][0]["elements"] == [{"type": "text", "text": "words"}]


def test_elements_beside_inputs_keep_state_too_but_buttons_do_not() -> None:
    select = {"type": "users_select", "action_id": "who"}
    blocks: list[Json] = [
        {"type": "section", "block_id": "s", "accessory": select},
        {"type": "actions", "block_id": "x", "elements": [{"type": "button", "action_id": "go"}, select]},
    ]
    values = forms.read(blocks, {forms.field_name("x", "who"): ["U1"]}, LONDON)
    assert values == {
        "s": {"who": {"type": "users_select", "selected_user": None}},
        "x": {"who": {"type": "users_select", "selected_user": "U1"}},
    }


def test_names_of_fields_differ_wherever_ids_do() -> None:
    pairs = [("a", "b/c"), ("a/b", "c"), ('a"', "b"), ("a", '"b'), ("a%2F", "b"), ("a/", "b")]
    assert len({forms.field_name(*pair) for pair in pairs}) == len(pairs)


def test_a_press_carries_what_was_set() -> None:
    blocks = asked("static_select", options=[RED])
    values = forms.read(blocks, {forms.field_name("b", "a"): ["red"]}, LONDON)
    assert forms.chosen(blocks[0], blocks[0]["element"], values) == {"selected_option": RED}


def test_more_choices_than_may_be_made_are_told() -> None:
    blocks = asked("multi_users_select", max_selected_items=1)
    values = forms.read(blocks, {forms.field_name("b", "a"): ["U1", "U2"]}, LONDON)
    assert forms.misspelt(blocks, values) == {"b": "Please choose at most 1."}


def test_a_date_that_cannot_be_read_is_no_date_for_the_bot() -> None:
    blocks = asked("datepicker")
    values = forms.read(blocks, {forms.field_name("b", "a"): ["31/02/2026"]}, LONDON)
    assert forms.spelt(blocks, values)["b"]["a"] == {"type": "datepicker", "selected_date": None}


def test_an_overflow_carries_the_option_that_was_picked() -> None:
    element = {"type": "overflow", "action_id": "a", "options": [RED, BLUE]}
    assert forms.chosen({"block_id": "b"}, element, {}, "blue") == {"selected_option": BLUE}


@pytest.mark.parametrize(
    ("kind", "given", "complains"),
    [
        ("url_text_input", "here", True),
        ("url_text_input", "https://a.example/x", False),
        ("email_text_input", "ada", True),
        ("email_text_input", "ada@garden.example", False),
        ("number_input", "1.5", True),
        ("number_input", "9", True),
        ("number_input", "3", False),
        ("number_input", "", False),
        ("datepicker", "31/02/2026", True),
        ("datepicker", "28/02/2026", False),
        ("timepicker", "25:00", True),
        ("timepicker", "0930", False),
        ("datetimepicker", "28/02/2026", True),
        ("datetimepicker", "28/02/2026 12:00", False),
    ],
)
def test_what_is_misspelt_is_told_at_its_field(kind: str, given: str, complains: bool) -> None:  # noqa: FBT001 - a table
    blocks = asked(kind, max_value="5") if kind == "number_input" else asked(kind)
    values = forms.read(blocks, {forms.field_name("b", "a"): [given]}, LONDON)
    assert bool(forms.misspelt(blocks, values).get("b")) == complains
