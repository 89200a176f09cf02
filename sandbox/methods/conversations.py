"""Methods of conversations.*: open, look up, read, join."""

from sandbox import payloads
from sandbox.calls import Call, Method
from sandbox.refused import RefusedError
from sandbox.things import Channel, Json, Message

READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
OPEN = ("im:write", "mpim:write", "channels:manage", "groups:write")
OPEN_USERS = 8
LISTED = {"public_channel": "channels", "private_channel": "groups", "im": "im"}


def channel_json(call: Call, channel: Channel) -> Json:
    """A conversation object."""
    bot = call.workspace.bot.id
    shared: Json = {"id": channel.id, "created": 0, "is_archived": channel.archived, "is_org_shared": False}
    if channel.kind == "im":
        return {**shared, "is_im": True, "user": next(iter(channel.members - {bot})), "is_user_deleted": False}
    return {
        **shared,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.private,
        "is_general": channel.name == "general",
        "is_shared": False,
        "is_ext_shared": False,
        "is_member": bot in channel.members,
        "creator": "USLACKBOT",
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }


def _needs(call: Call, channel: Channel, what: str) -> None:
    """The scope of the channel's own kind, not only of any kind."""
    family = {"im": "im", "group": "groups"}.get(channel.called, "channels")
    call.allowed((f"{family}:{what}",))


def _open(call: Call) -> Json:
    if call.word("channel"):
        return _opened(call, call.channel())
    users = [user.strip() for user in call.word("users").split(",") if user.strip()]
    if not users:
        raise RefusedError("users_list_not_supplied")
    if len(users) > OPEN_USERS:
        raise RefusedError("too_many_users")
    if len(users) > 1:
        raise RefusedError("missing_scope", needed="mpim:write", provided="")
    member = call.workspace.member(users[0])
    if member.is_bot:
        raise RefusedError("cannot_dm_bot")
    if member.deactivated:
        raise RefusedError("user_disabled")
    return _opened(call, call.workspace.dm(member.id))


def _opened(call: Call, channel: Channel) -> Json:
    body: Json = {"id": channel.id} if not call.flag("return_im") else channel_json(call, channel)
    return {"channel": body, "no_op": True, "already_open": True}


def _info(call: Call) -> Json:
    channel = call.channel()
    _needs(call, channel, "read")
    return {"channel": channel_json(call, channel)}


def _of_kinds(call: Call, channels: tuple[Channel, ...]) -> list[Json]:
    kinds = set((call.word("types") or "public_channel").replace(" ", "").split(","))
    if not kinds <= {"public_channel", "private_channel", "mpim", "im"}:
        raise RefusedError("invalid_types")
    if "mpim" in kinds:
        call.allowed(("mpim:read",))
    for kind in kinds - {"mpim"}:
        call.allowed((f"{LISTED[kind]}:read",))
    bot = call.workspace.bot.id
    found = [c for c in channels if _listed(c) in kinds and (bot in c.members or _listed(c) == "public_channel")]
    return [channel_json(call, c) for c in found if not (c.archived and call.flag("exclude_archived"))]


def _listed(channel: Channel) -> str:
    """What conversations.list calls its kind."""
    return {"im": "im", "group": "private_channel"}.get(channel.called, "public_channel")


def _list(call: Call) -> Json:
    return call.page(_of_kinds(call, call.workspace.channels()), "channels")


def of_user(call: Call) -> Json:
    """users.conversations: those that a user, or the bot, is in."""
    user = call.word("user") or call.workspace.bot.id
    call.workspace.member(user)
    return call.page(_of_kinds(call, call.workspace.channels_for(user)), "channels")


def _members(call: Call) -> Json:
    channel = call.channel()
    _needs(call, channel, "read")
    rows: list[Json] = [{"id": member} for member in sorted(channel.members)]
    page = call.page(rows, "members")
    return page | {"members": [row["id"] for row in page["members"]]}


