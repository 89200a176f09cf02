"""Who is written to when in the course of a round. Pure: what is due follows from the round, its people and the clock.

Nothing is scheduled ahead. At every tick `plan` says what is owed by now; each notice has a key of its own, so that it
is owed once however often that is asked. Keys carry the round's revision: dates that moved make new keys.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import pairwise

from flows import calendar
from flows.notices import NUDGES, Notice, NoticeKind
from flows.people import PartnerId, Partnership, UserId
from flows.refusal import Refusal
from flows.round import GRACE, Round, Stage

MOST = 3
"""Nudges that one person gets in one round."""
REST = timedelta(hours=2)
"""After an invitation; whoever was just asked is not nudged."""
THREE_HOURS = timedelta(hours=3)
"""What is left on the last morning if a nudge is to help."""
HALF_PAST_EIGHT = time(8, 30)


@dataclass(frozen=True, slots=True)
class SoFar:
    """What bears on nudges: who has submitted, who was nudged how often and when last, who asked for one when."""

    submitted: AbstractSet[UserId] = frozenset()
    unreachable: AbstractSet[UserId] = frozenset()
    nudged: Mapping[UserId, int] | None = None
    nudged_last: Mapping[UserId, datetime] | None = None
    reminders: Mapping[UserId, datetime] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is sent at a time of its own, and is of no use from `expires_at` on."""

    kind: NoticeKind
    due_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a round's calendar; `nudges` says that only those get it who have not submitted."""

    at: datetime
    words: str
    nudges: bool = False


def plan(
    running: Round, place: Partnership, so_far: SoFar, now: datetime, since: datetime | None = None
) -> tuple[Notice, ...]:
    """All that has come to be owed by now; `since` is the time of the first step that was not planned yet, if known.

    What is owed already has the same key again. What came too late has expired, which the outbox then shows.
    """
    due = [step for step in steps(running, place.zone) if (since or step.due_at) <= step.due_at <= now]
    return tuple(notice for step in due for notice in _notices(step, running, place, so_far))


def next_step(running: Round, place: Partnership, now: datetime) -> datetime | None:
    """When there is something to plan next; none when nothing is left."""
    return min((step.due_at for step in steps(running, place.zone) if step.due_at > now), default=None)


def steps(running: Round, zone: str) -> tuple[Step, ...]:
    """What is sent in the round as it stands, in order."""
    match running.stage:
        case Stage.OPEN:
            return (_file(running, zone), *nudges(running, zone))
        case Stage.CLOSED:
            return (*_moved_file(running, zone), *_afterwards(running, zone))
        case Stage.CANCELLED:
            return ()


def nudges(running: Round, zone: str) -> tuple[Step, ...]:
    """At most three, each of use until the next: halfway, two working days before, and on the morning of the day.

    Never within two hours of the invitation, never for dates that were moved away from, and at most one a day.
    """
    asked_at = calendar.decent(running.launched_at, zone)
    earliest = max(asked_at + REST, running.moved_at or running.launched_at)
    by_day = {
        calendar.local(due, zone).date(): (kind, due)  # of two on a day the later one is kept
        for kind, due in _moments(running, zone, asked_at)
        if earliest <= due < running.deadline and due > (running.moved_at or asked_at)
    }
    found = sorted(by_day.values(), key=lambda one: one[1])
    ends = [*(due for _, due in found), running.deadline]
    return tuple(Step(kind, due, end) for (kind, due), (_, end) in zip(found, pairwise(ends), strict=True))


def _moments(running: Round, zone: str, asked_at: datetime) -> Iterator[tuple[NoticeKind, datetime]]:
    last = calendar.local(running.deadline, zone).date()
    morning = calendar.at(last, calendar.MORNING, zone)
    before = calendar.at(calendar.working_days_after(last, -2), calendar.MORNING, zone)
    halfway = calendar.on_a_working_day(asked_at + (running.deadline - asked_at) / 2, zone)
    if halfway < before or before <= asked_at:
        yield NoticeKind.HALFWAY, halfway
    yield NoticeKind.SOON, before
    if running.deadline - morning >= THREE_HOURS:
        yield NoticeKind.TODAY, morning


def _file(running: Round, zone: str) -> Step:
    """The meeting as a file for calendars, in the thread of the word to the channel; anew when the dates moved."""
    since = running.moved_at or running.launched_at
    return Step(NoticeKind.MEETING_FILE, calendar.decent(since, zone), running.meeting_at)


