"""The audit trail: who did what. Entries are added and read, never changed, and never hold an answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlmodel import Session, col, select

from flows.people import PartnershipId
from flows.round import RoundId
from storage.tables import AuditRow

NOTHING: Mapping[str, str | int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Entry:
    """One act; `actor` is a Slack user, or the name of the part of the bot that acted."""

    at: datetime
    actor: str
    action: str
    partnership: PartnershipId
    round: RoundId | None
    detail: Mapping[str, str | int]


def record(  # noqa: PLR0913 - who, what, where and when, each by name
    session: Session,
    *,
    at: datetime,
    actor: str,
    action: str,
    partnership: PartnershipId,
    round: RoundId | None = None,  # noqa: A002 - the house's word for it
    detail: Mapping[str, str | int] = NOTHING,
) -> None:
    """Add an entry."""
    words = json.dumps(dict(detail), sort_keys=True)
    row = AuditRow(at=at, actor=actor, action=action, partnership=partnership, round=round, detail=words)
    session.add(row)
    session.flush()


def of_round(session: Session, round_id: RoundId) -> tuple[Entry, ...]:
    """The entries of a round, oldest first."""
    query = select(AuditRow).where(AuditRow.round == round_id).order_by(col(AuditRow.id))
    return tuple(map(_entry, session.exec(query)))


def of_partnership(session: Session, partnership: PartnershipId) -> tuple[Entry, ...]:
    """The entries of a partnership and of its rounds, oldest first."""
    query = select(AuditRow).where(AuditRow.partnership == partnership).order_by(col(AuditRow.id))
    return tuple(map(_entry, session.exec(query)))


def _entry(row: AuditRow) -> Entry:
    return Entry(
        at=row.at,
        actor=row.actor,
        action=row.action,
        partnership=PartnershipId(row.partnership),
        round=RoundId(row.round) if row.round else None,
        detail=json.loads(row.detail),
    )
