"""Partnerships and their people, kept and replaced whole."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import sqlalchemy
from sqlalchemy import ColumnElement, CompoundSelect, Label, Row, Select, bindparam, literal_column, union_all
from sqlmodel import Session, col, delete, select

from flows.assessment import AssessmentId
from flows.people import ChannelId, Partner, PartnerId, Partnership, PartnershipId, Sector, UserId, WorkspaceId
from storage.statements import add as add_rows
from storage.statements import insert, once, plain, run
from storage.tables import AssessmentRow, ContributorRow, LeadRow, ObserverRow, PartnerRow, PartnershipRow, RoundRow

LEADS, OBSERVES, PARTNER, ANSWERS = "leads", "observes", "partner", "answers"
EMPTY: ColumnElement[str] = literal_column("''")


def add(session: Session, partnership: Partnership) -> bool:
    """Keep a new one; false, and nothing is kept, when its channel has one already."""
    row = _row(partnership).model_dump()
    new = insert(session, PartnershipRow).values(row).on_conflict_do_nothing()
    added = session.exec(new.returning(col(PartnershipRow.id))).first() is not None
    if added:
        _people(session, partnership)
    return added


def save(session: Session, partnership: Partnership) -> None:
    """Keep it as it is now; whoever is no longer in it is forgotten here, but not what they answered."""
    row = _row(partnership).model_dump()
    session.exec(insert(session, PartnershipRow).values(row).on_conflict_do_update(index_elements=["id"], set_=row))
    for table in (ContributorRow, PartnerRow, LeadRow, ObserverRow):
        session.exec(delete(table).where(col(table.partnership) == partnership.id))
    _people(session, partnership)


def _row(partnership: Partnership) -> PartnershipRow:
    return PartnershipRow(
        id=partnership.id,
        workspace=partnership.workspace,
        channel=partnership.channel,
        name=partnership.name,
        hosts=json.dumps(partnership.hosts),
        zone=partnership.zone,
        neighbourhood=partnership.neighbourhood,
        region_contact=partnership.region_contact,
        allocation=partnership.allocation,
        keep_months=partnership.keep_months,
    )


def _people(session: Session, partnership: Partnership) -> None:
    add_rows(session, LeadRow, _leads(partnership))
    add_rows(session, ObserverRow, _observers(partnership))
    add_rows(session, PartnerRow, _partner_rows(partnership))
    add_rows(session, ContributorRow, _contributors(partnership))


def _leads(partnership: Partnership) -> Iterator[LeadRow]:
    for place, user in enumerate(partnership.leads):
        yield LeadRow(partnership=partnership.id, user=user, place=place)


def _observers(partnership: Partnership) -> Iterator[ObserverRow]:
    for place, user in enumerate(partnership.observers):
        yield ObserverRow(partnership=partnership.id, user=user, place=place)


def _partner_rows(partnership: Partnership) -> Iterator[PartnerRow]:
    for place, one in enumerate(partnership.partners):
        yield PartnerRow(
            partnership=partnership.id,
            id=one.id,
            place=place,
            name=one.name,
            sector=one.sector.value,
            contact=one.contact,
        )


def _contributors(partnership: Partnership) -> Iterator[ContributorRow]:
    for one in partnership.partners:
        for place, user in enumerate(one.contributors):
            yield ContributorRow(partnership=partnership.id, partner=one.id, user=user, place=place)


def load(session: Session, partnership: PartnershipId, *, lock: bool = False) -> Partnership | None:
    """The partnership, if it is known; with `lock`, one after the other: nobody else has it locked meanwhile."""
    if lock:
        one = select(PartnershipRow.id).where(PartnershipRow.id == partnership)
        session.exec(one.with_for_update(key_share=True)).first()
    return once(session, (load, partnership), lambda: _found(session, partnership))


def _found(session: Session, partnership: PartnershipId) -> Partnership | None:
    row = run(session, _by_id(), partnership=partnership).first()
    return _whole(session, row) if row else None


def of_row(session: Session, row: Row[Any]) -> Partnership:
    """The partnership of a row that has all its `columns`, whatever else it has."""
    return once(session, (load, PartnershipId(row.place_id)), lambda: _whole(session, row))


@cache
def columns() -> tuple[Label[Any], ...]:
    """What is read of a partnership's own row."""
    return tuple(one.label(f"place_{one.name}") for one in plain(PartnershipRow).c)


@cache
def _by_id() -> Select[Any]:
    return sqlalchemy.select(*columns()).where(plain(PartnershipRow).c.id == bindparam("partnership"))


