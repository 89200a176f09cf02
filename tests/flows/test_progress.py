"""How far a walk has come."""

from dataclasses import replace

from flows import progress
from flows.progress import Progress
from tests.walks import CANNOT, MIDLANDS, a_walk, all_answered, an_answer

FIRST, LEADERSHIP = "operating-integrated-functions", "clinical-and-professional-leadership"


def test_thirteen_short_term_ones_take_the_half_hour_that_partners_are_promised() -> None:
    so_far = progress.of(a_walk())
    assert (so_far, so_far.minutes_in_all) == (Progress(answered=0, total=13), 26)


def test_cannot_assess_is_an_answer_before_it_says_why() -> None:
    """What is counted here stands in messages: a lack of words would tell what was said."""
    for answer in (an_answer(CANNOT), replace(an_answer(CANNOT), reason="No figures yet.")):
        so_far = progress.of(a_walk(answers={FIRST: answer}))
        assert (so_far.left, so_far.minutes_left) == (12, 24)


def test_evidence_alone_is_not() -> None:
    assert progress.of(a_walk(answers={FIRST: an_answer(None, "minutes")})).answered == 0


def test_what_cannot_be_rated_is_in_no_denominator() -> None:
    answers = {**all_answered(a_walk(MIDLANDS)), LEADERSHIP: an_answer(None, "", "We meet.")}
    assert progress.of(a_walk(MIDLANDS, answers=answers)) == Progress(answered=9, total=9)
