"""Whole payloads: the blocks of a surface, a view, a message; and the gate each passes before it leaves."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.limits.objects import plain
from bot.limits.place import Fault, Flaw, Surface
from bot.limits.rules import Flaws, flag, one_of, parts, shape, string
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
        found = (Flaw("missing fallback text", ("text",), "no_text").fault("message"),)
    if found:
        raise OverLimit(found)


def require_view(view: object) -> None:
    """Let a view out only if Slack will take it."""
    if found := view_faults(view):
        raise OverLimit(found)


def faults(blocks: object, surface: Surface) -> tuple[Fault, ...]:
    """What Slack would refuse in these blocks on this surface."""
    return tuple(flaw.under("blocks").fault(surface) for flaw in together(blocks, surface))


def message_faults(payload: Mapping[str, object]) -> tuple[Fault, ...]:
    """What chat.postMessage would refuse, or chat.update if the payload has a `ts`."""
    return tuple(flaw.fault("message") for flaw in _message_flaws(payload))


def view_faults(view: object) -> tuple[Fault, ...]:
    """What views.open, push, update and publish would refuse; a view right in all else is also weighed."""
    surface: Surface = "home" if isinstance(view, dict) and view.get("type") == "home" else "modal"
    found, limit = _VIEW(view, surface), LIMITS["view.json_bytes.max"]
    if not found and len(json.dumps(view)) > limit:
        found = [Flaw(f"must be less than {limit + 1} bytes", code="view_too_large")]
    return tuple(flaw.under("view").fault(surface) for flaw in found)


def _message_flaws(payload: Mapping[str, object]) -> Iterator[Flaw]:
    text, blocks, attachments = payload.get("text"), payload.get("blocks"), payload.get("attachments")
    if not (text or blocks or attachments):
        yield Flaw("no message text", ("text",), "no_text")
    if text is not None:
        yield from _text_flaws(text, update="ts" in payload)
    if blocks is not None and not isinstance(blocks, (list, tuple)):
        yield Flaw("must provide an array", ("blocks",), "invalid_blocks_format")
    elif blocks is not None:
        yield from (flaw.under("blocks") for flaw in together(blocks, "message"))
    if isinstance(attachments, (list, tuple)) and len(attachments) > LIMITS["message.attachments.max_items"]:
        yield Flaw("too many attachments", ("attachments",), "too_many_attachments")
    if payload.get("metadata") is not None:
        yield from (flaw.under("metadata") for flaw in _metadata_flaws(payload["metadata"]))


def _text_flaws(text: object, *, update: bool) -> Iterator[Flaw]:
    """The text of a message; an update takes far less than a post, and counts bytes."""
    if not isinstance(text, str):
        yield Flaw("must provide a string", ("text",), "invalid_arguments")
    elif len(text) > LIMITS["message.text.max"]:
        yield Flaw(f"must be less than {LIMITS['message.text.max'] + 1} characters", ("text",), "msg_too_long")
    elif update and len(text.encode("utf-8", "surrogatepass")) > LIMITS["message.update.text.max_bytes"]:
        limit = LIMITS["message.update.text.max_bytes"]
        yield Flaw(f"must be less than {limit + 1} bytes", ("text",), "msg_too_long")


def _metadata_flaws(metadata: object) -> Flaws:
    """The ids a message carries for its app: @slack/types, message-metadata.ts."""
    found = [flaw._replace(code="invalid_metadata_format") for flaw in _METADATA(metadata, "message")]
    limit = LIMITS["message.metadata.json_bytes.max"]
    if not found and len(json.dumps(metadata)) > limit:
        found = [Flaw(f"must be less than {limit + 1} bytes", code="metadata_too_large")]
    return found


def _event_payload(value: object, _: Surface) -> Flaws:
    """An object of strings, numbers and booleans, or of flat objects or lists of them."""
    return tuple(_carried(value))


def _carried(value: object, depth: int = 3) -> Iterator[Flaw]:
    if isinstance(value, dict) and depth:
        for name, part in value.items():
            yield from (flaw.under(name) for flaw in _carried(part, depth - 1))
    elif isinstance(value, (list, tuple)) and 0 < depth < 3:
        for index, part in enumerate(value):
            yield from (flaw.under(index) for flaw in _carried(part, depth - 1))
    elif depth == 3 or not isinstance(value, (str, int, float)):
        yield Flaw("must provide an object" if depth == 3 else "must provide a string, a number or a boolean")


def _submit_for_inputs(view: Mapping[str, Any]) -> Iterator[Flaw]:
    """A modal that asks for something needs a button to give it: reference, modal views."""
    for index, block in parts(view.get("blocks")):
        if block.get("type") == "input" and "submit" not in view:
            yield Flaw("must define `submit` to use an `input` block in modals", ("blocks", index, "input"))


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
