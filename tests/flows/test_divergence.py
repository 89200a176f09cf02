"""How far organisations differ: Spread, the median interval, and the internal classes."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from math import ceil, floor
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flows.divergence import Ballot, Division, measure, moved
from flows.exposure import STEPS, gauge, histograms
from flows.judgement import Judgement
from tests.flows.ballots import measured

POSITIONS = tuple(1 + Fraction(step, 2) for step in STEPS)
STEP_LISTS = st.lists(st.sampled_from(STEPS), min_size=2, max_size=40)


def spread(steps: Sequence[int]) -> Fraction:
    found = gauge(tuple(map(list(steps).count, STEPS))).spread
    assert found is not None
    return found


def median(steps: Sequence[int]) -> object:
    return gauge(tuple(map(list(steps).count, STEPS))).median


def by_pairs(positions: Sequence[Fraction]) -> Fraction:
    """Spread as the formula is written down."""
    n = len(positions)
    pairs = sum((abs(one - other) for one, other in combinations(positions, 2)), Fraction(0))
    return pairs / (3 * floor(n / 2) * ceil(n / 2))


def by_the_book(positions: Sequence[Fraction]) -> Division:
    """The internal class as it is written down, over sorted positions."""
    n = len(positions)
    shared = max(Counter(map(floor, positions)).values())
    if positions[-1] - positions[0] <= 1:
        return Division.AGREED if shared >= 0.75 * n else Division.CLOSE
    camp = max(2, ceil(n / 3))
    for a in (1, 2):
        if sum(x <= a for x in positions) >= camp and sum(x >= a + 2 for x in positions) >= camp:
            return Division.SPLIT
    lower, upper = positions[(n - 1) // 2], positions[n // 2]
    rest = [x for x in positions if lower - 1 <= x <= upper + 1]
    far = n - len(rest)
    if 1 <= far <= max(1, n // 4) and rest[-1] - rest[0] <= 1:
        return Division.OUTLIER
    return Division.OUTLIER if not far and shared >= Fraction(2, 3) * n else Division.MIXED


@pytest.mark.parametrize("n", range(5, 10))
def test_counts_tell_the_same_as_the_definitions_for_every_histogram(n: int) -> None:
    for counts in histograms(n):
        positions = [place for place, count in zip(POSITIONS, counts, strict=True) for _ in range(count)]
        found = gauge(counts)
        assert found.spread == by_pairs(positions)
        assert found.division is by_the_book(positions)
        assert found.median == (positions[(n - 1) // 2], positions[n // 2])
        assert found.range == positions[-1] - positions[0]
        assert found.cells == tuple(sum(floor(x) == level for x in positions) for level in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("signs", "division"),
    [
        ("2 2 2 2", Division.TOO_FEW),
        ("2 2 2 2 2", Division.AGREED),
        ("2 2 2 3 2.5 2 2 3", Division.AGREED),
        ("2 2 2 3 3 3", Division.CLOSE),
        ("1 1 1 1 3 3", Division.SPLIT),
        ("2 2 3 4 4", Division.SPLIT),
        ("1 1 1 1 1 1 1 1 4", Division.OUTLIER),
        ("2 2 2 2 1 3", Division.OUTLIER),
        ("1 2 2 3 3", Division.MIXED),
    ],
)
def test_each_internal_class_has_an_example(signs: str, division: Division) -> None:
    assert measured(signs).division is division


def test_a_leaning_is_half_way_for_distance_and_its_lower_level_for_cells() -> None:
    found = measured("2.5 3 3.5")
    assert found.range == 1
    assert found.cells == (0, 1, 2, 0)


@pytest.mark.parametrize(("signs", "n"), [("", 0), ("? - n", 0), ("3 ? -", 1)])
def test_without_a_pair_there_is_no_spread(signs: str, n: int) -> None:
    found = measured(signs)
    assert (found.n, found.spread, found.division) == (n, None, Division.TOO_FEW)


def test_without_a_position_there_is_no_middle_and_no_range() -> None:
    found = measured("? - n")
    assert (found.median, found.range) == (None, None)


@given(STEP_LISTS)
def test_spread_runs_from_nought_to_one(steps: list[int]) -> None:
    assert 0 <= spread(steps) <= 1


@given(STEP_LISTS)
def test_spread_is_nought_when_unanimous_and_only_then(steps: list[int]) -> None:
    assert (spread(steps) == 0) == (len(set(steps)) == 1)


@pytest.mark.parametrize("n", range(2, 10))
def test_spread_is_one_when_evenly_at_both_ends_and_only_then(n: int) -> None:
    for counts in histograms(n):
        evenly = min(counts[0], counts[-1]) == n // 2  # of an odd number, one may stand anywhere between
        assert (gauge(counts).spread == 1) == evenly


@given(STEP_LISTS, st.data())
def test_one_step_towards_an_unchanged_median_never_raises_division(steps: list[int], data: st.DataObject) -> None:
    lower, upper = sorted(steps)[(len(steps) - 1) // 2], sorted(steps)[len(steps) // 2]
    outside = [place for place, step in enumerate(steps) if not lower <= step <= upper]
    assume(outside)
    place = data.draw(st.sampled_from(outside))
    nearer = [*steps[:place], steps[place] + (1 if steps[place] < lower else -1), *steps[place + 1 :]]
    assume(median(nearer) == median(steps))
    assert spread(nearer) <= spread(steps)


@given(STEP_LISTS, st.randoms(use_true_random=False))
def test_the_order_of_organisations_changes_nothing(steps: list[int], chance: Random) -> None:
    given_out = [Ballot(Judgement.of(1 + step // 2, leaning=bool(step % 2))) for step in steps]
    mixed = list(given_out)
    chance.shuffle(mixed)
    assert measure(Counter(mixed), 4) == measure(Counter(given_out), 4)


@given(STEP_LISTS)
def test_turning_the_scale_round_changes_no_division(steps: list[int]) -> None:
    assert spread([6 - step for step in steps]) == spread(steps)


@pytest.mark.parametrize(("signs", "levels"), [("5 2", 4), ("4.5 2", 4), ("3 2", 2)])
def test_a_position_off_the_scale_is_refused(signs: str, levels: int) -> None:
    with pytest.raises(ValueError, match="is not on a scale"):
        measured(signs, levels)


@pytest.mark.parametrize("levels", [2, 3, 5, 7])
def test_opposite_ends_are_wholly_divided_on_any_scale(levels: int) -> None:
    assert measured(f"1 1 {levels} {levels}", levels).spread == 1


@pytest.mark.parametrize(
    ("now", "before", "answer"),
    [
        ("2 2 2 2", "1 1 1 1", True),
        ("2 2 2.5 3", "1.5 2 2 2.5", False),
        ("1 1 2 2", "1 1 1 1", True),
        ("1 1 1 1", "1 1 2 2", False),
        ("1 2 3 4", "- - - -", False),
        ("3", "1 1 1 1", False),
        ("1 1 1 1", "3", False),
        ("1 1 1 1", "2 2 2 2", True),
        ("2 2 3 3", "1 2 2 3", False),  # from 2 to 2.5, and to 3 only by its upper end
        ("2 2 4 4", "1 2 2 4", True),  # from 2 to 3, its lower end at 2
        ("4 4 4 4", "2 2 4 4", True),
        ("3 3 3 3", "2 2 3 3", False),
        ("1 1 1 1.5 1.5 1.5 1.5 1.5 1.5 2", " ".join(["1.5"] * 10), True),  # by 0.2, no less
        ("1 1 1 1 1 1.5 1.5 1.5 1.5 1.5", " ".join(["1.5"] * 10), False),  # by a sixth
    ],
)
def test_a_row_moved_when_its_median_did_by_a_level_or_spread_rose(now: str, before: str, *, answer: bool) -> None:
    assert moved(measured(now), measured(before)) is answer