def _history(call: Call) -> Json:
    channel = call.own_channel()
    _needs(call, channel, "history")
    found = [message for message in call.workspace.messages(channel.id, "") if _within(call, message)]
    body = call.page([_seen(call, message) for message in reversed(found)], "messages")
    return {**body, "has_more": bool(body["response_metadata"]["next_cursor"]), "pin_count": 0}


def _within(call: Call, message: Message) -> bool:
    """Between oldest and latest, the bounds themselves only when inclusive."""
    oldest, latest, moment = _bound(call, "oldest"), _bound(call, "latest"), float(message.ts)
    if call.flag("inclusive") and moment in (oldest, latest):
        return True
    return (oldest is None or moment > oldest) and (latest is None or moment < latest)


def _bound(call: Call, name: str) -> float | None:
    try:
        return float(call.word(name)) if call.word(name) else None
    except ValueError:
        raise RefusedError(f"invalid_ts_{name}") from None


def _seen(call: Call, message: Message) -> Json:
    return payloads.message_json(call.workspace, message, metadata=call.flag("include_all_metadata"))


def _replies(call: Call) -> Json:
    channel = call.own_channel()
    _needs(call, channel, "history")
    try:
        first = call.workspace.message(channel.id, call.required("ts", "thread_not_found"))
    except RefusedError:
        raise RefusedError("thread_not_found") from None
    thread = [first, *call.workspace.replies(channel.id, first.ts)]
    body = call.page([_seen(call, m) for m in thread if m is first or _within(call, m)], "messages")
    return {**body, "has_more": bool(body["response_metadata"]["next_cursor"])}


def _join(call: Call) -> Json:
    channel = call.channel()
    if channel.kind == "im":
        raise RefusedError("method_not_supported_for_channel_type")
    if channel.archived:
        raise RefusedError("is_archived")
    return _joined(call, channel, call.workspace.bot.id)


def _joined(call: Call, channel: Channel, *members: str) -> Json:
    for member in members:
        if call.workspace.join(channel.id, member):
            inviter = call.workspace.bot.id if member != call.workspace.bot.id else None
            call.around.events.joined(call.workspace.channel(channel.id), member, inviter)
    return {"channel": channel_json(call, call.workspace.channel(channel.id))}


def _invite(call: Call) -> Json:
    """Bring people in (https://docs.slack.dev/reference/methods/conversations.invite)."""
    channel = call.own_channel()
    if channel.kind == "im":
        raise RefusedError("method_not_supported_for_channel_type")
    if channel.archived:
        raise RefusedError("is_archived")
    users = [user.strip() for user in call.required("users", "no_user").split(",")]
    if call.workspace.bot.id in users:
        raise RefusedError("cant_invite_self")
    for user in users:
        call.workspace.member(user)
    if set(users) <= channel.members:
        raise RefusedError("already_in_channel")
    return _joined(call, channel, *users)


def _leave(call: Call) -> Json:
    """Go away; to go twice is no error (https://docs.slack.dev/reference/methods/conversations.leave)."""
    channel, bot = call.channel(), call.workspace.bot.id
    if channel.kind == "im":
        raise RefusedError("method_not_supported_for_channel_type")
    if not call.workspace.leave(channel.id, bot):
        return {"not_in_channel": True}
    call.around.events.left(call.workspace.channel(channel.id), bot)
    return {}


METHODS = {
    "conversations.open": Method(_open, OPEN),
    "conversations.info": Method(_info, READ),
    "conversations.list": Method(_list, READ, per_minute=20),
    "conversations.members": Method(_members, READ, per_minute=100),
    "conversations.history": Method(_history, HISTORY),
    "conversations.replies": Method(_replies, HISTORY),
    "conversations.join": Method(_join, ("channels:join",)),
    "conversations.invite": Method(_invite, ("channels:manage", "groups:write", "channels:write.invites")),
    "conversations.leave": Method(_leave, ("channels:manage", "groups:write")),
}
