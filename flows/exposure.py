"""The audit of the disclosure rules: who could be certain of somebody else's answer, over every possible set of them.

A partner knows its own answer and reads the post. It is certain when all sets of answers that fit both put every other
organisation in one place. With several partners pooling what they know, the same holds for those outside the pool.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement
from math import factorial, prod

from flows import agenda
from flows.agenda import Part
from flows.disclosure import WORDS, Word, bands, middle, show
from flows.divergence import Ballot, Measure, classify, measure
from flows.judgement import Judgement

Counts = tuple[int, ...]
"""Organisations by position in half-levels, of four levels: step 0 is the lowest level, step 1 leans to the next."""
STEPS = range(7)
WHOLE = range(0, 7, 2)
PRIOR = {0: Fraction(30, 100), 2: Fraction(45, 100), 4: Fraction(20, 100), 6: Fraction(5, 100)}
"""A realistic prior: how often an organisation chooses each of four levels."""


def table(sizes: Sequence[int] = range(3, 10)) -> dict[str, dict[tuple[int, int], Fraction]]:
    """For each way to publish: the chance of certainty, by how many organisations and how many of them pool."""
    asked = [(n, pooled) for pooled in (1, 2) for n in sizes if n >= pooled + 2]
    return {name: {one: chance(*one, published) for one in asked} for name, published in WAYS.items()}


def chance(n: int, pooled: int, published: Callable[[Counts], Hashable]) -> Fraction:
    """The chance, under the prior, that a post about `n` organisations makes the others' answers certain to a pool."""
    found = giveaways(n, pooled, published, WHOLE)
    return sum((_likelihood(own) * _likelihood(rest) for own, rest in found), Fraction(0))


def giveaways(
    n: int,
    pooled: int,
    published: Callable[[Counts], Hashable],
    steps: Sequence[int] = STEPS,
    place: Callable[[int], int] = int,
) -> list[tuple[Counts, Counts]]:
    """Find all the answers of a pool, and of the rest, for which the post makes the rest certain.

    `steps` are the positions that can be taken; `place` says which of them count as one place (by default none do).
    """
    posts = {counts: published(counts) for counts in histograms(n, steps)}
    numbers = {post: number for number, post in enumerate(set(posts.values()))}
    seen = {counts: numbers[post] for counts, post in posts.items()}
    rests = [(rest, sum({1 << place(step) for step in STEPS if rest[step]})) for rest in histograms(n - pooled, steps)]
    found = []
    for own in histograms(pooled, steps):
        places: dict[int, int] = {}
        fits = [(rest, bits, seen[tuple(map(int.__add__, own, rest))]) for rest, bits in rests]
        for _, bits, post in fits:
            places[post] = places.get(post, 0) | bits
        found += [(own, rest) for rest, _, post in fits if places[post].bit_count() == 1]
    return found


def histograms(n: int, steps: Sequence[int] = STEPS) -> Iterator[Counts]:
    """Yield every way in which `n` organisations can take the steps."""
    for taken in combinations_with_replacement(steps, n):
        yield tuple(map(taken.count, STEPS))


def gauge(counts: Counts) -> Measure:
    """Measure a histogram; all gave evidence."""
    ballots = {
        Ballot(Judgement.of(1 + step // 2, leaning=bool(step % 2)), evidence=True): counts[step] for step in STEPS
    }
    return measure({ballot: count for ballot, count in ballots.items() if count}, 4)


def by_the_rules(counts: Counts) -> Hashable:
    """What is published: the row, and its place in the running order where that is ranked."""
    found = gauge(counts)
    return show("", found), agenda.bucket(found) if agenda.part(found) is Part.RANKED else None


def _word(counts: Counts) -> Word:
    return WORDS[classify(counts)]


def _detail(counts: Counts) -> Hashable:
    """All that eight organisations allow, whatever their number."""
    found, said, worth = gauge(counts), _word(counts), agenda.priority(gauge(counts))
    if said is Word.TOGETHER:
        return said, middle(found)
    return said, None if said is Word.MOSTLY_TOGETHER else bands(found), worth and agenda.tens(worth)


WAYS: Mapping[str, Callable[[Counts], Hashable]] = {
    "exact counts": lambda counts: counts,
    "five classes and the median": lambda counts: (classify(counts), gauge(counts).median),
    "Together or Apart": lambda counts: (gauge(counts).range or 0) <= 1,
    "four public words": _word,
    "bands, middle view and running order": _detail,
    "what the rules publish": by_the_rules,
}


def _likelihood(counts: Counts) -> Fraction:
    ways = factorial(sum(counts)) // prod(map(factorial, counts))
    return ways * prod((PRIOR[step] ** counts[step] for step in PRIOR), start=Fraction(1))
