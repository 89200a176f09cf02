"""The state of the sandbox's Slack: one object, one lock, and a version that goes up at every change."""

import itertools
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Condition, RLock
from typing import Any, Literal

from sandbox import elements
from sandbox.clock import real_seconds
from sandbox.leave import ResponseAddresses, Triggers
from sandbox.place import Manifest, Place
from sandbox.refused import RefusedError
from sandbox.things import Channel, Exchange, Faults, File, Json, Member, Message, Team, View

__all__ = ["Channel", "Exchange", "Json", "Member", "Message", "Team", "View", "Workspace"]

VIEW_STACK = 3
TRAFFIC_KEPT = 500


@dataclass(slots=True)
class _State:
    """Everything that a reset throws away."""

    place: Place
    triggers: Triggers
    addresses: ResponseAddresses
    channels: dict[str, Channel]
    messages: dict[str, list[Message]] = field(default_factory=dict)
    typed: dict[tuple[str, str, str], Json] = field(default_factory=dict)
    read: dict[tuple[str, str], str] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    traffic: deque[Exchange] = field(default_factory=lambda: deque(maxlen=TRAFFIC_KEPT))


class Workspace:
    """A Slack workspace with one bot in it. Safe to use from any thread."""

    def __init__(self, place: Place, now: Callable[[], datetime], seconds: Callable[[], float] = real_seconds) -> None:
        self._changed = Condition(RLock())
        self._version = 0
        self._numbers = itertools.count(1)
        self._last_ts = (0, 0)
        self._now, self.seconds = now, seconds
        self.place = place
        self.address = ""
        self.links = 0
        self.faults = Faults()
        self._state = self._furnish()

    def _furnish(self) -> _State:
        channels = self.place.conversations()
        fresh = _State(self.place, Triggers(self.seconds), ResponseAddresses(self._now), channels)
        fresh.messages = {channel: [] for channel in channels}
        return fresh

    def reset(self) -> None:
        """Back to the place's start: no message, no view, no fault; the bot stays connected."""
        with self._changing():
            self.faults = Faults(drop_sockets=self.faults.drop_sockets)
            self._state = self._furnish()

    # --- change and time

    @property
    def version(self) -> int:
        """Goes up at every change."""
        return self._version

    def wait(self, seen: int, timeout: float) -> int:
        """Wait until the version is above `seen`, or the seconds are over; the version then."""
        with self._changed:
            self._changed.wait_for(lambda: self._version > seen, timeout)
            return self._version

    @contextmanager
    def _changing(self) -> Iterator[_State]:
        with self._changed:
            yield self._state
            self._version += 1
            self._changed.notify_all()

    def touch(self) -> None:
        """Something outside changed that pages show: the clock was moved."""
        with self._changing():
            pass

    def now(self) -> datetime:
        """The sandbox's clock, aware UTC."""
        return self._now()

    def fresh_id(self, prefix: str) -> str:
        """An id that was never used."""
        return f"{prefix}0{next(self._numbers):08X}"

    def _next_ts(self) -> str:
        instant = self.now()
        present = (int(instant.timestamp()), instant.microsecond)
        seconds, micros = self._last_ts = max(present, (self._last_ts[0], self._last_ts[1] + 1))
        return f"{seconds}.{micros:06d}"

    # --- people and the app

    @property
    def team(self) -> Team:
        """The team."""
        return self.place.its_team

    @property
    def bot(self) -> Member:
        """The bot as a member."""
        return self.place.bot

    @property
    def manifest(self) -> Manifest:
        """What the app may do."""
        return self.place.manifest

    @property
    def commands(self) -> tuple[Json, ...]:
        """Slash commands as the manifest declares them."""
        return self.place.manifest.commands

    @property
    def shortcuts(self) -> tuple[Json, ...]:
        """Shortcuts as the manifest declares them."""
        return self.place.manifest.shortcuts

    @property
    def connected(self) -> bool:
        """Whether the bot is there."""
        return self.links > 0

    def linked(self, links: int) -> None:
        """So many sockets are open."""
        with self._changing():
            self.links = links

    def people(self) -> tuple[Member, ...]:
        """The humans."""
        return self.place.members

    def member(self, user: str) -> Member:
        """A person or the bot; `user_not_found` for anybody else."""
        for member in (*self.people(), self.bot):
            if member.id == user:
                return member
        raise RefusedError("user_not_found")

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
                bot_id=self.place.app.bot_id if user == self.bot.id else None,
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

    # --- views

    def view(self, view_id: str) -> View | None:
        """A view that is open."""
        return self._state.views.get(view_id)

    def named_view(self, external_id: str) -> View | None:
        """The open view with this external id."""
        views = tuple(self._state.views.values())
        return next((view for view in views if view.body.get("external_id") == external_id), None)

    def modal(self, user: str) -> View | None:
        """The top of the user's modal stack."""
        stack = self.stack(user)
        return stack[-1] if stack else None

    def stack(self, user: str) -> tuple[View, ...]:
        """The user's modals, the top one last."""
        with self._changed:
            return tuple(self._state.views[view_id] for view_id in self._state.stacks.get(user, ()))

    def home(self, user: str) -> View | None:
        """The user's App Home."""
        return self._state.views.get(self._state.homes.get(user, ""))

    def open_view(self, user: str, body: Json) -> View:
        """A new modal in place of whatever the user had open."""
        self.close_all(user)
        with self._changing() as state:
            return self._stacked(state, user, body)

    def push_view(self, user: str, body: Json) -> View:
        """A new modal on top; `push_limit_reached` on the fourth."""
        with self._changing() as state:
            if len(state.stacks.get(user, ())) >= VIEW_STACK:
                raise RefusedError("push_limit_reached")
            return self._stacked(state, user, body)

    def _stacked(self, state: _State, user: str, body: Json) -> View:
        stack = state.stacks.setdefault(user, [])
        view_id = self.fresh_id("V")
        view = self._drawn(user, view_id, body, stack[0] if stack else view_id, stack[-1] if stack else None)
        stack.append(view_id)
        state.views[view_id] = view
        return view

    def _drawn(self, user: str, view_id: str, body: Json, root: str, previous: str | None) -> View:
        """A view as it is now shown: what was typed stays where block and action ids persist, as in Slack."""
        blocks = elements.with_ids(body["blocks"], lambda: self.fresh_id("b"))
        before = self._state.views.get(view_id)
        values = elements.values(blocks, before.values if before else None)
        mark = f"{int(self.now().timestamp())}.{next(self._numbers):08x}"
        return View(view_id, mark, user, body | {"blocks": list(blocks)}, root, previous, values)

    def update_view(self, view_id: str, body: Json) -> View:
        """Another body for an open view; `not_found` when it is closed."""
        with self._changing() as state:
            old = state.views.get(view_id)
            if old is None:
                raise RefusedError("not_found")
            state.views[view_id] = self._drawn(old.user, view_id, body, old.root_id, old.previous_id)
            return state.views[view_id]

    def publish(self, user: str, body: Json) -> View:
        """The user's App Home from now on."""
        with self._changing() as state:
            view_id = state.homes.setdefault(user, self.fresh_id("V"))
            state.views[view_id] = self._drawn(user, view_id, body, view_id, None)
            return state.views[view_id]

    def remember(self, view_id: str, values: Json) -> None:
        """Keep what the person left in a view's inputs; anything that is not an input of it is dropped."""
        with self._changing() as state:
            view = state.views.get(view_id)
            if view is not None:
                state.views[view_id] = replace(view, values=elements.values(view.blocks, values))

    def close_view(self, view_id: str) -> None:
        """Close a modal and what lies on it; the one below shows again."""
        with self._changing() as state:
            view = state.views.get(view_id)
            stack = state.stacks.get(view.user, []) if view else []
            while view_id in stack:
                state.views.pop(stack.pop())

    def close_all(self, user: str) -> None:
        """Close every modal of the user."""
        with self._changing() as state:
            for view_id in state.stacks.pop(user, []):
                state.views.pop(view_id)

    # --- files, leave to answer, traffic

    def file(self, file_id: str) -> File:
        """One file; `file_not_found` when there is none."""
        found = self._state.files.get(file_id)
        if found is None:
            raise RefusedError("file_not_found")
        return found

    def keep_file(self, file: File) -> File:
        """Keep a file, new or changed."""
        with self._changing() as state:
            state.files[file.id] = file
            return file

    @property
    def triggers(self) -> Triggers:
        """Leave to open modals."""
        return self._state.triggers

    @property
    def addresses(self) -> ResponseAddresses:
        """Leave to answer without a token."""
        return self._state.addresses

    def traffic(self, after: int = 0) -> tuple[Exchange, ...]:
        """The latest calls and deliveries, oldest first, after the given number."""
        with self._changed:
            return tuple(exchange for exchange in self._state.traffic if exchange.n > after)

    def record(self, direction: Literal["bot->slack", "slack->bot"], name: str, request: Json, response: Json) -> None:
        """Keep one exchange for the inspector."""
        with self._changing() as state:
            exchange = Exchange(next(self._numbers), self.now(), direction, name, redacted(request), redacted(response))
            state.traffic.append(exchange)


def redacted(value: Any) -> Any:
    """The same payload without tokens, tickets and leave to answer."""
    if isinstance(value, dict):
        return {key: "(redacted)" if key == "token" and item else redacted(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [redacted(item) for item in value]
    if isinstance(value, str) and value.startswith(("xoxb-", "xapp-", "xoxp-", "Bearer ")):
        return "(redacted)"
    return value
