"""What may be shown: the counting and publishing rules, each test with its rule's number."""

from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import sha256

import pytest

from flows.disclosure import (
    RULES,
    Band,
    Disclosure,
    Earlier,
    Flag,
    Row,
    Shown,
    Snapshot,
    Word,
    bands,
    comparable,
    disclose,
    freeze,
    kept,
    may_break_down,
    may_publish_again,
    show,
    word,
)
from flows.divergence import Ballot, Division, Measure
from flows.exposure import WHOLE, by_the_rules, gauge, histograms
from flows.judgement import Judgement
from flows.plain_words import headline, nearly_all, post, words
from tests.flows.ballots import LEVELS, ballot, ballots, cells, measured, shown, snapshot

FOUR = {Word.TOGETHER, Word.MOSTLY_TOGETHER, Word.SPREAD_OUT, Word.TWO_CAMPS}


def rows(n: int) -> list[tuple[Measure, Shown]]:
    """Every set of answers of `n` organisations, half-levels too, and what is shown of it."""
    return [(found, show("a", found)) for found in map(gauge, histograms(n))]


def test_contributors_are_the_organisations_that_submitted_c1() -> None:
    frozen = freeze("e", 4, [("a", True), ("b", False)], [{"a": ballot("2")}, {}, {"a": ballot("3"), "b": ballot("1")}])
    assert frozen.contributors == 3
    assert frozen.rows == (Row.of("a", ballots("2 3 -!")), Row.of("b", ballots("1 -! -!"), short_term=False))


def test_an_organisation_has_one_ballot_in_a_row_c1() -> None:
    with pytest.raises(ValueError, match="exactly one ballot"):
        Snapshot("e", 4, 2, (Row.of("a", ballots("2 2 2")),))


def test_one_row_with_a_ballot_too_many_is_enough_to_refuse_all_c1() -> None:
    with pytest.raises(ValueError, match="exactly one ballot"):
        Snapshot("e", 4, 2, (Row.of("a", ballots("2 2")), Row.of("b", ballots("2 2 2"))))


def test_a_subdomain_has_one_row() -> None:
    with pytest.raises(ValueError, match="has one row"):
        Snapshot("e", 4, 1, (Row.of("a", ballots("2")), Row.of("a", ballots("3"))))


def test_a_row_cannot_keep_the_order_of_organisations() -> None:
    with pytest.raises(ValueError, match="in order"):
        Row("a", short_term=True, tally=((ballot("3"), 1), (ballot("2"), 1)))


def test_positions_are_levels_leanings_and_not_yet_c2() -> None:
    assert measured("0 0 1 1 1") == measured("1 1 1 1 1")
    assert measured("2.5 2 2").range == measured("2 1.5 1.5").range


@pytest.mark.parametrize("sign", ["?", "n", "l", "-"])
def test_what_is_no_position_counts_in_no_n_c3(sign: str) -> None:
    assert measured(f"2 3 {sign}").n == 2


@pytest.mark.parametrize("signs", ["", "2", "2 2", "1 4", "2 2 - -"])
def test_below_three_nothing_is_shown_p2(signs: str) -> None:
    assert shown(signs) == Shown("a")


@pytest.mark.parametrize("signs", ["? ? ?", "2 ? ? ?", "2 2 ? ? ? n n n l", "2! 2! ? ? ?"])
def test_below_three_positions_no_flag_is_shown_either_p2(signs: str) -> None:
    assert shown(signs) == Shown("a")


@pytest.mark.parametrize("n", [3, 4])
def test_three_or_four_are_together_or_apart_and_no_more_p2(n: int) -> None:
    for found, row in rows(n):
        within = found.range is not None and found.range <= 1
        assert row == Shown("a", Word.TOGETHER if within else Word.APART)


@pytest.mark.parametrize("n", [5, 6, 7])
def test_five_to_seven_get_one_of_four_words_and_no_more_p3(n: int) -> None:
    every = rows(n)
    assert all(row == Shown("a", row.word) for _, row in every)
    assert {row.word for _, row in every} == FOUR


@pytest.mark.parametrize("n", [8, 9])
def test_from_eight_detail_follows_the_word_p4(n: int) -> None:
    for _, row in rows(n):
        assert row.word in FOUR
        assert (row.bands is not None) == (row.word in (Word.TWO_CAMPS, Word.SPREAD_OUT))
        assert (row.middle is not None) == (row.word is Word.TOGETHER)


