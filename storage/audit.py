"""The audit trail: who did what. Entries are added and read, and never hold an answer.

None is ever changed, but for the name of a person who was erased.

Each entry carries a hash of itself and of the hash before it, and the head says where the trail ends. So whoever edits,
removes or slips in a row by hand is found out; who has noted the head elsewhere finds out even a trail made anew.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from types import MappingProxyType

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select, update

from flows.people import PartnershipId
from flows.round import RoundId
from storage.renaming import Renaming
from storage.statements import insert
from storage.tables import AuditHeadRow, AuditRow

NOTHING: Mapping[str, str | int] = MappingProxyType({})
START = "0" * 64
"""What stands in for the hash before the first entry."""
THE_HEAD = 1
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One act; `actor` is a Slack user, or the name of the part of the bot that acted."""

    at: datetime
    actor: str
    action: str
    partnership: PartnershipId
    round: RoundId | None
    detail: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What looking through the trail has shown: how far it is whole, its last hash, and what is wrong, if anything."""

    entries: int
    hash: str
    wrong: str = ""


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
    """Add an entry. The trail is held until the commit, so that one entry follows the other: make it the last act."""
    words = json.dumps(dict(detail), sort_keys=True)
    head = _held(session)
    row = AuditRow(
        id=head.entries + 1,
        hash="",
        at=at,
        actor=actor,
        action=action,
        partnership=partnership,
        round=round,
        detail=words,
    )
    row.hash = _hash(head.hash, row)
    session.exec(insert(session, AuditRow).values(row.model_dump()))
    session.exec(update(AuditHeadRow).where(col(AuditHeadRow.id) == THE_HEAD).values(entries=row.id, hash=row.hash))


def _held(session: Session) -> Verdict:
    """Where the trail ends; on PostgreSQL whoever comes next waits here, on SQLite at the transaction's beginning."""
    first = insert(session, AuditHeadRow).values(id=THE_HEAD, entries=0, hash=START)
    session.exec(first.on_conflict_do_nothing(index_elements=["id"]))
    found = session.exec(
        select(AuditHeadRow.entries, AuditHeadRow.hash).where(AuditHeadRow.id == THE_HEAD).with_for_update()
    ).one()
    return Verdict(*found)


def _hash(before: str, row: AuditRow) -> str:
    at = row.at.astimezone(UTC).isoformat()
    said = [before, row.id, at, row.actor, row.action, row.partnership, row.round, row.detail]
    return sha256(json.dumps(said).encode()).hexdigest()


def verify(session: Session) -> Verdict:
    """Go through the whole trail, from the first entry to the head."""
    trail = select(AuditRow).order_by(col(AuditRow.id)).execution_options(yield_per=AT_ONCE)
    with session.exec(trail) as rows:
        seen = _whole(rows)
    head = session.exec(select(AuditHeadRow.entries, AuditHeadRow.hash)).first() or (0, START)
    if not seen.wrong and tuple(head) != (seen.entries, seen.hash):
        return replace(seen, wrong=f"{head[0]} entries were recorded, and {seen.entries} are there")
    return seen


def _whole(rows: Iterable[AuditRow]) -> Verdict:
    """How far each entry follows the one before it."""
    number, last = 0, START
    for row in rows:
        if row.id != number + 1:
            return Verdict(number, last, f"entry {number + 1} is missing")
        if row.hash != _hash(last, row):
            return Verdict(number, last, f"entry {row.id} is not what was recorded")
        number, last = row.id, row.hash
    return Verdict(number, last)


def rename(session: Session, person: Renaming, where: ColumnElement[bool]) -> str:
    """Put a person's other name into their entries of those, and chain the trail anew; the last hash of before.

    Record that hash next: whoever has noted it elsewhere can then tell this trail from a forged one.
    """
    before = _held(session)
    named = col(AuditRow.detail).contains(person.user, autoescape=True)
    query = select(AuditRow).where((col(AuditRow.actor) == person.user) | named, where).order_by(col(AuditRow.id))
    found = [row for row in session.exec(query) if row.actor == person.user or person.is_named_in(row.detail)]
    for row in found:
        actor = person.name if row.actor == person.user else row.actor
        _change(session, row.id, actor=actor, detail=person.renamed(row.detail))
    if found:
        last = _chain_anew(session, found[0].id)
        session.exec(update(AuditHeadRow).where(col(AuditHeadRow.id) == THE_HEAD).values(hash=last))
    return before.hash


def _chain_anew(session: Session, first: int) -> str:
    """Give every entry from this one on the hash it has now; the last one's."""
    last = session.exec(select(AuditRow.hash).where(AuditRow.id == first - 1)).first() or START
    at = first
    while rows := session.exec(
        select(AuditRow).where(col(AuditRow.id).between(at, at + AT_ONCE - 1)).order_by(col(AuditRow.id))
    ).all():
        for row in rows:
            last = _hash(last, row)
            _change(session, row.id, hash=last)
        at += AT_ONCE
    return last


def _change(session: Session, entry: int, **values: str) -> None:
    session.exec(
        update(AuditRow).where(col(AuditRow.id) == entry).values(values).execution_options(synchronize_session=False)
    )


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
