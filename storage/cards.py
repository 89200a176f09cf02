"""Living cards: where each contributor's card is in Slack, and whether it shows the present state."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

import sqlalchemy
from sqlalchemy import ColumnElement, Update, and_, bindparam, case, literal, null, or_
from sqlmodel import Session, col, select, update

from flows.assessment import AssessmentId, Walk
from flows.people import ChannelId, UserId, WorkspaceId
from flows.round import RoundId
from storage import installations
from storage.instant import Instant
from storage.statements import insert, plain, run
from storage.tables import AssessmentRow, ContributorRow, PartnershipRow, RoundRow, SittingRow


@dataclass(frozen=True, slots=True)
class Card:
    """One contributor's card: a message in their direct messages.

    `changes` and `drawings` are as they were when the card was looked up; they tell whether it was overtaken.
    """

    workspace: WorkspaceId
    assessment: AssessmentId
    contributor: UserId
    channel: ChannelId
    ts: str
    changes: int = field(default=0, compare=False)
    drawings: int = field(default=0, compare=False)


def put(session: Session, walk: Walk, channel: str, ts: str) -> None:
    """This message is now the card of this walk, and shows it; where the person is stays as it was kept."""
    place = {"channel": channel, "ts": ts, "stale": not _present(session, walk), "draw_at": None}
    here = {"screen": walk.sitting.screen.value, "here": walk.sitting.here, "revision": walk.sitting.revision}
    ids = {"assessment": walk.assessment.id, "contributor": walk.sitting.contributor}
    session.exec(
        insert(session, SittingRow)
        .values({"changes": 0, "drawings": 0, **ids, **here, **place})
        .on_conflict_do_update(index_elements=["assessment", "contributor"], set_=place)
    )


def _present(session: Session, walk: Walk) -> bool:
    """Whether what is kept is still what this walk shows."""
    query = (
        select(RoundRow.revision, AssessmentRow.revision, SittingRow.revision)
        .join(AssessmentRow, col(AssessmentRow.round) == col(RoundRow.id))
        .join(
            SittingRow,
            and_(
                col(SittingRow.assessment) == col(AssessmentRow.id),
                col(SittingRow.contributor) == walk.sitting.contributor,
            ),
            isouter=True,
        )
        .where(AssessmentRow.id == walk.assessment.id)
    )
    kept = session.exec(query).first()
    shown = (walk.round.revision, walk.assessment.revision, walk.sitting.revision)
    return kept is not None and (kept[0], kept[1], kept[2] or 0) == shown


def touch(session: Session, whose: ColumnElement[bool], draw_at: datetime | None = None) -> None:
    """What these cards show has changed. One that waits already to be drawn waits no longer than it would have."""
    session.exec(
        update(SittingRow)
        .where(whose)
        .values(changes=SittingRow.changes + 1, stale=True, draw_at=sooner(literal(draw_at, Instant)))
        .execution_options(synchronize_session=False)
    )


def touch_assessment(session: Session, assessment: AssessmentId, draw_at: datetime | None = None) -> None:
    """What all cards of this assessment show has changed."""
    run(session, _touched(), touched=assessment, then=draw_at)


@cache
def _touched() -> Update:
    cards = plain(SittingRow)
    then = bindparam("then", type_=Instant)
    return (
        sqlalchemy.update(cards)
        .where(cards.c.assessment == bindparam("touched"))
        .values(changes=cards.c.changes + 1, stale=True, draw_at=sooner(then))
    )


def touch_round(session: Session, round_id: RoundId) -> None:
    """What all cards of this round show has changed."""
    touch(session, col(SittingRow.assessment).in_(select(AssessmentRow.id).where(AssessmentRow.round == round_id)))


def sooner(draw_at: ColumnElement[datetime]) -> ColumnElement[datetime]:
    """When a card is to be drawn that now follows from `draw_at` on, or at once when that is none."""
    cards = plain(SittingRow).c
    first = and_(cards.stale, or_(cards.draw_at.is_(None), cards.draw_at <= draw_at))
    return case((draw_at.is_(None), null()), (first, cards.draw_at), else_=draw_at)


def waits(session: Session, assessment: AssessmentId) -> bool:
    """Whether a card of this assessment is to be drawn later."""
    later = col(SittingRow.draw_at).is_not(None)
    return session.exec(select(SittingRow.ts).where(SittingRow.assessment == assessment, later)).first() is not None


def due_now(session: Session, assessment: AssessmentId) -> None:
    """The cards of this assessment that wait to be drawn wait no longer."""
    session.exec(
        update(SittingRow)
        .where(col(SittingRow.assessment) == assessment)
        .values(draw_at=None)
        .execution_options(synchronize_session=False)
    )


def drawn(session: Session, card: Card) -> bool:
    """The card shows what it was looked up with. False when that was overtaken, by a change or by another drawing.

    Then it stays stale and is drawn again: which of two drawings Slack took last cannot be known.
    """
    first = and_(
        col(SittingRow.ts) == card.ts,
        col(SittingRow.changes) == card.changes,
        col(SittingRow.drawings) == card.drawings,
    )
    mine = and_(col(SittingRow.assessment) == card.assessment, col(SittingRow.contributor) == card.contributor)
    noted = session.exec(
        update(SittingRow)
        .where(mine, first)
        .values(drawings=SittingRow.drawings + 1, stale=False, draw_at=None)
        .execution_options(synchronize_session=False)
    )
    if not noted.rowcount:
        session.exec(
            update(SittingRow)
            .where(mine)
            .values(drawings=SittingRow.drawings + 1, stale=True)
            .execution_options(synchronize_session=False)
        )
    return bool(noted.rowcount)


def in_vain(session: Session, card: Card, now: datetime) -> None:
    """It could not be drawn, so it stays stale, and the others that are stale get their turn before it."""
    mine = and_(col(SittingRow.assessment) == card.assessment, col(SittingRow.contributor) == card.contributor)
    session.exec(
        update(SittingRow)
        .where(mine, col(SittingRow.stale))
        .values(draw_at=now)
        .execution_options(synchronize_session=False)
    )


def of(session: Session, assessment: AssessmentId, contributor: UserId) -> Card | None:
    """This person's card, if one was posted."""
    theirs = (col(SittingRow.assessment) == assessment) & (col(SittingRow.contributor) == contributor)
    return next(iter(_where(session, theirs)), None)


