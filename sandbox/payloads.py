"""Slack's payloads, whole: messages, views, interactions, commands and events as the bot receives them."""

import hashlib
import html
import re
from uuid import UUID
from zoneinfo import ZoneInfo

from sandbox.things import Channel, File, Json, Member, Message, View
from sandbox.workspace import Workspace

VERIFICATION = "sandbox-verification"
"""The old verification token that Slack still sends along."""

KINDS = ("channel", "group", "im")

HOME_TITLE: Json = {"type": "plain_text", "text": "View Title", "emoji": True}
"""What Slack calls a Home tab, which has no title of its own."""


def message_json(workspace: Workspace, message: Message, *, metadata: bool = True) -> Json:
    """A message as chat.postMessage, history and interactions show it."""
    body: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    body["team"] = workspace.team.id
    if message.bot_id:
        body |= {"bot_id": message.bot_id, "app_id": workspace.place.app.app_id}
    if message.blocks:
        body["blocks"] = list(message.blocks)
    if message.edited:
        body["edited"] = {"user": message.user, "ts": message.ts}
    if message.files:
        body["files"] = list(message.files)
    if message.metadata and metadata:
        body["metadata"] = message.metadata
    if message.reactions:
        body["reactions"] = reactions_json(message)
    return body | _thread(workspace, message)


def reactions_json(message: Message) -> list[Json]:
    """The emoji below a message, and whose they are."""
    whose = {name: message.reactors(name) for name in message.reactions}
    return [{"name": name, "users": list(users), "count": len(users)} for name, users in whose.items()]


def by_a_person(workspace: Workspace, message: Message) -> Json:
    """What Slack's own client adds to what a person typed: its id, and the text as rich text."""
    parts = [_typed(part) for part in re.split(r"(<[@#][A-Z0-9]+>)", message.text) if part]
    section = {"type": "rich_text_section", "elements": parts}
    whole = {"type": "rich_text", "block_id": f"r{message.ts}", "elements": [section]}
    number = int(hashlib.sha256(f"{workspace.team.id}{message.ts}".encode()).hexdigest()[:32], 16)
    more: Json = {"client_msg_id": str(UUID(int=number, version=4))}
    return more | {"blocks": [whole]} if parts and not message.blocks else more


def _typed(part: str) -> Json:
    if part.startswith("<@"):
        return {"type": "user", "user_id": part[2:-1]}
    if part.startswith("<#"):
        return {"type": "channel", "channel_id": part[2:-1]}
    return {"type": "text", "text": html.unescape(part)}


def _thread(workspace: Workspace, message: Message) -> Json:
    if message.thread_ts:
        return {"thread_ts": message.thread_ts}
    replies = workspace.replies(message.channel, message.ts)
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": users,
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
    }


def view_json(workspace: Workspace, view: View) -> Json:
    """A view as views.* answers it and interactions carry it."""
    body = view.body
    return {
        "id": view.id,
        "team_id": workspace.team.id,
        "type": view.type,
        "blocks": body["blocks"],
        "private_metadata": body.get("private_metadata") or "",
        "callback_id": body.get("callback_id") or "",
        "state": {"values": view.values},
        "hash": view.hash,
        "title": body.get("title") or HOME_TITLE,
        "clear_on_close": bool(body.get("clear_on_close")),
        "notify_on_close": bool(body.get("notify_on_close")),
        "close": body.get("close"),
        "submit": body.get("submit"),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": workspace.place.app.app_id,
        "external_id": body.get("external_id") or "",
        "app_installed_team_id": workspace.team.id,
        "bot_id": workspace.place.app.bot_id,
    }


