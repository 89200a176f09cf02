"""Who is reminded of which action when. Pure; what is owed too early or twice is settled by its key and at sending."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flows import calendar
from flows.moderation import Action, ActionId, Moderation, Progress
from flows.notices import Notice, NoticeKind
from flows.people import Partnership, UserId

DAYS_BEFORE = 5
"""Working days between the first word about an action and the day it is due."""
A_WHILE = timedelta(hours=1)
"""Whoever has only just agreed to do something today is not asked at once how it stands."""


@dataclass(frozen=True, slots=True)
class Due:
    """An action that somebody is reminded of; `subdomain` is empty for one of the whole system."""

    action: Action
    subdomain: str


def owed(held: Moderation, place: Partnership, now: datetime) -> tuple[Notice, ...]:
    """The words that are still to come about each open action; none before the round is agreed."""
    if held.agreed_at is None:
        return ()
    return tuple(notice for _, action in held.every_action() for notice in _notices(held, action, place, now))


def _notices(held: Moderation, action: Action, place: Partnership, now: datetime) -> Iterator[Notice]:
    if action.due is None or action.progress is Progress.DONE or not place.leads:
        return
    day = action.due if calendar.is_working_day(action.due) else calendar.working_days_after(action.due, 1)
    due = _asked_at(day, place.zone, now)
    soon = calendar.at(calendar.working_days_after(day, -DAYS_BEFORE), calendar.MORNING, place.zone)
    if soon > now:
        yield _notice(NoticeKind.ACTION_SOON, held, action, soon, to(action, place), expires_at=due)
    if due > now:
        yield _notice(NoticeKind.ACTION_DUE, held, action, due, to(action, place))


def _asked_at(day: date, zone: str, now: datetime) -> datetime:
    """09:00 on the day; where that has passed and the day has not, an hour from now or on the next morning."""
    morning = calendar.at(day, calendar.MORNING, zone)
    if morning > now or day != calendar.local(now, zone).date():
        return morning
    return calendar.on_a_working_day(now + A_WHILE, zone)


def to(action: Action, place: Partnership) -> UserId:
    """Its owner; a lead where the owner is not in Slack."""
    return action.owner or place.leads[0]


def _notice(  # noqa: PLR0913, PLR0917 - which word about which action, when and to whom
    kind: NoticeKind, held: Moderation, action: Action, at: datetime, person: UserId, expires_at: datetime | None = None
) -> Notice:
    return Notice(kind, key(kind, action, person), held.round, at, person, expires_at, about=action.id)


def key(kind: NoticeKind, action: Action, person: UserId) -> str:
    """The name under which it is owed: another date or owner makes another one."""
    return f"{kind.value}:{action.id}:{action.due}:{person}"


def timely(kind: NoticeKind, owed_as: str, held: Moderation, place: Partnership, wanted: str | None) -> Due | None:
    """The action that a word is about, if it still stands as it did when the word was owed."""
    found = held.action(ActionId(wanted)) if wanted else None
    if found is None or found[1].progress is Progress.DONE or not place.leads:
        return None
    subdomain, action = found
    return Due(action, subdomain) if owed_as == key(kind, action, to(action, place)) else None
