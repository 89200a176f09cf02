"""Whole payloads: the blocks of a surface, a view, a message; and the gate each passes before it leaves."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.limits.objects import plain
from bot.limits.place import Fault, Place, Surface
from bot.limits.rules import Faults, flag, one_of, parts, shape, string
from bot.limits.table import LIMITS
from bot.limits.together import together


class OverLimit(Exception):  # noqa: N818 - it says what happened, as Refusal does
    """A payload of ours that Slack would refuse: a fault of this house. It names places, never texts."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(", ".join(fault.path for fault in faults))
        self.faults = faults


def require_message(payload: Mapping[str, object]) -> None:
    """Let a message out only if Slack will take it and there is text for a notification or a screen reader."""
    found = message_faults(payload)
    if not payload.get("text") and not found:
        found = (Place("message", ("text",)).fault("missing fallback text", "no_text"),)
    if found:
        raise OverLimit(found)


def require_view(view: object) -> None:
    """Let a view out only if Slack will take it."""
    if found := view_faults(view):
        raise OverLimit(found)


def faults(blocks: object, surface: Surface) -> tuple[Fault, ...]:
    """What Slack would refuse in these blocks on this surface."""
    return tuple(together(blocks, Place(surface, ("blocks",))))


def message_faults(payload: Mapping[str, object]) -> tuple[Fault, ...]:
    """What chat.postMessage would refuse, or chat.update if the payload has a `ts`."""
    return tuple(_message_faults(payload))


def view_faults(view: object) -> tuple[Fault, ...]:
    """What views.open, push, update and publish would refuse; a view right in all else is also weighed."""
    home = isinstance(view, dict) and view.get("type") == "home"
    place = Place("home" if home else "modal", ("view",))
    found = tuple(_VIEW(view, place))
    limit = LIMITS["view.json_bytes.max"]
    if not found and len(json.dumps(view)) > limit:
        return (place.fault(f"must be less than {limit + 1} bytes", "view_too_large"),)
    return found


def _message_faults(payload: Mapping[str, object]) -> Faults:
    text, blocks, attachments = payload.get("text"), payload.get("blocks"), payload.get("attachments")
    here = Place("message", ())
    if not (text or blocks or attachments):
        yield here.down("text").fault("no message text", "no_text")
    if text is not None:
        yield from _text_faults(text, here.down("text"), update="ts" in payload)
    if blocks is not None and not isinstance(blocks, list | tuple):
        yield here.down("blocks").fault("must provide an array", "invalid_blocks_format")
    elif blocks is not None:
        yield from together(blocks, here.down("blocks"))
    if isinstance(attachments, list | tuple) and len(attachments) > LIMITS["message.attachments.max_items"]:
        yield here.down("attachments").fault("too many attachments", "too_many_attachments")
    if payload.get("metadata") is not None:
        yield from _metadata_faults(payload["metadata"], here.down("metadata"))


def _text_faults(text: object, place: Place, *, update: bool) -> Faults:
    """The text of a message; an update takes far less than a post, and counts bytes."""
    if not isinstance(text, str):
        yield place.fault("must provide a string", "invalid_arguments")
    elif len(text) > LIMITS["message.text.max"]:
        yield place.fault(f"must be less than {LIMITS['message.text.max'] + 1} characters", "msg_too_long")
    elif update and len(text.encode("utf-8", "surrogatepass")) > LIMITS["message.update.text.max_bytes"]:
        yield place.fault(f"must be less than {LIMITS['message.update.text.max_bytes'] + 1} bytes", "msg_too_long")


def _metadata_faults(metadata: object, place: Place) -> Faults:
    """The ids a message carries for its app: @slack/types, message-metadata.ts."""
    found = tuple(replace(fault, code="invalid_metadata_format") for fault in _METADATA(metadata, place))
    yield from found
    limit = LIMITS["message.metadata.json_bytes.max"]
    if not found and len(json.dumps(metadata)) > limit:
        yield place.fault(f"must be less than {limit + 1} bytes", "metadata_too_large")


def _event_payload(value: object, place: Place, depth: int = 3) -> Faults:
    """An object of strings, numbers and booleans, or of flat objects or lists of them."""
    if isinstance(value, dict) and depth:
        for name, part in value.items():
            yield from _event_payload(part, place.down(name), depth - 1)
    elif isinstance(value, list | tuple) and 0 < depth < 3:
        for index, part in enumerate(value):
            yield from _event_payload(part, place.down(index), depth - 1)
    elif depth == 3 or not isinstance(value, str | int | float):
        yield place.fault("must provide an object" if depth == 3 else "must provide a string, a number or a boolean")


def _submit_for_inputs(view: Mapping[str, Any], place: Place) -> Faults:
    """A modal that asks for something needs a button to give it: reference, modal views."""
    for index, block in parts(view.get("blocks")):
        if block.get("type") == "input" and "submit" not in view:
            at = place.down("blocks", index, "input")
            yield at.fault("must define `submit` to use an `input` block in modals")


_METADATA = shape({"event_type": string(), "event_payload": _event_payload}, {})
_ANY_VIEW = {
    "private_metadata": string("view.private_metadata.max", least=0),
    "callback_id": string("view.callback_id.max", least=0),
    "external_id": string("view.external_id.max", least=0),
}
_VIEW = one_of(
    {
        "home": shape({"blocks": together}, _ANY_VIEW),
        "modal": shape(
            {"title": plain("view.title.max"), "blocks": together},
            {
                **_ANY_VIEW,
                "submit": plain("view.submit.max"),
                "close": plain("view.close.max"),
                "clear_on_close": flag,
                "notify_on_close": flag,
            },
            _submit_for_inputs,
        ),
    }
)
