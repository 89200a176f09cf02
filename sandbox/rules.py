"""What Slack refuses in a message or a view: the limits of `bot.limits` as Slack's own error codes."""

from collections.abc import Mapping, Sequence

from bot.limits import Fault, message_faults, view_faults
from sandbox.refused import RefusedError
from sandbox.things import Json


def check_message(body: Mapping[str, object]) -> None:
    """Refuse what Slack would refuse in a message; a `ts` in it makes it an update."""
    _refuse(message_faults(body))


def check_view(view: object, kind: str) -> Json:
    """The view, when Slack would take it on this surface."""
    if not isinstance(view, dict) or view.get("type") != kind:
        pointer = f"[ERROR] must be a view of type {kind} [json-pointer:/view/type]"
        raise RefusedError("invalid_arguments", messages=(pointer,))
    _refuse(view_faults(view))
    return view


def _refuse(found: Sequence[Fault]) -> None:
    if found:
        code = found[0].code
        raise RefusedError(code, messages=tuple(f"[ERROR] {fault.message}" for fault in found if fault.code == code))
