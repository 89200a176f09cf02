"""A meeting's minutes: they fit, in the order of the agenda, and rest on public words alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.disclosure import Disclosure, Shown, Word
from flows.refusal import Refusal
from flows.timing import BEGIN, END, LEAST, MOST, timetable

TO_DISCUSS = st.lists(st.sampled_from([word for word in Word if word is not Word.TOGETHER]), max_size=37)


def shown(discuss: list[Word], together: int, too_few: int = 0) -> Disclosure:
    return Disclosure(
        contributors=9,
        discuss=tuple(Shown(f"d{n}", word) for n, word in enumerate(discuss)),
        together=tuple(Shown(f"t{n}", Word.TOGETHER) for n in range(together)),
        too_few=tuple(Shown(f"f{n}") for n in range(too_few)),
        overall=None,
    )


@given(TO_DISCUSS, st.integers(0, 37), st.integers(0, 5), st.integers(20, 480))
def test_everything_fits_into_the_minutes(discuss: list[Word], together: int, too_few: int, minutes: int) -> None:
    planned = timetable(shown(discuss, together, too_few), minutes)
    assert sum(slot.minutes for slot in planned.discuss) + planned.minutes_together + BEGIN + END <= minutes
    assert all(LEAST <= slot.minutes <= MOST for slot in planned.discuss if slot.minutes)


@given(TO_DISCUSS, st.integers(0, 37), st.integers(20, 480))
def test_the_order_is_that_of_the_agenda_and_nothing_is_lost(discuss: list[Word], together: int, minutes: int) -> None:
    disclosure = shown(discuss, together, 2)
    planned = timetable(disclosure, minutes, ("unrated",))
    assert [slot.subdomain for slot in planned.discuss] == [f"d{n}" for n in range(len(discuss))] + [
        "f0",
        "f1",
        "unrated",
    ]
    assert planned.together == tuple(one.id for one in disclosure.together)


def test_two_camps_get_more_time_than_those_mostly_together() -> None:
    first, second = timetable(shown([Word.TWO_CAMPS, Word.MOSTLY_TOGETHER], 0), 50).discuss
    assert first.minutes > second.minutes


def test_a_short_meeting_leaves_the_end_of_the_agenda_for_later() -> None:
    planned = timetable(shown([Word.SPREAD_OUT] * 10, 5), 30)
    assert planned.later == ("d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9")


@pytest.mark.parametrize("minutes", [0, 19, 481])
def test_a_slip_of_the_finger_is_no_meeting(minutes: int) -> None:
    with pytest.raises(Refusal):
        timetable(shown([], 0), minutes)
