"""How long details are kept."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import retention


@pytest.mark.parametrize(
    ("now", "months", "before"),
    [
        ("2028-07-24T12:00", 24, "2026-07-24T12:00"),
        ("2027-01-31T09:30", 12, "2026-01-31T09:30"),
        ("2028-02-29T09:30", 12, "2027-02-28T09:30"),
        ("2026-08-31T00:00", 6, "2026-02-28T00:00"),
        ("2026-01-15T00:00", 1, "2025-12-15T00:00"),
    ],
)
def test_months_are_counted_by_the_calendar(now: str, months: int, before: str) -> None:
    found = retention.months_before(datetime.fromisoformat(now).replace(tzinfo=UTC), months)
    assert found == datetime.fromisoformat(before).replace(tzinfo=UTC)


@given(st.datetimes(min_value=datetime(2020, 1, 1)), st.integers(1, 120))  # noqa: DTZ001 - made aware below
def test_so_many_months_are_about_so_many_times_thirty_days(now: datetime, months: int) -> None:
    aware = now.replace(tzinfo=UTC)
    days = (aware - retention.months_before(aware, months)).days
    assert 28 * months <= days <= 31 * months


def test_lengths_are_told_in_years_where_they_are_years() -> None:
    told = [retention.in_words(months) for months in retention.CHOICES]
    assert told == ["6 months", "1 year", "2 years", "3 years", "6 years"]
