"""What one person has on the screen now, gathered from the workspace for the templates."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import cached_property

from markupsafe import Markup

from sandbox.page import moments, mrkdwn
from sandbox.page.acts import Extra, Sandbox, Told
from sandbox.page.drawing import Choice, Drawing, Surface
from sandbox.page.mrkdwn import Names
from sandbox.page.seat import Seat
from sandbox.refused import RefusedError
from sandbox.things import Channel, Exchange, Json, Member, Message, View

MESSAGES_SHOWN = 150
EXCHANGES_SHOWN = 80
TOGETHER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Line:
    """One message as it stands in a conversation."""

    message: Message
    author: Member
    at: datetime
    day: str  # set on the first message of a day
    follows: bool  # the same author just before, so without picture and name
    body: Markup
    replies: int
    trouble: str


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation in the sidebar."""

    channel: Channel
    url: str
    unread: int
    here: bool


class Screen:
    """One person's screen; templates read it as `screen`."""

    def __init__(self, sandbox: Sandbox, seat: Seat, told: Told) -> None:
        self.version = sandbox.workspace.version  # read first: what is drawn is at least this new
        self.sandbox, self.workspace = sandbox, sandbox.workspace
        self.seat, self.told = seat, told
        self.me = self.workspace.member(seat.person)
        self.channel = self.workspace.channel(seat.channel)
        self.zone: tzinfo = moments.zone_of(self.me.tz)
        self.now = self.workspace.now()

    # --- who and where

    @cached_property
    def names(self) -> Names:
        """What ids are called."""
        members = (*self.workspace.people(), self.workspace.bot)
        return Names(
            {member.id: member.real_name for member in members},
            {channel.id: channel.name for channel in self.workspace.channels()},
            self.zone,
            self.me.id,
        )

    @cached_property
    def people(self) -> list[tuple[Member, str]]:
        """Everybody to act as, each with the address of the same place seen by them."""
        return [(person, self._seat_of(person).url()) for person in self.workspace.people() if not person.deactivated]

    def _seat_of(self, person: Member) -> Seat:
        same = self.channel.kind == "channel" and person.id in self.channel.members
        channel = self.channel.id if same else self.workspace.dm(person.id).id
        tab = "messages" if same else self.seat.tab
        return Seat(person.id, channel, tab, inspects=self.seat.inspects)

    @cached_property
    def rows(self) -> list[Row]:
        """The sidebar's conversations."""
        return [
            Row(channel, self.seat.at(channel.id).url(), self._unread(channel), channel.id == self.channel.id)
            for channel in self.workspace.channels_for(self.me.id)
        ]

    def _unread(self, channel: Channel) -> int:
        """What is in front of somebody is read."""
        looks = channel.id == self.channel.id and self.seat.tab == "messages"
        return 0 if looks else self.workspace.unread(channel.id, self.me.id)

    @property
    def is_app(self) -> bool:
        """Whether this is the conversation with the app."""
        return self.channel.kind == "im"

    # --- messages

    @cached_property
    def lines(self) -> list[Line]:
        """The conversation, oldest first."""
        return self._lines(self.workspace.messages(self.channel.id, self.me.id)[-MESSAGES_SHOWN:])

    @cached_property
    def thread(self) -> list[Line]:
        """The open thread: its first message, then the replies."""
        try:
            first = self.workspace.message(self.channel.id, self.seat.thread)
        except RefusedError:
            return []
        return self._lines((first, *self.workspace.replies(self.channel.id, first.ts)), within="t")

    def _lines(self, messages: Sequence[Message], within: str = "m") -> list[Line]:
        today, before, lines = self.now.astimezone(self.zone).date(), None, []
        for message in messages:
            at = moments.of_message(message.ts, self.zone)
            new_day = before is None or before.at.date() != at.date()
            follows = before is not None and not new_day and _follows(before, message, at)
            line = Line(
                message,
                self.workspace.member(message.user),
                at,
                moments.day_in_words(at.date(), today) if new_day else "",
                follows,
                self._body(message, within),
                len(self.workspace.replies(self.channel.id, message.ts)) if within == "m" else 0,
                self.told.trouble if self.told.at == message.ts else "",
            )
            lines.append(line)
            before = line
        return lines

    def _body(self, message: Message, within: str) -> Markup:
        """Blocks when there are some; the text is only their fallback then."""
        if not message.blocks:
            return Markup('<div class="mrkdwn">{}</div>').format(mrkdwn.to_html(message.text, self.names))
        values = self.workspace.message_values(message.channel, message.ts, self.me.id)
        return self._drawing(f"{within}{message.ts}", values, ts=message.ts).blocks(message.blocks)

    def file_url(self, file_id: str) -> str:
        """Where the page shows a file."""
        return f"/files-shown/{file_id}"

    def emoji(self, name: str) -> str:
        """A reaction's character."""
        return mrkdwn.emoji(name) or f":{name}:"

    # --- views

    @cached_property
    def modal(self) -> View | None:
        """The modal that is open."""
        return self.workspace.modal(self.me.id)

    @cached_property
    def home(self) -> View | None:
        """The App Home."""
        return self.workspace.home(self.me.id)

    def drawn(self, view: View) -> Markup:
        """A view's blocks."""
        errors = self.told.errors if self.told.at == view.id else {}
        return self._drawing(view.id, view.values, errors, view=view.id).blocks(view.blocks)

    def leaf(self, view: View) -> str:
        """Changes when a view turns to another page: then it is read from its top."""
        body = view.body
        return json.dumps([view.id, body.get("callback_id"), body.get("private_metadata"), body.get("title")])

    def _drawing(self, surface_id: str, values: Json, errors: object = None, **where: str) -> Drawing:
        known = errors if isinstance(errors, dict) else {}
        return Drawing(
            Surface(
                surface_id,
                lambda block, action: self.seat.url("press", **where, block=block, action=action),
                self.names,
                values,
                known,
                self._choices,
                self.file_url,
            )
        )

    @cached_property
    def _choices(self) -> dict[str, list[Choice]]:
        """What the selects of people, channels and conversations offer."""
        people = [(person.id, person.real_name) for person in self.workspace.people()]
        channels = [
            (channel.id, f"# {channel.name}") for channel in self.workspace.channels() if channel.kind == "channel"
        ]
        return {"users": people, "channels": channels, "conversations": channels + people}

    # --- the sandbox's own bar

    @property
    def clock_words(self) -> str:
        """The clock, in full."""
        return moments.in_words(self.now, self.zone)

    @property
    def clock_briefly(self) -> str:
        """The clock where there is little room."""
        return moments.briefly(self.now, self.zone)

    @property
    def clock_typed(self) -> str:
        """The clock as a date-and-time field holds it."""
        return f"{self.now.astimezone(self.zone):%Y-%m-%dT%H:%M}"

    @property
    def morning(self) -> str:
        """The next working day's start, briefly."""
        return moments.briefly(moments.next_working_morning(self.now, self.zone), self.zone)

    @cached_property
    def due(self) -> str:
        """When the bot has something to do next, briefly; empty when there is nothing."""
        due = self.sandbox.next_due()
        return moments.briefly(due, self.zone) if due else ""

    @property
    def extras(self) -> Sequence[Extra]:
        """More buttons."""
        return self.sandbox.extras()

    @property
    def traffic(self) -> list[Exchange]:
        """What went between bot and Slack, newest first."""
        return list(reversed(self.workspace.traffic()[-EXCHANGES_SHOWN:]))

    def shortcuts(self, kind: str) -> list[Json]:
        """The app's shortcuts of one type: global or message."""
        return [shortcut for shortcut in self.workspace.shortcuts if shortcut.get("type") == kind]


def _follows(before: Line, message: Message, at: datetime) -> bool:
    """Whether a message stands under its author's last one without another picture."""
    same = before.message.user == message.user and before.message.only_for == message.only_for
    return same and at - before.at < TOGETHER and not (message.blocks or before.message.blocks)
