"""Assessments: an organisation's answers, and where each of its contributors is.

While a round is open, answers are sealed and rows go by pseudonyms, both under the round's key (`storage/keys.py`).
Once it is closed there are no answers any more.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy
from pydantic import TypeAdapter
from sqlalchemy import Insert, Row, Select, bindparam
from sqlalchemy.sql.dml import ReturningUpdate
from sqlmodel import Session, col, delete, select, update
from sqlmodel.sql.expression import SelectOfScalar

from flows.assessment import Answer, Assessment, AssessmentId, Screen, Sitting
from flows.people import PartnerId, UserId
from flows.round import RoundId
from storage import cards, keys, statements
from storage.keys import LostKey
from storage.sealing import RoundKey
from storage.statements import dialect, insert, plain, run, upsert
from storage.tables import AnswerRow, AssessmentRow, PartnerRow, RoundRow, SittingRow

ANSWER = TypeAdapter(Answer)
"""An answer as JSON text and back; parts that a newer version adds are let be by an older one."""
NEVER_DRAWN = {"changes": 1, "drawings": 0, "stale": True}
FORGOTTEN = {"here": None, "pressed_at": None, "revision": 0, "changes": -1, "drawings": -1}
"""A sitting of a closed round: no count of steps is left, and no drawing that is under way fits it (`cards.drawn`)."""
WALK, ANSWERS, PLACE = "walk", "answers", "place"
"""The uses of pseudonyms: of an organisation, of an assessment's answers, and of the sub-domain of one of them."""


class Stale(Exception):  # noqa: N818 - a race that was lost, not a bug
    """Somebody else changed it since it was read; read it again and decide again."""


def add(session: Session, round_id: RoundId, empty: Mapping[PartnerId, AssessmentId]) -> None:
    """Keep an empty assessment for each organisation of a round that begins, and its key beside the database."""
    key = keys.of(session).make(round_id)
    rows = [AssessmentRow(id=one, round=round_id, partner=key.pseudonym(WALK, whose)) for whose, one in empty.items()]
    statements.add(session, AssessmentRow, rows)


def join(session: Session, round_id: RoundId, partner: PartnerId, empty: AssessmentId) -> None:
    """Keep an empty assessment for an organisation that joins an open round; one that came back finds its own."""
    if key := keys.of(session).find(round_id):
        row = AssessmentRow(id=empty, round=round_id, partner=key.pseudonym(WALK, partner)).model_dump()
        session.exec(insert(session, AssessmentRow).values(row).on_conflict_do_nothing())


def load(session: Session, round_id: RoundId, partner: PartnerId, *, lock: bool = False) -> Assessment:
    """The assessment, or `LookupError`; with `lock`, nobody else changes it before this transaction ends."""
    key = keys.of(session).find(round_id)
    query = _of_partner(round_id, partner, key)
    row = session.exec(query.with_for_update(key_share=True) if lock else query).first()
    if row is None:
        raise LookupError("this organisation has no assessment in this round")
    return _assessment(row, answers(session, AssessmentId(row.id), key))


def of_round(session: Session, round_id: RoundId) -> dict[PartnerId, Assessment]:
    """Every organisation's assessment in a round."""
    key, rows = keys.of(session).find(round_id), _rows(session, round_id)
    given = all_answers(session, round_id, [AssessmentId(row.id) for row in rows], key)
    named = whose(session, round_id, key)
    return {named(row.partner): _assessment(row, given.get(AssessmentId(row.id), {})) for row in rows}


def _rows(session: Session, round_id: RoundId) -> Sequence[AssessmentRow]:
    return session.exec(select(AssessmentRow).where(AssessmentRow.round == round_id)).all()


def _of_partner(round_id: RoundId, partner: PartnerId, key: RoundKey | None) -> SelectOfScalar[AssessmentRow]:
    """By its pseudonym, or by its name, when the round was closed a moment ago and the key is still there."""
    names = [partner, *([key.pseudonym(WALK, partner)] if key else [])]
    return select(AssessmentRow).where(AssessmentRow.round == round_id, col(AssessmentRow.partner).in_(names))


def answers(session: Session, assessment: AssessmentId, key: RoundKey | None) -> dict[str, Answer]:
    """The answers of an assessment; none once its round is closed."""
    if key is None:
        return {}
    sealed = run(session, _of_assessment(), whose=key.pseudonym(ANSWERS, assessment))
    return dict(_unsealed(one, key) for one in sealed)


