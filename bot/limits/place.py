"""A fault and the place it stands at, named as Slack names it."""

from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True, slots=True)
class Place:
    """A spot inside a payload, and the surface the payload is for."""

    surface: Surface
    steps: tuple[str | int, ...]

    def down(self, *steps: str | int) -> "Place":
        """Go to a part of what stands here."""
        return Place(self.surface, (*self.steps, *steps))

    def fault(self, words: str, code: str | None = None) -> Fault:
        """Say what is wrong here; block faults are `invalid_blocks` in messages, `invalid_arguments` in views."""
        path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.steps).removeprefix(".")
        pointer = "/" + "/".join(str(step) for step in self.steps)
        usual = "invalid_blocks" if self.surface == "message" else "invalid_arguments"
        return Fault(path, f"{words} [json-pointer:{pointer}]", code or usual)
