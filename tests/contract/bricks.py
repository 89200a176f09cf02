"""The bricks of the payloads written by hand: small right ones, made wrong or stranger where they are used."""

from typing import Any

from sandbox.things import Json
from tests.contract.gallery import option, plain

BLUE = option("blue")
Case = tuple[str, Any]
"""The type of `expected.ts` that a payload should have, and the payload."""


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "Beans", **more: object) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(text: object = None, **more: object) -> Json:
    return {"type": "button", "text": text or plain("Dig"), "action_id": "dig", **more}


def row(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def picture(**more: object) -> Json:
    return {"type": "image", "image_url": "https://garden.example/a.png", "alt_text": "Beans", **more}


def asked(element: Json, **more: object) -> Json:
    return {"type": "input", "label": plain("What"), "element": element, **more}


def message(*content: Json, **more: object) -> Json:
    return {"channel": "C0GREEN", "text": "Beans", "blocks": list(content), **more}


def posted(*content: Json, **more: object) -> Case:
    return "ChatPostMessage", message(*content, **more)


def modal(*content: Json, **more: object) -> Json:
    return {"type": "modal", "title": plain("Beds"), "submit": plain("Save"), "blocks": list(content), **more}


def opened(*content: Json, **more: object) -> Case:
    return shown(modal(*content, **more))


def shown(view: Json) -> Case:
    return "ViewsOpen", {"trigger_id": "1.2.3", "view": view}


def published(*content: Json, **more: object) -> Case:
    return "ViewsPublish", {"user_id": "U0ADA", "view": {"type": "home", "blocks": list(content), **more}}


def without(whole: Case, name: str) -> Case:
    return whole[0], {key: part for key, part in whole[1].items() if key != name}


def only_telling(*content: Json) -> Json:
    """A modal that cannot be submitted."""
    return {name: part for name, part in modal(*content).items() if name != "submit"}


def answered(action: str, **more: object) -> Case:
    return "AnswerToSubmission", {"response_action": action, **more}


def select(kind: str = "static_select", **more: object) -> Json:
    return {"type": kind, "action_id": "colour", **more}


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def words(*parts: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(parts)}


WRITTEN = {"type": "plain_text_input", "action_id": "words"}
SAID = {"type": "text", "text": "Beans"}
COMMAND: Json = {
    "token": "t",
    "team_id": "T0GARDEN",
    "team_domain": "garden",
    "channel_id": "C0GREEN",
    "channel_name": "greenhouse",
    "user_id": "U0ADA",
    "user_name": "ada",
    "command": "/greet",
    "text": "",
    "api_app_id": "A0GREETER",
    "is_enterprise_install": "false",
    "response_url": "http://127.0.0.1/commands/1",
    "trigger_id": "1.2.3",
}
SHORTCUT: Json = {
    "type": "shortcut",
    "token": "t",
    "callback_id": "wave",
    "trigger_id": "1.2.3",
    "action_ts": "1.2",
    "team": {"id": "T0GARDEN", "domain": "garden"},
    "user": {"id": "U0ADA", "username": "ada", "team_id": "T0GARDEN"},
    "enterprise": None,
    "is_enterprise_install": False,
}
PRESSED: Json = {
    **{key: part for key, part in SHORTCUT.items() if key not in {"callback_id", "action_ts", "user"}},
    "type": "block_actions",
    "user": {"id": "U0ADA", "username": "ada", "name": "ada", "team_id": "T0GARDEN"},
    "api_app_id": "A0GREETER",
    "container": {"type": "message", "message_ts": "1.2", "channel_id": "C0GREEN", "is_ephemeral": False},
    "channel": {"id": "C0GREEN", "name": "greenhouse"},
    "message": {"type": "message", "user": "U0GREETER", "team": "T0GARDEN", "ts": "1.2", "text": "Beans"},
    "state": {"values": {}},
    "response_url": "http://127.0.0.1/actions/1",
    "actions": [{**button(), "block_id": "row", "value": "3", "action_ts": "1.3"}],
}
JOINED: Json = {
    "type": "event_callback",
    "token": "t",
    "team_id": "T0GARDEN",
    "context_team_id": "T0GARDEN",
    "context_enterprise_id": None,
    "api_app_id": "A0GREETER",
    "event": {
        "type": "member_joined_channel",
        "user": "U0ADA",
        "channel": "C0GREEN",
        "channel_type": "C",
        "team": "T0GARDEN",
        "event_ts": "1.2",
    },
    "event_id": "Ev01",
    "event_time": 1780000000,
    "event_context": "4-1",
    "authorizations": [],
    "is_ext_shared_channel": False,
}
