"""A posted HTML form becomes state.values in Slack's shape, read by the blocks that were drawn."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from typing import Any
from urllib.parse import quote

from sandbox import elements
from sandbox.page import moments
from sandbox.things import Json

Fields = Mapping[str, Sequence[str]]
Files = Mapping[str, Sequence[Json]]

EXTERNAL = frozenset({"external_select", "multi_external_select"})
"""Their options come from the bot; a chosen one is posted whole."""


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
        words = complaint(block, element, values) if block["type"] == "input" else ""
        found |= {block["block_id"]: words} if words else {}
    return found


def complaint(block: Json, element: Json, values: Json) -> str:
    """What is wrong with the form of one element's value."""
    value = held(block, element, values) if element["type"] in _FORMS else None
    return _FORMS[element["type"]](element, value) if value else ""


def spelt(blocks: Sequence[Json], values: Json) -> Json:
    """The values without what cannot be read: Slack's own pickers hold nothing else."""
    clean = {block_id: dict(states) for block_id, states in values.items()}
    for block, element in elements.elements(blocks):
        if element["type"] in _PICKERS and complaint(block, element, values):
            clean[block["block_id"]][element["action_id"]] = {
                "type": element["type"],
                elements.VALUE_KEYS[element["type"]]: None,
            }
    return clean


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
    if element["type"] in EXTERNAL:
        return json.loads(text) if text else None
    return next((option for option in options(element) if option.get("value") == text), None)


def _instant(_element: Json, text: str, zone: tzinfo) -> int | str | None:
    at = moments.typed(text, zone)
    return int(at.timestamp()) if at else text or None


def _day(_element: Json, text: str, _zone: tzinfo) -> str | None:
    day = moments.typed_day(text)
    return day.isoformat() if day else text or None


def _time(_element: Json, text: str, _zone: tzinfo) -> str | None:
    at = moments.typed_time(text)
    return f"{at:%H:%M}" if at else text or None


def _rich_text(_element: Json, text: str, _zone: tzinfo) -> Json | None:
    if not text:
        return None
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


_MAKERS: Mapping[str, Callable[[Json, str, tzinfo], Any]] = {
    "selected_option": _option,
    "selected_options": _option,
    "selected_date": _day,
    "selected_time": _time,
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


def _date_form(_element: Json, value: str) -> str:
    return "" if moments.typed_day(value) else "Please enter a date as day/month/year."


def _time_form(_element: Json, value: str) -> str:
    return "" if moments.typed_time(value) else "Please enter a time between 00:00 and 23:59."


def _moment_form(_element: Json, value: int | str) -> str:
    return "" if isinstance(value, int) else "Please enter a date and time as day/month/year hours:minutes."


def _few(element: Json, value: Sequence[object]) -> str:
    most = element.get("max_selected_items") or element.get("max_files")
    return "" if most is None or len(value) <= most else f"Please choose at most {most}."


_PICKERS = frozenset({"datepicker", "timepicker", "datetimepicker"})
_FORMS: Mapping[str, Callable[[Json, Any], str]] = {
    "datepicker": _date_form,
    "timepicker": _time_form,
    "datetimepicker": _moment_form,
    "file_input": _few,
    **dict.fromkeys((kind for kind in elements.VALUE_KEYS if kind.startswith("multi_")), _few),
    "url_text_input": _url,
    "email_text_input": _email,
    "number_input": _number,
}
