"""How the rules say no: kindly, in words, at the field that is meant."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(eq=False)
class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A no with its reason, as the person will read it; `field` names the input that is meant, if one is."""

    reason: str
    field: str | None = None

    def __str__(self) -> str:
        """Give the reason."""
        return self.reason


@dataclass(eq=False)
class Denied(Refusal):
    """A no to what no screen offers: it is told as kindly, and recorded under `why`, a few words without any text."""

    why: str = "not offered"


@dataclass(eq=False)
class Refusals(Exception):  # noqa: N818 - the same
    """Several noes at once, each at its field."""

    by_field: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Give all reasons."""
        return " ".join(self.by_field.values())
