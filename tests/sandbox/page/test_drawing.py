import re
from typing import Any
from urllib.parse import urlencode

from bot.limits import blocks as block_limits
from bot.limits import elements as element_limits
from sandbox.page.drawing import BLOCKS, MACROS, Drawing, Surface

Json = dict[str, Any]
HOSTILE = "<script>alert(1)</script>\"'><b>"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(name: str) -> Json:
    return {"text": plain(name), "value": name, "description": plain(f"about {name}")}


def press(block: str, action: str) -> str:
    return "/press?" + urlencode({"block": block, "action": action})


def drawing(**more: Any) -> Drawing:
    choices = {"users": [("U1", "Ada")], "channels": [("C1", "# green")], "conversations": [("C1", "# green")]}
    return Drawing(Surface("s", press, choices=choices, **more))


def asking(element: Json, **more: Any) -> Json:
    asked = {"action_id": "a", **element}
    return {"type": "input", "block_id": "b", "label": plain("Label"), "element": asked, **more}


def elements(text: str) -> list[Json]:
    """One of every element that can be drawn, with `text` wherever words go."""
    more: dict[str, Json] = {
        "button": {"text": plain(text), "accessibility_label": text, "value": text},
        "overflow": {"options": [option(text), option("two")]},
        "rich_text_input": {},
    }
    offered = {"options": [option(text), option("two")], "placeholder": plain(text)}
    return [{"type": kind, "action_id": kind, **more.get(kind, offered)} for kind in MACROS]


def blocks(text: str) -> list[Json]:
    """One of every block that can be drawn."""
    rich = [{"type": "rich_text_section", "elements": [{"type": "text", "text": text, "style": {"bold": True}}]}]
    image = {"image_url": f"https://a.example/{text}", "alt_text": text}
    words = {"type": "mrkdwn", "text": text}
    found: list[Json] = [
        {"type": "section", "text": words, "fields": [words, plain(text)]},
        {"type": "section", "text": words, "accessory": {"type": "image", **image}},
        {"type": "header", "text": plain(text)},
        {"type": "divider"},
        {"type": "context", "elements": [words, {"type": "image", **image}]},
        {"type": "actions", "elements": elements(text)},
        {"type": "alert", "level": "warning", "text": words},
        {"type": "context_actions", "elements": []},
        asking({"type": "plain_text_input", "initial_value": text}, hint=plain(text), optional=True),
        {"type": "image", "title": plain(text), **image},
        {"type": "rich_text", "elements": rich},
        {"type": "markdown", "text": text},
        {"type": "table", "rows": [[{"type": "raw_text", "text": text}, {"type": "rich_text", "elements": rich}]]},
        {"type": "video", "title": plain(text), "video_url": text, "thumbnail_url": text, "alt_text": text},
        {"type": "file", "external_id": text},
    ]
    return [{"block_id": f"b{n}", **block} for n, block in enumerate(found)]


def test_every_block_that_is_said_to_be_drawn_is_drawn() -> None:
    assert {block["type"] for block in blocks("x")} == BLOCKS
    assert "cannot draw" not in drawing().blocks(blocks("x"))


def test_no_words_of_a_bot_become_a_tag() -> None:
    drawn = str(drawing().blocks(blocks(HOSTILE)))
    assert "<script" not in drawn
    assert "<b>" not in drawn


def test_an_unknown_block_is_a_box_that_names_it() -> None:
    assert "carousel" in drawing().block({"type": "carousel", "block_id": "b"})


def test_an_unknown_element_is_a_box_that_names_it() -> None:
    assert "feedback_buttons" in drawing().block(asking({"type": "feedback_buttons"}))


def test_whatever_slack_lets_a_bot_send_can_be_drawn() -> None:
    assert set(block_limits.KINDS) <= BLOCKS
    assert set(element_limits.KINDS) - {"image"} <= set(MACROS)


def test_a_buttons_style_and_address_are_drawn() -> None:
    button = {"type": "button", "action_id": "go", "text": plain("Go"), "style": "primary"}
    drawn = str(drawing().block({"type": "actions", "block_id": "b", "elements": [button]}))
    assert 'class="btn primary"' in drawn
    assert 'hx-post="/press?block=b&amp;action=go"' in drawn


def test_a_button_that_leads_to_a_script_is_no_link() -> None:
    button = {"type": "button", "action_id": "go", "text": plain("Go"), "url": "javascript:alert(1)"}
    assert "javascript" not in drawing().block({"type": "actions", "block_id": "b", "elements": [button]})


