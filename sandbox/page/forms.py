"""A posted HTML form becomes state.values in Slack's shape, read by the blocks that were drawn."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any
from urllib.parse import quote

from sandbox import elements
from sandbox.things import Json

Fields = Mapping[str, Sequence[str]]
Files = Mapping[str, Sequence[Json]]


def field_name(block_id: str, action_id: str) -> str:
    """Name a form field; ids may hold any character, and browsers mangle quotes in names, so they are encoded."""
    return f"{quote(block_id, safe='')}/{quote(action_id, safe='')}"


def options(element: Json) -> list[Json]:
    """All options of an element, those in groups too."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def held(block: Json, element: Json, values: Json) -> Any:
    """What an element holds now: what is kept of it, else what it began with."""
    kept = values.get(block["block_id"], {}).get(element["action_id"])
    state = kept if kept and kept.get("type") == element["type"] else elements.initial(element)
    return state[elements.VALUE_KEYS[element["type"]]]


def read(blocks: Sequence[Json], fields: Fields, zone: tzinfo, files: Files | None = None) -> Json:
    """Read a whole form: {block_id: {action_id: state}} for every element that keeps a state."""
    values: Json = {}
    for block, element in elements.elements(blocks):
        if element["type"] in elements.VALUE_KEYS:
            name = field_name(block["block_id"], element["action_id"])
            state = _state(element, fields.get(name, ()), zone, (files or {}).get(name, ()))
            values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def chosen(block: Json, element: Json, values: Json, picked: str = "") -> Json:
    """What a press of this element carries besides the element itself; `picked` is an overflow's option."""
    if element["type"] == "overflow":
        return {"selected_option": next((o for o in options(element) if o.get("value") == picked), None)}
    state = values.get(block["block_id"], {}).get(element["action_id"], {})
    return {key: value for key, value in state.items() if key != "type"}


def misspelt(blocks: Sequence[Json], values: Json) -> dict[str, str]:
    """What Slack's own page refuses before the app hears of it, by form alone: {block_id: words}."""
    found: dict[str, str] = {}
    for block, element in elements.elements(blocks):
        if block["type"] == "input" and element["type"] in _FORMS:
            value = held(block, element, values)
            words = _FORMS[element["type"]](element, value) if value else ""
            found |= {block["block_id"]: words} if words else {}
    return found


def _state(element: Json, raw: Sequence[str], zone: tzinfo, files: Sequence[Json]) -> Json:
    """One element's state from what its fields held."""
    kind, key = element["type"], elements.VALUE_KEYS[element["type"]]
    if kind == "file_input":
        return {"type": kind, key: list(files)}
    make = _MAKERS.get(key, _text)
    made = [value for text in raw if (value := make(element, text.replace("\r\n", "\n"), zone)) is not None]
    empty = elements.empty(key)
    return {"type": kind, key: made if empty == [] else next(iter(made), empty)}


def _text(_element: Json, text: str, _zone: tzinfo) -> str | None:
    return text or None


def _option(element: Json, text: str, _zone: tzinfo) -> Json | None:
    return next((option for option in options(element) if option.get("value") == text), None)


def _instant(_element: Json, text: str, zone: tzinfo) -> int | None:
    try:
        return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())
    except ValueError:
        return None


def _rich_text(_element: Json, text: str, _zone: tzinfo) -> Json | None:
    if not text:
        return None
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


_MAKERS: Mapping[str, Callable[[Json, str, tzinfo], Any]] = {
    "selected_option": _option,
    "selected_options": _option,
    "selected_date_time": _instant,
    "rich_text_value": _rich_text,
}


def _url(_element: Json, value: str) -> str:
    return "" if re.fullmatch(r"https?://[^\s/]+\S*", value) else "Please enter a valid URL."


def _email(_element: Json, value: str) -> str:
    return "" if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) else "Please enter a valid email address."


def _number(element: Json, value: str) -> str:
    decimal = element.get("is_decimal_allowed", False)
    if not re.fullmatch(r"-?\d+(\.\d+)?" if decimal else r"-?\d+", value):
        return "Please enter a number." if decimal else "Please enter a whole number."
    if float(value) < float(element.get("min_value", value)):
        return f"Please enter {element['min_value']} or more."
    if float(value) > float(element.get("max_value", value)):
        return f"Please enter {element['max_value']} or less."
    return ""


_FORMS: Mapping[str, Callable[[Json, str], str]] = {
    "url_text_input": _url,
    "email_text_input": _email,
    "number_input": _number,
}
