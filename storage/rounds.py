"""Rounds: launched, open, closed; and which of them want something by when."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, func, select, update

from flows.assessment import AssessmentId
from flows.people import PartnerId, PartnershipId, UserId
from flows.round import GRACE, Label, Round, RoundId, Stage
from storage import outbox, statements
from storage.assessments import Stale
from storage.tables import AssessmentRow, RoundRow


def add(session: Session, launched: Round, assessments: Mapping[PartnerId, AssessmentId]) -> None:
    """Keep a new round, with an empty assessment for each organisation."""
    statements.add(session, RoundRow, [_row(launched)])
    empty = [AssessmentRow(id=one, round=launched.id, partner=partner) for partner, one in assessments.items()]
    statements.add(session, AssessmentRow, empty)


def load(session: Session, round_id: RoundId, *, lock: bool = False) -> Round | None:
    """The round, if it is known; with `lock`, nobody else changes it before this transaction ends."""
    query = select(RoundRow).where(RoundRow.id == round_id)
    if lock:
        query = query.with_for_update(key_share=True)
    row = session.exec(query).first()
    return _round(row) if row else None


def save(session: Session, changed: Round) -> None:
    """Keep its next revision; `Stale` when that revision or a later one is kept already."""
    moved = session.exec(
        update(RoundRow)
        .where(col(RoundRow.id) == changed.id, col(RoundRow.revision) < changed.revision)
        .values(_row(changed).model_dump(exclude={"id"}))
    )
    if not moved.rowcount:
        raise Stale("this round has moved on")


def of_partnership(session: Session, partnership: PartnershipId) -> tuple[Round, ...]:
    """All rounds of a partnership, newest first."""
    query = (
        select(RoundRow)
        .where(RoundRow.partnership == partnership)
        .order_by(col(RoundRow.launched_at).desc(), col(RoundRow.id).desc())
    )
    return tuple(map(_round, session.exec(query)))


def open_for(session: Session, partnership: PartnershipId) -> Round | None:
    """The round that is open there, the newest if there were several."""
    return next((one for one in of_partnership(session, partnership) if one.stage is Stage.OPEN), None)


def due_to_close(session: Session, now: datetime) -> tuple[RoundId, ...]:
    """Open rounds whose deadline and grace are over, longest over first."""
    query = (
        select(RoundRow.id)
        .where(RoundRow.stage == Stage.OPEN.value, RoundRow.deadline <= now - GRACE)
        .order_by(col(RoundRow.deadline), col(RoundRow.id))
    )
    return tuple(map(RoundId, session.exec(query)))


def next_close(session: Session) -> datetime | None:
    """When the next open round closes."""
    deadline: datetime | None = session.exec(
        select(func.min(RoundRow.deadline)).where(RoundRow.stage == Stage.OPEN.value)
    ).one()
    return deadline + GRACE if deadline else None


def next_due(session: Session) -> datetime | None:
    """The earliest instant at which there is something to do: a round to close or a notice to send."""
    return min(filter(None, (next_close(session), outbox.next_due(session))), default=None)


def _row(kept: Round) -> RoundRow:
    return RoundRow(
        id=kept.id,
        partnership=kept.partnership,
        edition=kept.edition,
        label=kept.label.value,
        subdomains=json.dumps(kept.subdomains),
        launched_at=kept.launched_at,
        launched_by=kept.launched_by,
        deadline=kept.deadline,
        meeting_at=kept.meeting_at,
        summary_at=kept.summary_at,
        stage=kept.stage.value,
        revision=kept.revision,
    )


def _round(row: RoundRow) -> Round:
    return Round(
        id=RoundId(row.id),
        partnership=PartnershipId(row.partnership),
        edition=row.edition,
        label=Label(row.label),
        subdomains=tuple(json.loads(row.subdomains)),
        launched_at=row.launched_at,
        launched_by=UserId(row.launched_by),
        deadline=row.deadline,
        meeting_at=row.meeting_at,
        summary_at=row.summary_at,
        stage=Stage(row.stage),
        revision=row.revision,
    )
