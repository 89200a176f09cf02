"""Setting a partnership up and changing who takes part: each change is kept, told in the history, and follows through.

An organisation that joins gets an assessment in every round that still takes answers, and its people an invitation.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from sqlmodel import Session

from bot import partnership_list
from bot.desk import Desk, off_slack, permitted
from bot.partnership_list import Find, Listed
from flows import calendar, changes, membership
from flows.assessment import AssessmentId
from flows.changes import Made
from flows.membership import Details, Selection
from flows.notices import Notice, NoticeKind
from flows.people import (
    Caller,
    ChannelId,
    Deed,
    Partner,
    PartnerId,
    Partnership,
    PartnershipId,
    WorkspaceId,
    may,
)
from flows.refusal import Refusal
from flows.round import Round, RoundId, Stage
from storage import assessments, audit, cards, outbox, partnerships, rounds
from storage.audit import Entry

TAKEN = "Somebody has set up a partnership in this channel already. Type /maturity settings there to see it."
PERSON = MappingProxyType({"handed over": "to", "colleague asked": "colleague"})
"""What changes people in the course of a round, and under what its entry names them."""
Making = Callable[[Partnership], Partnership]


def in_channel(desk: Desk, caller: Caller, channel: ChannelId) -> Partnership | None:
    """The partnership of this channel, if one is set up."""
    with desk.database.read() as session:
        return partnerships.in_channel(session, caller.workspace, channel)


def mine(desk: Desk, caller: Caller) -> tuple[Partnership, ...]:
    """The partnerships that this person may look at: first those that they lead."""
    with desk.database.read() as session:
        found = (
            *partnerships.led_by(session, caller.workspace, caller.user),
            *partnerships.answered_for_by(session, caller.workspace, caller.user),
            *partnerships.watched_by(session, caller.workspace, caller.user),
        )
    return tuple(dict.fromkeys(found))


def led(desk: Desk, caller: Caller) -> tuple[Partnership, ...]:
    """The partnerships that this person leads."""
    with desk.database.read() as session:
        return partnerships.led_by(session, caller.workspace, caller.user)


def look(desk: Desk, caller: Caller, partnership: PartnershipId) -> tuple[Partnership, bool]:
    """The partnership, and whether this person may change it."""
    with permitted.read(desk, caller, partnership, Deed.SEE_PARTNERSHIP) as (_, place):
        return place, may(Deed.CHANGE_PARTNERSHIP, place, caller.user)


def to_change(desk: Desk, caller: Caller, partnership: PartnershipId) -> Partnership:
    """The partnership, for a form that changes it."""
    with permitted.read(desk, caller, partnership, Deed.CHANGE_PARTNERSHIP) as (_, place):
        return place


def set_up(desk: Desk, caller: Caller, channel: ChannelId, details: Details) -> Partnership:
    """Begin a partnership in a channel that has none; whoever sets it up leads it."""
    bare = Partnership(
        id=PartnershipId(desk.new_id()),
        workspace=caller.workspace,
        channel=channel,
        name=details.name,
        hosts=details.hosts,
        zone=details.zone,
        leads=(caller.user,),
        partners=(),
    )
    place = membership.described(bare, details)
    with desk.database.begin() as session:
        _begin(desk, session, place, actor=caller.user)
    return place


def _begin(desk: Desk, session: Session, place: Partnership, *, actor: str) -> None:
    if not partnerships.add(session, place):
        raise Refusal(TAKEN, "partnership_name")
    detail = {"name": place.name}
    audit.record(
        session, at=desk.clock(), actor=actor, action="partnership set up", partnership=place.id, detail=detail
    )


def bring_in(
    desk: Desk,
    workspace: WorkspaceId,
    channel: ChannelId,
    making: Callable[[Partnership | None], Partnership],
    *,
    actor: str,
) -> tuple[Partnership | None, Partnership]:
    """Make the partnership of a channel from what it was, if it was one; before and after. For whoever runs the bot."""
    with desk.database.begin() as session:
        known = partnerships.in_channel(session, workspace, channel)
        before = partnerships.load(session, known.id, lock=True) if known else None
        after = making(before)
        bare = replace(after, partners=(), observers=())
        if before is None:
            _begin(desk, session, bare, actor=actor)
        settle(desk, session, before or bare, after, actor=actor)
    return before, after


def describe(desk: Desk, caller: Caller, partnership: PartnershipId, details: Details) -> Partnership:
    """Change what the partnership is called and how it works."""
    return change(desk, caller, partnership, lambda place: membership.described(place, details))


def lead_and_watch(
    desk: Desk, caller: Caller, partnership: PartnershipId, leads: Selection, observers: Selection
) -> Partnership:
    """Change who leads and who observes."""

    def making(place: Partnership) -> Partnership:
        led = membership.led_by(place, leads.of(place.leads))
        return membership.watched_by(led, observers.of(place.observers))

    return change(desk, caller, partnership, making)


def add_partner(desk: Desk, caller: Caller, partnership: PartnershipId, partner: Partner) -> Partnership:
    """Let an organisation join; one that took part before is the same again, with what it has answered."""
    with permitted.begin(desk, caller, partnership, Deed.CHANGE_PARTNERSHIP) as (session, before):
        after = membership.with_partner(before, replace(partner, id=_ids(desk, session, before)(partner.name)))
        settle(desk, session, before, after, actor=caller.user)
    return after


def _ids(desk: Desk, session: Session, place: Partnership) -> Callable[[str], PartnerId]:
    """Ids for organisations that join: their own when they took part before, else new ones."""
    entries = audit.of_partnership(session, place.id)
    gone = changes.gone((one.detail for one in entries if one.action == changes.REMOVED), place)
    return lambda name: gone.get(name.casefold()) or PartnerId(desk.new_id())


def change_partner(
    desk: Desk, caller: Caller, partnership: PartnershipId, partner: Partner, people: Selection
) -> Partnership:
    """Change an organisation's name, sector, contact or people."""
    return change(desk, caller, partnership, lambda place: membership.with_changed_partner(place, partner, people))