@pytest.mark.parametrize(
    ("signs", "said"),
    [
        (cells(4, 0, 0, 4), (Band.HALF, Band.FEW, Band.FEW, Band.HALF)),
        (cells(3, 1, 0, 4), (Band.SOME, Band.FEW, Band.FEW, Band.HALF)),
        (cells(3, 0, 1, 5), (Band.SOME, Band.FEW, Band.FEW, Band.HALF)),
        ("1 1 1.5 1.5 3.5 3.5 3 4", (Band.HALF, Band.FEW, Band.SOME, Band.FEW)),
        (cells(2, 2, 3, 2), (Band.SOME, Band.SOME, Band.SOME, Band.SOME)),
    ],
)
def test_a_band_counts_positions_by_their_floor_p4(signs: str, said: tuple[Band, ...]) -> None:
    assert shown(signs).bands == said


@pytest.mark.parametrize(
    ("signs", "middle"),
    [
        (cells(0, 9), (2, 2)),
        (cells(0, 4, 4), (2, 3)),
        (cells(0, 5, 4), (2, 2)),
        ("2.5 2.5 2.5 2.5 2.5 2.5 2.5 2.5", (2, 3)),
        ("1.5 1.5 1.5 1.5 2.5 2.5 2.5 2.5", (1, 3)),
    ],
)
def test_the_middle_view_runs_from_the_floor_to_the_ceiling_of_the_median_p4(signs: str, middle: object) -> None:
    assert shown(signs).middle == middle


@pytest.mark.parametrize(
    ("division", "said"),
    [
        (Division.AGREED, Word.TOGETHER),
        (Division.CLOSE, Word.TOGETHER),
        (Division.OUTLIER, Word.MOSTLY_TOGETHER),
        (Division.MIXED, Word.SPREAD_OUT),
        (Division.SPLIT, Word.TWO_CAMPS),
    ],
)
def test_internal_classes_have_coarser_public_words_p5(division: Division, said: Word) -> None:
    found = [gauge(counts) for counts in histograms(5)]
    assert {word(one) for one in found if one.division is division} == {said}


def test_agreed_and_close_cannot_be_told_apart_p5() -> None:
    agreed, close = measured("2 2 2 2 2 2 3 3"), measured("2 2 2 2 2 3 3 3")
    assert (agreed.division, close.division) == (Division.AGREED, Division.CLOSE)
    assert show("a", agreed) == show("a", close)


def test_a_disclosure_holds_words_and_whole_numbers_only_p5() -> None:
    mixed = snapshot(*["1 1 1 1 1 4 4 4 4 ? ? ?"] * 10, "1 2")
    assert {type(leaf) for leaf in _leaves(disclose(mixed))} <= {str, int, type(None)}


def _leaves(value: object) -> list[object]:
    if isinstance(value, Enum):
        return [value.value]
    if is_dataclass(value):
        return [leaf for field in fields(value) for leaf in _leaves(getattr(value, field.name))]
    return [leaf for one in value for leaf in _leaves(one)] if isinstance(value, tuple) else [value]


@pytest.mark.parametrize("n", range(8, 12))
def test_a_band_that_says_some_rests_on_two_p6(n: int) -> None:
    for found in map(gauge, histograms(n, WHOLE)):
        assert all((band is Band.FEW) == (count < 2) for band, count in zip(bands(found), found.cells, strict=True))


@pytest.mark.parametrize("n", [8, 9, 10])
def test_the_middle_view_rests_on_two_at_either_end_p6(n: int) -> None:
    for counts in histograms(n):
        row = show("a", gauge(counts))
        if row.middle:
            lowest, highest = (2 * end - 2 for end in row.middle)
            assert sum(counts[: lowest + 2]) >= 2
            assert sum(counts[max(0, highest - 1) :]) >= 2


@pytest.mark.parametrize(
    ("signs", "flags"),
    [
        ("2 2 2 ? ? ?", (Flag.COULD_NOT_ASSESS,)),
        ("2 2 2 ? ?", ()),
        ("2! 2! 2! 2", (Flag.NO_EVIDENCE,)),
        ("2! 2! 2 2 ?! ?!", ()),
        ("2 2 2 n l n", (Flag.NOT_RELEVANT,)),
        ("2 2 2 n l ? ?", ()),
        ("2! 2! 2! n l n ? ? ?", (Flag.COULD_NOT_ASSESS, Flag.NO_EVIDENCE, Flag.NOT_RELEVANT)),
    ],
)
def test_a_flag_stands_on_three_organisations_p6(signs: str, flags: tuple[Flag, ...]) -> None:
    assert shown(signs).flags == flags


def test_no_total_stands_beside_the_bands_p6() -> None:
    row = words(shown("1 1 1! 4! 4! 4 4 4 ? ? ?"), LEVELS)
    assert row == (
        "two camps, some at Emerging, half or more at Thriving; 3 or more could not assess; 3 or more gave no evidence"
    )


