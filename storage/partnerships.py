"""Partnerships and their people, kept and replaced whole."""

from collections.abc import Collection, Iterator
from itertools import groupby

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select

from flows.people import ChannelId, Partner, PartnerId, Partnership, PartnershipId, Sector, UserId, WorkspaceId
from flows.round import RoundId
from storage.statements import add, insert
from storage.tables import ContributorRow, LeadRow, PartnerRow, PartnershipRow, RoundRow


def save(session: Session, partnership: Partnership) -> None:
    """Keep it as it is now; whoever is no longer in it is forgotten here, but not what they answered."""
    row = PartnershipRow(
        id=partnership.id,
        workspace=partnership.workspace,
        channel=partnership.channel,
        name=partnership.name,
        host=partnership.host,
        zone=partnership.zone,
    ).model_dump()
    session.exec(insert(session, PartnershipRow).values(row).on_conflict_do_update(index_elements=["id"], set_=row))
    for table in (ContributorRow, PartnerRow, LeadRow):
        session.exec(delete(table).where(col(table.partnership) == partnership.id))
    add(session, LeadRow, _leads(partnership))
    add(session, PartnerRow, _partner_rows(partnership))
    add(session, ContributorRow, _contributors(partnership))


def _leads(partnership: Partnership) -> Iterator[LeadRow]:
    for place, user in enumerate(partnership.leads):
        yield LeadRow(partnership=partnership.id, user=user, place=place)


def _partner_rows(partnership: Partnership) -> Iterator[PartnerRow]:
    for place, one in enumerate(partnership.partners):
        yield PartnerRow(partnership=partnership.id, id=one.id, place=place, name=one.name, sector=one.sector.value)


def _contributors(partnership: Partnership) -> Iterator[ContributorRow]:
    for one in partnership.partners:
        for place, user in enumerate(one.contributors):
            yield ContributorRow(partnership=partnership.id, partner=one.id, user=user, place=place)


def load(session: Session, partnership: PartnershipId) -> Partnership | None:
    """The partnership, if it is known."""
    return next(iter(_where(session, col(PartnershipRow.id) == partnership)), None)


def zones(session: Session, round_ids: Collection[RoundId]) -> dict[RoundId, str]:
    """The time zone in which each of these rounds is held."""
    query = (
        select(RoundRow.id, PartnershipRow.zone)
        .join(PartnershipRow, col(PartnershipRow.id) == col(RoundRow.partnership))
        .where(col(RoundRow.id).in_(round_ids))
    )
    return {RoundId(round_id): zone for round_id, zone in session.exec(query)} if round_ids else {}


def in_channel(session: Session, workspace: WorkspaceId, channel: ChannelId) -> Partnership | None:
    """The partnership that meets in this channel, if one does."""
    here = (col(PartnershipRow.workspace) == workspace) & (col(PartnershipRow.channel) == channel)
    return next(iter(_where(session, here)), None)


def led_by(session: Session, workspace: WorkspaceId, user: UserId) -> tuple[Partnership, ...]:
    """The partnerships this person leads, by name."""
    theirs = select(LeadRow.partnership).where(LeadRow.user == user)
    return _where(session, (col(PartnershipRow.workspace) == workspace) & col(PartnershipRow.id).in_(theirs))


def answered_for_by(session: Session, workspace: WorkspaceId, user: UserId) -> tuple[Partnership, ...]:
    """The partnerships in which this person answers for an organisation, by name."""
    theirs = select(ContributorRow.partnership).where(ContributorRow.user == user)
    return _where(session, (col(PartnershipRow.workspace) == workspace) & col(PartnershipRow.id).in_(theirs))


def _where(session: Session, condition: ColumnElement[bool]) -> tuple[Partnership, ...]:
    rows = session.exec(
        select(PartnershipRow).where(condition).order_by(col(PartnershipRow.name), col(PartnershipRow.id))
    ).all()
    return tuple(_whole(session, row) for row in rows)


def _whole(session: Session, row: PartnershipRow) -> Partnership:
    leads = session.exec(select(LeadRow.user).where(LeadRow.partnership == row.id).order_by(col(LeadRow.place))).all()
    return Partnership(
        id=PartnershipId(row.id),
        workspace=WorkspaceId(row.workspace),
        channel=ChannelId(row.channel),
        name=row.name,
        host=row.host,
        zone=row.zone,
        leads=tuple(map(UserId, leads)),
        partners=_partners(session, row.id),
    )


def _partners(session: Session, partnership: str) -> tuple[Partner, ...]:
    rows = session.exec(
        select(PartnerRow).where(PartnerRow.partnership == partnership).order_by(col(PartnerRow.place))
    ).all()
    people = session.exec(
        select(ContributorRow)
        .where(ContributorRow.partnership == partnership)
        .order_by(col(ContributorRow.partner), col(ContributorRow.place))
    ).all()
    by_partner = {
        partner: tuple(UserId(one.user) for one in group)
        for partner, group in groupby(people, key=lambda one: one.partner)
    }
    return tuple(Partner(PartnerId(row.id), row.name, Sector(row.sector), by_partner.get(row.id, ())) for row in rows)
