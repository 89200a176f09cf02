"""What a lead does with a round under way: look, nudge, move, close early, cancel, hand over. One transaction each.

Every act is for leads only, stands in the audit trail, and owes its notices in the same transaction.
"""

from datetime import datetime

from sqlmodel import Session

from bot.desk import Desk, permitted, reminding, seeing
from flows import proposal, reminders, telling
from flows import round as rules
from flows.membership import with_lead, without_lead
from flows.notices import OF_THE_MEETING, Notice, NoticeKind
from flows.overview import Turnout
from flows.people import Caller, ChannelId, Deed, Partnership, UserId
from flows.proposal import When
from flows.refusal import Refusal, Refusals
from flows.round import Round, RoundId, Stage
from storage import audit, outbox, partnerships, rounds
from storage.outbox import State

Dates = tuple[When, When, When]
"""The deadline, the meeting and the summary as a form holds them."""


def led(desk: Desk, caller: Caller, channel: ChannelId | None = None) -> tuple[Turnout, ...]:
    """The rounds that this person leads and that are not over, those of this channel first."""
    found = [one for one in seeing.overview(desk, caller).turnouts if one.round.stage is not Stage.CANCELLED]
    if not found:
        raise Refusal("You lead no round at the moment. Start one with /maturity start.")
    here = [one for one in found if one.partnership.channel == channel]
    return tuple(here or found)


def look(desk: Desk, caller: Caller, round_id: RoundId, deed: Deed) -> Turnout:
    """A round as its leads may see it, for those who may do this with it."""
    with permitted.looking_at_round(desk, caller, round_id, deed) as (session, place, running):
        return seeing.turnout(session, place, running, desk.clock())


def nudge(desk: Desk, caller: Caller, round_id: RoundId) -> Turnout:
    """Remind those who have not submitted, as far as they may be reminded once more."""
    now = desk.clock()
    with permitted.in_round(desk, caller, round_id, Deed.NUDGE) as (session, place, running):
        owed = telling.nudge(running, place, reminding.so_far(session, running, place), now)
        outbox.owe(session, owed, place.workspace)
        _record(session, now, caller, "reminded by hand", running)
        return seeing.turnout(session, place, running, now)


def can_nudge(desk: Desk, caller: Caller, round_id: RoundId) -> Turnout:
    """The round, when there is anybody to remind now; else the refusal."""
    now = desk.clock()
    with permitted.looking_at_round(desk, caller, round_id, Deed.NUDGE) as (session, place, running):
        telling.nudge(running, place, reminding.so_far(session, running, place), now)
        return seeing.turnout(session, place, running, now)


def move(desk: Desk, caller: Caller, round_id: RoundId, dates: Dates) -> Turnout:
    """Other dates for an open round: the channel is told, and of a new deadline those who have not submitted."""
    now = desk.clock()
    with permitted.in_round(desk, caller, round_id, Deed.MOVE_DATES) as (session, place, running):
        deadline, meeting, summary = proposal.dates(*dates, place.zone)
        proposed = rules.Proposal(running.label, frozenset(), deadline, meeting, summary)
        moved = rules.move(running, proposed, place.zone, now)
        _moved(session, now, caller, place, running, moved)
        return seeing.turnout(session, place, moved, now)


def move_meeting(desk: Desk, caller: Caller, round_id: RoundId, meeting: When, summary: When) -> Turnout:
    """Another time for the meeting of a closed round, which its channel is told."""
    now = desk.clock()
    with permitted.in_round(desk, caller, round_id, Deed.MOVE_DATES) as (session, place, running):
        _, meets, shown = proposal.dates(When.of(running.deadline, place.zone), meeting, summary, place.zone)
        moved = rules.move_meeting(running, meets, shown, place.zone, now)
        _moved(session, now, caller, place, running, moved)
        return seeing.turnout(session, place, moved, now)


