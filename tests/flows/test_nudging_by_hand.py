"""A lead reminds by hand: those who have not submitted, within the rules that hold for every reminder."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows import reminders, telling
from flows import round as rules
from flows.notices import NoticeKind
from flows.refusal import Refusal
from flows.reminders import MOST, SoFar
from frameworks import catalog
from tests.storage.place import ADA, BEN, PLACE, VAL
from tests.walks import DEADLINE, LAUNCHED, NOON, SEL, a_round

ROUND = a_round(catalog.edition(SEL))
HOUR = timedelta(hours=1)
EVERYBODY = frozenset({ADA, BEN, VAL})


def to(so_far: SoFar, now: datetime = NOON) -> set[str | None]:
    return {one.to for one in telling.nudge(ROUND, PLACE, so_far, now)}


def test_everybody_who_has_not_submitted_is_reminded_at_once() -> None:
    assert to(SoFar(submitted={VAL})) == {ADA, BEN}
    assert {one.due_at for one in telling.nudge(ROUND, PLACE, SoFar(), NOON)} == {NOON}


def test_in_the_evening_it_waits_for_the_morning() -> None:
    due = {one.due_at for one in telling.nudge(ROUND, PLACE, SoFar(), NOON + 10 * HOUR)}
    assert due == {datetime(2026, 6, 3, 7, tzinfo=NOON.tzinfo)}


def test_pressing_twice_owes_it_once() -> None:
    first, second = (telling.nudge(ROUND, PLACE, SoFar(), NOON + n * HOUR) for n in (0, 1))
    assert {one.key for one in first} == {one.key for one in second}


@pytest.mark.parametrize(
    "so_far",
    [
        SoFar(nudged={VAL: MOST}),
        SoFar(nudged_last={VAL: NOON - 2 * HOUR}),
        SoFar(reminders={VAL: NOON + 20 * HOUR}),
        SoFar(unreachable={VAL}),
        SoFar(submitted={VAL}),
    ],
)
def test_who_may_not_be_reminded_is_left_alone_and_the_others_are_not(so_far: SoFar) -> None:
    assert to(so_far) == {ADA, BEN}


@pytest.mark.parametrize(
    ("so_far", "now", "told"),
    [
        (SoFar(), LAUNCHED + HOUR, "only just been invited. You can remind them from 12:00 on"),
        (SoFar(), DEADLINE, "has passed. Extend the round before 12:15, when it closes"),
        (SoFar(), DEADLINE + rules.GRACE, "takes no more answers, so there is nobody to remind"),
        (SoFar(submitted=EVERYBODY), NOON, "Everybody who can be reached has submitted"),
        (SoFar(submitted={ADA, BEN}, unreachable={VAL}), NOON, "Everybody who can be reached has submitted"),
        (SoFar(nudged=dict.fromkeys(EVERYBODY, MOST)), NOON, "Speak to them yourself"),
        (SoFar(nudged_last=dict.fromkeys(EVERYBODY, NOON)), NOON + HOUR, "was reminded that day"),
    ],
)
def test_where_nobody_may_be_reminded_the_lead_is_told_why(so_far: SoFar, now: datetime, told: str) -> None:
    with pytest.raises(Refusal, match=told):
        telling.nudge(ROUND, PLACE, so_far, now)


def test_before_a_deadline_in_the_morning_there_is_nothing_to_send_at_night() -> None:
    early = replace(ROUND, deadline=DEADLINE.replace(hour=6))
    with pytest.raises(Refusal, match=r"comes first\. Extend the round"):
        telling.nudge(early, PLACE, SoFar(), DEADLINE.replace(hour=3))


def test_the_calendar_leaves_alone_whom_a_lead_reminded_that_day() -> None:
    halfway = reminders.nudges(ROUND, PLACE.zone)[0].due_at
    plan = reminders.plan(ROUND, PLACE, SoFar(nudged_last={VAL: halfway - HOUR}), halfway)
    assert {one.to for one in plan if one.kind is NoticeKind.HALFWAY} == {ADA, BEN}


def test_news_of_a_moved_deadline_is_no_reminder_and_always_goes_to_those_missing() -> None:
    so_far = SoFar(submitted={ADA}, nudged=dict.fromkeys(EVERYBODY, MOST))
    told = telling.told_to_those_missing(NoticeKind.MOVED, ROUND, PLACE, so_far, NOON)
    assert {one.to for one in told} == {BEN, VAL}


def test_what_was_told_of_dates_is_pointless_once_they_move_again() -> None:
    moved = replace(ROUND, revision=2)
    old, new = (telling.told(NoticeKind.MOVED, one, PLACE, NOON) for one in (ROUND, moved))
    assert not reminders.timely(NoticeKind.MOVED, old.key, moved, None, NOON)
    assert reminders.timely(NoticeKind.MOVED, new.key, moved, None, NOON)


def test_the_meeting_for_calendars_comes_again_when_its_time_changes_and_only_then() -> None:
    closing = rules.close_early(ROUND, PLACE.zone, NOON)
    later = replace(ROUND, meeting_at=ROUND.meeting_at + HOUR, revision=2)
    keys = [reminders.key(NoticeKind.MEETING_FILE, one) for one in (ROUND, closing, later)]
    assert keys[0] == keys[1] != keys[2]


def test_the_summary_is_owed_once_whatever_moves() -> None:
    closed = rules.close(ROUND)
    moved = rules.move_meeting(closed, ROUND.meeting_at + HOUR, None, PLACE.zone, ROUND.closes_at)
    assert reminders.key(NoticeKind.SUMMARY, closed) == reminders.key(NoticeKind.SUMMARY, moved)


def test_whoever_is_told_to_extend_the_round_can() -> None:
    late = DEADLINE + rules.GRACE - timedelta(minutes=1)
    with pytest.raises(Refusal, match="Extend the round"):
        telling.nudge(ROUND, PLACE, SoFar(), late)
    more = rules.Proposal(ROUND.label, frozenset(), late + 2 * HOUR, ROUND.meeting_at)
    assert rules.move(ROUND, more, PLACE.zone, late).deadline == late + 2 * HOUR


def test_of_a_closed_round_nobody_is_told_to_extend_it() -> None:
    with pytest.raises(Refusal) as refused:
        telling.nudge(rules.close(ROUND), PLACE, SoFar(), DEADLINE + rules.GRACE)
    assert "xtend" not in str(refused.value)
