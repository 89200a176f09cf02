"""The form that starts a round, on its way to a proposal."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from flows.people import PartnershipId
from flows.proposal import RoundForm, When, proposed
from flows.refusal import Refusals
from flows.round import Label, Proposal

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
