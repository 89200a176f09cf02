"""The one way from what was frozen at close to what may be shown. All that is published is made from its result."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import Self

from flows import agenda, divergence
from flows.agenda import Item, Part
from flows.divergence import Ballot, Division, Measure
from flows.tiers import Tier, tier

RULES = 1
"""The version of these rules, for the audit trail; one more whenever the same ballots would be shown otherwise."""
FEWEST_CHANGES = 5
"""How many organisations must differ before a second set of answers may be set beside the first (rules P8, P10)."""
FEWEST_IN_A_CELL = 5
"""How many organisations a group holds, and how many are outside it, before it is shown apart (rule P9)."""
FEWEST_FOR_A_FLAG = 3
"""How many organisations a flag rests on (rule P6)."""
FEWEST_ROWS_FOR_A_MEAN = 10
"""How many sub-domains the whole-round difference rests on (rule P12)."""


class Word(StrEnum):
    """The public word for a sub-domain. *Together* covers unanimity and small differences alike (rule P7)."""

    TOGETHER = "Together"
    MOSTLY_TOGETHER = "Mostly together"
    SPREAD_OUT = "Spread out"
    TWO_CAMPS = "Two camps"
    APART = "Apart"


class Band(StrEnum):
    """How many stand at a level, as coarsely as may be shown (rule P4)."""

    FEW = "none or one"
    SOME = "some"
    HALF = "half or more"


class Flag(StrEnum):
    """What three or more organisations said besides a position."""

    COULD_NOT_ASSESS = "could_not_assess"
    NO_EVIDENCE = "no_evidence"
    NOT_RELEVANT = "not_relevant"


WORDS = {
    Division.AGREED: Word.TOGETHER,
    Division.CLOSE: Word.TOGETHER,
    Division.OUTLIER: Word.MOSTLY_TOGETHER,
    Division.MIXED: Word.SPREAD_OUT,
    Division.SPLIT: Word.TWO_CAMPS,
}


@dataclass(frozen=True, slots=True)
class Row:
    """The ballots on one sub-domain: how many organisations gave each, in an order that says nothing of who did."""

    id: str
    short_term: bool
    tally: tuple[tuple[Ballot, int], ...]

    def __post_init__(self) -> None:
        if [ballot for ballot, _ in self.tally] != sorted({ballot for ballot, _ in self.tally}, key=_rank):
            raise ValueError("a tally holds each ballot once and in order; Row.of makes one")

    @classmethod
    def of(cls, subdomain: str, ballots: Iterable[Ballot] | Mapping[Ballot, int], *, short_term: bool = True) -> Self:
        """Count the ballots on one sub-domain: one for each contributing organisation, an empty one for no answer."""
        counted = Counter(ballots)
        return cls(subdomain, short_term, tuple((ballot, counted[ballot]) for ballot in sorted(counted, key=_rank)))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was frozen at close: no organisation, no time. Rows are the sub-domains that were rated, in matrix order.

    Contributors are the organisations that submitted (rule C1); every row holds one ballot of each.
    """

    edition: str
    levels: int
    contributors: int
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        if any(sum(count for _, count in row.tally) != self.contributors for row in self.rows):
            raise ValueError("every contributing organisation has exactly one ballot in every row")
        if len({row.id for row in self.rows}) != len(self.rows):
            raise ValueError("every sub-domain has one row")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The round before, and how many organisations contributed to only one of the two rounds."""

    snapshot: Snapshot
    differing: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown of one sub-domain. `bands` go from the lowest level up; `middle` holds two level numbers."""

    id: str
    word: Word | None = None
    bands: tuple[Band, ...] | None = None
    middle: tuple[int, int] | None = None
    flags: tuple[Flag, ...] = ()
    was: Word | None = None