def all_of_round(session: Session, round_id: RoundId) -> tuple[Card, ...]:
    """Every card that was posted for a round."""
    return _where(session, col(AssessmentRow.round) == round_id)


def stale(session: Session, now: datetime, limit: int, assessment: AssessmentId | None = None) -> tuple[Card, ...]:
    """Cards that show something other than the present state and are due to be drawn; of one assessment, or of all.

    Those of people and organisations that have left follow nothing, until they are back; nor do those in workspaces
    that have sent us away.
    """
    waits_no_more = or_(col(SittingRow.draw_at).is_(None), col(SittingRow.draw_at) <= now)
    welcome = col(PartnershipRow.workspace).not_in(installations.left())
    due = and_(col(SittingRow.stale), waits_no_more, _here(), welcome)
    theirs = col(SittingRow.assessment) == assessment
    return _where(session, due if assessment is None else and_(theirs, due), limit)


def _here() -> ColumnElement[bool]:
    """Whether the person still answers for anybody there; for whom, an open round's rows do not tell."""
    answers = and_(
        col(ContributorRow.partnership) == col(RoundRow.partnership),
        col(ContributorRow.user) == col(SittingRow.contributor),
    )
    return select(ContributorRow.user).where(answers).exists()


def _where(session: Session, condition: ColumnElement[bool], limit: int | None = None) -> tuple[Card, ...]:
    query = (
        select(PartnershipRow.workspace, SittingRow)
        .join(RoundRow, col(RoundRow.partnership) == col(PartnershipRow.id))
        .join(AssessmentRow, col(AssessmentRow.round) == col(RoundRow.id))
        .join(SittingRow, col(SittingRow.assessment) == col(AssessmentRow.id))
        .where(col(SittingRow.ts).is_not(None), condition)
        .order_by(col(SittingRow.draw_at).nulls_first())
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
        changes=row.changes,
        drawings=row.drawings,
    )
