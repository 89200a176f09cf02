"""How a lead starts a round: what the form offers, what is wrong with it, and the launch."""

from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.desk import Desk, boards, permitted
from flows import calendar, proposal
from flows import round as rules
from flows.assessment import Assessment, AssessmentId, Screen, Sitting, Walk
from flows.moderation import Action
from flows.notices import Notice, NoticeKind
from flows.people import Caller, ChannelId, Deed, Partnership, PartnershipId
from flows.proposal import RoundForm, proposed
from flows.refusal import Refusal, Refusals
from flows.round import Round, RoundId
from frameworks import catalog
from frameworks.schema import Edition
from storage import audit, outbox, partnerships, rounds


@dataclass(frozen=True, slots=True)
class Opening:
    """The form that starts a round, with what it offers beside what is filled in."""

    form: RoundForm
    choices: tuple[Partnership, ...]
    place: Partnership
    edition: Edition
    earlier: Round | None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The round that would start now, kept nowhere; `unfinished` is what earlier rounds agreed and is not done."""

    form: RoundForm
    place: Partnership
    round: Round
    edition: Edition
    unfinished: tuple[Action, ...] = ()


def choices(desk: Desk, caller: Caller, where: ChannelId | PartnershipId | None = None) -> tuple[Partnership, ...]:
    """The partnerships that this person leads, the one meant or of this channel first; refuses who leads none."""
    with desk.database.read() as session:
        led = partnerships.led_by(session, caller.workspace, caller.user)
    if not led:
        raise Refusal(
            "Only the lead of a partnership can start a round, and you are not set up as one yet. Invite this app to "
            "your partnership's channel to set one up, or ask a lead to add you."
        )
    return tuple(sorted(led, key=lambda one: (where not in {one.channel, one.id}, one.name)))


def frameworks() -> tuple[Edition, ...]:
    """The frameworks to choose from, the newest first."""
    return tuple(sorted(catalog.shipped(), key=lambda one: one.published, reverse=True))


def opening(desk: Desk, caller: Caller, where: ChannelId | PartnershipId | None = None) -> Opening:
    """The form as it is opened, with everything already filled in."""
    led, edition = choices(desk, caller, where), frameworks()[0]
    return _opening(desk, led, led[0], edition, None)


def again(desk: Desk, caller: Caller, form: RoundForm) -> Opening:
    """The form once more: for another partnership or framework, or on the way back. What was filled in stays."""
    led, edition = choices(desk, caller), catalog.edition(form.framework)
    place = next((one for one in led if one.id == form.partnership), led[0])
    return _opening(desk, led, place, edition, form)


def _opening(
    desk: Desk, led: tuple[Partnership, ...], place: Partnership, edition: Edition, form: RoundForm | None
) -> Opening:
    with desk.database.read() as session:
        so_far = rounds.of_partnership(session, place.id)
    fresh = proposal.offered(place.id, place.zone, edition, so_far, desk.clock())
    return Opening(
        _kept(form, fresh, edition) if form else fresh, led, place, edition, proposal.earlier(so_far, edition)
    )


def _kept(form: RoundForm, fresh: RoundForm, edition: Edition) -> RoundForm:
    """What was filled in, as far as it belongs to this framework and partnership."""
    mine = {str(one.id) for one in edition.scopes}
    return replace(
        form,
        partnership=fresh.partnership,
        scopes=form.scopes if form.scopes and form.scopes <= mine else fresh.scopes,
        previous=form.previous if form.previous in {None, fresh.previous} else fresh.previous,
    )


def parts(desk: Desk, caller: Caller, form: RoundForm) -> Opening:
    """Accept the first step of the form, or say at its fields what is wrong."""
    with permitted.read(desk, caller, form.partnership, Deed.START_ROUND) as (session, place):
        so_far, edition = rounds.of_partnership(session, place.id), catalog.edition(form.framework)
    if found := rules.part_faults(form.scopes, form.previous, edition, place.zone, desk.clock(), so_far):
        raise Refusals(found)
    return Opening(form, (place,), place, edition, proposal.earlier(so_far, edition))


def rehearse(desk: Desk, caller: Caller, form: RoundForm) -> Rehearsal:
    """Accept the second step too, and say what would start now."""
    with permitted.read(desk, caller, form.partnership, Deed.START_ROUND) as (session, place):
        running, edition = _launched(session, desk, caller, place, form, RoundId(""))
        left = boards.unfinished(session, rounds.of_partnership(session, place.id))
        return Rehearsal(form, place, running, edition, left)


def start(desk: Desk, caller: Caller, form: RoundForm) -> tuple[Partnership, Round, Edition]:
    """Launch a round: everybody's assessment, the invitations and the word in the channel, all in one transaction.

    The partnership is locked meanwhile: of two leads who press at once the second is told of the first one's round.
    """
    with permitted.begin(desk, caller, form.partnership, Deed.START_ROUND) as (session, place):
        running, edition = _launched(session, desk, caller, place, form, RoundId(desk.new_id()))
        rounds.add(session, running, {partner.id: AssessmentId(desk.new_id()) for partner in place.partners})
        outbox.owe(session, _owed(place, running), workspace=place.workspace)
        audit.record(
            session,
            at=running.launched_at,
            actor=caller.user,
            action="round launched",
            partnership=place.id,
            round=running.id,
            detail={"framework": edition.id, "mode": running.mode.value, "deadline": running.deadline.isoformat()},
        )
    return place, running, edition


def as_seen_by(ready: Rehearsal, caller: Caller) -> tuple[Walk, ...]:
    """The invitation and the first card of that round, as the lead's own organisation would get them, or the first."""
    partner = ready.place.partner_of(caller.user) or next(iter(ready.place.partners), None)
    if partner is None:
        raise Refusal("No organisation takes part yet. Add one with /maturity settings.")
    nothing = Assessment(AssessmentId(""), {})
    shown = [Sitting(caller.user, screen) for screen in (Screen.INVITATION, Screen.CARD)]
    return tuple(Walk(ready.place, partner, ready.round, ready.edition, nothing, one) for one in shown)


def _launched(  # noqa: PLR0913, PLR0917 - who, where and what
    session: Session, desk: Desk, caller: Caller, place: Partnership, form: RoundForm, round_id: RoundId
) -> tuple[Round, Edition]:
    edition = catalog.edition(form.framework)
    running = rules.launch(
        proposed(form, place.zone),
        edition,
        zone=place.zone,
        round_id=round_id,
        partnership=place.id,
        by=caller.user,
        now=desk.clock(),
        others=rounds.of_partnership(session, place.id),
    )
    return running, edition


def _owed(place: Partnership, running: Round) -> tuple[Notice, ...]:
    """An invitation to every contributor, and a word in the channel without names."""
    due = calendar.decent(running.launched_at, place.zone)
    invitations = [
        Notice(NoticeKind.INVITATION, f"invitation:{running.id}:{person}", running.id, due, person)
        for partner in place.partners
        for person in partner.contributors
    ]
    return (*invitations, Notice(NoticeKind.LAUNCHED, f"launched:{running.id}", running.id, due))