@dataclass(frozen=True, slots=True)
class Overall:
    """The whole round: `together` of `of` sub-domains shown; `difference` of 100 ("under 10", "25"), where allowed."""

    together: int
    of: int
    difference: str | None = None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What may be shown of a round, in the order to show it."""

    contributors: int
    discuss: tuple[Shown, ...]
    together: tuple[Shown, ...]
    too_few: tuple[Shown, ...]
    overall: Overall | None

    @property
    def rows(self) -> tuple[Shown, ...]:
        """Every sub-domain, in the order of the agenda."""
        return self.discuss + self.together + self.too_few


def freeze(
    edition: str, levels: int, subdomains: Iterable[tuple[str, bool]], answers: Sequence[Mapping[str, Ballot]]
) -> Snapshot:
    """Freeze a round: its sub-domains (id, short-term) in matrix order, and one mapping for each organisation."""
    rows = (
        Row.of(one, (given.get(one, Ballot()) for given in answers), short_term=short_term)
        for one, short_term in subdomains
    )
    return Snapshot(edition, levels, len(answers), tuple(rows))


def kept(snapshot: Snapshot) -> Snapshot:
    """The snapshot as it is kept: of rows of which nothing is ever shown, only how many organisations there were.

    Of one or two organisations the count itself would say who gave which answer.
    """
    measures = measured(snapshot)
    return replace(
        snapshot,
        rows=tuple(
            Row.of(
                one.id, {Ballot(): snapshot.contributors} if snapshot.contributors else {}, short_term=one.short_term
            )
            if tier(measures[one.id].n) is Tier.NOTHING
            else one
            for one in snapshot.rows
        ),
    )


def disclose(snapshot: Snapshot, earlier: Earlier | None = None) -> Disclosure:
    """Say what may be shown of a round: a function of the edition and the ballots alone (rule P11)."""
    measures, before = measured(snapshot), _comparable(snapshot, earlier)
    shown = {one: show(one, measure, before.get(one)) for one, measure in measures.items()}
    items = agenda.arrange(
        Item(
            row.id,
            row.short_term,
            measures[row.id],
            bool(shown[row.id].flags),
            _moved(measures[row.id], before.get(row.id)),
        )
        for row in snapshot.rows
    )
    parts: dict[Part, list[Shown]] = {one: [] for one in Part}
    for item in items:
        parts[agenda.part(item.measure)].append(shown[item.id])
    return Disclosure(
        contributors=snapshot.contributors,
        discuss=(*parts[Part.RANKED], *parts[Part.APART]),
        together=tuple(parts[Part.TOGETHER]),
        too_few=tuple(parts[Part.TOO_FEW]),
        overall=_overall(measures.values()),
    )


def measured(snapshot: Snapshot) -> dict[str, Measure]:
    """Measure every sub-domain; internal, for the agenda and the analyst."""
    return {row.id: divergence.measure(dict(row.tally), snapshot.levels) for row in snapshot.rows}


def show(subdomain: str, measure: Measure, before: Measure | None = None) -> Shown:
    """What may be shown of one sub-domain.

    Below three positions it is nothing at all, no flag either, although a flag would rest on three organisations of
    its own: rule P2 says nothing, and where three or four contribute "3 or more could not assess" beside a row without
    positions would make each non-answer certain. With three positions besides, no flag on non-answers can.
    """
    if tier(measure.n) is Tier.NOTHING:
        return Shown(subdomain)
    now = word(measure)
    detailed = tier(measure.n) is Tier.DETAIL
    was = word(before) if before and detailed and tier(before.n) is Tier.DETAIL else None
    return Shown(
        id=subdomain,
        word=now,
        bands=bands(measure) if detailed and now in (Word.TWO_CAMPS, Word.SPREAD_OUT) else None,
        middle=middle(measure) if detailed and now is Word.TOGETHER else None,
        flags=_flags(measure),
        was=was if was is not now else None,
    )


def word(measure: Measure) -> Word | None:
    """The public word, by the number of positions (rules P2 to P5)."""
    match tier(measure.n):
        case Tier.NOTHING:
            return None
        case Tier.TOGETHER_OR_APART:
            return Word.TOGETHER if measure.range is not None and measure.range <= 1 else Word.APART
        case Tier.WORDS | Tier.DETAIL:
            return WORDS[measure.division]


def bands(measure: Measure) -> tuple[Band, ...]:
    """How many stand at each level, a leaning at its lower one (rule P4)."""

    def band(count: int) -> Band:
        if count < 2:
            return Band.FEW
        return Band.HALF if 2 * count >= measure.n else Band.SOME

    return tuple(band(count) for count in measure.cells)


def middle(measure: Measure) -> tuple[int, int] | None:
    """The middle view: from the floor of the median interval to its ceiling."""
    return (floor(measure.median[0]), ceil(measure.median[1])) if measure.median else None


def may_break_down(cells: Collection[int], variable: str, used: str | None = None) -> bool:
    """Whether answers may be shown by a variable such as the sector (rule P9); `used` is the one shown in the round.

    `cells` are the organisations in each group. Each of them, and all but each of them, has to be five or more; what
    is shown by a second variable could be subtracted from the first. Nothing in the house asks for it today.
    """
    everyone = sum(cells)
    enough = all(FEWEST_IN_A_CELL <= cell <= everyone - FEWEST_IN_A_CELL for cell in cells)
    return len(cells) > 1 and enough and used in (None, variable)


def may_publish_again(changes: int) -> bool:
    """Whether a second snapshot may be posted, when so many contributors were added, removed or edited (rule P8)."""
    return changes >= FEWEST_CHANGES


def standing(first: Snapshot, later: Snapshot, changes: int) -> Snapshot:
    """The snapshot that answers a request for the post: the first one, until enough contributors differ."""
    return later if may_publish_again(changes) else first


def comparable(differing: int) -> bool:
    """Whether two rounds may be compared: the same contributors, or at least five others (rule P10)."""
    return differing == 0 or differing >= FEWEST_CHANGES


def _comparable(snapshot: Snapshot, earlier: Earlier | None) -> dict[str, Measure]:
    """Last round's measures, where they may be compared: rule P10, and the same edition."""
    if earlier is None or not comparable(earlier.differing) or earlier.snapshot.edition != snapshot.edition:
        return {}
    return measured(earlier.snapshot)