def file_json(workspace: Workspace, file: File) -> Json:
    """A file as files.info and messages show it."""
    base = f"{workspace.address}files-pri/{workspace.team.id}-{file.id}"
    places = {
        kind: [c.id for c in workspace.channels() if c.id in file.channels and c.called == kind] for kind in KINDS
    }
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.name.rpartition(".")[2].lower() or "text",
        "pretty_type": file.name.rpartition(".")[2].upper() or "Plain Text",
        "user": file.user,
        "user_team": workspace.team.id,
        "mode": "hosted",
        "editable": False,
        "size": len(file.content),
        "is_external": False,
        "external_type": "",
        "is_public": bool(places["channel"]),
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{base}/{file.name}",
        "url_private_download": f"{base}/download/{file.name}",
        "permalink": f"{workspace.address}files/{file.user}/{file.id}/{file.name}",
        "channels": places["channel"],
        "ims": places["im"],
        "groups": places["group"],
        "file_access": "visible",
    } | ({"alt_txt": file.alt} if file.alt else {})


def _common(workspace: Workspace, kind: str, user: Member) -> Json:
    team = workspace.team
    return {
        "type": kind,
        "team": {"id": team.id, "domain": team.domain},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": team.id},
        "api_app_id": workspace.place.app.app_id,
        "token": VERIFICATION,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _for_shortcut(workspace: Workspace, kind: str, user: Member, callback_id: str) -> Json:
    """What both shortcuts share: they do not name the app (https://docs.slack.dev/interactivity/implementing-shortcuts)."""
    common = _common(workspace, kind, user)
    del common["api_app_id"]
    ids = {"callback_id": callback_id, "trigger_id": workspace.triggers.issue(user.id, None)}
    return {**common, **ids, "action_ts": moment(workspace)}


def _channel(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel.payload_name}


def _response_url(workspace: Workspace, user: str, channel: str, ts: str | None, kind: str = "actions") -> str:
    return f"{workspace.address}{kind}/{workspace.team.id}/{workspace.addresses.issue(user, channel, ts)}"


def pressed_in_message(workspace: Workspace, user: Member, message: Message, action: Json) -> Json:
    """block_actions of an element in a message."""
    ephemeral = message.only_for is not None
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": ephemeral,
    }
    shown = {"message": message_json(workspace, message)} if not ephemeral else {}
    return {
        **_common(workspace, "block_actions", user),
        "container": container | ({"thread_ts": message.thread_ts} if message.thread_ts else {}),
        "trigger_id": workspace.triggers.issue(user.id, None),
        "channel": _channel(workspace.channel(message.channel)),
        **shown,
        "state": {"values": workspace.message_values(message.channel, message.ts, user.id)},
        "response_url": _response_url(workspace, user.id, message.channel, message.ts),
        "actions": [action],
    }


def pressed_in_view(workspace: Workspace, user: Member, view: View, action: Json) -> Json:
    """block_actions of an element in a modal or in the App Home."""
    return {
        **_common(workspace, "block_actions", user),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": workspace.triggers.issue(user.id, view.id if view.type == "modal" else None),
        "view": view_json(workspace, view),
        "actions": [action],
    }


def action(workspace: Workspace, block: Json, element: Json, chosen: Json) -> Json:
    """What was done: the element's own facts, what was chosen, and when."""
    named = ("type", "action_id", "text", "value", "style", "placeholder")
    kept: Json = {key: element[key] for key in named if key in element}
    held = {"value": ""} if chosen.get("value", "") is None else chosen  # an emptied field is empty, not missing
    return {**kept, "block_id": block["block_id"], **held, "action_ts": moment(workspace)}


def suggesting(workspace: Workspace, user: Member, where: View | Message, ids: Json, typed: str) -> Json:
    """block_suggestion: what somebody typed so far into a select whose options the bot knows."""
    shared = {**_common(workspace, "block_suggestion", user), **ids, "value": typed}
    if isinstance(where, View):
        return {**shared, "container": {"type": "view", "view_id": where.id}, "view": view_json(workspace, where)}
    container = {"type": "message", "message_ts": where.ts, "channel_id": where.channel, "is_ephemeral": False}
    place = _channel(workspace.channel(where.channel))
    return {**shared, "container": container, "channel": place, "message": message_json(workspace, where)}


def submitted(workspace: Workspace, user: Member, view: View) -> Json:
    """view_submission."""
    return {
        **_common(workspace, "view_submission", user),
        "trigger_id": workspace.triggers.issue(user.id, view.id),
        "view": view_json(workspace, view),
        "response_urls": _asked_urls(workspace, user, view),
    }


