from collections import Counter
from itertools import pairwise

from sandbox.opinions import CANNOT_ASSESS, NOT_RELEVANT, Opinion, Question, opinion

LEVELS = ("Emerging", "Developing", "Maturing", "Thriving")
CHOICES = ("Not yet at Emerging", *LEVELS, CANNOT_ASSESS)
SUBJECTS = (
    "Shared clinical risk",
    "Facilitating data sharing",
    "Parity of voice",
    *(f"Subject {n}" for n in range(10)),
)
ASKED = 9


def asked(number: int, choices: tuple[str, ...] = CHOICES) -> Question:
    return Question(SUBJECTS[number - 1], number, len(SUBJECTS), choices)


def views(seed: str, choices: tuple[str, ...] = CHOICES) -> list[list[Opinion]]:
    """What everybody thinks, sub-domain by sub-domain."""
    return [[opinion(seed, asked(n + 1, choices), who, ASKED) for who in range(ASKED)] for n in range(len(SUBJECTS))]


def levels(opinions: list[Opinion]) -> list[int]:
    return sorted(LEVELS.index(one.judgement) if one.judgement in LEVELS else 0 for one in opinions)


def test_a_seed_always_makes_the_same_opinions() -> None:
    assert views("larkmere") == views("larkmere") != views("elsewhere")


def test_most_is_agreed_and_some_is_not() -> None:
    for seed in ("larkmere", "elsewhere", "a", "b"):
        placed = [levels(rows) for rows in views(seed) if all(one.judgement != CANNOT_ASSESS for one in rows)]
        near = [row for row in placed if row[-1] - row[0] <= 1]
        two_camps = [row for row in placed if len(set(row)) == 2 and row[-1] - row[0] >= 2 and row[2] != row[-3]]
        spread = [row for row in placed if len(set(row)) == len(LEVELS)]
        alone = [
            row
            for row in placed
            if max(b - a for a, b in pairwise(row)) > 1 and (row[1] == row[-1] or row[0] == row[-2])
        ]
        assert len(near) >= 5
        assert min(len(two_camps), len(spread), len(alone)) >= 1, seed


def test_some_cannot_be_assessed_by_several() -> None:
    counts = [Counter(one.judgement for one in rows)[CANNOT_ASSESS] for rows in views("larkmere")]
    assert max(counts) >= 3
    assert sum(count > 0 for count in counts) == 1


def test_what_is_not_offered_is_never_chosen() -> None:
    offered = {*CHOICES}
    assert {one.judgement for rows in views("larkmere") for one in rows} <= offered


def test_now_and_then_something_is_not_relevant_where_that_is_offered() -> None:
    chosen = {one.judgement for rows in views("larkmere", (*CHOICES, *NOT_RELEVANT)) for one in rows}
    assert chosen & {*NOT_RELEVANT}


def test_where_nothing_can_be_judged_there_is_no_judgement() -> None:
    assert opinion("larkmere", asked(1, ()), 0, ASKED).judgement == ""


def test_evidence_fits_the_subject_and_is_sometimes_missing() -> None:
    texts = {opinion("larkmere", asked(2), who, ASKED).evidence for who in range(ASKED)}
    assert texts == {"", "The data sharing agreement, signed in March.", "The shared dashboard, reviewed each month."}