def _moved_file(running: Round, zone: str) -> Iterator[Step]:
    """The same once more, when the meeting was moved after the close."""
    if running.moved_at and running.moved_at >= running.closes_at:
        yield _file(running, zone)


def _afterwards(running: Round, zone: str) -> Iterator[Step]:
    """A word to the channel unless the summary follows at once, the summary, and a note on the last working day."""
    closed, summary = calendar.decent(running.closes_at, zone), calendar.decent(running.summary_at, zone)
    if summary - closed > REST:
        yield Step(NoticeKind.CLOSED, closed, summary)
    yield Step(NoticeKind.SUMMARY, summary, None)
    eve = _eve(running, zone)
    if summary < eve:
        yield Step(NoticeKind.MEETING, eve, running.meeting_at)


def _eve(running: Round, zone: str) -> datetime:
    day = calendar.working_days_after(calendar.local(running.meeting_at, zone).date(), -1)
    return calendar.at(day, calendar.MORNING, zone)


def _notices(step: Step, running: Round, place: Partnership, so_far: SoFar) -> Iterator[Notice]:
    if step.kind not in NUDGES:
        yield _notice(step, running, None)
        if step.kind is NoticeKind.SUMMARY:
            yield _notice(replace(step, kind=NoticeKind.SUMMARY_FILES), running, None)
        if step.kind is NoticeKind.MEETING:
            yield from (_notice(step, running, lead) for lead in place.leads)
        return
    for partner in place.partners:
        for person in partner.contributors:
            if may_be_nudged(person, step.due_at, place.zone, so_far):
                yield _notice(step, running, person)


def not_submitted(running: Round, place: Partnership, silent: AbstractSet[PartnerId]) -> tuple[Notice, ...]:
    """The word at the close to people of the `silent`, who did not submit: what they have written does not count."""
    step = Step(NoticeKind.NOT_SUBMITTED, calendar.decent(running.closes_at, place.zone), running.meeting_at)
    people = (person for one in place.partners if one.id in silent for person in one.contributors)
    return tuple(_notice(step, running, person) for person in people)


def may_be_nudged(person: UserId, due_at: datetime, zone: str, so_far: SoFar) -> bool:
    """Only who has not submitted, can be reached, has had fewer than three, and none on that day.

    A reminder that somebody asked for counts from its day on, one that a lead sent on its day.
    """
    day = calendar.local(due_at, zone).date()
    reminder, last = (so_far.reminders or {}).get(person), (so_far.nudged_last or {}).get(person)
    snoozed = reminder is not None and calendar.local(reminder, zone).date() >= day
    today = last is not None and calendar.local(last, zone).date() == day
    enough = (so_far.nudged or {}).get(person, 0) >= MOST
    return not (snoozed or today or enough or person in so_far.submitted or person in so_far.unreachable)


def _notice(step: Step, running: Round, to: UserId | None) -> Notice:
    return Notice(step.kind, key(step.kind, running, to), running.id, step.due_at, to, step.expires_at)


def key(kind: NoticeKind, running: Round, to: UserId | None = None) -> str:
    """The name under which a step of this round, as it stands, is owed to a person or to the channel.

    What is told again when dates move carries the round's revision, and what is about the meeting the meeting's time;
    what is told once for all time carries neither.
    """
    match kind:
        case (
            NoticeKind.CLOSED
            | NoticeKind.NOT_SUBMITTED
            | NoticeKind.SUMMARY
            | NoticeKind.SUMMARY_FILES
            | NoticeKind.WITHDRAWN
        ):
            version = []
        case NoticeKind.MEETING_FILE | NoticeKind.MEETING:
            version = [f"{running.meeting_at:%Y%m%dT%H%M}"]
        case _:
            version = [str(running.revision)]
    return ":".join([kind.value, running.id, *([to] if to else []), *version])


def timely(kind: NoticeKind, owed_as: str, running: Round, to: UserId | None, now: datetime) -> bool:
    """Whether a notice that is about to be sent still has a point, as the round stands by now."""
    match kind:
        case NoticeKind.INVITATION | NoticeKind.LAUNCHED:
            return running.takes_answers(now)
        case NoticeKind.REMINDER | NoticeKind.NUDGE:
            return running.takes_answers(now) and now < running.deadline
        case NoticeKind.HALFWAY | NoticeKind.SOON | NoticeKind.TODAY:
            return running.takes_answers(now) and now < running.deadline and owed_as == key(kind, running, to)
        case NoticeKind.MOVED | NoticeKind.CLOSING:
            return owed_as == key(kind, running, to) and _news(kind, running, to, now)
        case NoticeKind.CALLED_OFF:
            return running.stage is Stage.CANCELLED
        case NoticeKind.UNDELIVERED:
            return True
        case _:
            current = owed_as == key(kind, running, to)
            return running.stage is not Stage.CANCELLED and _around_the_meeting(kind, running, now, current=current)


