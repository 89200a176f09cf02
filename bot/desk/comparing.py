"""Agreed levels side by side: one partnership from round to round, and all that somebody leads."""

from sqlmodel import Session

from bot.desk import Desk, disclosing, permitted
from flows.course import Course, Past, Place, System, courses, systems
from flows.people import Caller, Deed, Partnership
from flows.refusal import Refusal
from flows.round import Round, RoundId, Stage
from frameworks import catalog
from storage import moderations, partnerships, rounds

ALONE = "You lead one partnership. The view across partnerships is for those who lead several."


def course(desk: Desk, caller: Caller, round_id: RoundId) -> tuple[Partnership, tuple[Course, ...]]:
    """How the sub-domains of a round moved up to it, for everybody in the partnership."""
    with permitted.looking_at_round(desk, caller, round_id, Deed.SEE_AGREED) as (session, place, running):
        then = [
            one
            for one in rounds.of_partnership(session, place.id)
            if one.stage is Stage.CLOSED and one.launched_at <= running.launched_at and one.summary_at <= desk.clock()
        ]
        return place, courses([_past(session, one) for one in reversed(then)])


def _past(session: Session, one: Round) -> Past:
    return Past(
        one,
        catalog.edition(one.edition),
        moderations.agreed(session, one.id),
        disclosing.disclosed(session, one),
    )


def led(desk: Desk, caller: Caller) -> tuple[System, ...]:
    """The newest agreed round of each framework in each partnership that this person leads."""
    with desk.database.read() as session:
        places = partnerships.led_by(session, caller.workspace, caller.user)
        if len(places) < 2:
            raise Refusal(ALONE)
        return systems([found for place in places for found in _newest(session, place)])


def _newest(session: Session, place: Partnership) -> list[Place]:
    found: dict[str, Place] = {}
    for one in rounds.of_partnership(session, place.id):  # the newest first
        agreed = moderations.agreed(session, one.id) if one.edition not in found else {}
        if agreed:
            found[one.edition] = Place(place, Past(one, catalog.edition(one.edition), agreed))
    return list(found.values())
