"""Proposing, launching and closing a round."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.calendar import decent
from flows.refusal import Refusal, Refusals
from flows.round import (
    GRACE,
    SHORTEST,
    Label,
    Proposal,
    Round,
    RoundId,
    Stage,
    close,
    close_early,
    faults,
    launch,
    move,
    move_meeting,
)
from frameworks import catalog
from frameworks.schema import Edition
from tests.storage.place import LEA, PLACE
from tests.walks import DEADLINE, LAUNCHED, MEETING, MIDLANDS, SEL, SUMMARY, a_round

LONDON = "Europe/London"
HOUR = timedelta(hours=1)
SOME_TIME = datetime(2026, 6, 3, 10, 0, 30, tzinfo=UTC)
PROPOSAL = Proposal(Label.BASELINE, frozenset(["short_term"]), DEADLINE, MEETING)


@pytest.fixture(scope="module")
def sel() -> Edition:
    return catalog.edition(SEL)


def launched(proposal: Proposal, edition: Edition, *others: Round) -> Round:
    return launch(
        proposal,
        edition,
        zone=LONDON,
        round_id=RoundId("r2"),
        partnership=PLACE.id,
        by=LEA,
        now=LAUNCHED,
        others=others,
    )


def told(edition: Edition, proposal: Proposal) -> tuple[str, ...]:
    """The fields at which a proposal has faults."""
    return tuple(faults(proposal, edition, LONDON, LAUNCHED))


def test_a_launched_round_holds_its_scope_in_the_framework_s_order(sel: Edition) -> None:
    assert launched(PROPOSAL, sel).subdomains == tuple(one.id for one in sel.subdomains if one.short_term)


def test_the_summary_goes_out_two_working_days_before_the_meeting(sel: Edition) -> None:
    assert launched(PROPOSAL, sel).summary_at == SUMMARY


def test_the_summary_goes_out_when_the_lead_says(sel: Edition) -> None:
    asked = DEADLINE + 3 * HOUR
    assert launched(replace(PROPOSAL, summary_at=asked), sel).summary_at == asked


def test_the_summary_never_goes_out_before_the_close(sel: Edition) -> None:
    soon = launched(replace(PROPOSAL, meeting_at=DEADLINE + 5 * HOUR), sel)
    assert soon.summary_at == soon.closes_at


def test_a_deadline_within_the_hour_is_a_slip(sel: Edition) -> None:
    assert told(sel, replace(PROPOSAL, deadline=LAUNCHED + SHORTEST - timedelta(minutes=1))) == ("deadline",)
    assert told(sel, replace(PROPOSAL, deadline=LAUNCHED + SHORTEST)) == ()


def test_a_round_needs_a_part_of_the_framework(sel: Edition) -> None:
    assert told(sel, replace(PROPOSAL, scopes=frozenset())) == ("scopes",)
    assert told(sel, replace(PROPOSAL, scopes=frozenset(["enabler"]))) == ("scopes",)


def test_the_meeting_has_to_come_after_the_close(sel: Edition) -> None:
    assert told(sel, replace(PROPOSAL, meeting_at=DEADLINE + GRACE)) == ("meeting",)


def test_the_meeting_has_to_leave_time_for_the_summary(sel: Edition) -> None:
    evening = DEADLINE.replace(hour=18)
    assert told(sel, replace(PROPOSAL, deadline=evening, meeting_at=evening + HOUR)) == ("meeting",)
    assert told(sel, replace(PROPOSAL, deadline=evening, meeting_at=evening + 24 * HOUR)) == ()


@pytest.mark.parametrize("summary", [DEADLINE, MEETING, MEETING + HOUR])
def test_the_summary_has_to_come_between_the_close_and_the_meeting(sel: Edition, summary: datetime) -> None:
    assert told(sel, replace(PROPOSAL, summary_at=summary)) == ("summary",)


def test_the_summary_cannot_be_asked_for_at_night(sel: Edition) -> None:
    assert told(sel, replace(PROPOSAL, summary_at=SUMMARY.replace(hour=20))) == ("summary",)


def test_a_second_round_of_the_same_framework_waits_for_the_first(sel: Edition) -> None:
    assert "framework" in faults(PROPOSAL, sel, LONDON, LAUNCHED, [a_round(sel)])


def test_a_round_of_another_framework_or_a_closed_one_hinders_nobody(sel: Edition) -> None:
    others = a_round(catalog.edition(MIDLANDS)), close(a_round(sel))
    assert launched(PROPOSAL, sel, *others).stage is Stage.OPEN


def test_everything_wrong_is_told_at_once(sel: Edition) -> None:
    with pytest.raises(Refusals) as no:
        launched(replace(PROPOSAL, scopes=frozenset(), deadline=LAUNCHED, meeting_at=LAUNCHED), sel)
    assert set(no.value.by_field) == {"scopes", "deadline", "meeting"}


def test_answers_are_taken_until_the_grace_is_over_and_the_round_open(sel: Edition) -> None:
    running = launched(PROPOSAL, sel)
    assert running.takes_answers(DEADLINE + GRACE - timedelta(seconds=1))
    assert not running.takes_answers(DEADLINE + GRACE)
    assert not close(running).takes_answers(LAUNCHED)


def test_closing_is_a_new_revision(sel: Edition) -> None:
    running = launched(PROPOSAL, sel)
    assert close(running).revision == running.revision + 1


@given(st.integers(0, 60 * 24 * 40), st.integers(0, 60 * 24 * 40))
def test_whatever_is_launched_has_its_summary_by_day_between_the_close_and_the_meeting(wait: int, rest: int) -> None:
    deadline = LAUNCHED + timedelta(minutes=wait)
    proposal = replace(PROPOSAL, deadline=deadline, meeting_at=deadline + timedelta(minutes=rest))
    try:
        running = launched(proposal, catalog.edition(SEL))
    except Refusals:
        return
    assert running.closes_at <= running.summary_at < running.meeting_at
    assert decent(running.summary_at, LONDON) == running.summary_at


def test_only_what_lies_ahead_has_to_be_right_when_dates_move(sel: Edition) -> None:
    near = DEADLINE - timedelta(minutes=5)
    same = replace(PROPOSAL, meeting_at=MEETING + 24 * HOUR)
    assert move(a_round(sel), same, LONDON, near).meeting_at == MEETING + 24 * HOUR
    with pytest.raises(Refusals) as no:
        move(a_round(sel), replace(same, deadline=near + timedelta(minutes=30)), LONDON, near)
    assert set(no.value.by_field) == {"deadline"}


def test_closing_early_keeps_the_grace(sel: Edition) -> None:
    closing = close_early(a_round(sel), LONDON, SOME_TIME)
    assert closing.deadline == SOME_TIME + timedelta(seconds=30)
    assert closing.takes_answers(SOME_TIME + GRACE)
    assert not closing.takes_answers(SOME_TIME + GRACE + timedelta(minutes=1))
    assert (closing.meeting_at, closing.summary_at, closing.moved_at) == (MEETING, SUMMARY, SOME_TIME)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (SOME_TIME.replace(hour=20), "nobody is written to at this hour"),
        (DEADLINE + timedelta(minutes=5), "The deadline has passed, and the round closes on"),
        (DEADLINE + GRACE, "closed already"),
    ],
)
def test_closing_early_is_refused_where_it_would_cheat_somebody(sel: Edition, now: datetime, told: str) -> None:
    with pytest.raises(Refusal, match=told):
        close_early(a_round(sel), LONDON, now)


def test_after_the_close_the_meeting_and_the_summary_can_move(sel: Edition) -> None:
    closed, friday = close(a_round(sel)), datetime(2026, 6, 26, 13, tzinfo=UTC)
    moved = move_meeting(closed, friday, None, LONDON, DEADLINE + HOUR)
    assert (moved.meeting_at, moved.summary_at) == (friday, datetime(2026, 6, 24, 8, tzinfo=UTC))
    assert moved.revision == closed.revision + 1
    late = move_meeting(closed, friday, None, LONDON, SUMMARY + HOUR)
    assert (late.meeting_at, late.summary_at) == (friday, SUMMARY)


@pytest.mark.parametrize(
    ("meeting", "summary", "field"),
    [
        (DEADLINE, None, "meeting"),
        (MEETING, MEETING, "summary"),
        (MEETING, DEADLINE, "summary"),
        (MEETING, SUMMARY.replace(hour=20), "summary"),
    ],
)
def test_a_meeting_cannot_move_into_the_past_nor_before_its_summary(
    sel: Edition, meeting: datetime, summary: datetime | None, field: str
) -> None:
    with pytest.raises(Refusals) as no:
        move_meeting(close(a_round(sel)), meeting, summary, LONDON, DEADLINE + HOUR)
    assert set(no.value.by_field) == {field}


def test_a_round_follows_only_one_of_its_own_partnership_and_framework(sel: Edition) -> None:
    before, other = close(a_round(sel)), close(a_round(catalog.edition(MIDLANDS)))
    assert launched(replace(PROPOSAL, previous=before.id), sel, before).previous == before.id
    for others in ((), (other,)):
        assert "previous" in faults(replace(PROPOSAL, previous=before.id), sel, LONDON, LAUNCHED, others)
