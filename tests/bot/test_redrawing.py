"""The pen: the first drawings at once, then one every few seconds, and what is asked meanwhile is one."""

from collections.abc import Iterator
from queue import Empty, Queue

import pytest

from bot.redrawing import AT_ONCE, SPACING, Redrawing
from flows.assessment import AssessmentId

ONE, TWO = AssessmentId("one"), AssessmentId("two")
SOON = 5.0


class Steady:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Desk:
    """Notes what is drawn; `pause` is what Slack asks for."""

    def __init__(self) -> None:
        self.drawn: Queue[AssessmentId] = Queue()
        self.pause = 0.0

    def draw(self, assessment: AssessmentId) -> float:
        self.drawn.put(assessment)
        return self.pause

    def nothing(self) -> bool:
        try:
            self.drawn.get(timeout=0.05)
        except Empty:
            return True
        return False


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def seconds() -> Steady:
    return Steady()


@pytest.fixture
def pen(desk: Desk, seconds: Steady) -> Iterator[Redrawing]:
    pen = Redrawing(desk.draw, seconds)
    yield pen
    pen.stop()


def tire(pen: Redrawing, desk: Desk) -> None:
    """Draw as often as it goes at once."""
    for _ in range(AT_ONCE):
        pen.follow(ONE)
        assert desk.drawn.get(timeout=SOON) == ONE


def test_the_first_drawings_are_at_once(pen: Redrawing, desk: Desk) -> None:
    tire(pen, desk)


def test_the_next_one_waits_and_all_that_was_asked_meanwhile_is_one(
    pen: Redrawing, desk: Desk, seconds: Steady
) -> None:
    tire(pen, desk)
    for _ in range(5):
        pen.follow(ONE)
    assert desk.nothing()
    seconds.now += SPACING
    pen.follow(ONE)
    assert desk.drawn.get(timeout=SOON) == ONE
    assert desk.nothing()


def test_one_that_waits_holds_up_no_other(pen: Redrawing, desk: Desk) -> None:
    tire(pen, desk)
    pen.follow(ONE)
    pen.follow(TWO)
    assert desk.drawn.get(timeout=SOON) == TWO


def test_when_slack_wants_no_more_nobody_is_drawn(pen: Redrawing, desk: Desk, seconds: Steady) -> None:
    desk.pause = 30.0
    pen.follow(ONE)
    assert desk.drawn.get(timeout=SOON) == ONE
    pen.follow(TWO)
    assert desk.nothing()
    seconds.now += 30.0
    pen.follow(TWO)
    assert desk.drawn.get(timeout=SOON) == TWO


def test_after_the_end_nothing_is_drawn(pen: Redrawing, desk: Desk) -> None:
    pen.stop()
    pen.follow(ONE)
    assert desk.nothing()
