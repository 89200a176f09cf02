"""The order of the agenda."""

from fractions import Fraction

import pytest

from flows.agenda import Item, Part, arrange, bucket, part, priority
from flows.disclosure import disclose
from tests.flows.ballots import cells, measured, snapshot


def order(*rows: str, longer_term: str = "") -> str:
    """The sub-domains a, b, c... in the order of the agenda."""
    return "".join(one.id for one in disclose(snapshot(*rows, longer_term=longer_term)).rows)


@pytest.mark.parametrize(
    ("signs", "worth"),
    [
        ("1 1 1 1 4 4 4 4", 60 + 15),
        ("1! 1! 1! 1 4 4 4 4", 60 + 15 + 10 * Fraction(3, 8)),
        ("2 2 2 2 2 2 2 2", 0),
        ("2 2 2 2 2 2 2 2 ?", 10 * 2 * Fraction(1, 9)),
        ("2 2 2 2 2 2 2 2 ? ? ? ? ? ? ? ?", 10),
        ("2 2 2 2 2 2 2 2 n l -", 10 * 2 * Fraction(2, 11)),
        ("2 2 n n n", 10 * 2 * Fraction(2, 5)),
        ("2 2 2 2 2 2 2 2 ?! n!", 10 * 2 * Fraction(2, 10)),
    ],
)
def test_priority_weighs_spread_range_evidence_and_doubt_over_scope(signs: str, worth: Fraction) -> None:
    assert priority(measured(signs)) == worth


def test_movement_since_the_last_round_adds_five() -> None:
    found = measured("2 2 2 2 2 2 2 2")
    assert priority(found, moved=True) == 5


def test_without_spread_there_is_no_priority() -> None:
    assert priority(measured("2 ? ?")) is None


def test_from_eight_organisations_priority_is_rounded_to_tens() -> None:
    assert bucket(measured("1 1 1 1 4 4 4 4")) == 8  # of 75: halves go up


@pytest.mark.parametrize(("signs", "place"), [("1 1 1 4 4", 7), ("1 2 2 3 3", 6), ("2 2 2 2 4", 5)])
@pytest.mark.parametrize("flaw", ["", "!"])
def test_below_eight_the_class_alone_decides(signs: str, place: int, flaw: str) -> None:
    assert bucket(measured(" ".join(sign + flaw for sign in signs.split()))) == place


@pytest.mark.parametrize(
    ("signs", "where"),
    [
        ("1 4", Part.TOO_FEW),
        ("? ? ? ?", Part.TOO_FEW),
        ("1 1 3", Part.APART),
        ("1 1 2 1.5", Part.TOGETHER),
        ("1 2 2 3 3", Part.RANKED),
        ("1 1 1 2 2", Part.TOGETHER),
    ],
)
def test_a_row_belongs_where_its_public_word_says(signs: str, where: Part) -> None:
    assert part(measured(signs)) is where


def test_what_divides_comes_first_then_what_is_settled_then_what_cannot_be_shown() -> None:
    assert order("1 1", "2 2 2 2 2", "1 1 4", "1 2 2 3 3", "1 1 1 4 4") == "edcba"


def test_short_term_comes_first_among_rows_of_one_bucket_then_matrix_order() -> None:
    row = cells(4, 0, 0, 4)
    assert order(row, row, row, longer_term="a") == "bca"


def test_a_bucket_outranks_short_term() -> None:
    assert order(cells(2, 2, 2, 2), cells(4, 0, 0, 4), longer_term="b") == "ba"


def test_rows_of_three_or_four_that_are_apart_keep_matrix_order_p2() -> None:
    assert order("1 1 3", "1 4 4 4", "1 1 4", longer_term="a") == "abc"


def test_rows_together_are_flagged_first_then_in_matrix_order_a14() -> None:
    assert order("2 2 2 2 2", "3 3 3 3 3", "1! 1! 1! 1 1", longer_term="a") == "cab"


def test_rows_too_few_to_show_are_short_term_first() -> None:
    assert order("1 1", "- -", "2", longer_term="a") == "bca"


def test_what_moved_can_rise_by_a_bucket() -> None:
    row = measured(cells(3, 1, 1, 3))
    assert [one.id for one in arrange([Item("still", True, row), Item("moved", True, row, moved=True)])] == [
        "moved",
        "still",
    ]
