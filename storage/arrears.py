"""What is late, failing or waiting, as figures: for whoever looks after the bot."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from storage import installations
from storage.outbox import State
from storage.tables import NoticeRow, SittingRow


@dataclass(frozen=True, slots=True)
class Arrears:
    """Notices that could have been sent (`oldest`: since when the first of them), that fail, are in doubt, or wait.

    What waits for its morning, or for Slack to want more, is not late; nor is what waits for a workspace to let us in
    again: that is `held`.
    """

    late: int
    oldest: datetime | None
    failing: int
    unsure: int
    held: int
    stale_cards: int


def look(session: Session, now: datetime, late_since: datetime) -> Arrears:
    """The figures at this moment."""
    to_send = col(NoticeRow.state).in_([State.PENDING.value, State.SENDING.value])
    held = col(NoticeRow.workspace).in_(installations.left())
    of_use = or_(col(NoticeRow.expires_at).is_(None), col(NoticeRow.expires_at) > now)
    late = and_(to_send, col(NoticeRow.due_at) <= late_since, col(NoticeRow.not_before) <= late_since, of_use, ~held)
    return Arrears(
        late=_count(session, late),
        oldest=session.exec(select(func.min(NoticeRow.not_before)).where(late)).one(),
        failing=_count(session, and_(to_send, col(NoticeRow.last_error).is_not(None), ~held)),
        unsure=_count(session, and_(to_send, col(NoticeRow.unsure), ~held)),
        held=_count(session, and_(to_send, held)),
        stale_cards=_stale_cards(session, now),
    )


def _count(session: Session, which: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(NoticeRow).where(which)).one()


def _stale_cards(session: Session, now: datetime) -> int:
    due = or_(col(SittingRow.draw_at).is_(None), col(SittingRow.draw_at) <= now)
    behind = and_(col(SittingRow.stale), col(SittingRow.ts).is_not(None), due)
    return session.exec(select(func.count()).select_from(SittingRow).where(behind)).one()
