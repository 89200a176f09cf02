"""What somebody in front of Slack has on the screen, as text, and what on it can be pressed or filled in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn, Protocol, Self, TypeVar

from sandbox import elements
from sandbox.acting import Acting, InMessage, InView, Reply, Where
from sandbox.drawn import drawn_text, option_words, plain, words
from sandbox.things import Json, Message, View
from sandbox.workspace import Workspace

PATIENCE = 10.0
HOME = "home"

Found = TypeVar("Found")
Match = Callable[[Json, Json], bool]
"""Whether an element, given with its block, is the one looked for."""


class Stage(Protocol):
    """What a person needs of a sandbox."""

    @property
    def workspace(self) -> Workspace:
        """The state."""

    @property
    def acting(self) -> Acting:
        """How people act."""


class NotSeenError(AssertionError):
    """What was looked for is not on the screen; says so in words, with the screen."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A message or a view on the screen."""

    where: Where
    blocks: Sequence[Json]
    values: Json


class Seeing:
    """Somebody's eyes. Everything waits for the bot for up to `patience` seconds, then shows the screen."""

    def __init__(self, stage: Stage, user_id: str, patience: float = PATIENCE) -> None:
        self._workspace, self._acting = stage.workspace, stage.acting
        self.user = self._workspace.member(user_id)
        self._patience = patience
        self._at = self._workspace.dm(user_id).id
        self._reply = Reply(ok=True)

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
    def messages(self) -> list[Message]:
        """The messages of the conversation looked at; none on the Home tab."""
        return [] if self._at == HOME else list(self._messages())

    @property
    def reply(self) -> Reply:
        """What Slack answered to the last thing done."""
        return self._reply

    @property
    def place(self) -> str:
        """The channel looked at, or `home`."""
        return self._at

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
        raise NotSeenError(f"{self.user.real_name} {complaint}. On the screen:\n{self.screen}")

    # --- finding

    @property
    def pressable(self) -> list[str]:
        """Every button that is on the screen now."""
        found = [element for spot in self._spots() for _, element in elements.elements(spot.blocks)]
        return list(dict.fromkeys(label for element in found for label in labels_of_button(element)))

    @property
    def fields(self) -> list[Json]:
        """Every field on the screen now: what it is called, its type, and what it holds."""
        found = []
        for spot in self._spots():
            for block, element in elements.elements(spot.blocks):
                if element["type"] in elements.VALUE_KEYS:
                    held = spot.values.get(block["block_id"], {}).get(element["action_id"], {})
                    label = next(iter(labels_of_field(block, element)), "")
                    found.append({"label": label, "optional": bool(block.get("optional")), **held})
        return found

    def _finds(self, match: Match, complaint: str, beside: str | None = None) -> tuple[Spot, Json, Json]:
        return self._until(lambda: self._look_for(match, beside), complaint)

    def _look_for(self, match: Match, beside: str | None) -> tuple[Spot, Json, Json] | None:
        """The first such element on the modal or the Home tab, or in the newest message that has one."""
        for spot in self._spots():
            blocks = _beside(spot.blocks, beside, self._name)
            for block, element in elements.elements(blocks):
                if match(block, element):
                    return spot, block, element
        return None

    def _spots(self) -> list[Spot]:
        workspace = self._workspace
        view = workspace.modal(self.user.id) or (workspace.home(self.user.id) if self._at == HOME else None)
        if view is not None:
            return [Spot(InView(view.id), view.blocks, view.values)]
        if self._at == HOME:
            return []
        return [self._spot(message) for message in reversed(tuple(self._messages()))]

    def _spot(self, message: Message) -> Spot:
        values = self._workspace.message_values(message.channel, message.ts, self.user.id)
        return Spot(InMessage(message.channel, message.ts), message.blocks, values)


def labels_of_button(element: Json) -> list[str]:
    """What stands on a button, or in a ... menu."""
    if element["type"] == "overflow":
        return [option_words(option) for option in element["options"]]
    return [words(element["text"])] if element["type"] == "button" else []


def labels_of_field(block: Json, element: Json) -> list[str]:
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
