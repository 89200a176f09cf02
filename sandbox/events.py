"""What happens in the workspace, as events to the bot: when its manifest asks for them and its scopes allow it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sandbox import payloads
from sandbox.deliveries import Delivery
from sandbox.things import Channel, File, Json, Message
from sandbox.workspace import Workspace

SCOPES: Mapping[str, tuple[str, ...]] = {
    "message.im": ("im:history",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "app_mention": ("app_mentions:read",),
    "file_shared": ("files:read",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
}
"""The scopes of which an event needs one (https://docs.slack.dev/reference/events, one page for each)."""

KINDS = {"im": "message.im", "channel": "message.channels", "group": "message.groups"}


@dataclass(frozen=True, slots=True)
class Events:
    """Tells the bot. A bot hears of its own messages too, as in Slack."""

    workspace: Workspace
    delivery: Delivery

    # --- messages

    def said(self, message: Message, files: Sequence[File] = ()) -> None:
        """A new message, perhaps with files (https://docs.slack.dev/reference/events/message)."""
        workspace, channel = self.workspace, self.workspace.channel(message.channel)
        if message.only_for is not None:
            return
        body = payloads.message_json(workspace, message) | self._placed(channel, message.ts)
        if message.user != workspace.bot.id:
            body |= payloads.by_a_person(workspace, message)
        if files:
            body |= {"subtype": "file_share", "upload": False, "display_as_bot": False}
        self._tell(KINDS[channel.called], body, channel)
        if channel.kind == "channel" and message.user != workspace.bot.id and self._mentioned(message.text):
            kept = {key: part for key, part in body.items() if key not in {"channel_type", "subtype"}}
            self._tell("app_mention", kept | {"type": "app_mention"}, channel)
        for file in files:
            self._shared(file, channel, message.ts)

    def _mentioned(self, text: str) -> bool:
        return re.search(rf"<@{self.workspace.bot.id}[|>]", text) is not None

    def _shared(self, file: File, channel: Channel, ts: str) -> None:
        body = {"type": "file_shared", "file_id": file.id, "user_id": file.user, "file": {"id": file.id}}
        self._tell("file_shared", {**body, "channel_id": channel.id, "event_ts": ts}, channel)

    def changed(self, before: Message, after: Message) -> None:
        """A message reads otherwise now (https://docs.slack.dev/reference/events/message/message_changed)."""
        self._altered(before, {"subtype": "message_changed", "message": payloads.message_json(self.workspace, after)})

    def deleted(self, before: Message) -> None:
        """A message is gone (https://docs.slack.dev/reference/events/message/message_deleted)."""
        self._altered(before, {"subtype": "message_deleted", "deleted_ts": before.ts})

    def _altered(self, before: Message, more: Json) -> None:
        if before.only_for is not None:
            return
        workspace, channel = self.workspace, self.workspace.channel(before.channel)
        body: Json = {"type": "message", **more, "hidden": True}
        body["previous_message"] = payloads.message_json(workspace, before)
        moment = payloads.moment(workspace)
        self._tell(KINDS[channel.called], body | {"ts": moment} | self._placed(channel, moment), channel)

    def _placed(self, channel: Channel, ts: str) -> Json:
        return {"channel": channel.id, "channel_type": channel.called, "event_ts": ts}

    def reacted(self, message: Message, user: str, name: str, *, away: bool = False) -> None:
        """An emoji below a message, or away from it (https://docs.slack.dev/reference/events/reaction_added)."""
        kind = "reaction_removed" if away else "reaction_added"
        item = {"type": "message", "channel": message.channel, "ts": message.ts}
        body = {"type": kind, "user": user, "reaction": name, "item_user": message.user, "item": item}
        channel = self.workspace.channel(message.channel)
        self._tell(kind, {**body, "event_ts": payloads.moment(self.workspace)}, channel)

    # --- members

    def joined(self, channel: Channel, member: str, inviter: str | None = None) -> None:
        """Somebody came (https://docs.slack.dev/reference/events/member_joined_channel)."""
        more = {"inviter": inviter} if inviter else {}
        self._tell("member_joined_channel", self._moved("member_joined_channel", channel, member) | more, channel)

    def left(self, channel: Channel, member: str) -> None:
        """Somebody went (https://docs.slack.dev/reference/events/member_left_channel)."""
        self._tell("member_left_channel", self._moved("member_left_channel", channel, member), channel)

    def _moved(self, kind: str, channel: Channel, member: str) -> Json:
        body: Json = {"type": kind, "user": member, "channel": channel.id}
        body |= {"channel_type": "G" if channel.private else "C", "team": self.workspace.team.id}
        return body | {"event_ts": payloads.moment(self.workspace)}

    # --- the app

    def home_opened(self, user: str, tab: Literal["home", "messages"]) -> None:
        """Somebody looks at the app (https://docs.slack.dev/reference/events/app_home_opened)."""
        workspace = self.workspace
        view = workspace.home(user)
        body: Json = {"type": "app_home_opened", "user": user, "channel": workspace.dm(user).id, "tab": tab}
        body["event_ts"] = payloads.moment(workspace)
        if view is not None and tab == "home":
            body["view"] = payloads.view_json(workspace, view)
        self._tell("app_home_opened", body)

    def uninstalled(self) -> None:
        """The app is taken away (https://docs.slack.dev/reference/events/app_uninstalled, .../tokens_revoked)."""
        moment = {"event_ts": payloads.moment(self.workspace)}
        revoked = {"oauth": [], "bot": [self.workspace.bot.id]}
        self._tell("tokens_revoked", {"type": "tokens_revoked", "tokens": revoked} | moment)
        self._tell("app_uninstalled", {"type": "app_uninstalled"} | moment)

    def _tell(self, name: str, body: Json, channel: Channel | None = None) -> None:
        """Tell the bot, when it asks for this, may know of it and is in the channel."""
        workspace = self.workspace
        wanted, granted = workspace.manifest.events, workspace.manifest.scopes
        needed = SCOPES.get(name, ())
        allowed = granted is None or not needed or not granted.isdisjoint(needed)
        here = channel is None or workspace.bot.id in channel.members | {body.get("user")}
        if workspace.installed and here and allowed and (wanted is None or name in wanted):
            self.delivery.tell(payloads.event(workspace, body))