def _asked_urls(workspace: Workspace, user: Member, view: View) -> list[Json]:
    """One for every conversation select that asked for it (response_url_enabled)."""
    found = []
    for block in view.blocks:
        element = block.get("element") or {}
        if element.get("response_url_enabled"):
            held = view.values[block["block_id"]][element["action_id"]]
            channel = held.get("selected_conversation") or held.get("selected_channel")
            if channel:
                url = _response_url(workspace, user.id, channel, None, "app")
                ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
                found.append({**ids, "channel_id": channel, "response_url": url})
    return found


def closed(workspace: Workspace, user: Member, view: View, *, cleared: bool) -> Json:
    """view_closed. It carries no values: official samples show an empty state, so nothing may be built on one."""
    shown = view_json(workspace, view) | {"state": {"values": {}}}
    return {**_common(workspace, "view_closed", user), "view": shown, "is_cleared": cleared}


def shortcut(workspace: Workspace, user: Member, callback_id: str) -> Json:
    """A global shortcut, which knows its person by one name only."""
    person = {"id": user.id, "username": user.name, "team_id": workspace.team.id}
    return _for_shortcut(workspace, "shortcut", user, callback_id) | {"user": person}


def message_shortcut(workspace: Workspace, user: Member, callback_id: str, message: Message) -> Json:
    """A shortcut from a message's menu."""
    return {
        **_for_shortcut(workspace, "message_action", user, callback_id),
        "channel": _channel(workspace.channel(message.channel)),
        "message_ts": message.ts,
        "message": message_json(workspace, message),
        "response_url": _response_url(workspace, user.id, message.channel, message.ts, "app"),
    }


def command(workspace: Workspace, user: Member, channel: Channel, name: str, text: str) -> Json:
    """A slash command."""
    return {
        "token": VERIFICATION,
        "team_id": workspace.team.id,
        "team_domain": workspace.team.domain,
        "channel_id": channel.id,
        "channel_name": channel.payload_name,
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": workspace.place.app.app_id,
        "is_enterprise_install": "false",
        "response_url": _response_url(workspace, user.id, channel.id, None, "commands"),
        "trigger_id": workspace.triggers.issue(user.id, None),
    }


def event(workspace: Workspace, body: Json) -> Json:
    """An event in its wrapper."""
    authorization = {
        "enterprise_id": None,
        "team_id": workspace.team.id,
        "user_id": workspace.bot.id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": VERIFICATION,
        "team_id": workspace.team.id,
        "context_team_id": workspace.team.id,
        "context_enterprise_id": None,
        "api_app_id": workspace.place.app.app_id,
        "event": body,
        "type": "event_callback",
        "event_id": workspace.fresh_id("Ev"),
        "event_time": int(workspace.now().timestamp()),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": f"4-{workspace.fresh_id('')}",
    }


def moment(workspace: Workspace) -> str:
    """Now, as action_ts and event_ts write it."""
    instant = workspace.now()
    return f"{int(instant.timestamp())}.{instant.microsecond:06d}"


def user_json(workspace: Workspace, member: Member, *, with_email: bool) -> Json:
    """A user object."""
    offset = workspace.now().astimezone(ZoneInfo(member.tz)).utcoffset()
    profile: Json = {
        "real_name": member.real_name,
        "real_name_normalized": member.real_name,
        "display_name": member.name,
        "display_name_normalized": member.name,
        "title": member.title,
        "team": workspace.team.id,
    }
    if with_email and member.email:
        profile["email"] = member.email
    if member.is_bot:
        profile |= {"bot_id": workspace.place.app.bot_id, "api_app_id": workspace.place.app.app_id}
    return {
        "id": member.id,
        "team_id": workspace.team.id,
        "name": member.name,
        "deleted": member.deactivated,
        "color": member.colour.lstrip("#"),
        "real_name": member.real_name,
        "tz": member.tz,
        "tz_label": member.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": profile,
        "is_bot": member.is_bot,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": member.guest,
        "is_ultra_restricted": False,
        "is_app_user": False,
        "updated": 0,
    }
