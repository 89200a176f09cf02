"""What Slack takes and refuses: blocks, views, messages, and the gate they pass."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.limits import (
    Fault,
    OverLimit,
    Surface,
    faults,
    message_faults,
    require_message,
    require_view,
    view_faults,
)
from tests.bot.pieces import (
    Json,
    actions,
    asking,
    beside,
    button,
    confirm,
    element,
    grouped,
    heavy_home,
    home,
    image,
    message,
    modal,
    mrkdwn,
    option,
    options,
    part,
    plain,
    rich,
    said,
    section,
    select,
    table,
    typed,
    weighing,
    without,
)

RIGHT: tuple[tuple[Surface, Json], ...] = (
    ("message", section()),
    ("message", {"type": "section", "fields": [plain(), mrkdwn()], "expand": True, "block_id": "b"}),
    ("message", {"type": "header", "text": {**plain(), "emoji": True}}),
    ("message", {"type": "context", "elements": [image(), plain(), {**mrkdwn(), "verbatim": True}]}),
    ("message", {"type": "divider"}),
    ("message", image(title=plain())),
    ("message", {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "A map"}),
    ("message", {"type": "markdown", "text": "**Words**"}),
    ("message", {**table(3, 4), "column_settings": [{"align": "right", "is_wrapped": True}]}),
    ("message", actions(button(value="", style="primary", confirm=confirm(style="danger")))),
    ("message", actions(button(url="mailto:a@example.org", accessibility_label="Write to us"))),
    ("message", beside(element("overflow", options=[option("a", url="https://example.org")]))),
    ("message", beside(image())),
    ("message", rich(part("section", said(), {"type": "user", "user_id": "U1"}, {"type": "emoji", "name": "wave"}))),
    ("message", rich(part("list", part("section", said()), style="bullet", indent=1), part("quote", said()))),
    ("message", rich(part("section"), part("preformatted"))),
    ("message", rich(part("preformatted", {"type": "link", "url": "https://example.org", "text": "here"}))),
    ("message", rich(part("section", {**said(), "style": {"bold": True}}, {"type": "broadcast", "range": "here"}))),
    ("message", rich(part("section", {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "then"}))),
    ("modal", {"type": "alert", "text": mrkdwn(), "level": "warning"}),
    ("modal", typed(multiline=True, min_length=9, max_length=9, placeholder=plain(), initial_value="")),
    (
        "modal",
        typed(focus_on_load=True, dispatch_action_config={"trigger_actions_on": ["on_character_entered"]})
        | {"dispatch_action": True, "optional": True, "hint": plain()},
    ),
    ("modal", asking(element("email_text_input", initial_value="a@example.org"))),
    ("modal", asking(element("url_text_input"))),
    ("modal", asking(element("number_input", is_decimal_allowed=True, min_value="-1.5", initial_value="2"))),
    ("modal", asking(element("file_input", filetypes=["pdf"], max_files=10))),
    ("modal", asking(element("rich_text_input", initial_value=rich(part("section", said()))))),
    ("modal", asking(element("datetimepicker", initial_date_time=1_784_800_800))),
    ("modal", asking(element("datepicker", initial_date="2026-07-24", placeholder=plain()))),
    ("modal", asking(element("timepicker", initial_time="23:59", timezone="Europe/London"))),
    ("modal", asking(select(initial_option=option("1")))),
    ("modal", asking(element("static_select", option_groups=grouped(options(2), [option("z")])))),
    ("modal", asking(element("multi_static_select", options=options(3), initial_options=options(2)))),
    ("modal", asking(element("checkboxes", options=[{"text": mrkdwn(), "value": "a", "description": mrkdwn()}]))),
    ("modal", asking(element("checkboxes", options=options(10), initial_options=[option("9")]))),
    ("modal", asking(element("radio_buttons", options=options(10), initial_option=option("0")))),
    ("modal", asking(element("users_select", initial_user="U1"))),
    ("modal", asking(element("multi_users_select", initial_users=["U1"], max_selected_items=3))),
    ("modal", asking(element("channels_select", initial_channel="C1", response_url_enabled=True))),
    ("modal", asking(element("multi_channels_select", initial_channels=["C1"]))),
    (
        "modal",
        asking(element("conversations_select", default_to_current_conversation=True, filter={"include": ["im"]})),
    ),
    ("modal", asking(element("multi_conversations_select", initial_conversations=["C1"]))),
    ("modal", asking(element("external_select", min_query_length=0, initial_option=option()))),
    ("modal", asking(element("multi_external_select", initial_options=[option()]))),
    ("home", actions(button(), {**select(), "action_id": "other"})),
    ("home", section(block_id="x" * 255)),
)


@pytest.mark.parametrize(("surface", "block"), RIGHT)
def test_a_right_block_of_every_kind_passes(surface: Surface, block: Json) -> None:
    assert faults([block], surface) == ()


# ---------------------------------------------------------------------------------------------------------------------
# Wrong blocks, and the place each is refused at

WRONG: tuple[tuple[Surface, object, str], ...] = (
    # kinds and surfaces
    ("message", {"type": "sektion"}, "blocks[0].type"),
    ("message", {"type": ["section"]}, "blocks[0].type"),
    ("message", {"text": plain()}, "blocks[0]"),
    ("message", "words", "blocks[0]"),
    ("message", {"type": "alert", "text": plain()}, "blocks[0].type"),
    ("modal", {"type": "markdown", "text": "Words"}, "blocks[0].type"),
    ("modal", table(), "blocks[0].type"),
    ("home", {"type": "card"}, "blocks[0].type"),
    ("message", asking(element("email_text_input")), "blocks[0].element.type"),
    ("home", asking(element("datetimepicker")), "blocks[0].element.type"),
    ("message", actions(element("plain_text_input")), "blocks[0].elements[0].type"),
    ("message", actions(element("workflow_button")), "blocks[0].elements[0].type"),
    ("message", beside(element("datetimepicker")), "blocks[0].accessory.type"),
    ("modal", asking(button()), "blocks[0].element.type"),
    ("modal", asking(element("overflow", options=options(1))), "blocks[0].element.type"),
    ("message", {"type": "context", "elements": [button()]}, "blocks[0].elements[0].type"),
    # fields that are missing, strange or of the wrong sort
    ("message", {"type": "section"}, "blocks[0]"),
    ("message", {"type": "header"}, "blocks[0]"),
    ("message", {"type": "divider", "text": plain()}, "blocks[0]"),
    ("message", section(text="Words"), "blocks[0].text"),
    ("message", section(text={"type": "mrkdwn"}), "blocks[0].text"),
    ("message", section(text={"type": "mrkdwn", "text": None}), "blocks[0].text.text"),
    ("message", section(text=mrkdwn("")), "blocks[0].text.text"),
    ("message", section(text={**mrkdwn(), "emoji": True}), "blocks[0].text"),
    ("message", section(fields=[]), "blocks[0].fields"),
    ("message", section(fields={"0": plain()}), "blocks[0].fields"),
    ("message", section(expand="yes"), "blocks[0].expand"),
    ("message", section(block_id=""), "blocks[0].block_id"),
    ("message", {"type": "header", "text": mrkdwn()}, "blocks[0].text.type"),
    ("message", {"type": "context", "elements": []}, "blocks[0].elements"),
    ("message", without("alt_text", image()), "blocks[0]"),
    ("message", without("image_url", image()), "blocks[0]"),
    ("message", image(slack_file={"id": "F1"}), "blocks[0]"),
    ("message", beside(without("image_url", image())), "blocks[0].accessory"),
    ("message", image(image_url="map.png"), "blocks[0].image_url"),
    ("message", image(title=mrkdwn()), "blocks[0].title.type"),
    ("message", {"type": "image", "alt_text": "A map", "slack_file": {}}, "blocks[0].slack_file"),
    ("message", {"type": "table", "rows": [["a"]]}, "blocks[0].rows[0][0]"),
    ("modal", without("label", typed()), "blocks[0]"),
    ("modal", {**typed(), "label": mrkdwn()}, "blocks[0].label.type"),
    ("modal", {**typed(), "hint": mrkdwn()}, "blocks[0].hint.type"),
    ("modal", asking(element("file_input"), dispatch_action=True), "blocks[0].element.type"),
    # buttons and confirmations
    ("message", actions(), "blocks[0].elements"),
    ("message", actions(element("button")), "blocks[0].elements[0]"),
    ("message", actions(button(disabled=True)), "blocks[0].elements[0]"),
    ("message", actions(button(style="blue")), "blocks[0].elements[0].style"),
    ("message", actions(button(url="example")), "blocks[0].elements[0].url"),
    ("message", actions(button(value=3)), "blocks[0].elements[0].value"),
    ("message", actions({**button(), "text": mrkdwn()}), "blocks[0].elements[0].text.type"),
    ("message", actions({**button(), "action_id": ""}), "blocks[0].elements[0].action_id"),
    ("message", actions(button(confirm=without("deny", confirm()))), "blocks[0].elements[0].confirm"),
    ("message", actions(button(confirm=confirm(title=mrkdwn()))), "blocks[0].elements[0].confirm.title.type"),
    ("message", actions(button(confirm=confirm(confirm=mrkdwn()))), "blocks[0].elements[0].confirm.confirm.type"),
    ("message", actions(button(confirm=confirm(deny=mrkdwn()))), "blocks[0].elements[0].confirm.deny.type"),
    ("message", actions(button(), button()), "blocks[0].elements[1].action_id"),
    # options
    ("message", beside(element("static_select")), "blocks[0].accessory"),
    ("message", beside(select(option_groups=grouped([option("z")]))), "blocks[0].accessory"),
    ("message", beside(element("static_select", options=[])), "blocks[0].accessory.options"),
    ("message", beside(element("static_select", options=[option(), option()])), "blocks[0].accessory.options[1].value"),
    (
        "message",
        beside(element("static_select", option_groups=grouped([option()], [option()]))),
        "blocks[0].accessory.option_groups[1].options[0].value",
    ),
    (
        "message",
        beside(element("static_select", option_groups=[{"options": options(1)}])),
        "blocks[0].accessory.option_groups[0]",
    ),
    (
        "message",
        beside(element("static_select", options=[{"text": mrkdwn(), "value": "a"}])),
        "blocks[0].accessory.options[0].text.type",
    ),
    (
        "message",
        beside(element("static_select", options=[{"text": plain()}])),
        "blocks[0].accessory.options[0]",
    ),
    (
        "message",
        beside(element("static_select", options=[option(url="https://example.org")])),
        "blocks[0].accessory.options[0]",
    ),
    ("message", beside(select(initial_option=option("9"))), "blocks[0].accessory.initial_option"),
    (
        "message",
        beside(element("multi_static_select", options=options(2), initial_options=[option("0"), option("9")])),
        "blocks[0].accessory.initial_options[1]",
    ),
    ("message", beside(select(initial_options=options(1))), "blocks[0].accessory"),
    ("message", beside(element("radio_buttons")), "blocks[0].accessory"),
    (
        "message",
        beside(element("radio_buttons", options=options(2), initial_option={**option("0"), "text": plain("Other")})),
        "blocks[0].accessory.initial_option",
    ),
    ("message", beside(select(placeholder=mrkdwn())), "blocks[0].accessory.placeholder.type"),
    (
        "message",
        beside(element("overflow", options=[option(), option()])),
        "blocks[0].accessory.options[1].value",
    ),
    (
        "message",
        beside(element("checkboxes", options=[option(), option()])),
        "blocks[0].accessory.options[1].value",
    ),
    (
        "message",
        beside(element("radio_buttons", options=[option(), option()])),
        "blocks[0].accessory.options[1].value",
    ),
    (
        "message",
        beside(element("multi_static_select", options=[option(), option()])),
        "blocks[0].accessory.options[1].value",
    ),
    ("message", beside(element("multi_static_select")), "blocks[0].accessory"),
    (
        "message",
        beside(element("checkboxes", options=options(2), initial_options=[option("9")])),
        "blocks[0].accessory.initial_options[0]",
    ),
    (
        "message",
        beside(element("static_select", option_groups=[{"label": mrkdwn(), "options": options(1)}])),
        "blocks[0].accessory.option_groups[0].label.type",
    ),
    # what is typed and picked
    ("modal", asking(element("datepicker", initial_date="24/07/2026")), "blocks[0].element.initial_date"),
    ("modal", asking(element("datepicker", initial_date="2026-13-01")), "blocks[0].element.initial_date"),
    ("modal", asking(element("timepicker", initial_time="24:00")), "blocks[0].element.initial_time"),
    ("modal", asking(element("timepicker", initial_time="9:00")), "blocks[0].element.initial_time"),
    ("modal", asking(element("datetimepicker", initial_date_time="1784800800")), "blocks[0].element.initial_date_time"),
    ("modal", asking(element("datetimepicker", initial_date_time=7)), "blocks[0].element.initial_date_time"),
    ("modal", asking(element("number_input")), "blocks[0].element"),
    ("modal", typed(min_length=9, max_length=3), "blocks[0].element.min_length"),
    ("modal", typed(max_length=0), "blocks[0].element.max_length"),
    ("modal", typed(max_length=True), "blocks[0].element.max_length"),
    ("modal", typed(dispatch_action_config={}), "blocks[0].element.dispatch_action_config"),
    (
        "modal",
        typed(dispatch_action_config={"trigger_actions_on": ["blur"]}),
        "blocks[0].element.dispatch_action_config.trigger_actions_on[0]",
    ),
    ("modal", asking(element("conversations_select", filter={"include": []})), "blocks[0].element.filter.include"),
    # rich text
    ("message", rich(), "blocks[0].elements"),
    ("message", rich(said()), "blocks[0].elements[0].type"),
    ("message", rich(part("section", said(""))), "blocks[0].elements[0].elements[0].text"),
    ("message", rich(part("section", {"type": "user"})), "blocks[0].elements[0].elements[0]"),
    ("message", rich(part("section", {**said(), "style": "bold"})), "blocks[0].elements[0].elements[0].style"),
    ("message", rich(part("list", part("section", said()))), "blocks[0].elements[0]"),
    ("message", rich(part("list", said(), style="bullet")), "blocks[0].elements[0].elements[0].type"),
    ("message", rich(part("list", part("section"), style="dash")), "blocks[0].elements[0].style"),
    (
        "message",
        rich(part("preformatted", {"type": "user", "user_id": "U1"})),
        "blocks[0].elements[0].elements[0].type",
    ),
)


@pytest.mark.parametrize(("surface", "block", "path"), WRONG)
def test_a_wrong_block_is_refused_where_it_is_wrong(surface: Surface, block: object, path: str) -> None:
    assert [fault.path for fault in faults([block], surface)] == [path]


@pytest.mark.parametrize("blocks", [None, "[]", {"type": "divider"}, 3])
def test_blocks_that_are_no_list_are_refused(blocks: object) -> None:
    assert [fault.path for fault in faults(blocks, "home")] == ["blocks"]


def test_a_fault_speaks_slacks_words() -> None:
    block = beside(element("static_select", options=[{"text": plain("x" * 76), "value": "a"}]))
    assert faults([{"type": "divider"}, block], "message") == (
        Fault(
            "blocks[1].accessory.options[0].text.text",
            "must be less than 76 characters [json-pointer:/blocks/1/accessory/options/0/text/text]",
            "invalid_blocks",
        ),
    )


@pytest.mark.parametrize(("surface", "code"), [("message", "invalid_blocks"), ("modal", "invalid_arguments")])
def test_a_block_fault_has_the_code_of_its_surface(surface: Surface, code: str) -> None:
    assert [fault.code for fault in faults([{"type": "section"}], surface)] == [code]


def test_every_fault_of_a_payload_is_named() -> None:
    found = faults([{"type": "section"}, {"type": "header", "text": plain("")}, {"type": "what"}], "home")
    assert [fault.path for fault in found] == ["blocks[0]", "blocks[1].text.text", "blocks[2].type"]


# ---------------------------------------------------------------------------------------------------------------------
# What blocks may not do together


def test_a_block_id_stands_once_in_a_payload() -> None:
    found = faults([section(block_id="a"), {"type": "divider", "block_id": "a"}], "home")
    assert [fault.path for fault in found] == ["blocks[1].block_id"]


def test_an_action_id_may_stand_again_in_another_block() -> None:
    assert faults([actions(button()), actions(button()), beside(button())], "message") == ()


def test_only_one_element_takes_the_focus() -> None:
    focused = select(focus_on_load=True)
    blocks = [
        typed(focus_on_load=True),
        typed(focus_on_load=False),
        beside(focused),
        actions(button(), focused | {"action_id": "b"}),
    ]
    assert [fault.path for fault in faults(blocks, "modal")] == [
        "blocks[2].accessory.focus_on_load",
        "blocks[3].elements[1].focus_on_load",
    ]


def test_markdown_blocks_share_one_limit() -> None:
    blocks = [{"type": "markdown", "text": "x" * 6000}, {"type": "markdown", "text": "x" * 6001}]
    assert [fault.code for fault in faults(blocks, "message")] == ["msg_blocks_too_long"]


def test_a_message_too_heavy_in_all_has_slacks_code_for_it() -> None:
    assert [(fault.path, fault.code) for fault in message_faults(message(*weighing(13_201)))] == [
        ("blocks", "msg_blocks_too_long")
    ]


def test_a_modal_may_be_heavier_than_a_message() -> None:
    assert view_faults(modal(*weighing(14_000))) == ()


# ---------------------------------------------------------------------------------------------------------------------
# Views

VIEWS: tuple[tuple[object, str], ...] = (
    (None, "view"),
    ([], "view"),
    ({}, "view"),
    ({**modal(), "type": "page"}, "view.type"),
    (without("title", modal()), "view"),
    (without("blocks", modal()), "view"),
    ({**modal(), "title": mrkdwn()}, "view.title.type"),
    ({**modal(), "title": plain("")}, "view.title.text"),
    ({**modal(), "title": "Words"}, "view.title"),
    ({**modal(), "blocks": []}, "view.blocks"),
    ({**modal(), "blocks": "[]"}, "view.blocks"),
    (modal({"type": "section"}), "view.blocks[0]"),
    (modal(submit_disabled=True), "view"),
    (modal(notify_on_close="true"), "view.notify_on_close"),
    (modal(private_metadata={"id": 1}), "view.private_metadata"),
    (without("submit", modal(section(), typed())), "view.blocks[1].input"),
    (home(submit=plain()), "view"),
    (home(title=plain()), "view"),
    (home({"type": "alert", "text": plain()}), "view.blocks[0].type"),
)


@pytest.mark.parametrize(
    "view",
    [
        modal(
            typed(),
            callback_id="",
            external_id="",
            private_metadata="",
            close=plain(),
            clear_on_close=True,
            notify_on_close=False,
        ),
        without("submit", modal()),
        home(typed(), private_metadata="ids", external_id="e"),
    ],
)
def test_a_right_view_passes(view: Json) -> None:
    assert view_faults(view) == ()


@pytest.mark.parametrize(("view", "path"), VIEWS)
def test_a_wrong_view_is_refused_where_it_is_wrong(view: object, path: str) -> None:
    assert [(fault.path, fault.code) for fault in view_faults(view)] == [(path, "invalid_arguments")]


def test_a_modal_that_asks_without_submit_is_refused_in_slacks_words() -> None:
    assert [fault.message for fault in view_faults(without("submit", modal(typed())))] == [
        "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]"
    ]


def test_a_view_too_large_in_all_has_slacks_code_for_it() -> None:
    assert [(fault.path, fault.code) for fault in view_faults(heavy_home(250_001))] == [("view", "view_too_large")]


# ---------------------------------------------------------------------------------------------------------------------
# Messages

MESSAGES: tuple[tuple[Json, str, str], ...] = (
    ({"channel": "C1"}, "text", "no_text"),
    ({"text": "", "blocks": []}, "text", "no_text"),
    ({"text": ["Words"]}, "text", "invalid_arguments"),
    ({"text": "x" * 40_001}, "text", "msg_too_long"),
    ({"text": "é" * 2001, "ts": "1.0"}, "text", "msg_too_long"),
    (message() | {"blocks": "[]"}, "blocks", "invalid_blocks_format"),
    (message({"type": "section"}), "blocks[0]", "invalid_blocks"),
    (message(attachments=[{}] * 101), "attachments", "too_many_attachments"),
    (message(metadata="ids"), "metadata", "invalid_metadata_format"),
    (message(metadata={"event_type": "invite"}), "metadata", "invalid_metadata_format"),
    (message(metadata={"event_type": "", "event_payload": {}}), "metadata.event_type", "invalid_metadata_format"),
    (message(metadata={"event_type": "a", "event_payload": []}), "metadata.event_payload", "invalid_metadata_format"),
    (
        message(metadata={"event_type": "a", "event_payload": {"id": None}}),
        "metadata.event_payload.id",
        "invalid_metadata_format",
    ),
    (
        message(metadata={"event_type": "a", "event_payload": {"ids": [{"of": [1]}]}}),
        "metadata.event_payload.ids[0].of",
        "invalid_metadata_format",
    ),
    (
        message(metadata={"event_type": "a", "event_payload": {"id": "x" * 8000}}),
        "metadata",
        "metadata_too_large",
    ),
)


@pytest.mark.parametrize(
    "payload",
    [
        {"text": "Words"},
        {"blocks": [section()]},
        message(section(), thread_ts="1.0"),
        message(metadata={"event_type": "a", "event_payload": {"id": 1, "of": {"b": True}, "all": ["x", {"y": 2.5}]}}),
        {"text": "Words", "ts": "1.0", "blocks": []},
        {"attachments": [{"text": "Words"}]},
    ],
)
def test_a_right_message_passes(payload: Json) -> None:
    assert message_faults(payload) == ()


@pytest.mark.parametrize(("payload", "path", "code"), MESSAGES)
def test_a_wrong_message_is_refused_with_slacks_code(payload: Json, path: str, code: str) -> None:
    assert [(fault.path, fault.code) for fault in message_faults(payload)] == [(path, code)]


# ---------------------------------------------------------------------------------------------------------------------
# The gate


def test_a_right_message_goes_out() -> None:
    require_message(message(section()))


def test_a_message_without_fallback_text_stays_in() -> None:
    with pytest.raises(OverLimit, match=r"^text$"):
        require_message({"blocks": [section()]})


def test_a_right_view_goes_out() -> None:
    require_view(modal(typed()))


def test_what_stays_in_names_its_places_and_never_its_texts() -> None:
    secret = "waiting list " * 300
    with pytest.raises(OverLimit) as refused:
        require_view(modal(section(text=mrkdwn(secret)), {"type": "header", "text": plain(secret)}))
    assert str(refused.value) == "view.blocks[0].text.text, view.blocks[1].text.text"
    assert not any("waiting" in fault.message for fault in refused.value.faults)


# ---------------------------------------------------------------------------------------------------------------------
# Anything at all

KEYS = st.sampled_from(
    [
        "type",
        "text",
        "blocks",
        "elements",
        "element",
        "accessory",
        "options",
        "option_groups",
        "value",
        "action_id",
        "initial_option",
        "initial_options",
        "fields",
        "rows",
        "label",
        "title",
        "block_id",
        "metadata",
        "focus_on_load",
    ]
)
KINDS = st.sampled_from(
    [
        "section",
        "actions",
        "input",
        "context",
        "rich_text",
        "rich_text_section",
        "text",
        "plain_text",
        "mrkdwn",
        "static_select",
        "checkboxes",
        "button",
        "table",
        "modal",
        "home",
        "image",
        "overflow",
        "markdown",
        "header",
    ]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | KINDS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=5)
        | st.fixed_dictionaries({"type": KINDS}, optional={"text": inner, "elements": inner, "options": inner})
    ),
    max_leaves=25,
)


@given(ANYTHING, st.sampled_from(["message", "modal", "home"]))
def test_any_json_gets_an_answer_as_blocks(blocks: object, surface: Surface) -> None:
    assert all(fault.path.startswith("blocks") for fault in faults([blocks], surface))


@given(ANYTHING)
def test_any_json_gets_an_answer_as_a_view(view: object) -> None:
    assert all(fault.path.startswith("view") for fault in view_faults(view))


@given(st.dictionaries(st.sampled_from(["text", "blocks", "attachments", "metadata", "ts"]), ANYTHING))
def test_any_json_gets_an_answer_as_a_message(payload: Mapping[str, object]) -> None:
    assert all(fault.path for fault in message_faults(payload))


@given(st.sampled_from(RIGHT), st.data())
def test_a_right_block_with_any_one_part_changed_gets_an_answer(
    right: tuple[Surface, Json], data: st.DataObject
) -> None:
    surface, block = right
    name = data.draw(st.sampled_from(sorted(block)))
    assert all(fault.path.startswith("blocks[0]") for fault in faults([{**block, name: data.draw(ANYTHING)}], surface))
