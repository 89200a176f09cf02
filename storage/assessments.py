"""Assessments: an organisation's answers, and where each of its contributors is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from pydantic import TypeAdapter
from sqlmodel import Session, col, delete, select, update

from flows.assessment import Answer, Assessment, AssessmentId, Screen, Sitting
from flows.people import PartnerId, UserId
from flows.round import RoundId
from storage import cards
from storage.statements import insert
from storage.tables import AnswerRow, AssessmentRow, SittingRow

ANSWER = TypeAdapter(Answer)
"""An answer as JSON text and back; parts that a newer version adds are let be by an older one."""


NEVER_DRAWN = {"changes": 0, "drawings": 0, "stale": False}


class Stale(Exception):  # noqa: N818 - a race that was lost, not a bug
    """Somebody else changed it since it was read; read it again and decide again."""


def load(session: Session, round_id: RoundId, partner: PartnerId, *, lock: bool = False) -> Assessment:
    """The assessment, or `LookupError`; with `lock`, nobody else changes it before this transaction ends."""
    query = select(AssessmentRow).where(AssessmentRow.round == round_id, AssessmentRow.partner == partner)
    if lock:
        query = query.with_for_update(key_share=True)
    row = session.exec(query).first()
    if row is None:
        raise LookupError("this organisation has no assessment in this round")
    return _assessment(row, session.exec(select(AnswerRow).where(AnswerRow.assessment == row.id)).all())


def of_round(session: Session, round_id: RoundId) -> dict[PartnerId, Assessment]:
    """Every organisation's assessment in a round."""
    rows = session.exec(select(AssessmentRow).where(AssessmentRow.round == round_id)).all()
    answers = defaultdict[str, list[AnswerRow]](list)
    for answer in session.exec(
        select(AnswerRow)
        .join(AssessmentRow, col(AssessmentRow.id) == col(AnswerRow.assessment))
        .where(AssessmentRow.round == round_id)
    ):
        answers[answer.assessment].append(answer)
    return {PartnerId(row.partner): _assessment(row, answers[row.id]) for row in rows}


def _assessment(row: AssessmentRow, answers: Iterable[AnswerRow]) -> Assessment:
    return Assessment(
        id=AssessmentId(row.id),
        answers={answer.subdomain: ANSWER.validate_json(answer.body) for answer in answers},
        submitted_at=row.submitted_at,
        revision=row.revision,
    )


def find(session: Session, assessment: AssessmentId) -> tuple[RoundId, PartnerId] | None:
    """In which round it is and whose, if it is known."""
    row = session.exec(select(AssessmentRow).where(AssessmentRow.id == assessment)).first()
    return (RoundId(row.round), PartnerId(row.partner)) if row else None


def of_partner(session: Session, round_id: RoundId, partner: PartnerId) -> AssessmentId | None:
    """The name of an organisation's assessment in a round, if it has one."""
    query = select(AssessmentRow.id).where(AssessmentRow.round == round_id, AssessmentRow.partner == partner)
    found = session.exec(query).first()
    return AssessmentId(found) if found else None


def turnout(session: Session, round_id: RoundId) -> dict[PartnerId, bool]:
    """Who has submitted: yes or no, without times, and without reading an answer."""
    query = select(AssessmentRow.partner, col(AssessmentRow.submitted_at).is_not(None)).where(
        AssessmentRow.round == round_id
    )
    return {PartnerId(partner): submitted for partner, submitted in session.exec(query)}


def save(session: Session, before: Assessment, after: Assessment, draw_at: datetime | None = None) -> None:
    """Keep what changed between the two, or raise `Stale` when `before` is no longer what is kept.

    The contributors' cards follow from `draw_at` on; at once, when there is none.
    """
    if after == before:
        return
    moved = session.exec(
        update(AssessmentRow)
        .where(col(AssessmentRow.id) == before.id, col(AssessmentRow.revision) == before.revision)
        .values(submitted_at=after.submitted_at, revision=after.revision)
    )
    if not moved.rowcount:
        raise Stale("this assessment has moved on")
    _keep(session, after.id, {key: one for key, one in after.answers.items() if one != before.answers.get(key)})
    _forget(session, after.id, before.answers.keys() - after.answers.keys())
    cards.touch(session, col(SittingRow.assessment) == after.id, draw_at)


def _keep(session: Session, assessment: AssessmentId, answers: Mapping[str, Answer]) -> None:
    for subdomain, answer in answers.items():
        body = ANSWER.dump_json(answer).decode()
        session.exec(
            insert(session, AnswerRow)
            .values(assessment=assessment, subdomain=subdomain, body=body)
            .on_conflict_do_update(index_elements=["assessment", "subdomain"], set_={"body": body})
        )


def _forget(session: Session, assessment: AssessmentId, subdomains: Iterable[str]) -> None:
    for subdomain in subdomains:
        session.exec(
            delete(AnswerRow).where(col(AnswerRow.assessment) == assessment, col(AnswerRow.subdomain) == subdomain)
        )


def sitting(session: Session, assessment: AssessmentId, contributor: UserId) -> Sitting:
    """Where this person is; at the invitation, when they have not begun."""
    query = select(SittingRow).where(SittingRow.assessment == assessment, SittingRow.contributor == contributor)
    row = session.exec(query).first()
    if row is None:
        return Sitting(contributor)
    return Sitting(contributor, Screen(row.screen), row.here, row.revision, row.pressed_at)


def save_sitting(session: Session, assessment: AssessmentId, now: Sitting, draw_at: datetime | None = None) -> None:
    """Keep where this person is now; where their card is stays known, and it follows from `draw_at` on."""
    place = {"screen": now.screen.value, "here": now.here, "revision": now.revision, "pressed_at": now.pressed_at}
    session.exec(
        insert(session, SittingRow)
        .values({"assessment": assessment, "contributor": now.contributor, **NEVER_DRAWN, **place})
        .on_conflict_do_update(index_elements=["assessment", "contributor"], set_=place)
    )
    theirs = (col(SittingRow.assessment) == assessment) & (col(SittingRow.contributor) == now.contributor)
    cards.touch(session, theirs, draw_at)
