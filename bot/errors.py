"""What people are told when something is refused or goes wrong; the one place where failures become words."""

import json
import secrets
from typing import Any

import structlog
from slack_bolt import App, BoltResponse

from bot import payloads
from bot.blocks.parts import notice
from bot.payloads import Body
from bot.screens import Screens
from flows.refusal import Refusal, Refusals
from storage.database import Unavailable

log = structlog.get_logger()
TRY_AGAIN = "Something went wrong here and nothing was changed. Please try again in a moment"


def register(app: App, screens: Screens) -> None:
    """Answer every exception that a handler lets through."""

    @app.error
    def answer(error: Exception, body: Body) -> BoltResponse:
        match error:
            case Refusals(by_field):
                return _at_fields(screens, body, dict(by_field))
            case Refusal(reason, field):
                return _at_fields(screens, body, {field or "": reason})
            case Unavailable():
                log.error("database unavailable", error=str(error))
                return _at_fields(screens, body, {"": f"{TRY_AGAIN}."})
            case _:
                reference = secrets.token_hex(4)
                log.error("a handler failed", reference=reference, exc_info=error)
                return _at_fields(screens, body, {"": f"{TRY_AGAIN}; if it stays, quote reference {reference}."})


def _at_fields(screens: Screens, body: Body, reasons: dict[str, str]) -> BoltResponse:
    """Say it where it is meant: at the fields of a modal, in a window of its own, or only to the person who asked."""
    match body.get("type"):
        case "view_submission":
            return _submission(body["view"], reasons)
        case "block_actions" | "shortcut" | "message_action":
            tell = screens.push if (body.get("view") or {}).get("type") == "modal" else screens.open
            tell(body["trigger_id"], notice("Common View", *reasons.values()))
            return BoltResponse(status=200, body="")
        case _ if "command" in body:
            return _json({"response_type": "ephemeral", "text": " ".join(reasons.values())})
        case _:
            return BoltResponse(status=200, body="")


def _submission(view: Body, reasons: dict[str, str]) -> BoltResponse:
    """Errors at fields keep the modal open and all that was typed; a modal without fields is replaced by the words."""
    if any(block["type"] == "input" for block in view["blocks"]):
        errors = {payloads.block_of(view, field): words for field, words in reasons.items()}
        return _json({"response_action": "errors", "errors": errors})
    return _json({"response_action": "push", "view": notice("Common View", *reasons.values())})


def _json(answer: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(answer), headers={"content-type": "application/json"})