def take_in(
    desk: Desk, caller: Caller, partnership: PartnershipId, listed: Listed, find: Find
) -> tuple[Partnership, Partnership]:
    """Add everybody in a list, or raise `Faulty`; before and after."""
    with permitted.begin(desk, caller, partnership, Deed.CHANGE_PARTNERSHIP) as (session, before):
        after = partnership_list.joined(before, listed, find, _ids(desk, session, before))
        settle(desk, session, before, after, actor=caller.user)
    return before, after


def remove_partner(desk: Desk, caller: Caller, partnership: PartnershipId, partner: PartnerId) -> Partnership:
    """Let an organisation leave; its answers in an open round do not count any more."""
    return change(desk, caller, partnership, lambda place: membership.without_partner(place, partner))


def change(desk: Desk, caller: Caller, partnership: PartnershipId, making: Making) -> Partnership:
    """Make a lead's change to a partnership as it is now, whole or not at all."""
    with permitted.begin(desk, caller, partnership, Deed.CHANGE_PARTNERSHIP) as (session, before):
        after = making(before)
        settle(desk, session, before, after, actor=caller.user)
    return after


def settle(desk: Desk, session: Session, before: Partnership, after: Partnership, *, actor: str) -> None:
    """Keep what is different, follow it through in the rounds that still take answers, and tell it in the history."""
    if after == before:
        return
    now = desk.clock()
    partnerships.save(session, after)
    for running in rounds.of_partnership(session, after.id):
        cards.touch_round(session, running.id)  # they say who is who
        if before.zone != after.zone:
            _plan_again(session, running, now)
        if running.stage is Stage.OPEN:  # also in the moments between its last answer and its close
            _require_no_peeking(session, before, after, running)
        if running.takes_answers(now):
            for new in changes.joined(before, after):
                assessments.join(session, running.id, new.id, AssessmentId(desk.new_id()))
            outbox.owe(session, _invitations(running, before, after, now), after.workspace)
    outbox.owe(session, _admissions(desk, before, after, actor), after.workspace)
    for told in changes.between(before, after):
        audit.record(session, at=now, actor=actor, action=told.what, partnership=after.id, detail=told.detail)


