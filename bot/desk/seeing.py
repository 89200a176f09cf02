"""Brings together what one person may see of everything."""

from datetime import datetime

from sqlmodel import Session

from bot.desk import Desk, walking
from flows import reminders
from flows.assessment import Walk
from flows.overview import Overview, Turnout
from flows.people import Caller, Partnership
from flows.round import Round, Stage
from frameworks import catalog
from storage import assessments, moderations, outbox, partnerships, rounds

NEWEST = 3
"""Rounds a partnership shows on the Home tab; the rest is history."""


def overview(desk: Desk, caller: Caller) -> Overview:
    """Everything for this person's Home tab."""
    with desk.database.read() as session:
        mine = partnerships.answered_for_by(session, caller.workspace, caller.user)
        leads = partnerships.led_by(session, caller.workspace, caller.user)
        walks = tuple(walk for place in mine for walk in _walks(session, place, caller))
        found = {walk.round.id: _agreed_at(session, walk.round) for walk in walks}
        return Overview(
            walks=walks,
            turnouts=tuple(one for place in leads for one in _turnouts(session, place, desk.clock())),
            leads=leads,
            actions_agreed=any(_actions_agreed(session, place) for place in leads),
            agreed={one: at for one, at in found.items() if at},
        )


def _agreed_at(session: Session, running: Round) -> datetime | None:
    """When the round's meeting agreed, if it has."""
    return moderations.load(session, running.id).agreed_at if running.stage is Stage.CLOSED else None


def _actions_agreed(session: Session, place: Partnership) -> bool:
    """Whether any round of this partnership has agreed on something to be done."""
    closed = [one for one in rounds.of_partnership(session, place.id) if one.stage is Stage.CLOSED]
    held = (moderations.load(session, one.id) for one in closed)
    return any(one.agreed_at is not None and any(one.every_action()) for one in held)


def _walks(session: Session, place: Partnership, caller: Caller) -> list[Walk]:
    partner = place.partner_of(caller.user)
    running = rounds.of_partnership(session, place.id)[:NEWEST]
    mine = [assessments.of_partner(session, one.id, partner.id) for one in running] if partner else []
    return [walking.load(session, caller.workspace, one, caller.user) for one in mine if one]


def _turnouts(session: Session, place: Partnership, now: datetime) -> list[Turnout]:
    return [turnout(session, place, running, now) for running in rounds.of_partnership(session, place.id)[:NEWEST]]


def turnout(session: Session, place: Partnership, running: Round, now: datetime) -> Turnout:
    """Who has submitted, in the order of the partnership: no times, nothing derived from answers."""
    submitted = assessments.turnout(session, running.id)
    names = {partner.id: partner.name for partner in place.partners}
    here = {user for partner in place.partners for user in partner.contributors}
    waiting = tuple(name for partner, name in names.items() if submitted.get(partner) is False)
    return Turnout(
        partnership=place,
        round=running,
        edition=catalog.edition(running.edition),
        submitted=tuple(name for partner, name in names.items() if submitted.get(partner) is True),
        waiting=waiting,
        unreachable=tuple(dict.fromkeys(one for one in outbox.unreached(session, running.id) if one in here)),
        ahead=reminders.ahead(running, place, now, awaited=bool(waiting)),
        agreed_at=_agreed_at(session, running),
    )
