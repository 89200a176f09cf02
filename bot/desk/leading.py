"""What a lead does: choose what to start, and start a round."""

from sqlmodel import Session

from bot.desk import Desk
from flows import calendar
from flows import round as rules
from flows.assessment import AssessmentId
from flows.notices import Notice, NoticeKind
from flows.people import Caller, ChannelId, Partnership, PartnershipId, require_lead
from flows.proposal import RoundForm, proposed
from flows.refusal import Refusal
from flows.round import Round, RoundId
from frameworks import catalog
from frameworks.schema import Edition
from storage import audit, outbox, partnerships, rounds


def choices(desk: Desk, caller: Caller, channel: ChannelId | None = None) -> tuple[Partnership, ...]:
    """The partnerships that this person leads, the one of this channel first; refuses those who lead none."""
    with desk.database.read() as session:
        led = partnerships.led_by(session, caller.workspace, caller.user)
    if not led:
        raise Refusal("Only the lead of a partnership can start a round, and you are not set up as one yet.")
    return tuple(sorted(led, key=lambda one: (one.channel != channel, one.name)))


def frameworks() -> tuple[Edition, ...]:
    """The frameworks to choose from, the newest first."""
    return tuple(sorted(catalog.shipped(), key=lambda one: one.published, reverse=True))


def start(desk: Desk, caller: Caller, form: RoundForm) -> tuple[Partnership, Round, Edition]:
    """Launch a round: everybody's assessment, the invitations and the word in the channel, all in one transaction."""
    now = desk.clock()
    with desk.database.begin() as session:
        place = _led(session, caller, form.partnership)
        edition = catalog.edition(form.framework)
        running = rules.launch(
            proposed(form, place.zone),
            edition,
            zone=place.zone,
            round_id=RoundId(desk.new_id()),
            partnership=place.id,
            by=caller.user,
            now=now,
            others=rounds.of_partnership(session, place.id),
        )
        rounds.add(session, running, {partner.id: AssessmentId(desk.new_id()) for partner in place.partners})
        outbox.owe(session, _owed(place, running), workspace=place.workspace)
        audit.record(
            session, at=now, actor=caller.user, action="round launched", partnership=place.id, round=running.id
        )
    return place, running, edition


def _led(session: Session, caller: Caller, partnership: PartnershipId) -> Partnership:
    """The partnership, for its leads only; unknown here and elsewhere look the same."""
    place = partnerships.load(session, partnership)
    if place is None or place.workspace != caller.workspace:
        raise Refusal("This partnership is not known here any more.")
    require_lead(place, caller.user)
    return place


def _owed(place: Partnership, running: Round) -> tuple[Notice, ...]:
    """An invitation to every contributor, and a word in the channel without names."""
    due = calendar.decent(running.launched_at, place.zone)
    invitations = [
        Notice(NoticeKind.INVITATION, f"invitation:{running.id}:{person}", running.id, due, person)
        for partner in place.partners
        for person in partner.contributors
    ]
    return (*invitations, Notice(NoticeKind.LAUNCHED, f"launched:{running.id}", running.id, due))
