"""Everything a contributor can do in the walk."""

from dataclasses import dataclass

from flows.answer import Confidence
from flows.evidence import Item
from flows.judgement import Judgement
from flows.walk import Screen


@dataclass(frozen=True, slots=True)
class Started:
    """Start, Continue or Edit answers: show the card at the first sub-domain still open."""


@dataclass(frozen=True, slots=True)
class LevelChosen:
    """A level's button on the card; `seen` is the revision of the answer the card was drawn from, if it was."""

    subdomain: str
    level: int
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """The answer form as it stands; `then_next` turns the page.

    A field that the form did not have is none: what is known stays. `seen` is the revision of the answer the form was
    drawn from; `reuse` names pieces given elsewhere; `members` are names that a quote must not show.
    """

    subdomain: str
    judgement: Judgement | None
    evidence: str
    comment: str
    then_next: bool = True
    reason: str | None = None
    revisit: str | None = None
    own_note: bool = False
    link: str = ""
    reuse: tuple[str, ...] = ()
    confidence: Confidence | None = None
    quote: bool = False
    members: tuple[str, ...] = ()
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class QuoteAgreed:
    """The exact preview of a quote was agreed to, as it was when the answer had this revision."""

    subdomain: str
    seen: int
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemsKept:
    """Pieces of evidence for a sub-domain, from outside the form."""

    subdomain: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class ItemsMoved:
    """Pieces of evidence, by their names, belong to another sub-domain."""

    subdomain: str
    items: tuple[str, ...]
    to: str


@dataclass(frozen=True, slots=True)
class ItemMarked:
    """A piece of evidence is the organisation's own note from now on, or for the partnership."""

    subdomain: str
    item: str
    ours: bool


@dataclass(frozen=True, slots=True)
class ItemsRemoved:
    """Pieces of evidence, by their names, are taken away."""

    subdomain: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WentTo:
    """Go to a sub-domain."""

    subdomain: str


@dataclass(frozen=True, slots=True)
class WentBack:
    """Back to the one before."""

    subdomain: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """Skip for now."""

    subdomain: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Show a screen that changes nothing: contents, stopped, snoozed, review."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class Submitted:
    """This is our organisation's view."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Take the submission back; the answers stay."""


Event = (
    Started
    | LevelChosen
    | AnswerGiven
    | QuoteAgreed
    | ItemsKept
    | ItemsRemoved
    | ItemsMoved
    | ItemMarked
    | WentTo
    | WentBack
    | Skipped
    | Shown
    | Submitted
    | Withdrawn
)
