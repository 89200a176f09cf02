"""Living cards: where each contributor's card is in Slack, and of which revisions it was last drawn."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select, update

from flows.assessment import AssessmentId, Walk
from flows.people import ChannelId, UserId, WorkspaceId
from flows.round import RoundId
from storage.statements import insert
from storage.tables import AssessmentRow, PartnershipRow, RoundRow, SittingRow


@dataclass(frozen=True, slots=True)
class Card:
    """One contributor's card: a message in their direct messages."""

    workspace: WorkspaceId
    assessment: AssessmentId
    contributor: UserId
    channel: ChannelId
    ts: str


def put(session: Session, walk: Walk, channel: str, ts: str) -> None:
    """This message is now the card of this walk, and shows it; where the person is stays as it was kept."""
    place = {"channel": channel, "ts": ts, **_shown(walk)}
    session.exec(
        insert(session, SittingRow)
        .values(
            assessment=walk.assessment.id,
            contributor=walk.sitting.contributor,
            screen=walk.sitting.screen.value,
            here=walk.sitting.here,
            revision=walk.sitting.revision,
            **place,
        )
        .on_conflict_do_update(index_elements=["assessment", "contributor"], set_=place)
    )


def drawn(session: Session, card: Card, walk: Walk) -> bool:
    """The card shows this walk now. False when another message has become the card meanwhile."""
    noted = session.exec(
        update(SittingRow)
        .where(
            col(SittingRow.assessment) == card.assessment,
            col(SittingRow.contributor) == card.contributor,
            col(SittingRow.ts) == card.ts,
        )
        .values(**_shown(walk))
    )
    return bool(noted.rowcount)


def _shown(walk: Walk) -> dict[str, int]:
    return {
        "drawn_assessment": walk.assessment.revision,
        "drawn_sitting": walk.sitting.revision,
        "drawn_round": walk.round.revision,
    }


def of(session: Session, assessment: AssessmentId, contributor: UserId) -> Card | None:
    """This person's card, if one was posted."""
    theirs = (col(SittingRow.assessment) == assessment) & (col(SittingRow.contributor) == contributor)
    return next(iter(_where(session, theirs)), None)


def all_of_round(session: Session, round_id: RoundId) -> tuple[Card, ...]:
    """Every card that was posted for a round."""
    return _where(session, col(AssessmentRow.round) == round_id)


def stale(session: Session, limit: int) -> tuple[Card, ...]:
    """Cards that show something other than the present state."""
    behind = or_(
        col(SittingRow.drawn_assessment).is_distinct_from(col(AssessmentRow.revision)),
        col(SittingRow.drawn_sitting).is_distinct_from(col(SittingRow.revision)),
        col(SittingRow.drawn_round).is_distinct_from(col(RoundRow.revision)),
    )
    return _where(session, behind, limit)


def _where(session: Session, condition: ColumnElement[bool], limit: int | None = None) -> tuple[Card, ...]:
    query = (
        select(PartnershipRow.workspace, SittingRow)
        .join(RoundRow, col(RoundRow.partnership) == col(PartnershipRow.id))
        .join(AssessmentRow, col(AssessmentRow.round) == col(RoundRow.id))
        .join(SittingRow, col(SittingRow.assessment) == col(AssessmentRow.id))
        .where(col(SittingRow.ts).is_not(None), condition)
        .limit(limit)
    )
    return tuple(_card(workspace, row) for workspace, row in session.exec(query))


def _card(workspace: str, row: SittingRow) -> Card:
    return Card(
        workspace=WorkspaceId(workspace),
        assessment=AssessmentId(row.assessment),
        contributor=UserId(row.contributor),
        channel=ChannelId(row.channel or ""),
        ts=row.ts or "",
    )