def _plan_again(session: Session, running: Round, now: datetime) -> None:
    """Look at a round's calendar anew: what is still to come falls on other hours in another time zone."""
    ahead = rounds.woke_at(session, running.id)
    if ahead and ahead > now:
        rounds.sleep(session, running.id, now)


def _require_no_peeking(session: Session, before: Partnership, after: Partnership, running: Round) -> None:
    """Refuse to let anybody in on what an organisation has answered: only its own people may, by passing it on.

    Otherwise a lead could read it through somebody else. Who answered there before may come back, unless they lead; and
    what leads carried from outside Slack they have seen.
    """
    for user, partner in changes.invited(before, after):
        if assessments.of_partner(session, running.id, partner.id) is None:
            continue
        given = {one.by for one in assessments.load(session, running.id, partner.id).answers.values()}
        if given and (user in before.leads or user in after.leads):
            raise Refusal(
                f"{partner.name} has begun to answer, and leads see no answers while a round is open. "
                "Please choose somebody who does not lead, or wait until the round is closed.",
                "contributors",
            )
        if given - off_slack.carriers(session, running.id, partner.id) and user not in given:
            raise Refusal(
                f"{partner.name} has begun to answer, and only its own people let somebody else see that: one of them "
                "presses “Save and stop” on their card, then “Pass to a colleague”. If none of them can, remove the "
                "organisation and add it under another name: then it begins afresh.",
                "contributors",
            )


def _invitations(running: Round, before: Partnership, after: Partnership, now: datetime) -> tuple[Notice, ...]:
    """An invitation for those who answer since; for another organisation they get another one."""
    due, kind = calendar.decent(now, after.zone), NoticeKind.INVITATION
    return tuple(
        Notice(kind, f"{kind}:{running.id}:{user}:{partner.id}", running.id, due, user)
        for user, partner in changes.invited(before, after)
    )


def _admissions(desk: Desk, before: Partnership, after: Partnership, actor: str) -> tuple[Notice, ...]:
    """A word to those who lead or observe since; who does it to themselves knows."""
    due = calendar.decent(desk.clock(), after.zone)
    return tuple(
        Notice(kind, f"{kind}:{desk.new_id()}", RoundId(""), due, user, about=after.id)
        for kind, was, is_now in (
            (NoticeKind.NEW_LEAD, before.leads, after.leads),
            (NoticeKind.NEW_OBSERVER, before.observers, after.observers),
        )
        for user in is_now
        if user not in was and user != actor
    )


def open_rounds(desk: Desk, caller: Caller, partnership: PartnershipId) -> tuple[Round, ...]:
    """The rounds that a change now would bear on."""
    now = desk.clock()
    with permitted.read(desk, caller, partnership, Deed.CHANGE_PARTNERSHIP) as (session, place):
        return tuple(one for one in rounds.of_partnership(session, place.id) if one.takes_answers(now))


def history(desk: Desk, caller: Caller, partnership: PartnershipId) -> tuple[Partnership, tuple[Made, ...]]:
    """What was changed in the partnership, newest first; what happened in its rounds stands elsewhere."""
    with permitted.read(desk, caller, partnership, Deed.SEE_CHANGES) as (session, place):
        entries = audit.of_partnership(session, place.id)
    return place, tuple(told for one in reversed(entries) if (told := _told(one)))


def _told(entry: Entry) -> Made | None:
    """An entry of the audit trail as a change of who takes part; none when it tells of something else."""
    if entry.action in PERSON:
        return Made(entry.at, entry.actor, entry.action, {"person": entry.detail[PERSON[entry.action]]})
    if entry.round or entry.action == "denied":
        return None
    return Made(entry.at, entry.actor, entry.action, entry.detail)
