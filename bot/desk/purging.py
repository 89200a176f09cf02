"""When a round's time is over: its details go, its key too; what was agreed and the audit trail stay."""

from datetime import datetime

from bot import traces
from bot.desk import Desk
from flows.round import RoundId
from storage import audit, retention, rounds


def purge_due(desk: Desk) -> None:
    """Let go of the details of every round that has been kept long enough, each in a transaction of its own."""
    now = desk.clock()
    with desk.database.read() as session:
        due = retention.due(session, now)
    if due:
        traces.each("a round was not purged", due, lambda one: _purge(desk, one, now))
        desk.database.rewrite()


def _purge(desk: Desk, round_id: RoundId, now: datetime) -> None:
    """First the key of a round whose answers stayed readable: after a crash in between, nobody can read them."""
    if desk.database.keys.find(round_id):
        desk.database.keys.destroy(round_id)
    with desk.database.begin() as session:
        over = rounds.load(session, round_id, lock=True)
        if over and retention.purge(session, round_id, now):
            audit.record(
                session, at=now, actor="clock", action="details deleted", partnership=over.partnership, round=round_id
            )
