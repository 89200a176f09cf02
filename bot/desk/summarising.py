"""What is posted with the summary of a closed round, beside what may be shown of its answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from bot.desk import Desk, disclosing
from flows.disclosure import Disclosure
from flows.judgement import Judgement
from flows.people import Partnership
from flows.round import Mode, Round
from frameworks import catalog
from frameworks.schema import Edition
from storage import assessments, offered, partnerships, rounds
from storage.outbox import Claimed

Views = Mapping[str, Mapping[str, Judgement]]
"""Judgements by sub-domain and by the name of the organisation."""


@dataclass(frozen=True, slots=True)
class Beside:
    """All that hangs below a summary; `views` only where names were agreed to be shown."""

    partnership: Partnership
    round: Round
    edition: Edition
    disclosure: Disclosure
    evidence: offered.Words
    quotes: offered.Words
    views: Views


def beside(desk: Desk, claimed: Claimed) -> Beside | None:
    """Look it up; none when the round is not closed, or its summary was withdrawn."""
    with desk.database.read() as session:
        running = rounds.load(session, claimed.round)
        place = partnerships.load(session, running.partnership) if running else None
        shown = disclosing.disclosed(session, running) if running else None
        if running is None or place is None or shown is None:
            return None
        return Beside(
            partnership=place,
            round=running,
            edition=catalog.edition(running.edition),
            disclosure=shown,
            evidence=offered.evidence(session, running.id),
            quotes=offered.quotes(session, running.id),
            views=_views(session, running, place) if running.mode is Mode.OPEN else {},
        )


def _views(session: Session, running: Round, place: Partnership) -> Views:
    """Who judged what, of those who submitted; in the order of the partnership."""
    given = assessments.of_round(session, running.id)
    counted = [(one.name, given[one.id]) for one in place.partners if one.id in given and given[one.id].submitted]
    return {
        subdomain: {
            name: answer.judgement
            for name, assessment in counted
            if (answer := assessment.answers.get(subdomain)) and answer.judgement
        }
        for subdomain in running.subdomains
    }
