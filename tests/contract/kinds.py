"""Which type of `expected.ts` each recorded payload should have: from the sandbox to the bot, and back."""

from collections.abc import Iterator, Mapping

from sandbox.things import Exchange, Json
from tests.contract.typescript import Payload

CALLS = {
    "chat.postMessage": "ChatPostMessage",
    "chat.update": "ChatUpdate",
    "chat.postEphemeral": "ChatPostEphemeral",
    "files.completeUploadExternal": "FilesCompleteUpload",
    "views.open": "ViewsOpen",
    "views.push": "ViewsPush",
    "views.update": "ViewsUpdate",
    "views.publish": "ViewsPublish",
    "response_url": "Respond",
}
"""Calls that show something."""

OTHER_CALLS = {
    "api.test",
    "apps.connections.open",
    "auth.test",
    "chat.delete",
    "chat.getPermalink",
    "conversations.history",
    "conversations.info",
    "conversations.members",
    "conversations.open",
    "files.getUploadURLExternal",
    "users.info",
}
"""Calls that show nothing; their arguments go as a form, where all is text."""

EVENTS = {
    "app_home_opened": "AppHomeOpened",
    "app_mention": "AppMention",
    "app_uninstalled": "AppUninstalled",
    "file_shared": "FileShared",
    "member_joined_channel": "MemberJoinedChannel",
    "member_left_channel": "MemberLeftChannel",
    "reaction_added": "ReactionAdded",
    "reaction_removed": "ReactionRemoved",
    "tokens_revoked": "TokensRevoked",
}
MESSAGES = {
    "": "MessageSaid",
    "file_share": "MessageWithFiles",
    "message_changed": "MessageChanged",
    "message_deleted": "MessageDeleted",
}
INTERACTIONS = {
    "message_action": "MessageShortcut",
    "shortcut": "GlobalShortcut",
    "view_closed": "ViewClosed",
    "view_submission": "ViewSubmit",
}
ANSWERS = {"SlashCommand": "AnswerToCommand", "ViewSubmit": "AnswerToSubmission"}


def sent_by_slack(payload: Json) -> str:
    """The type of what the sandbox sends."""
    match payload.get("type", "command"):
        case "event_callback":
            event: Json = payload["event"]
            return MESSAGES[event.get("subtype", "")] if event["type"] == "message" else EVENTS[event["type"]]
        case "block_actions" | "block_suggestion" as kind:
            where = {"message": "InMessage", "view": "InView"}[payload["container"]["type"]]
            return ("BlockAction" if kind == "block_actions" else "BlockSuggestion") + where
        case "command":
            return "SlashCommand"
        case kind:
            return INTERACTIONS[kind]


def acknowledged(payload: Json) -> str:
    """The type of what a bot may acknowledge that with."""
    return {"SlashCommand": "AnswerToCommand", "ViewSubmit": "AnswerToSubmission"}.get(
        sent_by_slack(payload), "Nothing"
    )


def of_round(title: str, traffic: Mapping[int, Exchange]) -> Iterator[Payload]:
    """The payloads of a recording, both ways; a call that is in neither list above is a KeyError."""
    for n, exchange in traffic.items():
        name, request = f"{title}, {n}: {exchange.name}", exchange.request
        if exchange.direction == "slack->bot":
            assert "silence" not in exchange.response, (name, exchange.response)
            yield Payload(name, sent_by_slack(request), request)
            yield Payload(f"{name}, acknowledged", acknowledged(request), exchange.response)
        elif exchange.name not in OTHER_CALLS:
            yield Payload(name, CALLS[exchange.name], request)