def _moved(  # noqa: PLR0913, PLR0917 - who, where, and the round before and after
    session: Session, now: datetime, caller: Caller, place: Partnership, before: Round, after: Round
) -> None:
    was, is_now = ((one.deadline, one.meeting_at, one.summary_at) for one in (before, after))
    if was == is_now:
        raise Refusals({"meeting": "Nothing is different from before. Choose other dates, or press Cancel."})
    rounds.save(session, after)
    if before.meeting_at != after.meeting_at:
        outbox.forget(session, [reminders.key(kind, after) for kind in OF_THE_MEETING])
    owed = [telling.told(NoticeKind.MOVED, after, place, now)]
    if before.deadline != after.deadline:
        so_far = reminding.so_far(session, after, place)
        owed += telling.told_to_those_missing(NoticeKind.MOVED, after, place, so_far, now)
    outbox.owe(session, owed, place.workspace)
    reminding.plan(session, after, place, now)
    _record(
        session,
        now,
        caller,
        "dates moved",
        after,
        deadline=after.deadline.isoformat(),
        meeting=after.meeting_at.isoformat(),
        summary=after.summary_at.isoformat(),
    )


def close_early(desk: Desk, caller: Caller, round_id: RoundId) -> Turnout:
    """Make now the deadline: the grace that was promised to all still holds, and those missing are told of it."""
    now = desk.clock()
    with permitted.in_round(desk, caller, round_id, Deed.CLOSE_ROUND) as (session, place, running):
        closing = rules.close_early(running, place.zone, now)
        rounds.save(session, closing)
        so_far = reminding.so_far(session, closing, place)
        owed = [
            telling.told(NoticeKind.CLOSING, closing, place, now),
            *telling.told_to_those_missing(NoticeKind.CLOSING, closing, place, so_far, now),
        ]
        outbox.owe(session, owed, place.workspace)
        reminding.plan(session, closing, place, now)
        _record(session, now, caller, "closed early", closing)
        return seeing.turnout(session, place, closing, now)


def cancel(desk: Desk, caller: Caller, round_id: RoundId) -> Turnout:
    """Call a round off: nothing more of it is sent, and its channel is told, if it was told of its start."""
    now = desk.clock()
    with permitted.in_round(desk, caller, round_id, Deed.CANCEL_ROUND) as (session, place, running):
        called_off = rules.cancel(running)
        rounds.save(session, called_off)
        first = outbox.find(session, outbox.notice_id(f"{NoticeKind.LAUNCHED.value}:{running.id}"))
        outbox.cancel(session, running.id)
        if first and first.state in {State.SENDING, State.SENT}:
            outbox.owe(session, [telling.told(NoticeKind.CALLED_OFF, called_off, place, now)], place.workspace)
        _record(session, now, caller, "round cancelled", called_off)
        return seeing.turnout(session, place, called_off, now)


def hand_over(desk: Desk, caller: Caller, round_id: RoundId, to: UserId, *, step_down: bool) -> Turnout:
    """Let somebody else lead too, and whoever hands over step down if they wish; the new lead is told."""
    now = desk.clock()
    with permitted.in_round(desk, caller, round_id, Deed.HAND_OVER) as (session, _, running):
        place = partnerships.load(session, running.partnership, lock=True)
        if place is None:
            raise LookupError(f"the partnership of round {running.id} is not kept")
        if to in place.leads:
            raise Refusal(f"They lead {place.name} already. Choose somebody else.", "new_lead")
        after = with_lead(place, to)
        after = without_lead(after, caller.user) if step_down else after
        partnerships.save(session, after)
        owed = Notice(NoticeKind.HANDED_OVER, f"{NoticeKind.HANDED_OVER.value}:{desk.new_id()}", running.id, now, to)
        outbox.owe(session, [owed], place.workspace)
        _record(session, now, caller, "handed over", running, to=to, **({"stepped_down": "yes"} if step_down else {}))
        return seeing.turnout(session, after, running, now)


def _record(session: Session, now: datetime, caller: Caller, action: str, running: Round, **detail: str) -> None:
    audit.record(
        session,
        at=now,
        actor=caller.user,
        action=action,
        partnership=running.partnership,
        round=running.id,
        detail=detail,
    )