@cache
def _of_assessment() -> Select[Any]:
    kept = plain(AnswerRow)
    return sqlalchemy.select(kept).where(kept.c.whose == bindparam("whose"))


def all_answers(
    session: Session, round_id: RoundId, among: Iterable[AssessmentId], key: RoundKey | None
) -> dict[AssessmentId, dict[str, Answer]]:
    """The answers of each of these assessments of a round, in one statement; none once it is closed."""
    if key is None:
        return {}
    names = {key.pseudonym(ANSWERS, one): one for one in among}
    found: dict[AssessmentId, dict[str, Answer]] = {}
    for row in run(session, _of_round(), of_round=round_id):
        if row.whose in names:
            subdomain, answer = _unsealed(row, key)
            found.setdefault(names[row.whose], {})[subdomain] = answer
    return found


@cache
def _of_round() -> Select[Any]:
    kept = plain(AnswerRow)
    return sqlalchemy.select(kept).where(kept.c.round == bindparam("of_round"))


def _unsealed(row: Row[Any], key: RoundKey) -> tuple[str, Answer]:
    subdomain, _, body = key.unseal(row.body, _place(row.round, row.whose, row.name)).partition("\n")
    return subdomain, ANSWER.validate_json(body)


def _place(round_id: str, whose: str, name: str) -> str:
    """Where an answer is kept: what it is sealed to."""
    return f"{round_id} {whose} {name}"


def _assessment(row: AssessmentRow, answers: Mapping[str, Answer]) -> Assessment:
    return Assessment(id=AssessmentId(row.id), answers=answers, submitted_at=row.submitted_at, revision=row.revision)


def whose(session: Session, round_id: RoundId, key: RoundKey | None) -> Callable[[str], PartnerId]:
    """Who is behind what an assessment's row says; who has left the partnership stays behind a pseudonym."""

    def known(kept: str) -> PartnerId:
        if key is None:
            return PartnerId(kept)
        found = key.revealed(WALK, kept) or key.revealed(WALK, kept, _partners(session, round_id))
        return PartnerId(found or kept)

    return known


def _partners(session: Session, round_id: RoundId) -> Sequence[str]:
    """The organisations that may be behind a pseudonym."""
    query = select(PartnerRow.id).join(RoundRow, col(RoundRow.partnership) == col(PartnerRow.partnership))
    return session.exec(query.where(RoundRow.id == round_id)).all()


def find(session: Session, assessment: AssessmentId) -> tuple[RoundId, PartnerId] | None:
    """In which round it is and whose, if it is known."""
    row = session.exec(select(AssessmentRow).where(AssessmentRow.id == assessment)).first()
    if row is None:
        return None
    round_id = RoundId(row.round)
    return round_id, whose(session, round_id, keys.of(session).find(round_id))(row.partner)


def of_partner(session: Session, round_id: RoundId, partner: PartnerId) -> AssessmentId | None:
    """The name of an organisation's assessment in a round, if it has one."""
    found = session.exec(_of_partner(round_id, partner, keys.of(session).find(round_id))).first()
    return AssessmentId(found.id) if found else None


def turnout(session: Session, round_id: RoundId) -> dict[PartnerId, bool]:
    """Who has submitted: yes or no, without times, and without reading an answer."""
    named = whose(session, round_id, keys.of(session).find(round_id))
    return {named(row.partner): row.submitted_at is not None for row in _rows(session, round_id)}


def save(session: Session, before: Assessment, after: Assessment, draw_at: datetime | None = None) -> None:
    """Keep what changed between the two, or raise `Stale` when `before` is no longer what is kept.

    The contributors' cards follow from `draw_at` on; at once, when there is none.
    """
    if after == before:
        return
    known = {"kept": before.id, "known": before.revision}
    moved = run(session, _moved(), **known, submitted=after.submitted_at, next=after.revision).first()
    if moved is None:
        raise Stale("this assessment has moved on")
    _write(session, RoundId(moved.round), before, after)
    cards.touch_assessment(session, after.id, draw_at)


@cache
def _moved() -> ReturningUpdate[Any]:
    kept = plain(AssessmentRow)
    return (
        sqlalchemy.update(kept)
        .where(kept.c.id == bindparam("kept"), kept.c.revision == bindparam("known"))
        .values(submitted_at=bindparam("submitted"), revision=bindparam("next"))
        .returning(kept.c.round)
    )


