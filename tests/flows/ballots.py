"""Ballots in short: "1 2 2.5 ? -" is two levels, a leaning, one who cannot assess and one without an answer."""

from collections import Counter

from flows.disclosure import Row, Shown, Snapshot, show
from flows.divergence import Ballot, Measure, measure
from flows.judgement import Judgement, Kind

LEVELS = ("Emerging", "Developing", "Maturing", "Thriving")
SIGNS = {
    "?": Judgement(Kind.CANNOT_ASSESS),
    "n": Judgement(Kind.NOT_RELEVANT),
    "l": Judgement(Kind.NOT_YET_RELEVANT),
    "0": Judgement(Kind.NOT_YET),
    "-": None,
}


def ballot(sign: str) -> Ballot:
    """One ballot; a "!" behind it says that no evidence came with it."""
    said = sign.removesuffix("!")
    if said in SIGNS:
        return Ballot(SIGNS[said], evidence=said == sign)
    level, _, half = said.partition(".")
    return Ballot(Judgement.of(int(level), leaning=bool(half)), evidence=said == sign)


def ballots(signs: str) -> list[Ballot]:
    return [ballot(sign) for sign in signs.split()]


def cells(*counts: int) -> str:
    """Levels in signs, from how many organisations chose each: 2, 0 and 1 make "1 1 3"."""
    return " ".join(str(level) for level, count in enumerate(counts, start=1) for _ in range(count))


def measured(signs: str, levels: int = 4) -> Measure:
    return measure(Counter(ballots(signs)), levels)


def shown(signs: str, before: str | None = None) -> Shown:
    return show("a", measured(signs), measured(before) if before else None)


def snapshot(*rows: str, longer_term: str = "", edition: str = "an-edition") -> Snapshot:
    """A round with the sub-domains a, b, c... in matrix order; every row is filled up with empty ballots."""
    contributors = max(len(row.split()) for row in rows)
    filled = [ballots(row) + [Ballot()] * (contributors - len(row.split())) for row in rows]
    named = zip("abcdefghijklmnopqrstuvwxyz", filled, strict=False)
    return Snapshot(
        edition, 4, contributors, tuple(Row.of(one, row, short_term=one not in longer_term) for one, row in named)
    )
