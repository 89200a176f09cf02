"""Brings together what one person may see of everything."""

from sqlmodel import Session

from bot.desk import Desk, walking
from flows.assessment import Walk
from flows.overview import Overview, Turnout
from flows.people import Caller, Partnership
from flows.round import Round
from frameworks import catalog
from storage import assessments, partnerships, rounds

NEWEST = 3
"""Rounds a partnership shows on the Home tab; the rest is history."""


def overview(desk: Desk, caller: Caller) -> Overview:
    """Everything for this person's Home tab."""
    with desk.database.read() as session:
        mine = partnerships.answered_for_by(session, caller.workspace, caller.user)
        leads = partnerships.led_by(session, caller.workspace, caller.user)
        return Overview(
            walks=tuple(walk for place in mine for walk in _walks(session, place, caller)),
            turnouts=tuple(turnout for place in leads for turnout in _turnouts(session, place)),
            leads=leads,
        )


def _walks(session: Session, place: Partnership, caller: Caller) -> list[Walk]:
    partner = place.partner_of(caller.user)
    running = rounds.of_partnership(session, place.id)[:NEWEST]
    mine = [assessments.of_partner(session, one.id, partner.id) for one in running] if partner else []
    return [walking.load(session, caller.workspace, one, caller.user) for one in mine if one]


def _turnouts(session: Session, place: Partnership) -> list[Turnout]:
    return [_turnout(session, place, running) for running in rounds.of_partnership(session, place.id)[:NEWEST]]


def _turnout(session: Session, place: Partnership, running: Round) -> Turnout:
    """Who has submitted, in the order of the partnership: no times, nothing derived from answers."""
    submitted = assessments.turnout(session, running.id)
    names = {partner.id: partner.name for partner in place.partners}
    return Turnout(
        partnership=place,
        round=running,
        edition=catalog.edition(running.edition),
        submitted=tuple(name for partner, name in names.items() if submitted.get(partner) is True),
        waiting=tuple(name for partner, name in names.items() if submitted.get(partner) is False),
    )
