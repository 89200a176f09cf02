"""Owners are written to before an action is due and on the day, and not once it is done."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from flows import following
from flows.following import Due
from flows.moderation import Action, ActionId, Decision, Moderation, Progress
from flows.notices import NoticeKind
from flows.round import RoundId
from tests.storage.place import ADA, LEA, PLACE

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
PLAN = Action(ActionId("x1"), "Write the plan", owner=ADA, due=date(2026, 9, 1))


def held(*actions: Action, agreed: bool = True) -> Moderation:
    return Moderation(RoundId("r1"), (Decision("a", actions=actions),), agreed_at=NOW if agreed else None)


def owed(*actions: Action, agreed: bool = True) -> list[tuple[NoticeKind, datetime, str | None]]:
    return [(one.kind, one.due_at, one.to) for one in following.owed(held(*actions, agreed=agreed), PLACE, NOW)]


def test_an_owner_gets_a_word_five_working_days_before_and_one_on_the_day() -> None:
    assert owed(PLAN) == [  # 31 August 2026 is a bank holiday
        (NoticeKind.ACTION_SOON, datetime(2026, 8, 24, 8, tzinfo=UTC), ADA),
        (NoticeKind.ACTION_DUE, datetime(2026, 9, 1, 8, tzinfo=UTC), ADA),
    ]


def test_a_day_without_work_becomes_the_next_one_with() -> None:
    assert owed(replace(PLAN, due=date(2026, 8, 30)))[1][1] == datetime(2026, 9, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("agreed_at", "asked_at"),
    [
        ("06:30", "2026-09-01 08:00"),  # it is 07:30 there: 09:00 is still to come
        ("08:00", "2026-09-01 09:00"),
        ("13:20", "2026-09-01 14:20"),
        ("16:30", "2026-09-02 07:00"),  # 18:30 there would be too late
        ("21:00", "2026-09-02 07:00"),
    ],
)
def test_what_is_agreed_on_the_day_it_is_due_is_asked_after_by_day(agreed_at: str, asked_at: str) -> None:
    now = datetime.fromisoformat(f"2026-09-01 {agreed_at}Z")
    (word,) = following.owed(held(PLAN), PLACE, now)
    assert (word.kind, word.due_at) == (NoticeKind.ACTION_DUE, datetime.fromisoformat(f"{asked_at}Z"))
    assert word.key == following.owed(held(PLAN), PLACE, NOW)[1].key


def test_what_is_agreed_on_a_friday_evening_for_that_day_waits_for_monday() -> None:
    (word,) = following.owed(held(replace(PLAN, due=date(2026, 9, 4))), PLACE, datetime(2026, 9, 4, 17, tzinfo=UTC))
    assert word.due_at == datetime(2026, 9, 7, 8, tzinfo=UTC)


def test_what_was_due_before_it_was_agreed_is_not_asked_after() -> None:
    assert following.owed(held(PLAN), PLACE, datetime(2026, 9, 2, 9, tzinfo=UTC)) == ()


def test_for_an_owner_outside_slack_a_lead_gets_it() -> None:
    assert {to for _, _, to in owed(replace(PLAN, owner=None, owner_name="Jo Marsh"))} == {LEA}


def test_nothing_is_owed_before_it_is_agreed_nor_for_what_is_done_or_has_no_date() -> None:
    assert owed(PLAN, agreed=False) == []
    assert owed(replace(PLAN, progress=Progress.DONE), replace(PLAN, due=None)) == []


def test_a_word_whose_action_is_done_or_moved_is_not_sent() -> None:
    soon = following.owed(held(PLAN), PLACE, NOW)[0]

    def still(action: Action) -> Due | None:
        return following.timely(soon.kind, soon.key, held(action), PLACE, soon.about)

    assert still(PLAN) == Due(PLAN, "a")
    assert still(replace(PLAN, progress=Progress.DONE)) is None
    assert still(replace(PLAN, due=date(2026, 10, 1))) is None
    assert still(replace(PLAN, progress=Progress.LATE)) is not None
