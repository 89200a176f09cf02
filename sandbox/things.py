"""What a Slack consists of: team, members, channels, messages, views, files, and the traffic with the bot."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]
"""A block, a view or a payload, as Slack writes it."""


TITLES = frozenset({"Dr", "Prof", "Professor", "Mr", "Mrs", "Ms", "Miss", "Mx", "Sir", "Dame", "Rev"})


@dataclass(frozen=True, slots=True)
class Team:
    """The workspace's own name."""

    id: str
    name: str
    domain: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the workspace: a person, or the bot."""

    id: str
    name: str
    real_name: str
    title: str
    tz: str
    is_bot: bool = False
    colour: str = "#4a5568"
    email: str = ""
    guest: bool = False
    deactivated: bool = False

    @property
    def initials(self) -> str:
        """Up to two letters for the picture; a title is no name."""
        words = [word for word in self.real_name.split() if word[0].isalpha() and word.strip(".") not in TITLES]
        return "".join(word[0].upper() for word in (words[0], words[-1])[: len(words)]) if words else "?"


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, or the conversation between one person and the bot."""

    id: str
    name: str
    kind: Literal["channel", "im"]
    members: frozenset[str]
    topic: str = ""
    archived: bool = False
    private: bool = False

    @property
    def called(self) -> str:
        """Its kind as events name it: channel_type, and the last word of message.channels and its kin."""
        return "im" if self.kind == "im" else "group" if self.private else "channel"

    @property
    def payload_name(self) -> str:
        """Its name in interactions and commands: Slack keeps private ones to itself."""
        return {"im": "directmessage", "group": "privategroup"}.get(self.called, self.name)


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `only_for` names the one person who sees an ephemeral one."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: tuple[Json, ...] = ()
    edited: bool = False
    thread_ts: str | None = None
    only_for: str | None = None
    files: tuple[Json, ...] = ()
    metadata: Json | None = None
    bot_id: str | None = None
    reacted: tuple[tuple[str, str], ...] = ()

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread, below another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def reactions(self) -> tuple[str, ...]:
        """The emoji below it, by name, in the order they came."""
        return tuple(dict.fromkeys(name for name, _ in self.reacted))

    def reactors(self, name: str) -> tuple[str, ...]:
        """Who reacted with this emoji."""
        return tuple(user for other, user in self.reacted if other == name)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A message that the bot wants posted later."""

    id: str
    channel: str
    at: datetime
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    never: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A modal or an App Home: `body` as the bot sent it, `values` as the person last left them."""

    id: str
    hash: str
    user: str
    body: Json
    root_id: str
    previous_id: str | None
    values: Json

    @property
    def type(self) -> Literal["modal", "home"]:
        """Where it is shown."""
        return "home" if self.body["type"] == "home" else "modal"

    @property
    def blocks(self) -> list[Json]:
        """The view's blocks."""
        return list(self.body["blocks"])


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file; shown to nobody until it is shared."""

    id: str
    name: str
    title: str
    user: str
    created: int
    content: bytes = b""
    mimetype: str = "application/octet-stream"
    alt: str = ""
    complete: bool = False
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call or one delivery, for the inspector; tokens are redacted."""

    n: int
    at: datetime
    direction: Literal["bot->slack", "slack->bot"]
    name: str
    request: Json
    response: Json


@dataclass(frozen=True, slots=True)
class InMessage:
    """An element of a message."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class InView:
    """An element of a modal or of the App Home."""

    view_id: str


Where = InMessage | InView
