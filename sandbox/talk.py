"""The part of a workspace where people and bots talk: channels, messages, threads, reactions, what is read."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sandbox import elements
from sandbox.refused import RefusedError
from sandbox.state import Core
from sandbox.things import Channel, Json, Message, Scheduled


class Talk(Core):
    """Channels and what is said in them."""

    # --- channels

    def channel(self, channel_id: str) -> Channel:
        """One channel; `channel_not_found` when there is none."""
        channel = self._state.channels.get(channel_id)
        if channel is None:
            raise RefusedError("channel_not_found")
        return channel

    def channels(self) -> tuple[Channel, ...]:
        """Every channel and direct conversation."""
        return tuple(self._state.channels.values())

    def channels_for(self, user: str) -> tuple[Channel, ...]:
        """Those that the user is in: channels first, then direct conversations."""
        mine = [channel for channel in self.channels() if user in channel.members]
        return tuple(sorted(mine, key=lambda channel: (channel.kind != "channel", channel.name)))

    def leave(self, channel_id: str, user: str) -> bool:
        """Take a member out of a channel; whether there was one to take."""
        with self._changing() as state:
            channel = self.channel(channel_id)
            state.channels[channel_id] = replace(channel, members=channel.members - {user})
            return user in channel.members

    def dm(self, user: str) -> Channel:
        """The person's conversation with the bot."""
        return self.channel(f"D{user[1:]}")

    def join(self, channel_id: str, user: str) -> bool:
        """Put a member into a channel; whether that was new."""
        with self._changing() as state:
            channel = self.channel(channel_id)
            state.channels[channel_id] = replace(channel, members=channel.members | {user})
            return user not in channel.members

    # --- messages

    def messages(self, channel: str, user: str) -> tuple[Message, ...]:
        """What this user sees in the channel, oldest first, without replies in threads."""
        return tuple(
            message
            for message in tuple(self._state.messages.get(channel, ()))
            if message.only_for in (None, user) and not message.is_reply
        )

    def replies(self, channel: str, ts: str) -> tuple[Message, ...]:
        """The replies in a thread, without its first message; ephemeral ones are left out."""
        kept = tuple(self._state.messages.get(channel, ()))
        return tuple(m for m in kept if m.is_reply and m.thread_ts == ts and m.only_for is None)

    def message(self, channel: str, ts: str) -> Message:
        """One message; `message_not_found` when it is not there (any more)."""
        for message in tuple(self._state.messages.get(channel, ())):
            if message.ts == ts:
                return message
        raise RefusedError("message_not_found")

    def post(  # noqa: PLR0913 - a message simply has that many parts
        self,
        channel: str,
        user: str,
        text: str,
        blocks: Sequence[Json] = (),
        *,
        thread_ts: str | None = None,
        only_for: str | None = None,
        files: Sequence[Json] = (),
        metadata: Json | None = None,
    ) -> Message:
        """A new message at the end of the channel."""
        with self._changing() as state:
            message = Message(
                self._next_ts(),
                channel,
                user,
                text,
                elements.with_ids(blocks, lambda: self.fresh_id("b")),
                thread_ts=thread_ts,
                only_for=only_for,
                files=tuple(files),
                metadata=metadata,
                bot_id=self.place.app.bot_id if user == self.place.app.user_id else None,
            )
            state.messages[channel].append(message)
            return message

    def edit(self, channel: str, ts: str, **changes: Any) -> Message:
        """Replace parts of a message in its place."""
        with self._changing() as state:
            if "blocks" in changes:
                changes["blocks"] = elements.with_ids(changes["blocks"], lambda: self.fresh_id("b"))
            after = replace(self.message(channel, ts), **changes)
            state.messages[channel] = [after if m.ts == ts else m for m in state.messages[channel]]
            return after

    def delete(self, channel: str, ts: str) -> None:
        """Take a message away."""
        with self._changing() as state:
            gone = self.message(channel, ts)
            state.messages[channel] = [m for m in state.messages[channel] if m is not gone]

    def react(self, channel: str, ts: str, name: str, user: str, *, away: bool = False) -> Message:
        """Put an emoji below a message, or take it away."""
        with self._changing():
            mark, before = (name, user), self.message(channel, ts).reacted
            if (mark in before) is not away:
                raise RefusedError("no_reaction" if away else "already_reacted")
            after = tuple(other for other in before if other != mark) if away else (*before, mark)
            return self.edit(channel, ts, reacted=after)

    def schedule(self, entry: Scheduled) -> None:
        """Keep a message for later."""
        with self._changing() as state:
            state.scheduled[entry.id] = entry

    def unschedule(self, entry_id: str) -> Scheduled | None:
        """Take a message that waits, to post or to drop it; None when it does not wait any more."""
        with self._changing() as state:
            return state.scheduled.pop(entry_id, None)

    def scheduled(self) -> tuple[Scheduled, ...]:
        """The messages that wait, soonest first."""
        with self._changed:
            return tuple(sorted(self._state.scheduled.values(), key=lambda entry: entry.at))

    def message_values(self, channel: str, ts: str, user: str) -> Json:
        """`state.values` of a message as this person left its inputs."""
        return elements.values(self.message(channel, ts).blocks, self._state.typed.get((channel, ts, user)))

    def remember_message(self, channel: str, ts: str, user: str, values: Json) -> None:
        """Keep what the person left in a message's inputs."""
        with self._changing() as state:
            state.typed[channel, ts, user] = values

    def unread(self, channel: str, user: str) -> int:
        """How many messages of others came since this user last looked."""
        last = self._state.read.get((channel, user), "")
        return sum(message.ts > last and message.user != user for message in self.messages(channel, user))

    def mark_read(self, channel: str, user: str) -> None:
        """The user looked."""
        seen = self.messages(channel, user)
        if seen and self._state.read.get((channel, user), "") < seen[-1].ts:
            with self._changing() as state:
                state.read[channel, user] = seen[-1].ts
