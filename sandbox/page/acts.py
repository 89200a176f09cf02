"""What each thing that is pressed or sent on the page does, and what the page then tells whoever did it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from functools import partial
from typing import Protocol

from sandbox import elements
from sandbox.acting import Acting, Reply
from sandbox.clock import MovableClock
from sandbox.faults import KINDS
from sandbox.page import forms, moments, wording
from sandbox.page.errands import Errands
from sandbox.page.seat import Seat
from sandbox.refused import RefusedError
from sandbox.things import InMessage, InView, Json, View, Where
from sandbox.workspace import Workspace

GONE = "That is no longer there."


class Extra(Protocol):
    """A button of the toolbar that the sandbox's owner adds."""

    @property
    def id(self) -> str:
        """What it is called in addresses."""

    @property
    def label(self) -> str:
        """What stands on it."""

    @property
    def run(self) -> Callable[[], str]:
        """Does it, and says in a sentence what was done."""


class Sandbox(Protocol):
    """What the page needs of the sandbox that it belongs to."""

    @property
    def workspace(self) -> Workspace:
        """The state."""

    @property
    def clock(self) -> MovableClock:
        """The clock that the toolbar moves."""

    @property
    def acting(self) -> Acting:
        """How people act."""

    @property
    def extras(self) -> Callable[[], Sequence[Extra]]:
        """More buttons for the toolbar."""

    @property
    def next_due(self) -> Callable[[], datetime | None]:
        """When the bot has something to do next."""

    @property
    def leaving(self) -> bool:
        """Whether the server is about to stop."""

    def reset(self) -> None:
        """Bring everything back to the start."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says to one person until they do the next thing. `at` is where: a message, a view, or nowhere."""

    trouble: str = ""
    at: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """A request that does something: its form, its files and its address's query."""

    fields: Mapping[str, Sequence[str]]
    uploads: Mapping[str, Sequence[tuple[str, bytes]]]
    query: Mapping[str, str]

    def one(self, name: str) -> str:
        """The field of this name, from the form or else from the query."""
        return next(iter(self.fields.get(name, ())), self.query.get(name, ""))


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody at a seat, doing something."""

    sandbox: Sandbox
    seat: Seat
    posted: Posted
    errands: Errands = field(default_factory=Errands)

    @property
    def zone(self) -> tzinfo:
        """The actor's time zone."""
        return moments.zone_of(self.sandbox.workspace.member(self.seat.person).tz)

    def values(self, blocks: Sequence[Json]) -> Json:
        """What the posted form holds, as state.values; files are kept on the way."""
        posted = self.posted
        hold = partial(self.sandbox.acting.hold, self.seat.person)
        files = {name: [hold(*upload) for upload in uploads] for name, uploads in posted.uploads.items()}
        return forms.read(blocks, posted.fields, self.zone, files)


def press(act: Act) -> Told:
    """Press or set an element of a message, a modal or the App Home."""
    query, where = act.posted.query, place_of(act.seat, act.posted.query)
    at = where.view_id if isinstance(where, InView) else where.ts
    try:
        blocks = _blocks(act.sandbox.workspace, where)
    except RefusedError:
        return Told(GONE, at)
    found, values = elements.find(blocks, query["block"], query["action"]), act.values(blocks)
    words = forms.complaint(*found, values) if found else ""
    if words:
        return Told(words, at)
    values = forms.spelt(blocks, values)
    chosen = forms.chosen(*found, values, query.get("picked", "")) if found else {}
    reply = act.sandbox.acting.press(act.seat.person, where, query["block"], query["action"], chosen, values)
    return _told(reply, at)


def place_of(seat: Seat, query: Mapping[str, str]) -> Where:
    """The message or view that an element stands in."""
    view = query.get("view", "")
    return InView(view) if view else InMessage(seat.channel, query.get("ts", ""))


def _blocks(workspace: Workspace, where: Where) -> Sequence[Json]:
    if isinstance(where, InMessage):
        return workspace.message(where.channel, where.ts).blocks
    return _open(workspace, where.view_id).blocks


def _open(workspace: Workspace, view_id: str) -> View:
    view = workspace.view(view_id)
    if view is None:
        raise RefusedError("not_found")
    return view


def submit(act: Act) -> Told:
    """Submit the modal that is open."""
    view_id = act.posted.query["view"]
    try:
        view = _open(act.sandbox.workspace, view_id)
    except RefusedError:
        return Told(GONE)
    values = act.values(view.blocks)
    misspelt = forms.misspelt(view.blocks, values)
    if misspelt:
        return Told(at=view_id, errors=misspelt | elements.unanswered(view.blocks, values))
    spelt = forms.spelt(view.blocks, values)
    return _told(act.sandbox.acting.submit(act.seat.person, view_id, spelt), at=view_id)


def close(act: Act) -> Told:
    """Cancel the modal that is open."""
    view_id = act.posted.query["view"]
    view = act.sandbox.workspace.view(view_id)
    if view is not None:
        values = forms.spelt(view.blocks, act.values(view.blocks))
        act.sandbox.acting.close(act.seat.person, view_id, values)
    return Told()


