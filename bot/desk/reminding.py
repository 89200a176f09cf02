"""What the calendar of each round has made due, owed in the outbox: nudges, the summary, words to the channel."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from bot import traces
from bot.desk import Desk
from flows import reminders
from flows.notices import ANEW, COUNTED, NoticeKind
from flows.people import Partnership, UserId
from flows.reminders import SoFar
from flows.round import Round, RoundId
from storage import assessments, outbox, partnerships, rounds
from storage.outbox import Kept, State

OWED = {State.PENDING, State.SENDING, State.SENT}
OF_THE_CALENDAR = ANEW
"""Kinds that come anew when a round's dates move."""


def owe_due(desk: Desk) -> None:
    """Plan for every round whose calendar has come to a step; each in a transaction of its own."""
    with desk.database.read() as session:
        awake = rounds.awake(session, desk.clock())
    traces.each("a round was not planned for", awake, lambda one: _plan(desk, one))


def _plan(desk: Desk, round_id: RoundId) -> None:
    with desk.database.begin() as session:
        running = rounds.load(session, round_id, lock=True)
        place = partnerships.load(session, running.partnership) if running else None
        if running and place:
            plan(session, running, place, desk.clock())


def plan(session: Session, running: Round, place: Partnership, now: datetime) -> None:
    """Owe what is due, withdraw what its dates were moved away from, and sleep until the next step."""
    kept, since = outbox.of_round(session, running.id), rounds.woke_at(session, running.id)
    outbox.withdraw(session, [one.id for one in kept if _outdated(one, running)])
    owed = reminders.plan(running, place, _known(session, running, place, kept), now, since)
    outbox.owe(session, owed, place.workspace)
    rounds.sleep(session, running.id, reminders.next_step(running, place, now))


def _outdated(one: Kept, running: Round) -> bool:
    return one.kind in OF_THE_CALENDAR and one.key != reminders.key(NoticeKind(one.kind), running, one.to)


def so_far(session: Session, running: Round, place: Partnership) -> SoFar:
    """What bears on nudges in this round."""
    return _known(session, running, place, outbox.of_round(session, running.id))


def _known(session: Session, running: Round, place: Partnership, kept: Iterable[Kept]) -> SoFar:
    turnout = assessments.turnout(session, running.id)
    sent = [one for one in kept if one.kind in COUNTED and one.state in OWED and one.to]
    nudged = [one.to for one in sent if one.to]
    reminded = [one for one in kept if one.kind == NoticeKind.REMINDER and one.state in OWED and one.to]
    return SoFar(
        submitted={user for one in place.partners if turnout.get(one.id) for user in one.contributors},
        unreachable={one.to for one in kept if one.to and one.state is State.DEAD},
        nudged={user: nudged.count(user) for user in nudged},
        nudged_last={UserId(one.to): one.due_at for one in sent if one.to},
        reminders={UserId(one.to): one.due_at for one in reminded if one.to},
    )
