"""The close of a round: its answers are frozen in a snapshot, and the names go."""

from datetime import datetime

from pydantic import TypeAdapter
from sqlmodel import Session

from bot import traces
from bot.desk import Desk, reminding
from flows import round as rules
from flows.assessment import Assessment
from flows.disclosure import Snapshot, freeze
from flows.divergence import Ballot
from flows.round import Round, RoundId
from frameworks import catalog
from frameworks.schema import Edition
from storage import assessments, audit, partnerships, rounds, snapshots

SNAPSHOT = TypeAdapter(Snapshot)
"""A snapshot as JSON text and back."""


def close_due(desk: Desk) -> None:
    """Close every round whose deadline and grace have passed, each in a transaction of its own."""
    with desk.database.read() as session:
        due = rounds.due_to_close(session, desk.clock())
    traces.each("a round was not closed", due, lambda one: _close(desk, one))


def _close(desk: Desk, round_id: RoundId) -> None:
    now = desk.clock()
    with desk.database.begin() as session:
        running = rounds.load(session, round_id, lock=True)
        if (
            running and running.stage is rules.Stage.OPEN and not running.takes_answers(now)
        ):  # else another process was first
            closed = rules.close(running)
            rounds.save(session, closed)
            _freeze(session, closed, now)


def _freeze(session: Session, closed: Round, now: datetime) -> None:
    """Keep what counted, and owe what the calendar of a closed round has due by now."""
    place = partnerships.load(session, closed.partnership)
    if place is None:
        raise LookupError(f"the partnership of round {closed.id} is not kept")
    here = {partner.id for partner in place.partners}  # who has left takes its view along
    given = [one for partner, one in assessments.of_round(session, closed.id).items() if partner in here]
    taken = _snapshot(closed, catalog.edition(closed.edition), [one for one in given if one.submitted])
    snapshots.keep(session, closed.id, SNAPSHOT.dump_json(taken).decode(), now)
    reminding.plan(session, closed, place, now)
    audit.record(session, at=now, actor="clock", action="round closed", partnership=place.id, round=closed.id)


def _snapshot(closed: Round, edition: Edition, submitted: list[Assessment]) -> Snapshot:
    """The ballots of the organisations that submitted (rule C1), without their names."""
    rated = [one for one in map(edition.subdomain, closed.subdomains) if one.assessable]
    ballots = [
        {one: Ballot(answer.judgement, answer.evidenced) for one, answer in assessment.answers.items()}
        for assessment in submitted
    ]
    return freeze(edition.id, len(edition.levels), [(one.id, one.short_term) for one in rated], ballots)
