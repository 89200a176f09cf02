"""Right pieces of Block Kit, from which the wrong ones are made by one change."""

import json
from typing import Any

from bot.limits import LIMITS

Json = dict[str, Any]


def plain(text: str = "Words") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "*Words*") -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str = "a", **more: object) -> Json:
    return {"text": plain(), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(str(number)) for number in range(count)]


def grouped(*each: list[Json]) -> list[Json]:
    return [{"label": plain(), "options": one} for one in each]


def element(kind: str, **more: object) -> Json:
    return {"type": kind, "action_id": "act", **more}


def button(**more: object) -> Json:
    return element("button", text=plain(), **more)


def select(**more: object) -> Json:
    return {**element("static_select", options=options(3)), **more}


def confirm(**more: object) -> Json:
    return {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain(), **more}


def section(**more: object) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def beside(accessory: Json) -> Json:
    return section(accessory=accessory)


def actions(*elements: Json, **more: object) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def asking(one: Json, **more: object) -> Json:
    return {"type": "input", "label": plain(), "element": one, **more}


def typed(**more: object) -> Json:
    return asking(element("plain_text_input", **more))


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def part(kind: str, *elements: Json, **more: object) -> Json:
    return {"type": f"rich_text_{kind}", "elements": list(elements), **more}


def said(text: str = "Words") -> Json:
    return {"type": "text", "text": text}


def image(**more: object) -> Json:
    return {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A map", **more}


def table(rows: int = 1, columns: int = 1) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}] * columns] * rows}


def modal(*blocks: Json, **more: object) -> Json:
    return {"type": "modal", "title": plain(), "submit": plain(), "blocks": list(blocks or [section()]), **more}


def home(*blocks: Json, **more: object) -> Json:
    return {"type": "home", "blocks": list(blocks or [section()]), **more}


def message(*blocks: Json, **more: object) -> Json:
    return {"channel": "C1", "text": "Words", "blocks": list(blocks), **more}


def without(name: str, whole: Json) -> Json:
    return {key: value for key, value in whole.items() if key != name}


def weighing(size: int) -> list[Json]:
    """Five sections that Slack counts as so many characters together."""
    rest = size - 5 * LIMITS["message.block.weight"]
    return [section(text=plain("x" * (rest // 5 + (rest % 5 if number == 0 else 0)))) for number in range(5)]


def metadata_of(size: int) -> Json:
    empty = {"event_type": "invite", "event_payload": {"id": ""}}
    return {**empty, "event_payload": {"id": "x" * (size - len(json.dumps(empty)))}}


def heavy_home(size: int) -> Json:
    blocks = [section(text=plain("x" * 2900))] * 84
    return home(*blocks, private_metadata="x" * (size - len(json.dumps(home(*blocks, private_metadata="")))))
