"""The order in which to talk: where views differ most, then what is settled, then what cannot be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from math import floor

from flows.divergence import Division, Measure
from flows.tiers import Tier, tier

FIXED = {Division.SPLIT: 7, Division.MIXED: 6, Division.OUTLIER: 5}
"""The place, in tens of priority, of a row with too few organisations for a measured one (5 to 7)."""


class Part(IntEnum):
    """The parts of the agenda, in order."""

    RANKED = 0
    APART = 1
    TOGETHER = 2
    TOO_FEW = 3


@dataclass(frozen=True, slots=True)
class Item:
    """One sub-domain to be put in order, given in the framework's own order."""

    id: str
    short_term: bool
    measure: Measure
    flagged: bool = False
    moved: bool = False


def arrange(items: Iterable[Item]) -> tuple[Item, ...]:
    """Put sub-domains in the order of the agenda.

    It rests on no more than is published beside it, and on priority in tens from 8 organisations. Ranked rows and
    those too few to show: short-term first, then the framework's order. Rows of 3 or 4 that are apart follow the ranked
    ones, since nothing may say how far apart they are; they keep the framework's order (rule P2), as rows together do
    once the flagged ones are ahead (attack A14).
    """
    return tuple(sorted(items, key=_place))  # a stable sort: ties keep the framework's order


def part(measure: Measure) -> Part:
    """Where in the agenda a sub-domain belongs: the same words as the public ones, and no finer."""
    if tier(measure.n) is Tier.NOTHING or measure.range is None:
        return Part.TOO_FEW
    if measure.range <= 1:
        return Part.TOGETHER
    return Part.APART if measure.n < Tier.WORDS else Part.RANKED


def priority(measure: Measure, *, moved: bool = False) -> Fraction | None:
    """How much a sub-domain deserves the meeting's time; None where there is no Spread. Internal, never published.

    60 for Spread, 15 for range, 10 for missing evidence (of those with a position), 10 for those who cannot assess
    and for a dispute over scope (of all contributing), 5 when it moved since the last round.
    """
    if measure.spread is None or measure.range is None:
        return None
    everyone = measure.contributing
    dispute = min(measure.not_relevant, everyone - measure.not_relevant)
    return (
        60 * measure.spread
        + 15 * max(Fraction(0), measure.range - 1) / 2
        + 10 * Fraction(measure.without_evidence, measure.n)
        + 10 * min(Fraction(1), 2 * Fraction(measure.cannot_assess + dispute, everyone))
        + 5 * moved
    )


def bucket(measure: Measure, *, moved: bool = False) -> int:
    """The priority in tens; below 8 organisations the class alone decides (so that order tells no more)."""
    worth = priority(measure, moved=moved)
    if tier(measure.n) is Tier.DETAIL and worth is not None:
        return tens(worth)
    return FIXED.get(measure.division, 0)


def tens(worth: Fraction) -> int:
    """A priority in tens, halves up."""
    return floor(worth / 10 + Fraction(1, 2))


def _place(item: Item) -> tuple[Part, int, bool]:
    match part(item.measure):
        case Part.RANKED:
            return Part.RANKED, -bucket(item.measure, moved=item.moved), not item.short_term
        case Part.TOGETHER:
            return Part.TOGETHER, 0, not item.flagged
        case Part.APART:
            return Part.APART, 0, False
        case Part.TOO_FEW:
            return Part.TOO_FEW, 0, not item.short_term
