"""What may be shown of a closed round, beside the round before where the rules allow that."""

from sqlmodel import Session

from bot.desk import closing
from flows.disclosure import Disclosure, Earlier, Snapshot, disclose, freeze
from flows.people import PartnerId
from flows.round import Round, RoundId
from frameworks import catalog
from storage import assessments, snapshots


def disclosed(session: Session, running: Round) -> Disclosure | None:
    """What may be shown, by the frozen answers alone; none before the close."""
    taken = snapshot(session, running.id)
    return disclose(taken, _earlier(session, running)) if taken else None


def nothing(running: Round) -> Disclosure:
    """What is left to show when the summary was withdrawn: the sub-domains, and no word about them."""
    edition = catalog.edition(running.edition)
    rated = [one for one in map(edition.subdomain, running.subdomains) if one.assessable]
    return disclose(freeze(edition.id, len(edition.levels), [(one.id, one.short_term) for one in rated], []))


def snapshot(session: Session, round_id: RoundId) -> Snapshot | None:
    """What was frozen at the close. Internal: only what is disclosed of it may be shown."""
    kept = snapshots.load(session, round_id)
    return closing.SNAPSHOT.validate_json(kept) if kept else None


def _earlier(session: Session, running: Round) -> Earlier | None:
    """The round before, with how many organisations took part in only one of the two (rule P10)."""
    before = snapshot(session, running.previous) if running.previous else None
    if before is None or running.previous is None:
        return None
    return Earlier(before, len(_those(session, running.id) ^ _those(session, running.previous)))


def _those(session: Session, round_id: RoundId) -> frozenset[PartnerId]:
    """Who took part: turnout, and nothing that anybody said."""
    return frozenset(one for one, submitted in assessments.turnout(session, round_id).items() if submitted)