def say(act: Act) -> Told:
    """Send what stands in the composer: a message, or a slash command."""
    text, thread = act.posted.one("text").strip(), act.posted.query.get("under")
    files = act.posted.uploads.get("files", ())
    if text.startswith("/") and not files:
        return _command(act, text)
    if text or files:
        said = wording.with_mentions(act.sandbox.workspace, text)
        try:
            act.sandbox.acting.say(act.seat.person, act.seat.channel, said, files, thread or None)
        except RefusedError as refused:
            return Told(f"Your message was not sent ({refused.code}).")
    return Told()


def _command(act: Act, text: str) -> Told:
    """Run a slash command; /invite is Slack's own."""
    command, _, rest = text.partition(" ")
    acting, workspace, seat = act.sandbox.acting, act.sandbox.workspace, act.seat
    if command == "/invite":
        invited = rest.strip().removeprefix("@").casefold()
        for member in (*workspace.people(), workspace.bot):
            if invited in {member.name.casefold(), member.real_name.casefold()}:
                return _told(acting.invite(seat.person, seat.channel, member.id))
        return Told(f"There is nobody called “{rest.strip()}” here.")
    return _told(acting.command(seat.person, seat.channel, command, rest.strip()))


def shortcut(act: Act) -> Told:
    """Use a shortcut of the bolt menu, or of a message's menu."""
    callback, ts = act.posted.query["callback"], act.posted.query.get("ts")
    if ts:
        return _told(act.sandbox.acting.message_shortcut(act.seat.person, callback, act.seat.channel, ts), at=ts)
    return _told(act.sandbox.acting.shortcut(act.seat.person, callback))


def react(act: Act) -> Told:
    """Put an emoji below a message, or take one's own away."""
    workspace, seat, name = act.sandbox.workspace, act.seat, act.posted.query["name"]
    ts = act.posted.query["ts"]
    away = seat.person in workspace.message(seat.channel, ts).reactors(name)
    return _told(act.sandbox.acting.react(seat.person, seat.channel, ts, name, away=away), at=ts)


def opened(act: Act) -> Told:
    """Look at the app's Home or at its conversation."""
    return _told(act.sandbox.acting.open_home(act.seat.person, act.seat.tab))


def move_clock(act: Act) -> Told:
    """Move the clock as asked: by=hour, morning or due, or to an exact moment."""
    clock, now, zone = act.sandbox.clock, act.sandbox.clock(), act.zone
    due = act.sandbox.next_due()
    goals: Mapping[str, Callable[[], datetime | None]] = {
        "hour": lambda: now + timedelta(hours=1),
        "morning": lambda: moments.next_working_morning(now, zone),
        "due": lambda: max(due, now) if due else None,  # what is overdue is due now
        "exact": lambda: moments.typed(act.posted.one("moment"), zone),
    }
    goal = goals.get(act.posted.one("by"), lambda: None)()
    if goal is None:
        return Told(notice="There is no such moment to go to.")
    if goal < now:
        return Told(notice="The clock only goes forwards.")
    clock.move_by(goal - now)
    return Told(notice=f"It is now {moments.in_words(goal, zone)}.")


def run_extra(act: Act) -> Told | None:
    """Send what one of the owner's buttons does on its way; its last words come when it has ended."""
    for extra in act.sandbox.extras():
        if extra.id == act.posted.query["extra"]:
            act.errands.begin(extra.id, extra.run, act.seat.person)
            return None
    return Told(notice=GONE)


def set_fault(act: Act) -> Told:
    """Let something go wrong from now on."""
    posted, faults = act.posted, act.sandbox.workspace.faults
    kind = KINDS.get(posted.one("fault"))
    if kind is None:
        return Told(notice=GONE)
    often, lasts = posted.one("times"), posted.one("minutes")
    try:
        faults.set(
            kind.name,
            times="always" if often == "always" else int(often) if often else None,
            minutes=float(lasts) if lasts else None,
            only=posted.one("only").replace(",", " ").split(),
            **{one.name: posted.one(one.name) for one in kind.parameters},
        )
    except ValueError as wrong:
        return Told(notice=f"That could not be set: {wrong}.")
    return Told()


def clear_faults(act: Act) -> Told:
    """Take away one fault, or all of them."""
    act.sandbox.workspace.faults.clear(act.posted.one("fault") or None)
    return Told()


def reset(act: Act) -> Told:
    """Bring everything back to the start."""
    act.sandbox.reset()
    return Told(notice="Everything is back at the start.")


def dismiss(_act: Act) -> Told:
    """Take away what the page said last."""
    return Told()


def _told(reply: Reply, at: str = "") -> Told:
    return Told(reply.trouble or "", at, reply.errors)


ACTS: Mapping[str, Callable[[Act], Told | None]] = {
    "press": press,
    "submit": submit,
    "close": close,
    "say": say,
    "react": react,
    "shortcut": shortcut,
    "opened": opened,
    "clock": move_clock,
    "extra": run_extra,
    "fault": set_fault,
    "mend": clear_faults,
    "reset": reset,
    "dismiss": dismiss,
}
