"""The outbox as the postman uses it: claim, look up what a notice is about, note what became of it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.desk import Desk, closing, walking
from flows.assessment import Walk
from flows.disclosure import Disclosure, disclose
from flows.people import Partnership
from flows.round import Round
from frameworks import catalog
from frameworks.schema import Edition
from storage import assessments, cards, outbox, partnerships, rounds, snapshots
from storage.outbox import Claimed

AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Matter:
    """What a notice is about; `disclosure` is what may be shown of the round, once it is closed."""

    partnership: Partnership
    round: Round
    edition: Edition
    disclosure: Disclosure | None


def claim(desk: Desk, lease: timedelta) -> tuple[Claimed, ...]:
    """Take a handful of what is due; nobody else gets them while the lease runs."""
    with desk.database.begin() as session:
        return outbox.claim(session, desk.clock(), desk.new_id(), lease=lease, limit=AT_ONCE)


def about(desk: Desk, claimed: Claimed) -> Matter | None:
    """Look up what a notice is about; none when the round is no longer kept."""
    with desk.database.read() as session:
        running = rounds.load(session, claimed.round)
        place = partnerships.load(session, running.partnership) if running else None
        if not running or not place:
            return None
        kept = snapshots.load(session, running.id)
        return Matter(
            partnership=place,
            round=running,
            edition=catalog.edition(running.edition),
            disclosure=disclose(closing.SNAPSHOT.validate_json(kept)) if kept else None,
        )


def invited(desk: Desk, claimed: Claimed) -> Walk | None:
    """The walk that an invitation is about; none when the round is over or the person no longer takes part."""
    matter = about(desk, claimed)
    partner = matter.partnership.partner_of(claimed.to) if matter and claimed.to else None
    if not matter or not partner or not claimed.to or not matter.round.takes_answers(desk.clock()):
        return None
    with desk.database.read() as session:
        assessment = assessments.of_partner(session, matter.round.id, partner.id)
        return walking.load(session, claimed.workspace, assessment, claimed.to) if assessment else None


def sent(desk: Desk, claimed: Claimed, channel: str, ts: str, card: Walk | None) -> None:
    """Note that it was sent, and where; an invitation is the living card from now on."""
    with desk.database.begin() as session:
        if outbox.sent(session, claimed.id, claimed.token, channel, ts, desk.clock()) and card:
            cards.put(session, card, channel, ts)


def again(desk: Desk, claimed: Claimed, pause: timedelta, error: str, *, unsure: bool) -> None:
    """Put it back for later."""
    with desk.database.begin() as session:
        outbox.again(session, claimed.id, claimed.token, desk.clock() + pause, error, unsure=unsure)


def hopeless(desk: Desk, claimed: Claimed, error: str) -> None:
    """No later try can help."""
    with desk.database.begin() as session:
        outbox.dead(session, claimed.id, claimed.token, error)
