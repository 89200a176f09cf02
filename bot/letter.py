"""A letter on its way to Slack, and how the way can fail. Knows no Slack client, so that the postman needs none."""

from dataclasses import dataclass, field
from typing import Any

from flows.assessment import Walk
from storage.outbox import Claimed


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that is sent."""

    name: str
    title: str
    content: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice in words, for a person or for a channel.

    `card` is the walk whose living card it becomes. `files` go into a `thread`, all in one message with the text. It
    takes the place of the post `instead_of`, and all that hangs below that goes.
    """

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    to_channel: str | None = None
    to_person: str | None = None
    card: Walk | None = None
    files: tuple[Enclosure, ...] = ()
    thread: str = ""
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A letter that has arrived, and where; `card` is what it showed, if it is a living card from now on."""

    claimed: Claimed
    channel: str
    ts: str
    card: Walk | None


class TooEarlyError(Exception):
    """What this letter follows has not been sent yet."""


class Trouble(Exception):  # noqa: N818 - what Slack said, by its code
    """A call that did not succeed; `error` is Slack's code, or the name of what broke."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class Waits(Trouble):
    """Slack wants to be left alone for a while (429): nothing was done."""

    def __init__(self, seconds: float) -> None:
        super().__init__("ratelimited")
        self.seconds = seconds


class Unanswered(Trouble):
    """No answer, or none that says what was done: it may have been done, or be done later."""


class Refused(Trouble):
    """Slack said no, and will say no again."""
