"""What people are told when something is refused or goes wrong; the one place where failures become words."""

import json
import secrets
from typing import Any

import structlog
from slack_bolt import App, BoltResponse

from bot import payloads, traces
from bot.blocks.parts import notice
from bot.carried import Forged
from bot.desk import Desk, walking
from bot.mrkdwn import escape
from bot.payloads import Body
from bot.screens import Screens
from flows.refusal import Refusal, Refusals
from storage.assessments import Stale
from storage.database import Unavailable

log = structlog.get_logger()
BUSY = "I cannot keep anything at the moment, so nothing was changed. Please try again in a minute."
OVERTAKEN = "Somebody else changed this in the same moment. Please look at it again and then try once more."
WRONG = "Something went wrong here. Please check what you did last and try again; if it stays, quote reference {}."


def register(app: App, desk: Desk, screens: Screens) -> None:
    """Answer every exception that a handler lets through; a press that nobody was offered is recorded too."""

    @app.error
    def answer(error: Exception, body: Body) -> BoltResponse:
        reasons = _reasons(error)
        try:
            if isinstance(error, Forged):
                _record(desk, body)
            return _said(screens, body, reasons)
        except (Refusal, KeyError, TypeError, AttributeError, IndexError) as shape:
            traces.bug("nobody could be told", shape)  # the payload does not even say whom, or where
            return BoltResponse(status=200, body="")


def _record(desk: Desk, body: Body) -> None:
    """Note it in the audit trail; when nothing can be kept, in the log at least."""
    try:
        walking.forged(desk, payloads.caller(body), payloads.origin(body))
    except Unavailable as error:
        log.error("a forged press was not recorded", error=str(error))  # noqa: TRY400 - expected, without a trace


def _reasons(error: Exception) -> dict[str, str]:
    """What to say, by the field that is meant; of a bug no more than a reference that the log has too."""
    match error:
        case Refusals(by_field):
            return dict(by_field)
        case Refusal(reason, field):
            return {field or "": reason}
        case Stale():
            return {"": OVERTAKEN}
        case Unavailable():
            log.error("database unavailable", error=str(error))
            return {"": BUSY}
        case _:
            reference = secrets.token_hex(4)
            traces.bug("a handler failed", error, reference=reference)
            return {"": WRONG.format(reference)}


def _said(screens: Screens, body: Body, reasons: dict[str, str]) -> BoltResponse:
    """Say it where it is meant: at the fields of a modal, in a window of its own, or only to the person who asked."""
    words = [escape(reason) for reason in reasons.values()]
    match body.get("type"):
        case "view_submission":
            return _submission(body["view"], reasons)
        case "block_actions" | "shortcut" | "message_action":
            on_top = (body.get("view") or {}).get("type") == "modal"
            screens.tell(payloads.caller(body), body["trigger_id"], words, on_top=on_top)
        case "event_callback" if body["event"].get("channel_type") == "im":
            screens.say(body["event"]["channel"], " ".join(words))
        case _ if "command" in body:
            return _json({"response_type": "ephemeral", "text": " ".join(words)})
    return BoltResponse(status=200, body="")


def _submission(view: Body, reasons: dict[str, str]) -> BoltResponse:
    """Errors at fields keep the modal open and all that was typed; a modal without fields is replaced by the words."""
    if any(block["type"] == "input" for block in view["blocks"]):
        errors = {payloads.block_of(view, field): words for field, words in reasons.items()}
        return _json({"response_action": "errors", "errors": errors})
    return _json({"response_action": "push", "view": notice("Common View", *map(escape, reasons.values()))})


def _json(answer: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(answer), headers={"content-type": "application/json"})
