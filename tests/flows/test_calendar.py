"""Working days, decent hours and instants in words."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.calendar import at, decent, in_words, is_working_day, local, summary_before, working_days_after

LONDON = "Europe/London"
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
ZONES = st.sampled_from([LONDON, "UTC", "Pacific/Auckland", "America/St_Johns", "Asia/Kathmandu"])


def london(*parts: int) -> datetime:
    """An instant by a London clock."""
    year, month, day, *clock = parts
    hour, minute, second = (*clock, 0, 0, 0)[:3]
    return at(date(year, month, day), time(hour, minute, second), LONDON)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 6, 1), True),
        (date(2026, 6, 6), False),  # a Saturday
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), False),  # Boxing Day is a Saturday, so Monday is its substitute
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 8, 31), False),  # the summer bank holiday of England
        (date(2026, 8, 3), True),  # that of Scotland
    ],
)
def test_working_days_leave_out_weekends_and_the_bank_holidays_of_england(day: date, *, works: bool) -> None:
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 12, 29), -1, date(2026, 12, 24)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 4, 7), -2, date(2026, 4, 1)),
        (date(2026, 6, 5), 1, date(2026, 6, 8)),
        (date(2026, 6, 6), 0, date(2026, 6, 6)),
    ],
)
def test_working_days_are_counted_round_christmas_easter_and_weekends(day: date, count: int, then: date) -> None:
    assert working_days_after(day, count) == then


@pytest.mark.parametrize(
    ("given_at", "sent_at"),
    [
        (london(2026, 6, 1, 7, 59), london(2026, 6, 1, 8, 0)),
        (london(2026, 6, 1, 8, 0), london(2026, 6, 1, 8, 0)),
        (london(2026, 6, 1, 17, 59, 59), london(2026, 6, 1, 17, 59, 59)),
        (london(2026, 6, 1, 18, 0), london(2026, 6, 2, 8, 0)),
        (london(2026, 3, 28, 20), london(2026, 3, 29, 8)),  # the clocks go forward that night
        (london(2026, 3, 29, 0, 30), london(2026, 3, 29, 8)),
        (london(2026, 10, 24, 20), london(2026, 10, 25, 8)),  # and back that night
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), london(2026, 10, 25, 8)),  # the second 01:30 of that night
    ],
)
def test_what_falls_into_the_night_waits_for_eight(given_at: datetime, sent_at: datetime) -> None:
    assert decent(given_at, LONDON) == sent_at


@given(INSTANTS, ZONES)
def test_a_decent_instant_is_in_the_day_never_earlier_and_at_most_a_night_later(instant: datetime, zone: str) -> None:
    then = decent(instant, zone)
    assert time(8) <= local(then, zone).time() < time(18)
    assert instant <= then <= instant + timedelta(hours=15)
    assert decent(then, zone) == then


@given(st.dates(date(2025, 1, 1), date(2030, 1, 1)), st.integers(1, 30))
def test_working_days_there_and_back_end_at_a_working_day_where_they_began(day: date, count: int) -> None:
    then = working_days_after(day, count)
    assert is_working_day(then)
    assert then > day
    assert working_days_after(then, -count) == (day if is_working_day(day) else working_days_after(day, -1))


@given(INSTANTS, ZONES)
def test_an_instant_put_on_a_clock_and_back_is_the_same(instant: datetime, zone: str) -> None:
    here = local(instant, zone)
    again = at(here.date(), here.time(), zone)
    assert again == instant or here.fold == 1  # the hour that comes twice is read as its first


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (datetime(2026, 7, 24, 11, tzinfo=UTC), "Friday 24 July at 12:00"),
        (datetime(2026, 1, 5, 12, tzinfo=UTC), "Monday 5 January at 12:00"),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "Sunday 29 March at 00:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "Sunday 29 March at 02:00"),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "Sunday 25 October at 01:00"),
    ],
)
def test_an_instant_reads_as_people_say_it_on_either_side_of_the_clock_changes(instant: datetime, words: str) -> None:
    assert in_words(instant, LONDON) == words


@pytest.mark.parametrize(
    ("meeting", "summary"),
    [
        (london(2026, 6, 22, 14), london(2026, 6, 18, 9)),  # a weekend between
        (london(2026, 4, 8, 10), london(2026, 4, 2, 9)),  # Easter between
        (london(2026, 10, 27, 10), london(2026, 10, 23, 9)),  # the clocks go back between
    ],
)
def test_the_summary_is_due_at_nine_two_working_days_before_the_meeting(meeting: datetime, summary: datetime) -> None:
    assert summary_before(meeting, LONDON) == summary
