"""How the sandbox hands things to the bot, whatever carries them."""

from dataclasses import dataclass
from typing import Literal, Protocol

from sandbox.things import Json


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `silence` says why there is no acknowledgement."""

    payload: Json | None = None
    silence: Literal["not connected", "too late"] | None = None


class Delivery(Protocol):
    """A way to the bot: Socket Mode now, signed HTTP beside it later."""

    def ask(self, kind: Literal["interactive", "slash_commands"], payload: Json) -> Answer:
        """Deliver something a person waits for; at most three seconds."""

    def tell(self, payload: Json) -> None:
        """Deliver an event; it is sent again when it is not acknowledged."""