def _moved(now: Measure, before: Measure | None) -> bool:
    """Whether movement may count in the order; the order is published too, so rule P10's numbers hold for it."""
    return before is not None and min(now.n, before.n) >= Tier.DETAIL and divergence.moved(now, before)


def _flags(measure: Measure) -> tuple[Flag, ...]:
    counts = {
        Flag.COULD_NOT_ASSESS: measure.cannot_assess,
        Flag.NO_EVIDENCE: measure.without_evidence,
        Flag.NOT_RELEVANT: measure.not_relevant,
    }
    return tuple(flag for flag, count in counts.items() if count >= FEWEST_FOR_A_FLAG)


def _overall(measures: Iterable[Measure]) -> Overall | None:
    """The whole-round line (rule P12): the difference only when every row shown has 8 or more, and there are 10."""
    shown = [one for one in measures if tier(one.n) is not Tier.NOTHING]
    if not shown:
        return None
    together = sum(word(one) is Word.TOGETHER for one in shown)
    if len(shown) < FEWEST_ROWS_FOR_A_MEAN or any(tier(one.n) is not Tier.DETAIL for one in shown):
        return Overall(together, len(shown))
    mean = 100 * sum((one.spread or Fraction(0) for one in shown), Fraction(0)) / len(shown)
    return Overall(together, len(shown), "under 10" if mean < 10 else str(5 * floor(mean / 5 + Fraction(1, 2))))


def _rank(ballot: Ballot) -> tuple[str, int, bool, bool]:
    said = ballot.judgement
    return (
        said.kind if said else "",
        (said.level if said else None) or 0,
        bool(said and said.leaning),
        ballot.evidence,
    )
