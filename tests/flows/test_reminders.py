"""Who is nudged when: at most three times, at decent hours, only while it helps."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import calendar, reminders
from flows import round as rules
from flows.notices import NUDGES, NoticeKind
from flows.refusal import Refusal, Refusals
from flows.reminders import SoFar
from flows.round import Proposal, Round, Stage
from frameworks import catalog
from tests.storage.place import ADA, BEN, LEA, PLACE, VAL
from tests.walks import DEADLINE, LAUNCHED, MEETING, SEL, a_round

LONDON = "Europe/London"
EDITION = catalog.edition(SEL)
ROUND = a_round(EDITION)
CLOSED = rules.close(ROUND)
HALFWAY, SOON, TODAY = (step.due_at for step in reminders.nudges(ROUND, LONDON))
ZONES = st.sampled_from([LONDON, "UTC", "Pacific/Auckland", "America/St_Johns", "Asia/Kathmandu"])
ANY = st.builds(
    lambda begin, lasts, meets: replace(
        ROUND,
        launched_at=begin,
        deadline=begin + lasts,
        meeting_at=begin + lasts + meets,
        summary_at=begin + lasts + meets / 2,
    ),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    st.timedeltas(timedelta(hours=1), timedelta(days=40)),
    st.timedeltas(timedelta(hours=1), timedelta(days=20)),
)


def london(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return calendar.at(date(year, month, day), time(hour, minute), LONDON)


def lasting(launched: datetime, deadline: datetime) -> Round:
    return replace(ROUND, launched_at=launched, deadline=deadline)


def kinds(running: Round) -> list[tuple[NoticeKind, datetime]]:
    return [(step.kind, step.due_at) for step in reminders.nudges(running, LONDON)]


def to(now: datetime, so_far: SoFar | None = None) -> set[str | None]:
    """Who is owed a nudge by then."""
    plan = reminders.plan(ROUND, PLACE, so_far or SoFar(), now)
    return {one.to for one in plan if one.kind in NUDGES and one.due_at == now}


def test_a_usual_round_has_three_nudges() -> None:
    assert kinds(ROUND) == [
        (NoticeKind.HALFWAY, london(2026, 6, 8, 11)),
        (NoticeKind.SOON, london(2026, 6, 11, 9)),
        (NoticeKind.TODAY, london(2026, 6, 15, 9)),
    ]


@pytest.mark.parametrize(
    ("launched", "deadline", "nudges"),
    [
        ((2026, 6, 1, 9), (2026, 6, 1, 17), [("halfway", (2026, 6, 1, 13))]),
        ((2026, 6, 1, 9), (2026, 6, 2, 17), [("today", (2026, 6, 2, 9))]),
        ((2026, 6, 1, 9), (2026, 6, 2, 11), [("halfway", (2026, 6, 2, 8))]),  # which at 09:00 would help too little
        ((2026, 6, 1, 9), (2026, 6, 1, 10), []),
        ((2026, 6, 1, 20), (2026, 6, 2, 12), [("halfway", (2026, 6, 2, 10))]),  # counted from the invitations at 08:00
        ((2026, 6, 5, 10), (2026, 6, 9, 12), [("halfway", (2026, 6, 8, 9)), ("today", (2026, 6, 9, 9))]),  # a weekend
        ((2026, 12, 21, 9), (2026, 12, 30, 17), [("soon", (2026, 12, 24, 9)), ("today", (2026, 12, 30, 9))]),
    ],
)
def test_short_rounds_and_holidays_leave_out_what_does_not_help(
    launched: tuple[int, ...], deadline: tuple[int, ...], nudges: list[tuple[str, tuple[int, ...]]]
) -> None:
    found = kinds(lasting(london(*launched), london(*deadline)))
    assert [(kind.value, due) for kind, due in found if kind] == [(kind, london(*due)) for kind, due in nudges]


@given(ANY, ZONES)
def test_there_are_at_most_three_a_day_apart_at_decent_hours_and_before_the_deadline(running: Round, zone: str) -> None:
    steps = reminders.nudges(running, zone)
    days = [calendar.local(step.due_at, zone).date() for step in steps]
    assert len(steps) <= reminders.MOST
    assert len(set(days)) == len(days)
    for step in steps:
        assert calendar.decent(step.due_at, zone) == step.due_at
        assert running.launched_at < step.due_at < running.deadline
        assert step.expires_at is not None
        assert step.due_at < step.expires_at <= running.deadline


@given(ANY, ZONES)
def test_everything_in_a_round_is_sent_at_decent_hours_and_in_order(running: Round, zone: str) -> None:
    for one in (running, rules.close(running)):
        for step in reminders.steps(one, zone):
            assert calendar.decent(step.due_at, zone) == step.due_at


@given(ANY, ZONES)
def test_whoever_sleeps_until_the_next_step_misses_none(running: Round, zone: str) -> None:
    place, woken = replace(PLACE, zone=zone), running.launched_at
    owed = {one.key for one in reminders.plan(running, place, SoFar(), woken)}
    while (woken_next := reminders.next_step(running, place, woken)) is not None:
        owed |= {one.key for one in reminders.plan(running, place, SoFar(), woken_next, since=woken_next)}
        woken = woken_next
    assert owed == {one.key for one in reminders.plan(running, place, SoFar(), woken)}


def test_only_those_who_have_not_submitted_are_nudged() -> None:
    assert to(HALFWAY) == {ADA, BEN, VAL}
    assert to(HALFWAY, SoFar(submitted={VAL})) == {ADA, BEN}


def test_who_cannot_be_reached_is_left_alone() -> None:
    assert to(SOON, SoFar(unreachable={VAL})) == {ADA, BEN}


@pytest.mark.parametrize(("count", "nudged"), [(2, {VAL, ADA, BEN}), (3, {ADA, BEN})])
def test_nobody_gets_a_fourth_nudge(count: int, nudged: set[str]) -> None:
    assert to(TODAY, SoFar(nudged={VAL: count})) == nudged


@pytest.mark.parametrize(("asked_for", "nudged"), [(TODAY, False), (SOON, False), (SOON - timedelta(days=1), True)])
def test_who_asked_for_a_reminder_is_not_nudged_before_or_on_its_day(asked_for: datetime, *, nudged: bool) -> None:
    assert (VAL in to(SOON, SoFar(reminders={VAL: asked_for}))) is nudged


def test_nothing_is_owed_before_its_time() -> None:
    assert to(HALFWAY - timedelta(microseconds=1)) == set()


def test_a_snooze_lasts_until_half_past_eight_tomorrow() -> None:
    notice = reminders.snooze(ROUND, PLACE, ADA, london(2026, 6, 3, 17))
    assert (notice.due_at, notice.to, notice.kind) == (london(2026, 6, 4, 8, 30), ADA, NoticeKind.REMINDER)
    assert notice.expires_at == ROUND.deadline
    assert reminders.snooze(ROUND, PLACE, ADA, london(2026, 6, 3, 9)).key == notice.key


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 10, 24)])
def test_a_snooze_over_a_night_when_the_clocks_change_still_ends_at_half_past_eight(day: date) -> None:
    due = reminders.tomorrow(calendar.at(day, time(22), LONDON), LONDON)
    assert calendar.local(due, LONDON).time() == time(8, 30)


def test_a_snooze_on_a_friday_lasts_until_monday() -> None:
    assert reminders.snooze(ROUND, PLACE, ADA, london(2026, 6, 5, 17)).due_at == london(2026, 6, 8, 8, 30)


def test_a_snooze_beyond_the_deadline_is_refused() -> None:
    with pytest.raises(Refusal, match=r"The deadline, Monday 15 June at 12:00, comes before"):
        reminders.snooze(replace(ROUND, deadline=DEADLINE), PLACE, ADA, DEADLINE - timedelta(hours=2))


def test_a_deadline_that_moved_makes_new_keys_and_forgets_what_lies_behind() -> None:
    proposal = Proposal(
        ROUND.label, frozenset({"short_term"}), DEADLINE + timedelta(days=3), MEETING + timedelta(days=3)
    )
    after = rules.move(ROUND, proposal, LONDON, SOON)
    found = reminders.nudges(after, LONDON)
    assert [step.kind for step in found] == [NoticeKind.SOON, NoticeKind.TODAY]
    assert all(step.due_at > SOON for step in found)
    assert reminders.key(NoticeKind.SOON, after, ADA) != reminders.key(NoticeKind.SOON, ROUND, ADA)
    assert not reminders.timely(NoticeKind.SOON, reminders.key(NoticeKind.SOON, ROUND, ADA), after, ADA, SOON)


def test_a_round_that_is_closed_cannot_be_moved_or_cancelled() -> None:
    proposal = Proposal(ROUND.label, frozenset({"short_term"}), DEADLINE, MEETING)
    with pytest.raises(Refusals):
        rules.move(CLOSED, proposal, LONDON, LAUNCHED)
    with pytest.raises(Refusal):
        rules.cancel(CLOSED)


def test_a_cancelled_round_owes_nothing_more() -> None:
    cancelled = rules.cancel(ROUND)
    assert cancelled.stage is Stage.CANCELLED
    assert reminders.plan(cancelled, PLACE, SoFar(), MEETING) == ()
    assert reminders.calendar_of(cancelled, PLACE) == ()


def test_a_closed_round_owes_the_word_the_summary_and_the_note_in_the_channel() -> None:
    found = reminders.plan(CLOSED, PLACE, SoFar(), MEETING)
    assert [(one.kind, one.to, one.due_at) for one in found] == [
        (NoticeKind.CLOSED, None, london(2026, 6, 15, 12, 15)),
        (NoticeKind.SUMMARY, None, london(2026, 6, 18, 9)),
        (NoticeKind.SUMMARY_FILES, None, london(2026, 6, 18, 9)),
        (NoticeKind.MEETING, None, london(2026, 6, 19, 9)),
        (NoticeKind.MEETING, LEA, london(2026, 6, 19, 9)),
        (NoticeKind.MEETING, BEN, london(2026, 6, 19, 9)),
    ]


def test_the_close_tells_those_who_did_not_submit_and_nobody_else() -> None:
    silent = next(one for one in PLACE.partners if ADA in one.contributors)
    found = reminders.not_submitted(CLOSED, PLACE, {silent.id})
    assert [one.to for one in found] == list(silent.contributors)
    assert {one.due_at for one in found} == {london(2026, 6, 15, 12, 15)}
    assert all(reminders.timely(one.kind, one.key, CLOSED, one.to, one.due_at) for one in found)
    assert reminders.not_submitted(CLOSED, PLACE, set()) == ()


def test_a_summary_that_follows_at_once_needs_no_word_before_it() -> None:
    soon = replace(CLOSED, summary_at=CLOSED.closes_at + timedelta(hours=1))
    assert NoticeKind.CLOSED not in [step.kind for step in reminders.steps(soon, LONDON)]


def test_a_summary_on_the_day_before_the_meeting_is_the_note() -> None:
    late = replace(CLOSED, summary_at=london(2026, 6, 19, 9))
    assert [step.kind for step in reminders.steps(late, LONDON)] == [NoticeKind.CLOSED, NoticeKind.SUMMARY]


def test_the_calendar_tells_everything_in_order_and_in_words() -> None:
    lines = reminders.lines(reminders.calendar_of(ROUND, PLACE), LONDON)
    assert lines[0] == "Monday 1 June at 10:00: Invitations to 3 people in 2 organisations, and a word in the channel"
    assert lines[-1] == "Monday 22 June at 14:00: Meeting"
    assert [line.split(":")[0][-2:] for line in lines] == ["10", "11", "09", "09", "12", "12", "09", "09", "14"]


def test_reminders_are_told_ahead_only_while_somebody_is_still_to_submit() -> None:
    everything = reminders.ahead(ROUND, PLACE, LAUNCHED)
    assert sum("not submitted" in one.words for one in everything) == reminders.MOST
    for now in (LAUNCHED, DEADLINE - timedelta(hours=1), DEADLINE + timedelta(hours=1), MEETING):
        left = reminders.ahead(ROUND, PLACE, now, awaited=False)
        assert left == tuple(one for one in everything if one.at > now and "not submitted" not in one.words)