def _write(session: Session, round_id: RoundId, before: Assessment, after: Assessment) -> None:
    """Seal what is new or has changed, and delete what is gone."""
    key = keys.of(session).find(round_id)
    if key is None:
        raise LostKey("the key of this round is not in the store of keys")
    whose = key.pseudonym(ANSWERS, after.id)
    for subdomain, answer in after.answers.items():
        if answer != before.answers.get(subdomain):
            run(session, _keep(dialect(session)), **_sealed(round_id, key, whose, subdomain, answer))
    gone = [key.pseudonym(PLACE, f"{whose} {one}") for one in before.answers.keys() - after.answers.keys()]
    if gone:
        session.exec(delete(AnswerRow).where(col(AnswerRow.whose) == whose, col(AnswerRow.name).in_(gone)))


def _sealed(round_id: RoundId, key: RoundKey, whose: str, subdomain: str, answer: Answer) -> dict[str, str | bytes]:
    """An answer as it is kept; which sub-domain it is about is sealed with it."""
    name = key.pseudonym(PLACE, f"{whose} {subdomain}")
    text = f"{subdomain}\n{ANSWER.dump_json(answer).decode()}"
    body = key.seal(text, _place(round_id, whose, name))
    return {"whose": whose, "name": name, "round": round_id, "body": body}


@cache
def _keep(dialect: str) -> Insert:
    new = upsert(dialect, plain(AnswerRow))
    return new.on_conflict_do_update(index_elements=["whose", "name"], set_={"body": new.excluded.body})


def erase(session: Session, assessment: AssessmentId) -> None:
    """Delete the answers of one organisation, which has not submitted any more."""
    row = session.exec(select(AssessmentRow).where(AssessmentRow.id == assessment)).one()
    if key := keys.of(session).find(RoundId(row.round)):
        session.exec(delete(AnswerRow).where(col(AnswerRow.whose) == key.pseudonym(ANSWERS, row.id)))
    session.exec(
        update(AssessmentRow)
        .where(col(AssessmentRow.id) == assessment)
        .values(submitted_at=None, revision=AssessmentRow.revision + 1)
    )


def let_go(session: Session, round_id: RoundId, when: datetime) -> None:
    """Delete a closed round's answers, for good, and drop every time; who submitted stays known, as yes or no.

    From now on rows say by name whose they are: nothing is left that they could be joined with, nor how many steps an
    organisation took. Who has left the partnership did not count (rule C1), and so has not submitted.
    """
    named, here = whose(session, round_id, keys.of(session).find(round_id)), set(_partners(session, round_id))
    for row in _rows(session, round_id):
        partner = named(row.partner)
        submitted = when if row.submitted_at and partner in here else None
        known = {"partner": partner, "submitted_at": submitted, "revision": 0}
        session.exec(update(AssessmentRow).where(col(AssessmentRow.id) == row.id).values(known))
        places = update(SittingRow).where(col(SittingRow.assessment) == row.id)
        session.exec(places.values(**FORGOTTEN).execution_options(synchronize_session=False))
    session.exec(delete(AnswerRow).where(col(AnswerRow.round) == round_id))


def sitting(session: Session, assessment: AssessmentId, contributor: UserId) -> Sitting:
    """Where this person is; at the invitation, when they have not begun."""
    query = select(SittingRow).where(SittingRow.assessment == assessment, SittingRow.contributor == contributor)
    row = session.exec(query).first()
    if row is None:
        return Sitting(contributor)
    return Sitting(contributor, Screen(row.screen), row.here, row.revision, row.pressed_at)


def save_sitting(session: Session, assessment: AssessmentId, now: Sitting, draw_at: datetime | None = None) -> None:
    """Keep where this person is now; where their card is stays known, and it follows from `draw_at` on."""
    theirs = {"assessment": assessment, "contributor": now.contributor}
    place = {"screen": now.screen.value, "here": now.here, "revision": now.revision, "pressed_at": now.pressed_at}
    run(session, _sat(dialect(session)), **theirs, **place, **NEVER_DRAWN, draw_at=draw_at)


@cache
def _sat(dialect: str) -> Insert:
    sittings = plain(SittingRow)
    new = upsert(dialect, sittings)
    place = {name: new.excluded[name] for name in ("screen", "here", "revision", "pressed_at")}
    drawing = {"changes": sittings.c.changes + 1, "stale": True, "draw_at": cards.sooner(new.excluded.draw_at)}
    return new.on_conflict_do_update(index_elements=["assessment", "contributor"], set_=place | drawing)