def hold(session: Session, assessment: AssessmentId) -> None:
    """Lock the partnership that an assessment belongs to until this transaction ends."""
    theirs = (
        select(PartnershipRow.id)
        .join(RoundRow, col(RoundRow.partnership) == col(PartnershipRow.id))
        .join(AssessmentRow, col(AssessmentRow.round) == col(RoundRow.id))
        .where(col(AssessmentRow.id) == assessment)
    )
    session.exec(theirs.with_for_update(key_share=True, of=PartnershipRow)).first()


def in_channel(session: Session, workspace: WorkspaceId, channel: ChannelId) -> Partnership | None:
    """The partnership that meets in this channel, if one does."""
    here = (col(PartnershipRow.workspace) == workspace) & (col(PartnershipRow.channel) == channel)
    return next(iter(_where(session, here)), None)


def of_workspace(session: Session, workspace: WorkspaceId) -> tuple[Partnership, ...]:
    """All partnerships of a workspace, by name."""
    return _where(session, col(PartnershipRow.workspace) == workspace)


def led_by(session: Session, workspace: WorkspaceId, user: UserId) -> tuple[Partnership, ...]:
    """The partnerships this person leads, by name."""
    theirs = select(LeadRow.partnership).where(LeadRow.user == user)
    return _where(session, (col(PartnershipRow.workspace) == workspace) & col(PartnershipRow.id).in_(theirs))


def answered_for_by(session: Session, workspace: WorkspaceId, user: UserId) -> tuple[Partnership, ...]:
    """The partnerships in which this person answers for an organisation, by name."""
    theirs = select(ContributorRow.partnership).where(ContributorRow.user == user)
    return _where(session, (col(PartnershipRow.workspace) == workspace) & col(PartnershipRow.id).in_(theirs))


def watched_by(session: Session, workspace: WorkspaceId, user: UserId) -> tuple[Partnership, ...]:
    """The partnerships that this person observes, by name."""
    theirs = select(ObserverRow.partnership).where(ObserverRow.user == user)
    return _where(session, (col(PartnershipRow.workspace) == workspace) & col(PartnershipRow.id).in_(theirs))


def _where(session: Session, condition: ColumnElement[bool]) -> tuple[Partnership, ...]:
    names = sqlalchemy.select(*columns()).where(condition).order_by(col(PartnershipRow.name), col(PartnershipRow.id))
    return tuple(_whole(session, row) for row in run(session, names).all())


def _whole(session: Session, row: Row[Any]) -> Partnership:
    everybody = run(session, _everybody(), partnership=row.place_id).all()
    return Partnership(
        id=PartnershipId(row.place_id),
        workspace=WorkspaceId(row.place_workspace),
        channel=ChannelId(row.place_channel),
        name=row.place_name,
        hosts=tuple(json.loads(row.place_hosts)),
        zone=row.place_zone,
        leads=tuple(UserId(one.id) for one in everybody if one.role == LEADS),
        partners=_partners(everybody),
        observers=tuple(UserId(one.id) for one in everybody if one.role == OBSERVES),
        neighbourhood=row.place_neighbourhood,
        region_contact=row.place_region_contact,
        allocation=row.place_allocation,
        keep_months=row.place_keep_months,
    )


def _partners(everybody: Sequence[Row[Any]]) -> tuple[Partner, ...]:
    people: dict[str, list[UserId]] = {}
    for one in everybody:
        if one.role == ANSWERS:
            people.setdefault(one.id, []).append(UserId(one.name))
    return tuple(
        Partner(PartnerId(one.id), one.name, Sector(one.sector), tuple(people.get(one.id, ())), one.contact)
        for one in everybody
        if one.role == PARTNER
    )


@cache
def _everybody() -> CompoundSelect[Any]:
    """All people and organisations of a partnership, each kind in its order; `name` is who, for who answers."""
    leads, observers = plain(LeadRow).c, plain(ObserverRow).c
    partners, people = plain(PartnerRow).c, plain(ContributorRow).c
    kinds = (
        (leads.partnership, LEADS, leads.place, leads.user, EMPTY, EMPTY, EMPTY),
        (observers.partnership, OBSERVES, observers.place, observers.user, EMPTY, EMPTY, EMPTY),
        (partners.partnership, PARTNER, partners.place, partners.id, partners.name, partners.sector, partners.contact),
        (people.partnership, ANSWERS, people.place, people.partner, people.user, EMPTY, EMPTY),
    )
    names = ("place", "id", "name", "sector", "contact")
    return union_all(
        *(
            sqlalchemy.select(
                literal_column(f"'{role}'").label("role"),
                *(one.label(name) for one, name in zip(columns, names, strict=True)),
            ).where(whose == bindparam("partnership"))
            for whose, role, *columns in kinds
        )
    ).order_by("place")
