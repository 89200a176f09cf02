from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from sandbox.page import moments

LONDON = ZoneInfo("Europe/London")


def test_the_clock_is_told_in_words_of_the_place() -> None:
    assert moments.in_words(datetime(2026, 7, 24, 11, tzinfo=UTC), LONDON) == "Fri 24 July 2026, 12:00"


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        (datetime(2026, 11, 23, 7, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC)),
        (datetime(2026, 7, 24, 12, tzinfo=UTC), datetime(2026, 7, 27, 8, tzinfo=UTC)),
        (datetime(2026, 12, 24, 12, tzinfo=UTC), datetime(2026, 12, 29, 9, tzinfo=UTC)),
        (datetime(2026, 12, 31, 12, tzinfo=UTC), datetime(2027, 1, 4, 9, tzinfo=UTC)),
    ],
)
def test_the_next_working_day_is_no_weekend_and_no_bank_holiday(now: datetime, morning: datetime) -> None:
    assert moments.next_working_morning(now, LONDON) == morning


@pytest.mark.parametrize("typed", ["24/07/2026 12:00", "24.7.26 12.00", "2026-07-24T12:00", "24-07-2026 1200"])
def test_a_moment_is_read_as_it_is_written_in_england(typed: str) -> None:
    assert moments.typed(typed, LONDON) == datetime(2026, 7, 24, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed", ["", "soon", "24/07/2026", "07/24/2026 12:00", "24/07/2026 24:00", "24/07/2026 1:2:3:4"]
)
def test_what_is_no_moment_is_not_read_as_one(typed: str) -> None:
    assert moments.typed(typed, LONDON) is None


def test_days_are_told_as_people_tell_them() -> None:
    today = date(2026, 11, 23)
    days = [date(2026, 11, 23), date(2026, 11, 22), date(2026, 11, 20), date(2025, 11, 20)]
    told = ["Today", "Yesterday", "Friday 20 November", "Thursday 20 November 2025"]
    assert [moments.day_in_words(day, today) for day in days] == told
