"""Finding one's way in blocks: elements, labels, and the values they hold (`state.values`)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sandbox.things import Json

VALUE_KEYS = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "rich_text_input": "rich_text_value",
    "file_input": "files",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}
"""Elements that keep a state, and under which key; a button keeps none."""

_INITIAL_KEYS = {"value": "initial_value", "rich_text_value": "initial_value", "files": "-"}


def elements(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with the block that it stands in, top to bottom."""
    for block in blocks:
        inside = [block.get("accessory"), block.get("element") if block.get("type") == "input" else None]
        inside += block.get("elements", []) if block.get("type") in {"actions", "context_actions"} else []
        yield from ((block, element) for element in inside if element and "action_id" in element)


def find(blocks: Iterable[Json], block_id: str, action_id: str) -> tuple[Json, Json] | None:
    """The element with these ids, and its block."""
    for block, element in elements(blocks):
        if (block["block_id"], element["action_id"]) == (block_id, action_id):
            return block, element
    return None


def with_ids(blocks: Sequence[Json], fresh: Callable[[], str]) -> tuple[Json, ...]:
    """The blocks with the ids that Slack makes up where the bot gave none."""
    return tuple(_with_ids(block, fresh) for block in blocks)


def _with_ids(block: Json, fresh: Callable[[], str]) -> Json:
    known: Json = {**block, "block_id": block.get("block_id") or fresh()}
    for key in ("accessory", "element"):
        if isinstance(known.get(key), dict):
            known[key] = _with_action_id(known[key], fresh)
    if known.get("type") in {"actions", "context_actions"}:
        known["elements"] = [_with_action_id(element, fresh) for element in known["elements"]]
    return known


def _with_action_id(element: Json, fresh: Callable[[], str]) -> Json:
    if element.get("type") == "image" or element.get("action_id"):
        return element
    return element | {"action_id": fresh()}


def initial(element: Json) -> Json:
    """The state of an untouched element."""
    key = VALUE_KEYS[element["type"]]
    source = _INITIAL_KEYS.get(key, key.replace("selected_", "initial_"))
    return {"type": element["type"], key: element.get(source, empty(key))}


def empty(key: str) -> Any:
    """What an element without a choice holds."""
    return [] if key.endswith("s") else None


def values(blocks: Iterable[Json], known: Json | None = None) -> Json:
    """`state.values` of these blocks: what is known where both ids and type persist, else the initial value."""
    state: Json = {}
    for block, element in elements(blocks):
        if element["type"] in VALUE_KEYS:
            kept = (known or {}).get(block["block_id"], {}).get(element["action_id"])
            fits = isinstance(kept, dict) and kept.get("type") == element["type"]
            state.setdefault(block["block_id"], {})[element["action_id"]] = dict(kept) if fits else initial(element)
    return state


def changed(state: Json, block_id: str, element: Json, chosen: Json) -> Json:
    """The state after a person set one element."""
    if element["type"] not in VALUE_KEYS:
        return state
    entry = {"type": element["type"]} | (chosen or {VALUE_KEYS[element["type"]]: empty(VALUE_KEYS[element["type"]])})
    return state | {block_id: state.get(block_id, {}) | {element["action_id"]: entry}}


def unanswered(blocks: Iterable[Json], state: Json) -> dict[str, str]:
    """What Slack's own client says before it submits: block id -> message."""
    found: dict[str, str] = {}
    for block, element in elements(blocks):
        if block["type"] == "input":
            held = state.get(block["block_id"], {}).get(element["action_id"], {}).get(VALUE_KEYS[element["type"]])
            message = _complaint(block, element, held)
            if message:
                found[block["block_id"]] = message
    return found


def _complaint(block: Json, element: Json, held: Any) -> str | None:
    if held in (None, "", []):
        return None if block.get("optional") else "Please complete this required field."
    if element["type"] == "plain_text_input":
        if len(held) < element.get("min_length", 0):
            return f"Please enter at least {element['min_length']} characters."
        if len(held) > element.get("max_length", 3000):
            return f"Please enter at most {element.get('max_length', 3000)} characters."
    return None
