"""What a lead's act owes: a reminder by hand, within the rules for all; a word of other dates, or that it is agreed."""

from collections.abc import Iterator
from datetime import datetime

from flows import calendar
from flows.moderation import Moderation
from flows.notices import Notice, NoticeKind
from flows.people import Partnership, UserId
from flows.refusal import Refusal
from flows.reminders import MOST, REST, SoFar, key, may_be_nudged
from flows.round import Round


def nudge(running: Round, place: Partnership, so_far: SoFar, now: datetime) -> tuple[Notice, ...]:
    """What "Remind them now" owes to those who have not submitted; refused, with the reason, when nobody may get it."""
    zone, due = place.zone, calendar.decent(now, place.zone)
    by, rested = calendar.in_words(running.deadline, zone), calendar.decent(running.launched_at, zone) + REST
    if not running.takes_answers(now):
        raise Refusal("This round takes no more answers, so there is nobody to remind.")
    if now >= running.deadline:
        until = f"{calendar.local(running.closes_at, zone):%H:%M}"
        raise Refusal(
            f"The deadline, {by}, has passed. Extend the round before {until}, when it closes, and remind then."
        )
    if due >= running.deadline:
        raise Refusal(f"Nothing is sent at this hour, and the deadline, {by}, comes first. Extend the round.")
    if due < rested:
        raise Refusal(
            f"Everybody has only just been invited. You can remind them from {calendar.local(rested, zone):%H:%M} on."
        )
    waiting = [one for one in _missing(place, so_far) if one not in so_far.unreachable]
    if not waiting:
        raise Refusal("Everybody who can be reached has submitted, so there is nobody to remind.")
    found = [person for person in waiting if may_be_nudged(person, due, zone, so_far)]
    if not found:
        raise Refusal(
            f"Nobody can be reminded now: each was reminded that day, has had all {MOST}, or asked for a later one. "
            "Speak to them yourself, or change the dates."
        )
    day = calendar.local(due, zone).date()
    name = f"{NoticeKind.NUDGE.value}:{running.id}"
    return tuple(
        Notice(NoticeKind.NUDGE, f"{name}:{one}:{day}", running.id, due, one, running.deadline) for one in found
    )


def _missing(place: Partnership, so_far: SoFar) -> Iterator[UserId]:
    """Who has not submitted."""
    everybody = (person for partner in place.partners for person in partner.contributors)
    return (person for person in everybody if person not in so_far.submitted)


def told(kind: NoticeKind, running: Round, place: Partnership, now: datetime) -> Notice:
    """A word to the channel about what a lead has just done with the round."""
    until = {NoticeKind.MOVED: running.meeting_at, NoticeKind.CLOSING: running.closes_at}.get(kind)
    return Notice(kind, key(kind, running), running.id, calendar.decent(now, place.zone), None, until)


def told_to_those_missing(
    kind: NoticeKind, running: Round, place: Partnership, so_far: SoFar, now: datetime
) -> tuple[Notice, ...]:
    """The same to everybody who has not submitted and can be reached. It is news, and no reminder: it always goes."""
    due = calendar.decent(now, place.zone)
    people = [one for one in _missing(place, so_far) if one not in so_far.unreachable]
    return tuple(Notice(kind, key(kind, running, one), running.id, due, one, running.closes_at) for one in people)


def agreed(held: Moderation, place: Partnership, now: datetime) -> Notice:
    """The word to the channel that the meeting has agreed: once, and once more each time it agrees anew."""
    return Notice(NoticeKind.AGREED, agreed_key(held), held.round, calendar.decent(now, place.zone))


def agreed_key(held: Moderation) -> str:
    """The name under which that word is owed: a board that was opened again makes another one."""
    return f"{NoticeKind.AGREED.value}:{held.round}:{len(held.reopened)}"
