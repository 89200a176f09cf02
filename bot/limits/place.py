"""What is wrong with a payload and where, named as Slack names it."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Surface = Literal["message", "modal", "home"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing Slack would refuse. The path holds names of fields only, never what was written in them."""

    path: str
    """Where: `blocks[3].accessory.options[0].text.text`."""
    message: str
    """Slack's words, with its own pointer: `must be ... [json-pointer:/blocks/3/accessory/options/0/text/text]`."""
    code: str = "invalid_blocks"
    """Slack's `error` for it."""


class Flaw(NamedTuple):
    """What is wrong somewhere below: on its way up each part puts its own step before it. What is right costs nothing.

    Without a `code` it is the usual one of its surface.
    """

    words: str
    steps: tuple[str | int, ...] = ()
    code: str | None = None

    def under(self, *steps: str | int) -> "Flaw":
        """The same, seen from further up."""
        return self._replace(steps=(*steps, *self.steps))

    def fault(self, surface: Surface) -> Fault:
        """The same, seen from the top; block faults are `invalid_blocks` in messages, `invalid_arguments` in views."""
        path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.steps).removeprefix(".")
        pointer = "/" + "/".join(str(step) for step in self.steps)
        usual = "invalid_blocks" if surface == "message" else "invalid_arguments"
        return Fault(path, f"{self.words} [json-pointer:{pointer}]", self.code or usual)
