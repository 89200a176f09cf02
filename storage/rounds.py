"""Rounds: launched, open, closed; and which of them want something by when."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from typing import Any

import sqlalchemy
from sqlalchemy import Row, Select, bindparam, or_
from sqlmodel import Session, col, func, select, update
from sqlmodel.sql.expression import SelectOfScalar

from flows.assessment import AssessmentId
from flows.people import PartnerId, PartnershipId, UserId
from flows.round import GRACE, Label, Mode, Round, RoundId, Stage
from storage import assessments as walks
from storage import cards, outbox, partnerships, statements
from storage.assessments import Stale
from storage.statements import plain, run
from storage.tables import AssessmentRow, PartnershipRow, RoundRow, SittingRow

AT_ONCE = 1000
"""Names asked for in one statement: databases take a limited number."""


def add(session: Session, launched: Round, assessments: Mapping[PartnerId, AssessmentId]) -> None:
    """Keep a new round, with an empty assessment for each organisation."""
    statements.add(session, RoundRow, [_row(launched)])
    walks.add(session, launched.id, assessments)


def load(session: Session, round_id: RoundId, *, lock: bool = False) -> Round | None:
    """The round, if it is known; with `lock`, nobody else changes it before this transaction ends."""
    if lock:
        row = session.exec(select(RoundRow).where(RoundRow.id == round_id).with_for_update(key_share=True)).first()
        return of_row(row) if row else None
    return statements.once(session, (load, round_id), lambda: _found(session, round_id))


def _found(session: Session, round_id: RoundId) -> Round | None:
    row = run(session, _by_id(), round=round_id).first()
    return of_row(row) if row else None


@cache
def _by_id() -> Select[Any]:
    kept = plain(RoundRow)
    return sqlalchemy.select(kept).where(kept.c.id == bindparam("round"))


def read_ahead(session: Session, among: Collection[RoundId]) -> None:
    """Read these rounds and their partnerships at once, where a session that only reads will ask for one by one."""
    for row in run(session, _with_places(), among=among):
        statements.once(session, (load, RoundId(row.id)), partial(of_row, row))
        partnerships.of_row(session, row)


@cache
def _with_places() -> Select[Any]:
    kept, places = plain(RoundRow), plain(PartnershipRow)
    return (
        sqlalchemy.select(kept, *partnerships.columns())
        .select_from(kept.join(places, places.c.id == kept.c.partnership))
        .where(kept.c.id.in_(bindparam("among", expanding=True)))
    )


def save(session: Session, changed: Round) -> None:
    """Keep its next revision; `Stale` when that revision or a later one is kept already."""
    moved = session.exec(
        update(RoundRow)
        .where(col(RoundRow.id) == changed.id, col(RoundRow.revision) < changed.revision)
        # And it wakes at once: its calendar may be another.
        .values(_row(changed).model_dump(exclude={"id", "purged_at"}))
    )
    if not moved.rowcount:
        raise Stale("this round has moved on")
    cards.touch(session, col(SittingRow.assessment).in_(_assessments(changed.id)))


def _assessments(round_id: RoundId) -> SelectOfScalar[str]:
    return select(AssessmentRow.id).where(AssessmentRow.round == round_id)


def of_partnership(session: Session, partnership: PartnershipId) -> tuple[Round, ...]:
    """All rounds of a partnership, newest first."""
    query = (
        select(RoundRow)
        .where(RoundRow.partnership == partnership)
        .order_by(col(RoundRow.launched_at).desc(), col(RoundRow.id).desc())
    )
    return tuple(map(of_row, session.exec(query)))


def zones(session: Session, among: Collection[RoundId]) -> dict[RoundId, str]:
    """The time zone in which each of these rounds is held."""
    return {RoundId(row.id): row.zone for row in run(session, _zones(), among=among)} if among else {}


@cache
def _zones() -> Select[Any]:
    kept, places = plain(RoundRow), plain(PartnershipRow)
    return (
        sqlalchemy.select(kept.c.id, places.c.zone)
        .select_from(kept.join(places, places.c.id == kept.c.partnership))
        .where(kept.c.id.in_(bindparam("among", expanding=True)))
    )


def ended(session: Session, among: Sequence[RoundId]) -> tuple[Round, ...]:
    """Those of these rounds that are not open any more."""
    found: list[RoundRow] = []
    for start in range(0, len(among), AT_ONCE):
        these = col(RoundRow.id).in_(among[start : start + AT_ONCE])
        found += session.exec(select(RoundRow).where(these, RoundRow.stage != Stage.OPEN.value))
    return tuple(map(of_row, found))


def running(session: Session) -> tuple[Round, ...]:
    """Every round that is open, or closed with its meeting still to come in its calendar; the next deadline first."""
    going = or_(col(RoundRow.stage) == Stage.OPEN.value, col(RoundRow.wakes_at).is_not(None))
    return tuple(map(of_row, session.exec(select(RoundRow).where(going).order_by(col(RoundRow.deadline)))))


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


def awake(session: Session, now: datetime) -> tuple[RoundId, ...]:
    """Rounds whose calendar may have something to plan, longest awake first."""
    query = select(RoundRow.id).where(col(RoundRow.wakes_at) <= now).order_by(col(RoundRow.wakes_at), col(RoundRow.id))
    return tuple(map(RoundId, session.exec(query)))


def woke_at(session: Session, round_id: RoundId) -> datetime | None:
    """When its calendar was to be looked at, if it is to be at all."""
    return session.exec(select(RoundRow.wakes_at).where(RoundRow.id == round_id)).first()


def sleep(session: Session, round_id: RoundId, until: datetime | None) -> None:
    """Look at its calendar again then, or never; whatever changes the round wakes it."""
    session.exec(update(RoundRow).where(col(RoundRow.id) == round_id).values(wakes_at=until))


def next_close(session: Session) -> datetime | None:
    """When the next open round closes."""
    deadline: datetime | None = session.exec(
        select(func.min(RoundRow.deadline)).where(RoundRow.stage == Stage.OPEN.value)
    ).one()
    return deadline + GRACE if deadline else None


def next_due(session: Session) -> datetime | None:
    """The earliest instant at which there is something to do: a round to close, to plan for, or a notice to send."""
    wakes: datetime | None = session.exec(select(func.min(RoundRow.wakes_at))).one()
    return min(filter(None, (next_close(session), wakes, outbox.next_due(session))), default=None)


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
        moved_at=kept.moved_at,
        mode=kept.mode.value,
        previous=kept.previous,
        wakes_at=kept.launched_at,
    )


def of_row(row: RoundRow | Row[Any]) -> Round:
    """A round of its row, or of a row that has more in it."""
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
        moved_at=row.moved_at,
        mode=Mode(row.mode),
        previous=RoundId(row.previous) if row.previous else None,
    )
