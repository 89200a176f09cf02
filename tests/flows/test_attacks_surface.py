"""Attacks by asking twice, by comparing posts and by reading order: each test carries the attack's number."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random

import pytest

from flows.disclosure import Band, Disclosure, Earlier, Flag, Shown, Snapshot, disclose, freeze, show, standing
from flows.divergence import Ballot
from flows.exposure import STEPS, Counts, gauge, histograms
from flows.plain_words import post, words
from tests.flows.ballots import LEVELS, ballot, cells, measured, shown, snapshot

RATED = ("2", "3", "2.5", "1", "4", "0", "?", "n", "l", "-", "3!")


def posted(one: Snapshot | Disclosure) -> str:
    return post(one if isinstance(one, Disclosure) else disclose(one), LEVELS)


@pytest.mark.parametrize("late", [1, 2, 3, 4])
def test_up_to_four_late_answers_change_no_post_a3(late: int) -> None:
    first, later = snapshot(cells(4, 0, 0, 4)), snapshot(cells(4, 0, 0, 4 + late))
    assert standing(first, later, changes=late) is first


def test_five_late_answers_may_be_posted_a3() -> None:
    first, later = snapshot(cells(4, 0, 0, 4)), snapshot(cells(4, 0, 0, 9))
    assert standing(first, later, changes=5) is later


def test_an_answer_edited_after_close_leaves_the_post_byte_for_byte_a4() -> None:
    first, edited = snapshot(cells(4, 0, 0, 4)), snapshot(cells(4, 0, 4, 0))
    assert posted(first) != posted(edited)
    assert posted(standing(first, edited, changes=1)).encode() == posted(first).encode()


@pytest.mark.parametrize("n", [0, 1, 2, 4, 7])
def test_below_a_threshold_no_level_band_or_count_is_in_the_post_a6(n: int) -> None:
    for counts in histograms(n, range(0, 7, 2)):
        said = posted(snapshot(cells(*counts[::2]) or "-"))
        assert not any(name in said for name in (*LEVELS, *Band, "middle"))
        contributors = f"{max(n, 1)} organisation"
        assert {sign for sign in said.replace(contributors, "").split() if sign.isdigit()} <= {"0", "1"}


@pytest.mark.parametrize("n", [0, 1, 2])
def test_below_three_there_is_no_word_at_all_a6(n: int) -> None:
    for counts in histograms(n):
        assert words(show("a", gauge(counts)), LEVELS) == "not enough answers to show"


def test_unanimity_and_a_lone_other_level_post_the_same_bytes_a7() -> None:
    assert posted(snapshot(cells(9))).encode() == posted(snapshot(cells(8, 1))).encode()


def test_a_lone_voice_far_off_shows_neither_itself_nor_the_rest_a8() -> None:
    far, farther = snapshot(cells(8, 0, 1, 0)), snapshot(cells(8, 0, 0, 1))
    assert posted(far) == posted(farther)
    assert words(disclose(far).rows[0], LEVELS) == "mostly together"


def test_a_thousand_shuffles_give_one_post_a9() -> None:
    chance = Random(9)  # noqa: S311 - a repeatable shuffle, not a secret
    subdomains = [(one, one in "ace") for one in "abcdef"]
    answers: list[Mapping[str, Ballot]] = [
        {one: ballot(chance.choice(RATED)) for one, _ in subdomains} for _ in range(12)
    ]
    first = freeze("e", 4, subdomains, answers)
    once = posted(first)
    for _ in range(1000):
        chance.shuffle(answers)
        mixed = [dict(chance.sample(sorted(one.items(), key=lambda item: item[0]), len(one))) for one in answers]
        again = freeze("e", 4, subdomains, mixed)
        assert again == first
        assert posted(again) == once


def test_a_snapshot_has_no_place_for_an_organisation_a10() -> None:
    """However many contributors an organisation has, what is frozen is one ballot without a name."""
    by_one = freeze("e", 4, [("a", True)], [{"a": ballot("2")}, {"a": ballot("4")}, {"a": ballot("4")}])
    by_another = freeze("e", 4, [("a", True)], [{"a": ballot("4")}, {"a": ballot("2")}, {"a": ballot("4")}])
    assert by_one == by_another


@pytest.mark.parametrize("few", [1, 2])
@pytest.mark.parametrize("row", ["2 2 4", "2 2 2 2 4", cells(4, 0, 0, 4), cells(8)])
@pytest.mark.parametrize("sign", ["?", "n", "l"])
def test_one_or_two_without_a_position_change_no_word_a11(row: str, sign: str, few: int) -> None:
    assert shown(f"{row} {' '.join([sign] * few)}") == shown(row)


@pytest.mark.parametrize("few", [1, 2])
@pytest.mark.parametrize("row", ["2 2 4", "2 2 2 2 4", cells(4, 0, 0, 4), cells(8)])
def test_one_or_two_without_evidence_change_no_word_a11(row: str, few: int) -> None:
    assert show("a", replace(measured(row), without_evidence=few)) == shown(row)


def test_three_without_evidence_do_a11() -> None:
    assert show("a", replace(measured("2 2 4"), without_evidence=3)).flags == (Flag.NO_EVIDENCE,)


@pytest.mark.parametrize("differing", [1, 2, 3, 4])
def test_contributors_that_differ_by_one_to_four_leave_no_word_on_movement_a13(differing: int) -> None:
    now, before = snapshot(cells(0, 8), cells(3, 1, 1, 3)), snapshot(cells(4, 0, 0, 4), cells(8))
    assert disclose(now, Earlier(before, differing)) == disclose(now)


@pytest.mark.parametrize("differing", [0, 5])
def test_the_same_contributors_or_five_others_may_be_compared_a13(differing: int) -> None:
    now, before = snapshot(cells(0, 8)), snapshot(cells(4, 0, 0, 4))
    assert "was two camps last round" in posted(disclose(now, Earlier(before, differing)))


def test_swapping_unanimity_between_rows_together_leaves_the_post_unchanged_a14() -> None:
    rows = [cells(0, 9), cells(0, 6, 3)]
    for others in ([], [cells(4, 0, 1, 4)], [cells(9)] * 10):
        assert posted(snapshot(*rows, *others)) == posted(snapshot(*rows[::-1], *others))


@pytest.mark.parametrize("n", [8, 9, 10])
def test_a_lone_leaning_changes_no_band_while_the_word_stays_a24(n: int) -> None:
    for _, leaning, lower in _lone_leanings(n):
        assert leaning.word is not lower.word or leaning.bands == lower.bands


@pytest.mark.parametrize("n", range(3, 8))
def test_a_lone_leaning_changes_nothing_but_the_word_below_eight_a24(n: int) -> None:
    for _, leaning, lower in _lone_leanings(n):
        assert leaning.word is not lower.word or leaning == lower


@pytest.mark.parametrize("n", [8, 9, 10])
def test_a_lone_leaning_at_the_middle_only_opens_the_middle_view_upwards_a24(n: int) -> None:
    """It is the median interval's ceiling that may rise, never its floor; nobody stands alone at either end of it."""
    for counts, leaning, lower in _lone_leanings(n):
        if leaning.middle and lower.middle and leaning.middle != lower.middle:
            assert leaning.middle == (lower.middle[0], lower.middle[1] + 1)
            assert min(counts[2 * end - 2] for end in leaning.middle) >= 2


def _lone_leanings(n: int) -> Iterator[tuple[Counts, Shown, Shown]]:
    """Every set of answers with one leaning: what is shown, and what would be with its lower level instead."""
    for counts in histograms(n):
        if sum(counts[1::2]) == 1:
            step = 1 + 2 * counts[1::2].index(1)
            lower = tuple(count + (one == step - 1) - (one == step) for one, count in zip(STEPS, counts, strict=True))
            yield counts, show("a", gauge(counts)), show("a", gauge(lower))
