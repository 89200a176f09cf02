"""chat.*: post, change, delete, link, and post later."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox import payloads
from sandbox.calls import Call, Method
from sandbox.refused import RefusedError
from sandbox.rules import check_message
from sandbox.things import Channel, Json, Message, Scheduled

POST = ("chat:write",)
FARTHEST = timedelta(days=120)
CROWD, CROWD_LIMIT = timedelta(minutes=5), 30
"""No more scheduled messages than this within so long, in one channel (reference/methods/chat.scheduleMessage)."""


def _content(call: Call) -> tuple[str, list[Json], Json | None]:
    """The text, the blocks and the metadata, when Slack would take them."""
    given = {
        "text": call.word("text"),
        "blocks": call.json("blocks", "invalid_blocks_format"),
        "attachments": call.json("attachments", "invalid_attachments"),
        "metadata": call.json("metadata", "invalid_metadata_format"),
        "ts": call.word("ts"),
    }
    check_message({name: part for name, part in given.items() if part})
    return given["text"], given["blocks"] or [], given["metadata"]


def _writable(call: Call) -> Channel:
    """A channel where the bot may post."""
    channel = call.channel()
    workspace = call.workspace
    if channel.archived:
        raise RefusedError("is_archived")
    if workspace.bot.id not in channel.members:
        public = workspace.manifest.scopes is not None and "chat:write.public" in workspace.manifest.scopes
        if not public:
            raise RefusedError("not_in_channel")
    return channel


def _thread(call: Call, channel: Channel) -> str | None:
    """The thread to post into: a reply's own thread when a reply is named, as Slack does."""
    ts = call.word("thread_ts")
    if not ts:
        return None
    try:
        return call.workspace.message(channel.id, ts).thread_ts or ts
    except RefusedError:
        raise RefusedError("cannot_reply_to_message") from None


def _post(call: Call) -> Json:
    text, blocks, metadata = _content(call)
    channel, workspace = _writable(call), call.workspace
    thread = _thread(call, channel)
    message = workspace.post(channel.id, workspace.bot.id, text, blocks, thread_ts=thread, metadata=metadata)
    call.around.events.said(message)
    return _shown(call, message)


def _shown(call: Call, message: Message) -> Json:
    body = payloads.message_json(call.workspace, message)
    return {"channel": message.channel, "ts": message.ts, "message": body}


def _post_ephemeral(call: Call) -> Json:
    text, blocks, _ = _content(call)
    channel, workspace, user = _writable(call), call.workspace, call.required("user", "user_not_found")
    workspace.member(user)
    if user not in channel.members:
        raise RefusedError("user_not_in_channel")
    thread = _thread(call, channel)
    message = workspace.post(channel.id, workspace.bot.id, text, blocks, thread_ts=thread, only_for=user)
    return {"message_ts": message.ts}


def _own(call: Call, ts_name: str, code: str) -> Message:
    """A message of the bot's own that everybody sees: only those can be changed or deleted."""
    channel = call.channel()
    message = call.workspace.message(channel.id, call.required(ts_name, "message_not_found"))
    if message.only_for is not None:
        raise RefusedError("message_not_found")
    if message.user != call.workspace.bot.id:
        raise RefusedError(code)
    return message


def _update(call: Call) -> Json:
    """New text without blocks takes the old blocks away; blocks alone keep the text (reference/methods/chat.update)."""
    message = _own(call, "ts", "cant_update_message")
    text, blocks, metadata = _content(call)
    changes: dict[str, Any] = {"edited": True, "blocks": blocks, "metadata": metadata or message.metadata}
    after = call.workspace.edit(message.channel, message.ts, text=text or message.text, **changes)
    call.around.events.changed(message, after)
    return {**_shown(call, after), "text": after.text}


def _delete(call: Call) -> Json:
    message = _own(call, "ts", "cant_delete_message")
    call.workspace.delete(message.channel, message.ts)
    call.around.events.deleted(message)
    return {"channel": message.channel, "ts": message.ts}


def _permalink(call: Call) -> Json:
    channel = call.channel()
    message = call.workspace.message(channel.id, call.required("message_ts", "message_not_found"))
    permalink = f"{call.workspace.address}archives/{channel.id}/p{message.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": permalink}


def _schedule(call: Call) -> Json:
    """Checked now, posted then (https://docs.slack.dev/reference/methods/chat.scheduleMessage)."""
    text, blocks, metadata = _content(call)
    workspace, channel, at = call.workspace, _writable(call), _instant(call)
    near = [e for e in workspace.scheduled() if e.channel == channel.id and abs(e.at - at) < CROWD]
    if len(near) >= CROWD_LIMIT:
        raise RefusedError("restricted_too_many")
    entry = Scheduled(
        workspace.fresh_id("Q"), channel.id, at, text, tuple(blocks), _thread(call, channel), never=metadata is not None
    )
    workspace.schedule(entry)
    call.around.at(at, lambda: _scheduled_posts(call, entry.id))
    shown = {"type": "delayed_message", "text": text, "bot_id": workspace.place.app.bot_id, "blocks": blocks}
    body: Json = {"channel": channel.id, "scheduled_message_id": entry.id, "post_at": int(at.timestamp())}
    return body | {"message": shown}


def _instant(call: Call) -> datetime:
    """When to post: ahead, by 120 days at most."""
    try:
        at = datetime.fromtimestamp(int(call.word("post_at")), UTC)
    except (ValueError, OverflowError, OSError):
        raise RefusedError("invalid_time") from None
    ahead = at - call.workspace.now()
    if ahead <= timedelta(0):
        raise RefusedError("time_in_past")
    if ahead > FARTHEST:
        raise RefusedError("time_too_far")
    return at


def _scheduled_posts(call: Call, entry_id: str) -> None:
    """Post it, unless it was called off; with metadata it never comes, as Slack's page says of its own."""
    workspace, entry = call.workspace, call.workspace.unschedule(entry_id)
    if entry is None or entry.never or not workspace.installed:
        return
    message = workspace.post(entry.channel, workspace.bot.id, entry.text, entry.blocks, thread_ts=entry.thread_ts)
    call.around.events.said(message)


def _unschedule(call: Call) -> Json:
    channel, entry_id = call.channel(), call.required("scheduled_message_id", "invalid_scheduled_message_id")
    if entry_id not in [entry.id for entry in call.workspace.scheduled() if entry.channel == channel.id]:
        raise RefusedError("invalid_scheduled_message_id")
    call.workspace.unschedule(entry_id)
    return {}


def _list_scheduled(call: Call) -> Json:
    only = call.channel().id if call.word("channel") else None
    found: list[Json] = [
        {"id": e.id, "channel_id": e.channel, "post_at": int(e.at.timestamp()), "text": e.text, "date_created": 0}
        for e in call.workspace.scheduled()
        if only in (None, e.channel)
    ]
    return call.page(found, "scheduled_messages")


METHODS = {
    "chat.postMessage": Method(_post, POST, per_minute=60),
    "chat.postEphemeral": Method(_post_ephemeral, POST, per_minute=100),
    "chat.update": Method(_update, POST),
    "chat.delete": Method(_delete, POST),
    "chat.getPermalink": Method(_permalink, per_minute=600),
    "chat.scheduleMessage": Method(_schedule, POST),
    "chat.deleteScheduledMessage": Method(_unschedule, POST),
    "chat.scheduledMessages.list": Method(_list_scheduled),
}
