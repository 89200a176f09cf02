"""What is let go of when a round's time is over. What the meeting agreed and the audit trail stay."""

from datetime import datetime

from sqlmodel import Session, col, delete, select, update

from flows import retention
from flows.notices import NoticeKind
from flows.round import RoundId, Stage
from storage.outbox import State
from storage.tables import (
    AnswerRow,
    AssessmentRow,
    BoardPostRow,
    ChallengeRow,
    NoticeRow,
    OfferedRow,
    PartnershipRow,
    RevoteRow,
    RoundRow,
    Row,
    SittingRow,
    SnapshotRow,
    VoteRow,
)

DETAILS: tuple[type[Row], ...] = (
    VoteRow,
    RevoteRow,
    ChallengeRow,
    OfferedRow,
    SnapshotRow,
    BoardPostRow,
    AnswerRow,
    AssessmentRow,
)
"""What was counted, offered, quoted and voted, and who took part; children before their parents."""
OWED = (State.PENDING.value, State.SENDING.value)
OF_ACTIONS = (NoticeKind.ACTION_SOON.value, NoticeKind.ACTION_DUE.value)
"""Actions may be nudged for years: what was sent about one is remembered, or it would be sent again."""


def due(session: Session, now: datetime) -> tuple[RoundId, ...]:
    """Rounds whose details have been kept for as long as their partnership keeps them, oldest meeting first."""
    lengths = session.exec(select(PartnershipRow.keep_months).distinct()).all()
    found = [one for months in sorted(lengths) for one in _over(session, months, retention.months_before(now, months))]
    return tuple(RoundId(name) for _, name in sorted(found))


def _over(session: Session, months: int, before: datetime) -> list[tuple[datetime, str]]:
    query = (
        select(RoundRow.meeting_at, RoundRow.id)
        .join(PartnershipRow, col(PartnershipRow.id) == col(RoundRow.partnership))
        .where(
            col(RoundRow.purged_at).is_(None),
            col(RoundRow.meeting_at) <= before,
            RoundRow.stage != Stage.OPEN.value,
            PartnershipRow.keep_months == months,
        )
    )
    return list(session.exec(query))


def purge(session: Session, round_id: RoundId, at: datetime) -> bool:
    """Let go of a round's details for good; false when that was done before."""
    mark = update(RoundRow).where(col(RoundRow.id) == round_id, col(RoundRow.purged_at).is_(None))
    if not session.exec(mark.values(purged_at=at)).rowcount:
        return False
    walks = select(AssessmentRow.id).where(AssessmentRow.round == round_id)
    session.exec(delete(SittingRow).where(col(SittingRow.assessment).in_(walks)))
    for table in DETAILS:
        session.exec(delete(table).where(table.metadata.tables[str(table.__tablename__)].c.round == round_id))
    settled = col(NoticeRow.state).not_in(OWED) & col(NoticeRow.kind).not_in(OF_ACTIONS)
    session.exec(delete(NoticeRow).where(col(NoticeRow.round) == round_id, settled))
    return True
