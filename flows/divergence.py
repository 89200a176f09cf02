"""How far organisations differ on one sub-domain, in exact arithmetic. Internal: nothing here is published."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate

from flows.judgement import Judgement, Kind
from flows.tiers import Tier

NOT_RELEVANT = (Kind.NOT_RELEVANT, Kind.NOT_YET_RELEVANT)


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one contributing organisation said about one sub-domain, without its name."""

    judgement: Judgement | None = None
    evidence: bool = False


class Division(StrEnum):
    """The internal class of a sub-domain; the public words are coarser (rule P5)."""

    TOO_FEW = "Too few"
    AGREED = "Agreed"
    CLOSE = "Close"
    SPLIT = "Split"
    OUTLIER = "Outlier"
    MIXED = "Mixed"


@dataclass(frozen=True, slots=True)
class Measure:
    """What the ballots on one sub-domain come to.

    `n` organisations gave a position (rule C3). `cells` counts them by level, lowest first, a leaning at its lower
    level. `range` and `median` (the lower and the upper middle) are in levels, and None without a position; `spread`
    runs from 0 (one view) to 1 (half at either end), and is None for fewer than two, where there is no pair.
    `without_evidence` counts among the `n`; `cannot_assess` and `not_relevant` among all `contributing`.
    """

    n: int
    spread: Fraction | None
    range: Fraction | None
    median: tuple[Fraction, Fraction] | None
    division: Division
    cells: tuple[int, ...]
    contributing: int
    without_evidence: int
    cannot_assess: int
    not_relevant: int


def measure(ballots: Mapping[Ballot, int], levels: int) -> Measure:
    """Measure one sub-domain from its ballots, each with the number of organisations that gave it."""
    steps = _steps(ballots, levels)
    n = sum(steps)
    median = _median(steps) if n else None
    return Measure(
        n=n,
        spread=_spread(steps) if n >= 2 else None,
        range=Fraction(_range(steps), 2) if n else None,
        median=(1 + Fraction(median[0], 2), 1 + Fraction(median[1], 2)) if median else None,
        division=classify(steps) if n >= Tier.WORDS else Division.TOO_FEW,
        cells=_cells(steps),
        contributing=sum(ballots.values()),
        without_evidence=sum(count for one, count in ballots.items() if _placed(one) and not one.evidence),
        cannot_assess=_said(ballots, Kind.CANNOT_ASSESS),
        not_relevant=_said(ballots, *NOT_RELEVANT),
    )


def classify(steps: Sequence[int]) -> Division:
    """The class of the counts by half-level, whatever their number; each class is tested in this order.

    A level is shared as in the cells: a leaning shares its lower level. (Told apart from it, leanings would let one
    organisation subtract its own answer and be certain of the others' level: the audit finds such cases at n = 8.)
    """
    n, shared = sum(steps), max(_cells(steps))
    if _range(steps) <= 2:
        return Division.AGREED if 4 * shared >= 3 * n else Division.CLOSE
    if _split(steps):
        return Division.SPLIT
    lower, upper = _median(steps)
    near = steps[max(0, lower - 2) : upper + 3]
    far = n - sum(near)
    if (1 <= far <= max(1, n // 4) and _range(near) <= 2) or (far == 0 and 3 * shared >= 2 * n):
        return Division.OUTLIER
    return Division.MIXED


def moved(now: Measure, before: Measure) -> bool:
    """Whether the middle of the median interval moved by a level, or Spread rose by 0.2."""
    if now.median is None or before.median is None or now.spread is None or before.spread is None:
        return False
    shift = now.median[0] + now.median[1] - before.median[0] - before.median[1]  # twice that of the middle
    return abs(shift) >= 2 or now.spread - before.spread >= Fraction(1, 5)


def _steps(ballots: Mapping[Ballot, int], levels: int) -> list[int]:
    """Count organisations by position in half-levels: step 0 is the lowest level, step 2 the next, step 1 between."""
    steps = [0] * (2 * levels - 1)
    for ballot, count in ballots.items():
        if ballot.judgement is not None and (position := ballot.judgement.position) is not None:
            step = int(2 * position) - 2
            if not 0 <= step < len(steps):
                raise ValueError(f"position {position} is not on a scale of {levels} levels")
            steps[step] += count
    return steps


def _placed(ballot: Ballot) -> bool:
    return ballot.judgement is not None and ballot.judgement.position is not None


def _said(ballots: Mapping[Ballot, int], *kinds: Kind) -> int:
    return sum(count for one, count in ballots.items() if one.judgement and one.judgement.kind in kinds)


def _spread(steps: Sequence[int]) -> Fraction:
    """Sum of |xi - xj| over pairs, over its greatest value: (levels - 1) * floor(n/2) * ceil(n/2), in 0..1.

    Berry and Mielke (1992). A pair is as far apart as the number of half-steps between its two, and the half-step
    above step k lies between `below * above` pairs: so counts are enough, and no pair is ever formed.
    """
    n = sum(steps)
    halves = sum(below * (n - below) for below in accumulate(steps))
    return Fraction(halves, (len(steps) - 1) * (n // 2) * ((n + 1) // 2))


def _range(steps: Sequence[int]) -> int:
    """Half-levels from the lowest position to the highest."""
    taken = [step for step, count in enumerate(steps) if count]
    return taken[-1] - taken[0]


def _median(steps: Sequence[int]) -> tuple[int, int]:
    """The steps of the lower and the upper middle of the sorted positions."""
    n, at_most = sum(steps), list(accumulate(steps))
    return bisect_left(at_most, (n + 1) // 2), bisect_left(at_most, n // 2 + 1)


def _cells(steps: Sequence[int]) -> tuple[int, ...]:
    """Organisations by level, a leaning at its lower level."""
    return tuple(sum(steps[step : step + 2]) for step in range(0, len(steps), 2))


def _split(steps: Sequence[int]) -> bool:
    """Whether a third (at least two) are at or below some level, and as many two levels above it or higher."""
    n, at_most = sum(steps), list(accumulate(steps))
    camp = max(2, -(-n // 3))
    return any(at_most[a] >= camp and n - at_most[a + 3] >= camp for a in range(0, len(steps) - 4, 2))