@pytest.mark.parametrize("n", range(3, 16))
def test_whatever_unanimity_shows_a_lone_other_level_shows_too_p7(n: int) -> None:
    for level in range(4):
        unanimous = [n if one == level else 0 for one in range(4)]
        other = level + 1 if level < 3 else level - 1
        not_quite = [n - 1 if one == level else int(one == other) for one in range(4)]
        assert shown(cells(*unanimous)) == shown(cells(*not_quite))


@pytest.mark.parametrize(("changes", "allowed"), [(0, False), (1, False), (4, False), (5, True), (12, True)])
def test_a_second_snapshot_needs_five_changes_p8(changes: int, *, allowed: bool) -> None:
    assert may_publish_again(changes) is allowed


def test_without_groups_there_is_nothing_to_break_down_p9() -> None:
    assert not may_break_down((), "sector")


@pytest.mark.parametrize(("differing", "allowed"), [(0, True), (1, False), (4, False), (5, True)])
def test_rounds_compare_when_contributors_are_the_same_or_five_differ_p10(differing: int, *, allowed: bool) -> None:
    assert comparable(differing) is allowed


def test_a_change_of_class_is_said_p10() -> None:
    row = shown(cells(0, 8), before=cells(4, 0, 0, 4))
    assert words(row, LEVELS) == "together, middle view Developing; was two camps last round"


@pytest.mark.parametrize(
    ("now", "before"),
    [(cells(0, 7), cells(4, 0, 0, 4)), (cells(0, 8), cells(3, 0, 0, 4)), (cells(0, 8), cells(8)), (cells(0, 8), "")],
)
def test_nothing_is_said_of_the_last_round_below_eight_or_without_a_change_p10(now: str, before: str) -> None:
    assert shown(now, before).was is None


def test_another_edition_is_no_last_round_p10() -> None:
    now, before = snapshot(cells(0, 8)), snapshot(cells(4, 0, 0, 4), edition="another")
    assert disclose(now, Earlier(before, differing=0)) == disclose(now)


def test_movement_lifts_a_row_only_where_rounds_compare_p10() -> None:
    now = snapshot(cells(3, 1, 1, 3), cells(3, 1, 1, 3))
    before = snapshot(cells(3, 1, 1, 3), cells(8))
    assert [[one.id for one in disclose(now, Earlier(before, gone)).rows] for gone in (0, 1)] == [
        ["b", "a"],
        ["a", "b"],
    ]


@pytest.mark.parametrize(
    ("now", "before", "order"),
    [
        (cells(3, 1, 1, 3), cells(8), "ba"),  # eight in both rounds: what moved comes first
        (cells(3, 1, 1, 3), cells(7), "ab"),
        (cells(3, 1, 0, 3), cells(8), "ab"),
    ],
)
def test_movement_lifts_no_row_unless_eight_answered_in_both_rounds_p10(now: str, before: str, order: str) -> None:
    still, round_before = snapshot(now, now), snapshot(now, before)
    assert "".join(one.id for one in disclose(still, Earlier(round_before, differing=0)).rows) == order


def test_ties_are_broken_by_the_matrix_alone_p11() -> None:
    one = snapshot(cells(4, 0, 0, 4), cells(0, 4, 0, 4), cells(4, 0, 0, 4))
    assert [row.id for row in disclose(one).rows] == ["a", "c", "b"]


def test_what_holds_for_nearly_every_row_is_said_once() -> None:
    without, with_all = "1! 1! 1! 4 4 4", "1 1 1 4 4 4"
    assert nearly_all(whole(without, 5)) == {Flag.NO_EVIDENCE: "On each sub-domain shown, 3 or more gave no evidence."}
    others = nearly_all(whole(without, 5, with_all, with_all), lambda one: f"row {one}")
    assert others == {Flag.NO_EVIDENCE: "On each sub-domain shown, except row f and row g, 3 or more gave no evidence."}
    assert nearly_all(whole(without, 4)) == nearly_all(whole(without, 5, *[with_all] * 3)) == {}
    row = whole(without, 5).rows[0]
    assert words(row, LEVELS).replace("; 3 or more gave no evidence", "") == words(row, LEVELS, {Flag.NO_EVIDENCE})


def whole(row: str, times: int, *more: str) -> Disclosure:
    return disclose(snapshot(*[row] * times, *more))


