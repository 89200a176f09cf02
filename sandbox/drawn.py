"""Blocks as the plain text that a person reads: the eyes of story tests."""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sandbox.elements import VALUE_KEYS
from sandbox.things import Json

Names = Callable[[str], str]
"""From an id of a person or channel to the name shown."""


def drawn_text(blocks: Iterable[Json], values: Json | None = None, names: Names = str) -> str:
    """What is visible of these blocks, one thing a line; `values` is what the inputs hold."""
    return "\n".join(line for block in blocks for line in _block(block, values or {}, names) if line)


def plain(text: str, names: Names = str) -> str:
    """Mrkdwn as it looks: no markers, links by their label, mentions by name."""
    text = re.sub(r"<!date\^\d+\^[^|>]*\|([^>]*)>", r"\1", text)
    text = re.sub(r"<[@#]([A-Z0-9]+)(?:\|[^>]*)?>", lambda found: "@" + names(found[1]), text)
    text = re.sub(r"<!(\w+)[^>]*>", r"@\1", text)
    text = re.sub(r"<([^|>]+)\|([^>]+)>", r"\2", text)
    text = re.sub(r"<((?:https?|mailto):[^>]+)>", r"\1", text)
    for mark in ("*", "_", "~", "`"):
        edge = re.escape(mark)
        text = re.sub(rf"(?<![\w{edge}]){edge}(?=\S)(.+?)(?<=\S){edge}(?![\w{edge}])", r"\1", text)
    return html.unescape(re.sub(r"(?m)^&gt; ?", "", text))


def words(text: Any, names: Names = str) -> str:
    """A text object as it looks."""
    if not isinstance(text, dict):
        return ""
    return plain(text["text"], names) if text.get("type") == "mrkdwn" else str(text["text"])


def option_words(option: Json) -> str:
    """The text of an option."""
    return words(option["text"])


def options(element: Json) -> list[Json]:
    """Every option of a select, grouped or not."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def _block(block: Json, values: Json, names: Names) -> Iterator[str]:
    state = values.get(block.get("block_id", ""), {})
    match block["type"]:
        case "section":
            yield words(block.get("text"), names)
            yield from (words(field, names) for field in block.get("fields", []))
            yield from _elements([block.get("accessory")], state, names)
        case "actions" | "context_actions":
            yield "  ".join(_elements(block["elements"], state, names))
        case "input":
            yield words(block["label"]) + (" (optional)" if block.get("optional") else "")
            yield from _elements([block["element"]], state, names)
            yield words(block.get("hint"))
        case "context":
            yield " ".join(words(part, names) if "text" in part else part["alt_text"] for part in block["elements"])
        case "image" | "video":
            yield f"{words(block.get('title'))} [image: {block['alt_text']}]".strip()
        case "divider":
            yield "----"
        case "table":
            yield from (" | ".join(_leaves(cell) for cell in row) for row in block["rows"])
        case "rich_text":
            yield from (_leaves(part, names) for part in block["elements"])
        case _:
            yield words(block.get("text"), names) if isinstance(block.get("text"), dict) else str(block.get("text", ""))


def _leaves(part: Json, names: Names = str) -> str:
    """The text inside rich text or a table's cell."""
    if part.get("elements"):
        return "".join(_leaves(inner, names) for inner in part["elements"])
    if part["type"] in {"user", "channel"}:
        return "@" + names(part.get("user_id") or part.get("channel_id", ""))
    return str(part.get("text") or part.get("url") or part.get("name") or "")


def _elements(elements: Iterable[Json | None], state: Json, names: Names) -> Iterator[str]:
    for element in elements:
        if element:
            yield _element(element, state.get(element.get("action_id", ""), {}), names)


def _element(element: Json, held: Json, names: Names) -> str:
    """One element with what it holds."""
    kind = element["type"]
    now = held.get(VALUE_KEYS.get(kind, ""), None)
    match kind:
        case "button" | "workflow_button":
            return f"[{words(element['text'])}]"
        case "image":
            return f"[image: {element['alt_text']}]"
        case "overflow":
            return "[...]"
        case "radio_buttons" | "checkboxes":
            return "\n".join(_choice(option, now) for option in element["options"])
        case _:
            return f"< {_held(now, names) or words(element.get('placeholder'))} >"


def _choice(option: Json, now: Any) -> str:
    chosen = now if isinstance(now, list) else [now]
    ticked = any(one and one["value"] == option["value"] for one in chosen)
    said = f"({'x' if ticked else ' '}) {option_words(option)}"
    return f"{said} - {words(option['description'])}" if option.get("description") else said


def _held(now: Any, names: Names) -> str:
    """What an input holds, in words."""
    if isinstance(now, list):
        return ", ".join(_held(one, names) for one in now)
    if isinstance(now, dict):
        return option_words(now) if isinstance(now.get("text"), dict) else _leaves(now, names)
    return "" if now is None else names(str(now))
