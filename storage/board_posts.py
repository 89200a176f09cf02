"""Which posts of boards show something older than what is kept: noted with every change, until they are drawn again."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session, col, select, update

from flows.people import WorkspaceId
from flows.round import RoundId
from storage import installations
from storage.statements import insert
from storage.tables import BoardPostRow, PartnershipRow, RoundRow


@dataclass(frozen=True, slots=True)
class BoardPost:
    """A post to be drawn again, the agenda's without a sub-domain; `changes` counts what happened to it so far."""

    round: RoundId
    subdomain: str
    changes: int


def touch(session: Session, round_id: RoundId, subdomains: Collection[str]) -> None:
    """These posts of a round show something older from now on."""
    for one in sorted(subdomains):
        values = {"round": round_id, "subdomain": one, "changes": 1, "stale": True}
        session.exec(
            insert(session, BoardPostRow)
            .values(values)
            .on_conflict_do_update(
                index_elements=["round", "subdomain"], set_={"changes": BoardPostRow.changes + 1, "stale": True}
            )
        )


def behind(session: Session) -> tuple[tuple[WorkspaceId, RoundId], ...]:
    """The rounds with posts to be drawn again, each with its workspace; where we were sent away nothing is drawn."""
    query = (
        select(PartnershipRow.workspace, RoundRow.id)
        .join(RoundRow, col(RoundRow.partnership) == col(PartnershipRow.id))
        .join(BoardPostRow, col(BoardPostRow.round) == col(RoundRow.id))
        .where(col(BoardPostRow.stale), col(PartnershipRow.workspace).not_in(installations.left()))
        .distinct()
    )
    return tuple((WorkspaceId(workspace), RoundId(round_id)) for workspace, round_id in session.exec(query))


def stale(session: Session, round_id: RoundId) -> tuple[BoardPost, ...]:
    """The posts of a round to be drawn again."""
    query = (
        select(BoardPostRow)
        .where(col(BoardPostRow.stale), BoardPostRow.round == round_id)
        .order_by(col(BoardPostRow.subdomain))
    )
    return tuple(BoardPost(RoundId(row.round), row.subdomain, row.changes) for row in session.exec(query))


def drawn(session: Session, post: BoardPost) -> None:
    """It shows what was kept after so many changes; stale still, when there were more meanwhile."""
    session.exec(
        update(BoardPostRow)
        .where(
            col(BoardPostRow.round) == post.round,
            col(BoardPostRow.subdomain) == post.subdomain,
            col(BoardPostRow.changes) == post.changes,
        )
        .values(stale=False)
    )
