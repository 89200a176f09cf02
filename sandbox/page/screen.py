"""What one person has on the screen now, gathered from the workspace for the templates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import cached_property

from markupsafe import Markup

from sandbox import elements
from sandbox.faults import KINDS, Fault, Kind
from sandbox.page import moments, mrkdwn, wording
from sandbox.page.acts import Extra, Sandbox, Told
from sandbox.page.drawing import Choice, Drawing, Surface, mark
from sandbox.page.errands import Errands
from sandbox.page.mrkdwn import Names
from sandbox.page.seat import Seat
from sandbox.page.wording import REACTIONS, Offer
from sandbox.refused import RefusedError
from sandbox.things import Channel, Exchange, InMessage, Json, Member, Message, View, Where

MESSAGES_SHOWN = 150
PREVIEWED = 400  # bytes of a text file that are shown below it
NOT_TO_READ = frozenset({"text/calendar"})  # text for machines: a card, as Slack shows it, and a download
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
    fresh: bool = False  # the first that was unread

    @property
    def time(self) -> str:
        """When it was said, by the wall clock."""
        return f"{self.at:%H:%M}"


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation in the sidebar."""

    channel: Channel
    url: str
    unread: int
    badge: int  # what is meant for this person: in a channel, only what mentions them
    here: bool


class Screen:
    """One person's screen; templates read it as `screen`."""

    def __init__(self, sandbox: Sandbox, seat: Seat, told: Told, errands: Errands) -> None:
        self.version = sandbox.workspace.version  # read first: what is drawn is at least this new
        self.sandbox, self.workspace, self.errands = sandbox, sandbox.workspace, errands
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
        return [self._row(channel) for channel in self.workspace.channels_for(self.me.id)]

    def _row(self, channel: Channel) -> Row:
        """What is in front of somebody is read."""
        here = channel.id == self.channel.id
        looks = here and self.seat.tab == "messages"
        unread = 0 if looks else self.workspace.unread(channel.id, self.me.id)
        badge = unread if channel.kind == "im" else self._mentions(channel, unread)
        return Row(channel, self.seat.at(channel.id).url(), unread, badge, here)

    def _mentions(self, channel: Channel, unread: int) -> int:
        """How many of the latest messages of others mention this person, or everybody."""
        messages = self.workspace.messages(channel.id, self.me.id)
        others = [message.text for message in messages if message.user != self.me.id]
        marks = (f"<@{self.me.id}>", "<!channel>", "<!here>", "<!everyone>")
        return sum(any(mark in text for mark in marks) for text in others[len(others) - unread :])

    @property
    def title(self) -> str:
        """What the browser's tab says."""
        waiting = sum(row.badge for row in self.rows)
        return f"{f'({waiting}) ' if waiting else ''}{self.channel.name} · {self.workspace.team.name}"

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
        today = self.now.astimezone(self.zone).date()
        before, lines = None, list[Line]()
        for message in messages:
            at = moments.of_message(message.ts, self.zone)
            new_day = before is None or before.at.date() != at.date()
            replies = within == "t" and len(lines) == 1  # the first reply names its author again
            follows = before is not None and not (new_day or replies) and _follows(before, message, at)
            line = Line(
                message,
                self.workspace.member(message.user),
                at,
                moments.day_in_words(at.date(), today) if new_day else "",
                follows,
                self._body(message, within),
                len(self.workspace.replies(self.channel.id, message.ts)) if within == "m" else 0,
                self.told.trouble if self.told.at == message.ts else "",
                fresh=within == "m" and message.ts == self.seat.fresh,
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

    def mark(self, *parts: object) -> str:
        """Changes whenever what is drawn from these parts does."""
        return mark(*parts)

    def reactions(self, message: Message) -> Iterator[tuple[str, int, bool, str]]:
        """The emoji below a message: name, how many, whether one's own is among them, and whose they are."""
        for name in message.reactions:
            users = message.reactors(name)
            names = ", ".join(self.names.people.get(user, user) for user in users)
            yield name, len(users), self.me.id in users, names

    def preview(self, file: Json) -> str:
        """How a text file begins; nothing of what nobody reads as text."""
        kind = str(file.get("mimetype", ""))
        if not kind.startswith("text/") or kind in NOT_TO_READ:
            return ""
        try:
            content = self.workspace.file(file["id"]).content
        except RefusedError:
            return ""
        begins = content[:PREVIEWED].decode(errors="ignore")
        return begins + ("…" if len(content) > PREVIEWED else "")

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
        headings = [block["text"] for block in view.blocks if block["type"] == "header"]
        return mark(view.id, view.body.get("callback_id"), view.body.get("title"), headings[:1])

    def _drawing(self, surface_id: str, values: Json, errors: object = None, **where: str) -> Drawing:
        known = errors if isinstance(errors, dict) else {}
        return Drawing(
            Surface(
                surface_id,
                lambda block, action: self.seat.url("press", **where, block=block, action=action),
                lambda block, action: self.seat.url("suggested", **where, block=block, action=action),
                self.names,
                values,
                known,
                self._choices,
                self.file_url,
            )
        )

    def suggestions(self, where: Where, block_id: str, action_id: str, offered: Sequence[Json], trouble: str) -> Markup:
        """What the bot offers in an external select."""
        blocks = self._blocks(where)
        found = elements.find(blocks, block_id, action_id)
        return self._drawing("s", {}).suggestions(*found, offered, trouble) if found else Markup()

    def _blocks(self, where: Where) -> Sequence[Json]:
        if isinstance(where, InMessage):
            return self.workspace.message(where.channel, where.ts).blocks
        view = self.workspace.view(where.view_id)
        return view.blocks if view else ()

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
        return moments.as_typed(self.now, self.zone)

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
    def faults(self) -> Sequence[Fault]:
        """What goes wrong now, on request."""
        return self.workspace.faults.active()

    @property
    def fault_kinds(self) -> dict[str, list[Kind]]:
        """Everything that can go wrong, by what it concerns."""
        kinds: dict[str, list[Kind]] = {}
        for kind in KINDS.values():
            kinds.setdefault(kind.about, []).append(kind)
        return kinds

    def until(self, fault: Fault) -> str:
        """How long a fault lasts, briefly."""
        return f"until {fault.until.astimezone(self.zone):%H:%M}" if fault.until else ""

    @cached_property
    def offers(self) -> list[Offer]:
        """What the composer can complete."""
        return list(wording.offers(self.workspace))

    @property
    def reaction_names(self) -> Sequence[str]:
        """The emoji to react with."""
        return REACTIONS

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
