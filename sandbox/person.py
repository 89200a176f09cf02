"""`Person`: acts in a story test as somebody in front of Slack, sees what is drawn and presses only that."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NoReturn, Self, TypeVar

from sandbox import elements
from sandbox.acting import InMessage, InView, Reply, Where
from sandbox.drawn import drawn_text, option_words, options, plain, words
from sandbox.server import Sandbox
from sandbox.things import Json, Message, View

PATIENCE = 10.0
HOME = "home"

Found = TypeVar("Found")
Match = Callable[[Json, Json], bool]
"""Whether an element, given with its block, is the one looked for."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """A message or a view on the screen."""

    where: Where
    blocks: Sequence[Json]
    values: Json


class Person:
    """Somebody in the workspace. Everything waits for the bot for up to `patience` seconds, then shows the screen."""

    def __init__(self, sandbox: Sandbox, user_id: str, patience: float = PATIENCE) -> None:
        self._sandbox, self._workspace, self._acting = sandbox, sandbox.workspace, sandbox.acting
        self.user = self._workspace.member(user_id)
        self._patience = patience
        self._at = self._workspace.dm(user_id).id
        self._reply = Reply(ok=True)

    # --- going somewhere

    def opens_dm(self) -> Self:
        """Look at the conversation with the bot."""
        return self._goes(self._workspace.dm(self.user.id).id)

    def opens_channel(self, name: str) -> Self:
        """Look at a channel that the person is in."""
        mine = self._workspace.channels_for(self.user.id)
        found = [channel.id for channel in mine if channel.kind == "channel" and channel.name == name.lstrip("#")]
        if not found:
            self._fail(f"is in no channel {name}")
        return self._goes(found[0])

    def opens_home(self) -> Self:
        """Look at the app's Home tab."""
        self._goes(HOME)
        return self._did(self._acting.open_home(self.user.id))

    def _goes(self, place: str) -> Self:
        self._at = place
        if place != HOME:
            self._workspace.mark_read(place, self.user.id)
        return self

    # --- seeing

    @property
    def screen(self) -> str:
        """Everything visible now: the modal when one is open, else the Home tab or the conversation."""
        trouble = f"\n! {self._reply.trouble}" if self._reply.trouble else ""
        modal = self._workspace.modal(self.user.id)
        return (self._modal(modal) if modal else self._home() if self._at == HOME else self._conversation()) + trouble

    def _modal(self, view: View) -> str:
        shown = [f"=== {self.modal_title} ===", drawn_text(view.blocks, view.values, self._name)]
        shown += [f"! {label}: {message}" for label, message in self.errors.items()]
        shown += [f"[{words(view.body[part])}]" for part in ("close", "submit") if view.body.get(part)]
        return "\n".join(shown)

    def _home(self) -> str:
        view = self._workspace.home(self.user.id)
        return f"=== Home ===\n{drawn_text(view.blocks, view.values, self._name)}" if view else "=== Home ==="

    def _conversation(self) -> str:
        channel = self._workspace.channel(self._at)
        shown = "\n".join(self._message(message) for message in self._messages())
        return f"=== {'#' if channel.kind == 'channel' else ''}{channel.name} ===\n{shown}"

    def _messages(self) -> Iterator[Message]:
        """What the conversation shows, each thread below its first message."""
        for message in self._workspace.messages(self._at, self.user.id):
            yield message
            yield from self._workspace.replies(self._at, message.ts)

    def _message(self, message: Message) -> str:
        values = self._workspace.message_values(message.channel, message.ts, self.user.id)
        said = drawn_text(message.blocks, values, self._name) if message.blocks else plain(message.text, self._name)
        files = "".join(f"\n[file: {file['title']}]" for file in message.files)
        private = " (only visible to you)" if message.only_for else ""
        return f"{'  > ' if message.is_reply else ''}{self._name(message.user)}{private}: {said}{files}"

    def _name(self, some_id: str) -> str:
        for known in (*self._workspace.people(), self._workspace.bot):
            if known.id == some_id:
                return known.real_name
        found = [channel.name for channel in self._workspace.channels() if channel.id == some_id]
        return found[0] if found else some_id

    @property
    def modal_title(self) -> str | None:
        """The title of the open modal."""
        modal = self._workspace.modal(self.user.id)
        return words(modal.body["title"]) if modal else None

    @property
    def errors(self) -> Mapping[str, str]:
        """What the last submission was told, by the label of the field."""
        modal = self._workspace.modal(self.user.id)
        labels = {block["block_id"]: words(block.get("label")) for block in modal.blocks} if modal else {}
        return {labels[block_id]: message for block_id, message in self._reply.errors.items() if block_id in labels}

    @property
    def trouble(self) -> str | None:
        """What Slack itself said about the last thing done, when it went wrong."""
        return self._reply.trouble

    def sees(self, text: str, timeout: float | None = None) -> Self:
        """Wait until the text is on the screen."""
        self._until(lambda: text in self.screen, f"does not see {text!r}", timeout)
        return self

    def does_not_see(self, text: str, timeout: float | None = None) -> Self:
        """Wait until the text is not (any more) on the screen."""
        self._until(lambda: text not in self.screen, f"still sees {text!r}", timeout)
        return self

    def sees_modal(self, title: str, timeout: float | None = None) -> Self:
        """Wait for a modal with this title."""
        self._until(lambda: self.modal_title == title, f"sees no modal {title!r}", timeout)
        return self

    def sees_no_modal(self, timeout: float | None = None) -> Self:
        """Wait until no modal is open."""
        self._until(lambda: self.modal_title is None, "still sees a modal", timeout)
        return self

    def _until(self, look: Callable[[], Found | None], complaint: str, timeout: float | None = None) -> Found:
        """What `look` finds, as soon as it finds it; woken by changes only."""
        workspace = self._workspace
        deadline = workspace.seconds() + (self._patience if timeout is None else timeout)
        while True:
            seen = workspace.version
            found = look()
            if found:
                return found
            left = deadline - workspace.seconds()
            if left <= 0:
                self._fail(complaint)
            workspace.wait(seen, left)

    def _fail(self, complaint: str) -> NoReturn:
        raise AssertionError(f"{self.user.real_name} {complaint}. On the screen:\n{self.screen}")

    # --- pressing

    def can_press(self, text: str, beside: str | None = None) -> bool:
        """Whether such a button is on the screen now."""
        return self._look_for(lambda _, element: text in _labels_of_button(element), beside) is not None

    def presses(self, text: str, beside: str | None = None) -> Self:
        """Press a button (or an entry of a ... menu) by its text; `beside` names the section it belongs to."""
        spot, block, element = self._finds(
            lambda _, element: text in _labels_of_button(element), f"sees no button {text!r}", beside
        )
        chosen = [option for option in options(element) if option_words(option) == text]
        held = {"selected_option": chosen[0]} if element["type"] == "overflow" else {}
        return self._presses(spot, block, element, held)

    def presses_forged(self, action_id: str, where: Where, block_id: str = "forged", **element: object) -> Self:
        """Send a press as a hostile client could: of anything, anywhere, on the screen or not."""
        forged = {"type": "button", **element}
        return self._did(self._acting.press(self.user.id, where, block_id, action_id, forged=forged))

    def _presses(self, spot: _Spot, block: Json, element: Json, chosen: Json) -> Self:
        ids = (block["block_id"], element["action_id"])
        return self._did(self._acting.press(self.user.id, spot.where, *ids, chosen))

    def _did(self, reply: Reply) -> Self:
        self._reply = reply
        return self

    def _finds(self, match: Match, complaint: str, beside: str | None = None) -> tuple[_Spot, Json, Json]:
        return self._until(lambda: self._look_for(match, beside), complaint)

    def _look_for(self, match: Match, beside: str | None) -> tuple[_Spot, Json, Json] | None:
        """The first such element on the modal or the Home tab, or in the newest message that has one."""
        for spot in self._spots():
            blocks = _beside(spot.blocks, beside, self._name)
            for block, element in elements.elements(blocks):
                if match(block, element):
                    return spot, block, element
        return None

    def _spots(self) -> list[_Spot]:
        workspace = self._workspace
        view = workspace.modal(self.user.id) or (workspace.home(self.user.id) if self._at == HOME else None)
        if view is not None:
            return [_Spot(InView(view.id), view.blocks, view.values)]
        if self._at == HOME:
            return []
        return [self._spot(message) for message in reversed(tuple(self._messages()))]

    def _spot(self, message: Message) -> _Spot:
        values = self._workspace.message_values(message.channel, message.ts, self.user.id)
        return _Spot(InMessage(message.channel, message.ts), message.blocks, values)

    # --- filling in

    def types(self, label: str, text: str) -> Self:
        """Type into a text field."""
        return self._sets(label, lambda *_: text or None, {"value"})

    def picks(self, label: str, *choices: str) -> Self:
        """Choose in a select or among radio buttons: by the words of options, or people's and channels' names."""
        return self._sets(label, lambda element, _: self._picked(element, choices), _PICKED)

    def choices(self, label: str) -> list[str]:
        """What the field with this label offers now, in order; nothing when there is no such field."""
        found = self._look_for(lambda block, element: label in _labels_of_field(block, element), None)
        return [option_words(option) for option in options(found[2])] if found else []

    def _picked(self, element: Json, choices: Sequence[str]) -> object:
        ids = [self._meant(element, choice) for choice in choices]
        return ids if elements.empty(elements.VALUE_KEYS[element["type"]]) == [] else ids[0]

    def _meant(self, element: Json, choice: str) -> object:
        """The option, person or channel called so."""
        workspace = self._workspace
        people = {name: one.id for one in workspace.people() for name in (one.real_name, one.name)}
        places = {channel.name: channel.id for channel in workspace.channels() if channel.kind == "channel"}
        offered: dict[str, object] = {option_words(option): option for option in options(element)}
        if "user" in element["type"]:
            offered = {**people}
        elif "static" not in element["type"] and element["type"] not in {"radio_buttons", "checkboxes"}:
            offered = {**people, **places}
        if choice not in offered:
            self._fail(f"is not offered {choice!r}, only {sorted(offered)}")
        return offered[choice]

    def ticks(self, label: str, *choices: str) -> Self:
        """Tick boxes, beside those already ticked."""
        return self._sets(label, lambda element, now: self._ticked(element, now, choices), {"selected_options"})

    def unticks(self, label: str, *choices: str) -> Self:
        """Take ticks away."""
        return self._sets(label, lambda element, now: self._unticked(element, now, choices), {"selected_options"})

    def _ticked(self, element: Json, now: object, choices: Sequence[str]) -> list[object]:
        """What was ticked and these, in the order they are offered."""
        meant = [*(now if isinstance(now, list) else []), *(self._meant(element, choice) for choice in choices)]
        return [option for option in options(element) if option in meant]

    def _unticked(self, element: Json, now: object, choices: Sequence[str]) -> list[object]:
        gone = [self._meant(element, choice) for choice in choices]
        return [option for option in (now if isinstance(now, list) else []) if option not in gone]

    def sets_date(self, label: str, day: date | str) -> Self:
        """Choose a day."""
        return self._sets(label, lambda *_: str(day), {"selected_date"})

    def sets_time(self, label: str, moment: time | str) -> Self:
        """Choose a time of day."""
        return self._sets(label, lambda *_: str(moment)[:5], {"selected_time"})

    def sets_moment(self, label: str, moment: datetime) -> Self:
        """Choose a day and time."""
        return self._sets(label, lambda *_: int(moment.timestamp()), {"selected_date_time"})

    def _sets(self, label: str, held: Callable[[Json, Any], object], keys: set[str]) -> Self:
        """Set the field with this label; Slack tells the bot only when the element asks for it."""

        def match(block: Json, element: Json) -> bool:
            return elements.VALUE_KEYS.get(element["type"]) in keys and label in _labels_of_field(block, element)

        spot, block, element = self._finds(match, f"sees no field {label!r}")
        key = elements.VALUE_KEYS[element["type"]]
        now = spot.values[block["block_id"]][element["action_id"]].get(key)
        return self._presses(spot, block, element, {key: held(element, now)})

    def submits(self) -> Self:
        """Press the modal's submit button."""
        view = self._until(lambda: self._workspace.modal(self.user.id), "sees no modal to submit")
        return self._did(self._acting.submit(self.user.id, view.id, view.values))

    def closes(self, *, everything: bool = False) -> Self:
        """Cancel the modal; with `everything`, by the X that closes all of them."""
        view = self._until(lambda: self._workspace.modal(self.user.id), "sees no modal to close")
        return self._did(self._acting.close(self.user.id, view.id, view.values, everything=everything))

    # --- words

    def runs(self, line: str) -> Self:
        """Run a slash command where the person is (in the conversation with the bot, when on the Home tab)."""
        command, _, text = line.partition(" ")
        return self._did(self._acting.command(self.user.id, self._channel(), command, text))

    def says(self, text: str, files: Sequence[tuple[str, bytes]] = ()) -> Self:
        """Write a message where the person is."""
        self._acting.say(self.user.id, self._channel(), text, files)
        return self._did(Reply(ok=True))

    def drops(self, name: str, content: bytes) -> Self:
        """Drop a file into the conversation."""
        return self.says("", [(name, content)])

    def uses(self, callback_id: str) -> Self:
        """Use a global shortcut."""
        return self._did(self._acting.shortcut(self.user.id, callback_id))

    def uses_on(self, callback_id: str, text: str) -> Self:
        """Use a message shortcut on the newest message that shows this text."""
        message = self._until(lambda: self._newest(text), f"sees no message {text!r}")
        return self._did(self._acting.message_shortcut(self.user.id, callback_id, message.channel, message.ts))

    def _newest(self, text: str) -> Message | None:
        return next((m for m in reversed(tuple(self._messages())) if text in self._message(m)), None)

    def _channel(self) -> str:
        return self._workspace.dm(self.user.id).id if self._at == HOME else self._at


_PICKED = {key for key in elements.VALUE_KEYS.values() if key.startswith("selected_")} - {
    "selected_date",
    "selected_time",
    "selected_date_time",
}


def _labels_of_button(element: Json) -> list[str]:
    if element["type"] == "overflow":
        return [option_words(option) for option in element["options"]]
    return [words(element["text"])] if element["type"] == "button" else []


def _labels_of_field(block: Json, element: Json) -> list[str]:
    """What a person calls a field: its label, the text beside it, or its placeholder."""
    return [words(part) for part in (block.get("label"), block.get("text"), element.get("placeholder")) if part]


def _beside(blocks: Sequence[Json], beside: str | None, name: Callable[[str], str]) -> Sequence[Json]:
    """From the block that shows this text on: it, and the buttons right below it."""
    if beside is None:
        return blocks
    for n, block in enumerate(blocks):
        if beside in drawn_text([block], None, name):
            return blocks[n : n + 2]
    return ()
