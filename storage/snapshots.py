"""Snapshots: what was frozen when a round closed, as JSON text that only its reader understands."""

from datetime import datetime

from sqlmodel import Session, col, delete, select

from flows.round import RoundId
from storage.statements import insert
from storage.tables import SnapshotRow


def keep(session: Session, round_id: RoundId, body: str, taken_at: datetime) -> bool:
    """Keep the one snapshot of a round; false when there is one already, which stays as it is."""
    first = (
        insert(session, SnapshotRow)
        .values(round=round_id, body=body, taken_at=taken_at)
        .on_conflict_do_nothing()
        .returning(col(SnapshotRow.round))
    )
    return session.exec(first).first() is not None


def load(session: Session, round_id: RoundId) -> str | None:
    """What was frozen, if the round has closed."""
    return session.exec(select(SnapshotRow.body).where(SnapshotRow.round == round_id)).first()


def taken(session: Session, round_id: RoundId) -> bool:
    """Whether there is one: not before the close, and not after it was withdrawn."""
    return session.exec(select(SnapshotRow.round).where(SnapshotRow.round == round_id)).first() is not None


def withdraw(session: Session, round_id: RoundId) -> None:
    """Delete what was frozen, for good."""
    session.exec(delete(SnapshotRow).where(col(SnapshotRow.round) == round_id))