def _around_the_meeting(kind: NoticeKind, running: Round, now: datetime, *, current: bool) -> bool:
    match kind:
        case NoticeKind.MEETING_FILE:
            return now < running.meeting_at and current
        case NoticeKind.MEETING:
            return running.stage is Stage.CLOSED and now < running.meeting_at and current
        case NoticeKind.HANDED_OVER:
            return True
        case _:  # the close, the summary, and what comes of the meeting
            return running.stage is Stage.CLOSED


def _news(kind: NoticeKind, running: Round, to: UserId | None, now: datetime) -> bool:
    """Whether what was done with the dates is still worth telling: to those who may answer, as long as they may."""
    if to or kind is NoticeKind.CLOSING:
        return running.takes_answers(now)
    return running.stage is not Stage.CANCELLED and now < running.meeting_at


def snooze(running: Round, place: Partnership, person: UserId, now: datetime) -> Notice:
    """What "Remind me tomorrow" owes; refused when the deadline comes first. Asking twice on a day owes it once."""
    due = tomorrow(now, place.zone)
    if due >= running.deadline:
        by = calendar.in_words(running.deadline, place.zone)
        raise Refusal(f"The deadline, {by}, comes before that reminder would. You can start now, or pass this on.")
    name = f"{NoticeKind.REMINDER.value}:{running.id}:{person}:{calendar.local(due, place.zone).date()}"
    return Notice(NoticeKind.REMINDER, name, running.id, due, person, running.deadline)


def tomorrow(now: datetime, zone: str) -> datetime:
    """Half past eight on the next working day where the partnership is."""
    return calendar.at(calendar.working_days_after(calendar.local(now, zone).date(), 1), HALF_PAST_EIGHT, zone)


def calendar_of(running: Round, place: Partnership) -> tuple[Happening, ...]:
    """Everything that happens when, in order, for the lead and for `common-view calendar`."""
    if running.stage is Stage.CANCELLED:
        return ()
    found = sorted(_happenings(running, place), key=lambda one: one.at)
    return tuple(found)


def ahead(running: Round, place: Partnership, now: datetime, *, awaited: bool = True) -> tuple[Happening, ...]:
    """What of it is still to come; reminders only while anybody who has not submitted is `awaited`."""
    return tuple(one for one in calendar_of(running, place) if one.at > now and (awaited or not one.nudges))


def _happenings(running: Round, place: Partnership) -> Iterator[Happening]:
    zone, grace = place.zone, int(GRACE.total_seconds() // 60)
    asked = [len(partner.contributors) for partner in place.partners if partner.contributors]
    yield Happening(
        calendar.decent(running.launched_at, zone),
        f"Invitations to {sum(asked)} people in {len(asked)} organisations, and a word in the channel",
    )
    for step in nudges(running, zone):
        yield Happening(step.due_at, WORDS[step.kind], nudges=True)
    yield Happening(
        running.deadline,
        f"Deadline; answers still count for {grace} minutes, then the round closes, and those without a view are told",
    )
    for step in _afterwards(running, zone):
        yield Happening(step.due_at, WORDS[step.kind])
    yield Happening(running.meeting_at, "Meeting")


WORDS: Mapping[NoticeKind, str] = {
    NoticeKind.HALFWAY: "Reminder, halfway, to those who have not submitted",
    NoticeKind.SOON: "Reminder, two working days before the deadline, to those who have not submitted",
    NoticeKind.TODAY: "Reminder, on the morning of the deadline, to those who have not submitted",
    NoticeKind.CLOSED: "Word in the channel that answers are closed",
    NoticeKind.SUMMARY: "Summary in the channel",
    NoticeKind.MEETING: "Note about the meeting in the channel, and to its leads",
}
"""What each step is called in a round's calendar."""


def lines(happenings: tuple[Happening, ...], zone: str) -> tuple[str, ...]:
    """A calendar as lines of text."""
    return tuple(f"{calendar.in_words(one.at, zone)}: {one.words}" for one in happenings)
