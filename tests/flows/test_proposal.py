"""The form that starts a round, on its way to a proposal."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import calendar
from flows.people import PartnershipId
from flows.proposal import RoundForm, When, offered, proposed
from flows.refusal import Refusals
from flows.round import Label, Proposal
from frameworks import catalog
from tests.walks import SEL

LONDON = "Europe/London"
FORM = RoundForm(
    partnership=PartnershipId("northgate"),
    framework="sel-2025-08",
    label=Label.RE_RUN,
    scopes=frozenset(["short_term"]),
    deadline=When(date(2026, 3, 27), time(12)),
    meeting=When(date(2026, 3, 30), time(12)),
    summary=When(),
)


def test_days_and_times_are_read_on_the_partnership_s_clock() -> None:
    assert proposed(FORM, LONDON) == Proposal(
        Label.RE_RUN,
        frozenset(["short_term"]),
        deadline=datetime(2026, 3, 27, 12, tzinfo=UTC),
        meeting_at=datetime(2026, 3, 30, 11, tzinfo=UTC),  # the clocks went forward between
    )


@pytest.mark.parametrize("half", [When(), When(day=date(2026, 3, 27)), When(clock=time(12))])
def test_what_is_missing_is_told_at_its_field(half: When) -> None:
    with pytest.raises(Refusals) as no:
        proposed(replace(FORM, deadline=half, meeting=half), LONDON)
    assert set(no.value.by_field) == {"deadline", "meeting"}


@pytest.mark.parametrize("half", [When(day=date(2026, 3, 27)), When(clock=time(12))])
def test_half_a_summary_time_is_told_at_its_field(half: When) -> None:
    with pytest.raises(Refusals) as no:
        proposed(replace(FORM, summary=half), LONDON)
    assert set(no.value.by_field) == {"summary"}


def test_a_summary_time_is_taken_when_it_is_whole() -> None:
    at_nine = When(date(2026, 3, 30), time(9))
    assert proposed(replace(FORM, summary=at_nine), LONDON).summary_at == datetime(2026, 3, 30, 8, tzinfo=UTC)


def days_offered(today: date) -> tuple[date, date]:
    """The deadline and the meeting that the form offers on this day."""
    form = offered(FORM.partnership, LONDON, catalog.edition(SEL), (), datetime.combine(today, time(9), UTC))
    assert form.deadline.day
    assert form.meeting.day
    return form.deadline.day, form.meeting.day


@pytest.mark.parametrize(
    ("today", "deadline", "meeting"),
    [
        (date(2026, 6, 1), date(2026, 6, 15), date(2026, 6, 22)),
        (date(2026, 4, 1), date(2026, 4, 17), date(2026, 4, 24)),  # over Easter
        (date(2025, 12, 9), date(2025, 12, 23), date(2026, 1, 8)),
        (date(2025, 12, 10), date(2026, 1, 2), date(2026, 1, 9)),
        (date(2025, 12, 15), date(2026, 1, 7), date(2026, 1, 14)),
        (date(2025, 12, 29), date(2026, 1, 15), date(2026, 1, 22)),
    ],
)
def test_two_working_weeks_are_offered_and_another_until_the_meeting(
    today: date, deadline: date, meeting: date
) -> None:
    assert days_offered(today) == (deadline, meeting)


@given(st.dates(date(2025, 1, 1), date(2035, 1, 1)))
def test_at_least_ten_working_days_are_offered_and_none_of_christmas(today: date) -> None:
    deadline, meeting = days_offered(today)
    assert deadline >= calendar.working_days_after(today, 10)
    assert meeting >= calendar.working_days_after(deadline, 5)
    for day in (deadline, meeting):
        assert calendar.is_working_day(day)
        assert f"{day:%m-%d}" < "12-24"
    if not {today.month, meeting.month} & {12, 1}:
        assert (deadline, meeting) == (calendar.working_days_after(today, 10), calendar.working_days_after(today, 15))
