"""A walk whole, as a step needs it: its round, its people, its answers and where somebody is, in few statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy
from sqlalchemy import Label, Row, Select, Table, and_, bindparam
from sqlmodel import Session

from flows.assessment import Assessment, AssessmentId, Screen, Sitting
from flows.people import PartnerId, Partnership, UserId
from flows.round import Round, RoundId
from storage import assessments, keys, partnerships, rounds
from storage.sealing import RoundKey
from storage.statements import POSTGRES, dialect, once, plain, run
from storage.tables import AssessmentRow, PartnershipRow, RoundRow, SittingRow


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one organisation's walk, and of one contributor's place in it."""

    partnership: Partnership
    partner: PartnerId
    round: Round
    assessment: Assessment
    sitting: Sitting


def load(session: Session, assessment: AssessmentId, contributor: UserId, *, lock: bool = False) -> Kept | None:
    """The walk, if it is known; with `lock`, nobody else changes it or its round before this transaction ends."""
    if lock:
        _hold(session, assessment)
    row = run(session, _one(), assessment=assessment, contributor=contributor).first()
    if row is None:
        return None
    place, running = partnerships.of_row(session, row), rounds.of_row(row)
    key = keys.of(session).find(running.id)
    return Kept(
        partnership=place,
        partner=_partner(session, row, key, place),
        round=running,
        assessment=Assessment(
            id=assessment,
            answers=assessments.answers(session, assessment, key),
            submitted_at=row.assessment_submitted_at,
            revision=row.assessment_revision,
        ),
        sitting=_sitting(row, contributor),
    )


def of_partner(
    session: Session, place: Partnership, running: Round, partner: PartnerId, contributor: UserId
) -> Kept | None:
    """One of a round's walks; a session that only reads reads all of them at once."""
    whole = once(session, (of_partner, running.id), lambda: _of_round(session, running.id))
    if partner not in whole.assessments:
        return None
    assessment = whole.assessments[partner]
    sitting = whole.sittings.get((assessment.id, contributor), Sitting(contributor))
    return Kept(place, partner, running, assessment, sitting)


@dataclass(frozen=True, slots=True)
class _Whole:
    """All walks of a round."""

    assessments: Mapping[PartnerId, Assessment]
    sittings: Mapping[tuple[AssessmentId, UserId], Sitting]


def _of_round(session: Session, round_id: RoundId) -> _Whole:
    sittings = {
        (AssessmentId(row.assessment), UserId(row.contributor)): _sitting(row, UserId(row.contributor))
        for row in run(session, _places(), of_round=round_id)
    }
    return _Whole(assessments.of_round(session, round_id), sittings)


@cache
def _places() -> Select[Any]:
    walks, sittings = plain(AssessmentRow), plain(SittingRow)
    return (
        sqlalchemy.select(sittings.c.assessment, sittings.c.contributor, *_place(sittings))
        .select_from(walks.join(sittings, sittings.c.assessment == walks.c.id))
        .where(walks.c.round == bindparam("of_round"))
    )


def _place(sittings: Table) -> tuple[Label[Any], ...]:
    """Where somebody is, as `_sitting` reads it."""
    return tuple(sittings.c[name].label(f"sitting_{name}") for name in ("screen", "here", "revision", "pressed_at"))


def _partner(session: Session, row: Row[Any], key: RoundKey | None, place: Partnership) -> PartnerId:
    """Whose it is: mostly somebody of the partnership as it is now, and to try these takes no statement."""
    kept = row.assessment_partner
    if key and not key.revealed(assessments.WALK, kept):
        key.revealed(assessments.WALK, kept, [one.id for one in place.partners])
    return assessments.whose(session, RoundId(row.id), key)(kept)


def _sitting(row: Row[Any], contributor: UserId) -> Sitting:
    """Where this person is; at the invitation, when they have not begun."""
    if row.sitting_screen is None:
        return Sitting(contributor)
    screen = Screen(row.sitting_screen)
    return Sitting(contributor, screen, row.sitting_here, row.sitting_revision, row.sitting_pressed_at)


@cache
def _one() -> Select[Any]:
    running, walks, sittings, places = plain(RoundRow), plain(AssessmentRow), plain(SittingRow), plain(PartnershipRow)
    theirs = and_(sittings.c.assessment == walks.c.id, sittings.c.contributor == bindparam("contributor"))
    return (
        sqlalchemy.select(
            running,
            *(walks.c[name].label(f"assessment_{name}") for name in ("partner", "submitted_at", "revision")),
            *_place(sittings),
            *partnerships.columns(),
        )
        .select_from(
            walks.join(running, running.c.id == walks.c.round)
            .join(places, places.c.id == running.c.partnership)
            .outerjoin(sittings, theirs)
        )
        .where(walks.c.id == bindparam("assessment"))
    )


def _hold(session: Session, assessment: AssessmentId) -> None:
    """Lock the round, then the walk, and read afterwards. On SQLite whoever writes has everything to themselves."""
    if dialect(session) == POSTGRES:
        run(session, _locked(), assessment=assessment)


@cache
def _locked() -> Select[Any]:
    """Both locks in one statement: what it selects `with` is locked, before what is joined to it can be."""
    running, walks = plain(RoundRow), plain(AssessmentRow)
    this = walks.c.id == bindparam("assessment")
    its = sqlalchemy.select(walks.c.round).where(this).scalar_subquery()
    held = sqlalchemy.select(running.c.id).where(running.c.id == its).with_for_update(key_share=True).cte("held")
    return (
        sqlalchemy.select(walks.c.id)
        .join(held, held.c.id == walks.c.round)
        .where(this)
        .with_for_update(key_share=True, of=walks)
    )
