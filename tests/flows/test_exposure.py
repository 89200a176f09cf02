"""The audit itself: it must find what can be found, or its noughts mean nothing."""

from collections.abc import Callable, Hashable
from fractions import Fraction
from math import comb

import pytest

from flows import exposure
from flows.disclosure import Word, show
from flows.exposure import PRIOR, STEPS, WHOLE, Counts, by_the_rules, chance, gauge, giveaways, histograms

TWO_LOW, ONE_HIGH = (2, 0, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0, 1)


def nothing(_: Counts) -> Hashable:
    return None


def everything(counts: Counts) -> Hashable:
    return counts


def highest(counts: Counts) -> Hashable:
    return max(step for step in STEPS if counts[step])


@pytest.mark.parametrize("n", range(1, 7))
@pytest.mark.parametrize("steps", [STEPS, WHOLE])
def test_every_way_to_answer_is_tried_once(n: int, steps: range) -> None:
    tried = list(histograms(n, steps))
    assert len(tried) == len(set(tried)) == comb(n + len(steps) - 1, n)
    assert all(sum(counts) == n and not any(counts[step] for step in STEPS if step not in steps) for counts in tried)


def test_who_reads_nothing_is_certain_of_nothing() -> None:
    assert giveaways(5, 1, nothing) == []


def test_who_reads_every_count_is_certain_where_all_others_stand_together() -> None:
    found = giveaways(3, 1, everything, WHOLE)
    assert len(found) == 4 * 4  # one's own level, and the one the other two share
    assert (ONE_HIGH, TWO_LOW) in found


def test_certainty_counts_all_that_fits_and_not_only_what_happened() -> None:
    """Two others at the lowest level are given away by "nobody is above it", and by no higher answer of one's own."""
    assert giveaways(3, 1, highest, WHOLE) == [((1, 0, 0, 0, 0, 0, 0), TWO_LOW)]


def test_places_that_count_as_one_make_certainty_easier() -> None:
    def whole(step: int) -> int:
        return step // 2

    assert len(giveaways(3, 1, highest, STEPS, whole)) > len(giveaways(3, 1, highest, STEPS))


def test_a_chance_weighs_each_set_of_answers_by_how_likely_it_is() -> None:
    alike = sum(share**2 for share in PRIOR.values())
    assert chance(3, 1, everything) == alike == Fraction(335, 1000)


def test_the_prior_leaves_no_answer_out() -> None:
    assert sum(PRIOR.values()) == 1
    assert set(PRIOR) == set(WHOLE)


def test_the_table_asks_only_where_more_than_one_is_outside_the_pool() -> None:
    asked = exposure.table(range(3, 6))["exact counts"]
    assert sorted(asked) == [(3, 1), (4, 1), (4, 2), (5, 1), (5, 2)]


@pytest.mark.parametrize(
    ("counts", "word"), [((4, 0, 0, 0, 0, 0, 4), Word.TWO_CAMPS), ((8, 0, 0, 0, 0, 0, 0), Word.TOGETHER)]
)
def test_what_the_audit_reads_is_what_is_shown(counts: Counts, word: Word) -> None:
    published = by_the_rules(counts)
    assert isinstance(published, tuple)
    assert published[0] == show("", gauge(counts))
    assert published[0].word is word


@pytest.mark.parametrize("rule", [exposure.WAYS["exact counts"], exposure.WAYS["bands, middle view and running order"]])
def test_a_rule_that_shows_too_much_is_found_out(rule: Callable[[Counts], Hashable]) -> None:
    assert chance(4, 1, rule) > 0