def test_the_round_says_how_many_rows_are_together_p12() -> None:
    said = headline(whole("2 2 2 2", 3, "1 1 4 4", "1 1"))
    assert said == (
        "4 organisations answered. Of 5 sub-domains, 4 have enough answers to show; on 3 of these they are together."
    )
    assert headline(whole("2 2 2 2", 3)) == "4 organisations answered. On 3 of 3 sub-domains they are together."
    assert headline(whole("1 1 4 4", 2)) == "4 organisations answered. On none of the 2 sub-domains they are together."
    assert headline(whole("1 2", 2)) == "2 organisations answered. Of 2 sub-domains none has enough answers to show."


@pytest.mark.parametrize(
    ("row", "difference"),
    [
        (cells(8), "under 10"),
        ("1 1 1 1 1 1 1 1.5", "under 10"),
        (cells(7, 1), "15"),
        (cells(4, 4), "35"),
        (cells(4, 0, 0, 4), "100"),
    ],
)
def test_the_overall_difference_is_rounded_to_five_p12(row: str, difference: str) -> None:
    overall = whole(row, 10).overall
    assert overall is not None
    assert overall.difference == difference


SPREADS = {24: cells(6, 2), 14: cells(7, 1), 15: "1 1 1 1 1 1.5 1.5 1.5", 7: "1 1 1 1 1 1 1 1.5", 0: cells(8)}
"""Rows of eight by their Spread in parts of 96, so that ten rows of 96 in all have a mean of 10."""


@pytest.mark.parametrize(
    ("parts", "difference"),
    [
        ([24, 24, 24, 24, 0, 0, 0, 0, 0, 0], "10"),
        ([14, 14, 14, 14, 24, 15, 0, 0, 0, 0], "under 10"),  # 9.9
        ([14, 14, 14, 14, 14, 14, 14, 14, 7, 0], "10"),  # 12.4
        ([24, 24, 24, 24, 24, 0, 0, 0, 0, 0], "15"),  # 12.5
    ],
)
def test_the_mean_of_unlike_rows_is_rounded_half_up_and_not_told_below_ten_p12(
    parts: list[int], difference: str
) -> None:
    overall = disclose(snapshot(*(SPREADS[one] for one in parts))).overall
    assert overall is not None
    assert overall.difference == difference


@pytest.mark.parametrize(
    ("row", "times", "more"), [(cells(4, 4), 9, ""), (cells(4, 3), 10, ""), (cells(4, 4), 10, "1 2 3")]
)
def test_the_overall_difference_needs_eight_everywhere_and_ten_rows_p12(row: str, times: int, more: str) -> None:
    overall = whole(row, times, *([more] if more else [])).overall
    assert overall is not None
    assert overall.difference is None


def test_a_round_without_a_row_to_show_has_no_line_p12() -> None:
    assert disclose(snapshot("1 2")).overall is None


def test_the_post_reads_in_the_order_of_the_agenda() -> None:
    said = post(disclose(snapshot("1 1", cells(0, 8) + " ? ? ?", cells(4, 0, 0, 4))), LEVELS, str.upper)
    assert said == (
        "11 organisations answered. Of 3 sub-domains, 2 have enough answers to show; on 1 of these they are together.\n"
        "\nSuggested order to discuss\n"
        "1. C: two camps, half or more at Emerging, half or more at Thriving\n"
        "\nWithin one level of each other, confirm quickly\n"
        "• B: together, middle view Developing; 3 or more could not assess\n"
        "\nNot enough answers to show\n"
        "• A"
    )


def test_what_is_kept_of_a_round_shows_the_same_and_holds_no_count_that_is_never_shown() -> None:
    """Of two organisations the counts themselves would say who answered what."""
    many = [{"a": Ballot(Judgement.of(1 + n % 4), evidence=True)} for n in range(9)]
    answers = [given | ({"b": Ballot(Judgement.of(3))} if n < 2 else {}) for n, given in enumerate(many)]
    taken = freeze("sel", 4, [("a", True), ("b", True)], answers)
    assert disclose(kept(taken)) == disclose(taken)
    assert [row.tally for row in kept(taken).rows] == [taken.rows[0].tally, ((Ballot(), 9),)]


def test_what_is_kept_of_a_round_without_contributors_is_as_empty_as_it_was() -> None:
    empty = freeze("sel", 4, [("a", True)], [])
    assert kept(empty) == empty


def test_other_rules_have_another_number() -> None:
    """Where the same answers are shown in another way, count `RULES` up first: the audit trail tells rules by it."""
    every = [repr(by_the_rules(counts)) for n in range(3, 10) for counts in histograms(n)]
    assert (RULES, sha256("\n".join(every).encode()).hexdigest()[:12]) == (1, "37c95d8f6c2f")
