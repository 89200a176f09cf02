"""When a comment may be quoted, word for word and without saying who wrote it (rules T1, T3 and T4)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256

from flows.naming import Names
from flows.screening import Hit, screen
from flows.styling import styled

FEWEST_TO_ASK = 5
"""Organisations that must contribute to the round before anything may be quoted, and then only if the lead asked."""
FEWEST_BY_DEFAULT = 8
"""Organisations from which comments are quoted unasked; below, the usual thing is themes in the facilitator's words."""
FEWEST_QUOTES = 3
"""Quotes on a sub-domain, each of another organisation, below which none is shown."""

Shuffle = Callable[[list["Candidate"]], None]
"""Puts a list in random order, in place: `secrets.SystemRandom().shuffle`, afresh for every post."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be posted, letter by letter, and what keeps it from being posted."""

    text: str
    hits: tuple[Hit, ...]

    @property
    def clean(self) -> bool:
        """Whether its author may agree to it."""
        return bool(self.text) and not self.hits


@dataclass(frozen=True, slots=True)
class Candidate:
    """A comment its author may have agreed to see quoted: `consent` is the mark of the very text that was agreed to.

    `organisation` only tells one organisation from another; any value will do that is not shown.
    """

    organisation: str
    text: str
    consent: str | None


def preview(comment: str, names: Names) -> Preview:
    """Show the author what a comment would look like as a quote."""
    text = styled(comment)
    return Preview(text, screen(text, names))


def consent_mark(text: str) -> str:
    """The mark of consent to exactly this text: any edit, even of a space, has another one."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def quotes_allowed(contributors: int, *, asked_for: bool) -> bool:
    """Whether a round of so many contributing organisations may show quotes (rule T1)."""
    return contributors >= (FEWEST_TO_ASK if asked_for else FEWEST_BY_DEFAULT)


def quotes(
    candidates: Iterable[Candidate], contributors: int, shuffle: Shuffle, names: Names, *, asked_for: bool = False
) -> tuple[str, ...]:
    """The quotes to show for one sub-domain, one of each organisation, in an order that says nothing; often none."""
    if not quotes_allowed(contributors, asked_for=asked_for):
        return ()
    fit = sorted({one for one in candidates if may_be_quoted(one, names)}, key=lambda one: (one.text, one.organisation))
    shuffle(fit)
    of_each: dict[str, str] = {}
    for one in fit:
        of_each.setdefault(one.organisation, one.text)
    return tuple(of_each.values()) if len(of_each) >= FEWEST_QUOTES else ()


def may_be_quoted(one: Candidate, names: Names) -> bool:
    """Whether its author agreed to exactly this text, in the plain style, and nothing in it shows who wrote it."""
    shown = preview(one.text, names)
    return shown.clean and shown.text == one.text and one.consent == consent_mark(one.text)