def test_an_input_sends_only_when_it_dispatches() -> None:
    element = {"type": "plain_text_input"}
    assert "hx-post" not in drawing().block(asking(element))
    assert 'hx-trigger="entered"' in drawing().block(asking(element, dispatch_action=True))


def test_an_input_shows_what_is_kept_before_what_it_began_with() -> None:
    values = {"b": {"a": {"type": "plain_text_input", "value": "kept"}}}
    drawn = drawing(values=values).block(asking({"type": "plain_text_input", "initial_value": "first"}))
    assert 'value="kept"' in drawn
    assert "first" not in drawn


def test_an_inputs_id_outlives_another_first_value_but_not_another_question() -> None:
    ids = [
        re.findall(r'<input[^>]* id="(\w+)"', drawing().block(asking({"type": "plain_text_input", **more})))
        for more in ({"initial_value": "one"}, {"initial_value": "two"}, {"max_length": 9})
    ]
    assert ids[0] == ids[1] != ids[2]


def test_an_error_stands_at_its_field() -> None:
    drawn = drawing(errors={"b": "Too short"}).block(asking({"type": "plain_text_input"}))
    field = re.search(r'aria-describedby="(\w+)-error', drawn)
    assert field
    assert f'id="{field[1]}-error" data-for="{field[1]}" role="alert">Too short' in drawn


def test_a_chosen_option_is_drawn_chosen() -> None:
    element = {"type": "radio_buttons", "options": [option("one"), option("two")], "initial_option": option("two")}
    drawn = str(drawing().block(asking(element)))
    assert re.findall(r'value="(\w+)" checked', drawn) == ["two"]
    assert "about two" in drawn


def test_a_long_list_has_a_box_to_search_it() -> None:
    element = {"type": "multi_static_select", "options": [option(f"n{n}") for n in range(9)], "max_selected_items": 2}
    drawn = str(drawing().block(asking(element)))
    assert 'type="search"' in drawn
    assert 'data-most="2"' in drawn
    assert 'type="search"' not in drawing().block(asking(element | {"options": [option("one")]}))


def test_dates_are_drawn_day_before_month_and_times_with_24_hours() -> None:
    asked: list[Json] = [
        {"type": "datepicker", "initial_date": "2026-07-04"},
        {"type": "timepicker", "initial_time": "17:30"},
        {"type": "datetimepicker", "initial_date_time": 1783181400},
    ]
    drawn = [str(drawing().block(asking(element))) for element in asked]
    assert [re.findall(r' value="([^"]*)"', one) for one in drawn] == [["04/07/2026"], ["17:30"], ["04/07/2026 16:10"]]


def test_a_choice_of_an_external_select_carries_all_of_itself() -> None:
    element = {"type": "external_select", "action_id": "a", "initial_option": {"text": plain("One"), "value": "1"}}
    drawn = str(drawing().block(asking(element)))
    assert "&#34;value&#34;: &#34;1&#34;" in drawn


def test_an_entry_of_a_menu_that_is_a_link_leads_away() -> None:
    element = {"type": "overflow", "options": [option("one") | {"url": "https://a.example/"}]}
    block = {"type": "section", "block_id": "b", "text": plain("t"), "accessory": {"action_id": "a", **element}}
    assert '<a href="https://a.example/" target="_blank"' in drawing().block(block)


def test_a_button_keeps_its_id_when_its_block_is_another() -> None:
    blocks = [
        {"type": "actions", "block_id": b, "elements": [{"type": "button", "action_id": "go", "text": plain("Go")}]}
        for b in ("one", "two")
    ]
    first, second = (re.findall(r' id="(\w+)"', drawing().block(block)) for block in blocks)
    assert first == second


def test_people_are_offered_by_name() -> None:
    assert '<option value="U1" selected>Ada</option>' in drawing().block(
        asking({"type": "users_select", "initial_user": "U1"})
    )


def test_a_confirmation_is_asked_in_words_that_are_never_run() -> None:
    confirm = {"title": plain("Sure?"), "text": plain("js:alert(1)"), "confirm": plain("Yes"), "deny": plain("No")}
    button = {"type": "button", "action_id": "go", "text": plain("Go"), "confirm": confirm}
    drawn = str(drawing().block({"type": "actions", "block_id": "b", "elements": [button]}))
    assert 'hx-confirm="ask" data-title="Sure?" data-text="js:alert(1)" data-yes="Yes" data-no="No"' in drawn
