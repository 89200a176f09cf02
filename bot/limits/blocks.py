"""The blocks a payload is built of: one entry for each this house sends, from reference/block-kit/blocks."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.limits import objects
from bot.limits.elements import ALT_TEXT, IMAGE_URL, IN_ACTIONS, IN_CONTEXT, IN_INPUT, IN_SECTION
from bot.limits.objects import plain, text
from bot.limits.place import Flaw
from bot.limits.rules import Rule, distinct, either, flag, items, one_of, parts, shape, string
from bot.limits.table import block_stands_on

_ID = {"block_id": string("block_id.max")}


def _distinct_actions(block: Mapping[str, Any]) -> Iterator[Flaw]:
    """An action_id names one element of its block."""
    return distinct(
        (("elements", index, "action_id"), element.get("action_id")) for index, element in parts(block.get("elements"))
    )


def _no_dispatch_of_files(block: Mapping[str, Any]) -> Iterator[Flaw]:
    """A file input cannot dispatch: reference, input block."""
    element = block.get("element")
    if block.get("dispatch_action") is True and isinstance(element, dict) and element.get("type") == "file_input":
        yield Flaw("unsupported type: file_input", ("element", "type"))


_CELL = one_of(
    {
        "raw_text": shape({"text": string()}, {}),
        "rich_text": shape({"elements": objects.RICH_TEXT_PARTS}, {}),
    }
)
_COLUMN = shape({}, {"align": string(among=("left", "center", "right")), "is_wrapped": flag})

KINDS: Mapping[str, Rule] = {
    "actions": shape({"elements": items(IN_ACTIONS, "actions.elements.max_items")}, _ID, _distinct_actions),
    "alert": shape(
        {"text": text("text.max")},
        {**_ID, "level": string(among=("default", "info", "warning", "error", "success"))},
    ),
    "context": shape({"elements": items(IN_CONTEXT, "context.elements.max_items")}, _ID),
    "divider": shape({}, _ID),
    "header": shape({"text": plain("header.text.max")}, _ID),
    "image": shape(
        {"alt_text": ALT_TEXT},
        {**_ID, "image_url": IMAGE_URL, "slack_file": objects.SLACK_FILE, "title": plain("image.title.max")},
        either("image_url", "slack_file"),
    ),
    "input": shape(
        {"label": plain("input.label.max"), "element": IN_INPUT},
        {**_ID, "hint": plain("input.hint.max"), "optional": flag, "dispatch_action": flag},
        _no_dispatch_of_files,
    ),
    "markdown": shape({"text": string("markdown.text.max")}, _ID),
    "rich_text": shape({"elements": objects.RICH_TEXT_PARTS}, _ID),
    "section": shape(
        {},
        {
            **_ID,
            "text": text("section.text.max"),
            "fields": items(text("section.field.max"), "section.fields.max_items"),
            "accessory": IN_SECTION,
            "expand": flag,
        },
        either("text", "fields", both=True),
    ),
    "table": shape(
        {"rows": items(items(_CELL, "table.columns.max_items"), "table.rows.max_items")},
        {**_ID, "column_settings": items(_COLUMN, "table.columns.max_items")},
    ),
}

BLOCK = one_of(KINDS, block_stands_on)
