"""Attacks by subtraction: knowing one's own answer and the post, nobody can be certain of another's (A1, A2).

Every set of answers is tried. The row is read with its place in the running order, as if all other rows were known.
"""

from collections.abc import Hashable
from dataclasses import replace

import pytest

from flows import agenda, exposure
from flows.disclosure import Band, Word, show
from flows.exposure import STEPS, WHOLE, Counts, by_the_rules, chance, gauge, giveaways


def level(step: int) -> int:
    """A leaning and its lower level as one place: certainty about the level alone is certainty enough."""
    return step // 2


def row_alone(counts: Counts) -> Hashable:
    return show("a", gauge(counts))


@pytest.mark.parametrize("n", range(3, 11))
def test_no_partner_learns_another_level_half_levels_too_a1(n: int) -> None:
    assert giveaways(n, 1, by_the_rules, STEPS, level) == []


@pytest.mark.parametrize("n", range(3, 16))
def test_no_partner_learns_another_level_where_nobody_leans_a1(n: int) -> None:
    assert giveaways(n, 1, by_the_rules, WHOLE) == []


@pytest.mark.parametrize("n", range(4, 10))
def test_no_two_partners_learn_another_answer_half_levels_too_a2(n: int) -> None:
    assert giveaways(n, 2, by_the_rules, STEPS) == []


@pytest.mark.parametrize("n", range(4, 10))
def test_no_two_partners_learn_another_level_from_the_row_alone_a2(n: int) -> None:
    assert giveaways(n, 2, row_alone, STEPS, level) == []


@pytest.mark.parametrize("n", range(4, 16))
def test_no_two_partners_learn_another_level_where_nobody_leans_a2(n: int) -> None:
    assert giveaways(n, 2, by_the_rules, WHOLE) == []


@pytest.mark.parametrize("n", [6, 7])
def test_no_three_partners_learn_another_level_from_six_to_seven(n: int) -> None:
    assert giveaways(n, 3, by_the_rules, STEPS, level) == []


@pytest.mark.parametrize("pooled", [1, 2, 3])
@pytest.mark.parametrize("n", [8, 10, 12])
def test_half_or_more_twice_makes_no_answer_certain_to_fewer_than_half(n: int, pooled: int) -> None:
    """It tells that exactly half stand at each of two levels: whoever is outside the pool may stand at either."""
    found = giveaways(n, pooled, row_alone, WHOLE)
    posts = [show("", gauge(tuple(map(int.__add__, own, rest)))) for own, rest in found]
    assert [post for post in posts if (post.bands or ()).count(Band.HALF) == 2] == []


def test_half_of_all_who_pool_and_stand_together_know_where_the_others_stand() -> None:
    """So far the promise does not go: half of the partnership has pooled then."""
    found = giveaways(8, 4, row_alone, WHOLE)
    assert ((4, 0, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0, 4)) in found


@pytest.mark.parametrize("pooled", [1, 2])
@pytest.mark.parametrize("doubtful", range(1, 9))
def test_doubts_that_everybody_knows_shift_the_order_and_still_tell_nothing_a1_a2(doubtful: int, pooled: int) -> None:
    """Other parts of the priority move the places where Spread is rounded."""

    def published(counts: Counts) -> Hashable:
        found = replace(gauge(counts), cannot_assess=doubtful, contributing=8 + doubtful)
        row = show("a", found)
        return row, None if row.word is Word.TOGETHER else agenda.bucket(found)

    assert giveaways(8, pooled, published, WHOLE) == []


ASKED = [(3, 1), (4, 1), (5, 1), (6, 1), (8, 1), (4, 2), (5, 2), (6, 2), (8, 2)]


@pytest.mark.parametrize(
    ("way", "percentages"),
    [
        ("exact counts", "33.5 12.6 5.1 2.1 0.4 33.5 12.6 5.1 0.9"),
        ("five classes and the median", "31.3 6.9 2.5 1.0 0.0 25.1 8.1 3.7 0.2"),
        ("Together or Apart", "0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0"),
        ("four public words", "0.0 0.0 0.0 0.0 0.0 0.7 0.0 0.0 0.0"),
        ("bands, middle view and running order", "16.2 6.2 0.0 0.0 0.0 24.9 3.3 0.8 0.0"),
        ("what the rules publish", "0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0 0.0"),
    ],
)
def test_the_audit_finds_the_chances_that_set_the_thresholds(way: str, percentages: str) -> None:
    found = [chance(n, pooled, exposure.WAYS[way]) for n, pooled in ASKED]
    assert " ".join(f"{float(100 * one):.1f}" for one in found) == percentages


def test_the_table_is_nought_wherever_the_rules_publish() -> None:
    assert set(exposure.table(range(3, 9))["what the rules publish"].values()) == {0}
