"""reactions.*: add, remove, get (https://docs.slack.dev/reference/methods/reactions.add and its neighbours)."""

import re

from sandbox import payloads
from sandbox.calls import Call, Method
from sandbox.refused import RefusedError
from sandbox.things import Json, Message


def _meant(call: Call) -> Message:
    return call.workspace.message(call.own_channel().id, call.required("timestamp", "no_item_specified"))


def _named(call: Call) -> str:
    name = call.required("name", "invalid_name").strip(":")
    if not re.fullmatch(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?", name):
        raise RefusedError("invalid_name")
    return name


def _change(call: Call, *, away: bool) -> Json:
    message, name, bot = _meant(call), _named(call), call.workspace.bot.id
    call.workspace.react(message.channel, message.ts, name, bot, away=away)
    call.around.events.reacted(message, bot, name, away=away)
    return {}


def _add(call: Call) -> Json:
    return _change(call, away=False)


def _remove(call: Call) -> Json:
    return _change(call, away=True)


def _get(call: Call) -> Json:
    message = _meant(call)
    shown = payloads.message_json(call.workspace, message) | {"reactions": payloads.reactions_json(message)}
    return {"type": "message", "channel": message.channel, "message": shown}


METHODS = {
    "reactions.add": Method(_add, ("reactions:write",)),
    "reactions.remove": Method(_remove, ("reactions:write",), per_minute=20),
    "reactions.get": Method(_get, ("reactions:read",)),
}
