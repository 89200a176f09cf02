"""What is kept of one person, found by their Slack id: all of it told, or let go of.

Where a record has to stay, such as who concluded a meeting, another name that says nothing takes the id's place. What
they answered is sealed and belongs to their organisation: it is neither read nor told here.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Table, or_
from sqlmodel import Session, col, select

from flows.people import UserId, WorkspaceId
from storage import audit
from storage.renaming import Renaming
from storage.tables import (
    AssessmentRow,
    AuditRow,
    ChallengeRow,
    ContributorRow,
    DecisionRow,
    FollowUpRow,
    InstallationRow,
    LeadRow,
    MeetingRow,
    NoticeRow,
    ObserverRow,
    PartnershipRow,
    RoundRow,
    Row,
    SittingRow,
)

Found = Mapping[str, list[dict[str, Any]]]
"""Rows by what they are, as plain values."""
UNTOLD = {"hash", "lease_token", "token", "renewal"}
"""What says nothing about anybody, or opens a door."""
JSON = {"body", "detail"}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a person stands: in which column of which table, and whether the row goes with them."""

    title: str
    row: type[Row]
    column: str
    goes: bool = False

    @property
    def table(self) -> Table:
        """The table itself."""
        return Row.metadata.tables[str(self.row.__tablename__)]


THEIRS = (
    Spot("leads", LeadRow, "user", goes=True),
    Spot("observes", ObserverRow, "user", goes=True),
    Spot("answers for", ContributorRow, "user", goes=True),
    Spot("where they are in a round", SittingRow, "contributor", goes=True),
    Spot("letters to them", NoticeRow, "user", goes=True),
    Spot("rounds they started", RoundRow, "launched_by"),
    Spot("challenges they wrote", ChallengeRow, "actor"),
    Spot("decisions they recorded", DecisionRow, "actor"),
    Spot("meetings they recorded", MeetingRow, "actor"),
    Spot("words about actions they gave", FollowUpRow, "actor"),
    Spot("installed this app", InstallationRow, "installed_by"),
    Spot("acts in the audit trail", AuditRow, "actor"),
)
NAMED = (
    Spot("named in decisions", DecisionRow, "body"),
    Spot("named in meetings", MeetingRow, "body"),
    Spot("named in words about actions", FollowUpRow, "body"),
    Spot("named in challenges", ChallengeRow, "body"),
    Spot("named in the audit trail", AuditRow, "detail"),
)
"""Texts in which a person may be named by their id."""


def workspaces(session: Session) -> tuple[WorkspaceId, ...]:
    """Every workspace that has a partnership."""
    query = select(PartnershipRow.workspace).distinct().order_by(col(PartnershipRow.workspace))
    return tuple(map(WorkspaceId, session.exec(query)))


def held(session: Session, workspace: WorkspaceId, user: UserId) -> Found:
    """Everything kept of this person, by what it is."""
    person = Renaming(user, "")
    found = {one.title: list(map(_plain, _of(session, one, workspace, user))) for one in THEIRS}
    for one in NAMED:
        found[one.title] = [_plain(row) for row in _naming(session, one, workspace, person)]
    return {title: rows for title, rows in found.items() if rows}


def _of(session: Session, spot: Spot, workspace: WorkspaceId, user: UserId) -> Iterable[RowMapping]:
    theirs = spot.table.c[spot.column] == user
    query = spot.table.select().where(theirs, _here(spot.table, workspace)).order_by(*spot.table.primary_key)
    return session.connection().execute(query).mappings().all()


def _naming(session: Session, spot: Spot, workspace: WorkspaceId, person: Renaming) -> list[RowMapping]:
    holds = spot.table.c[spot.column].contains(person.user, autoescape=True)
    query = spot.table.select().where(holds, _here(spot.table, workspace)).order_by(*spot.table.primary_key)
    found = session.connection().execute(query).mappings().all()
    return [row for row in found if person.is_named_in(row[spot.column])]


def _plain(row: RowMapping) -> dict[str, Any]:
    return {name: _read(value) if name in JSON else value for name, value in row.items() if name not in UNTOLD}


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:  # a challenge is what somebody typed
        return text


def erase(session: Session, workspace: WorkspaceId, user: UserId, name: str) -> str:
    """Let go of a person; `name` stands for them where a record stays. The last hash that the audit trail had."""
    person = Renaming(user, name)
    for one in NAMED:
        if one.row is not AuditRow:
            _rename_in(session, one, workspace, person)
    for one in THEIRS:
        if one.row is not AuditRow:
            theirs = (one.table.c[one.column] == user) & _here(one.table, workspace)
            change = one.table.delete() if one.goes else one.table.update().values({one.column: name})
            session.connection().execute(change.where(theirs))
    return audit.rename(session, person, _here(AuditRow.metadata.tables["audit"], workspace))


def _rename_in(session: Session, spot: Spot, workspace: WorkspaceId, person: Renaming) -> None:
    for row in _naming(session, spot, workspace, person):
        this = [key == row[key.name] for key in spot.table.primary_key]
        renamed = {spot.column: person.renamed(row[spot.column])}
        session.connection().execute(spot.table.update().where(*this).values(renamed))


def _here(table: Table, workspace: WorkspaceId) -> ColumnElement[bool]:
    """Rows of this workspace: by the column that says so, or by the partnership, round or walk that they belong to."""
    places = select(PartnershipRow.id).where(PartnershipRow.workspace == workspace)
    rounds = select(RoundRow.id).where(col(RoundRow.partnership).in_(places))
    walks = select(AssessmentRow.id).where(col(AssessmentRow.round).in_(rounds))
    if "workspace" in table.c:
        return table.c.workspace == workspace
    if "partnership" in table.c:  # what was denied to somebody from nowhere belongs to none
        return or_(table.c.partnership.in_(places), table.c.partnership == "")
    if "round" in table.c:
        return table.c.round.in_(rounds)
    return table.c.assessment.in_(walks)
