"""Attacks by splitting: a group shown apart, or what is left of all without it, may hold nobody's answer (A12, P9)."""

from collections.abc import Iterator

import pytest

from flows.disclosure import may_break_down


def splits(organisations: int, most: int) -> Iterator[tuple[int, ...]]:
    """Every way to split so many into groups of at most `most`, the largest first."""
    if organisations == 0:
        yield ()
    for first in range(min(organisations, most), 0, -1):
        yield from ((first, *rest) for rest in splits(organisations - first, first))


ALL = list(splits(15, 15))


def test_every_split_is_tried() -> None:
    assert len(ALL) == 176  # the partitions of 15


@pytest.mark.parametrize("cells", ALL)
def test_a_split_with_a_group_or_a_remainder_below_five_is_refused_a12(cells: tuple[int, ...]) -> None:
    small = len(cells) == 1 or any(cell < 5 or 15 - cell < 5 for cell in cells)
    assert may_break_down(cells, "sector") is not small


def test_only_four_splits_of_fifteen_are_left_p9() -> None:
    assert [one for one in ALL if may_break_down(one, "sector")] == [(10, 5), (9, 6), (8, 7), (5, 5, 5)]


def test_a_second_variable_in_the_same_round_is_refused_a12() -> None:
    cells = (8, 7)
    assert may_break_down(cells, "sector", used="sector")
    assert not may_break_down(cells, "size", used="sector")
