"""Workbooks for those who answer outside Slack: made for one organisation, and taken in again for that one only."""

from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.desk import Desk, collecting, permitted, walking
from flows import off_slack as rules
from flows.assessment import AssessmentId, Walk
from flows.off_slack import Entry, Marker, TakenIn
from flows.people import Caller, Deed, PartnerId
from flows.refusal import Denied, Refusal
from flows.round import RoundId
from storage import assessments, audit, keys, seen
from storage.keys import LostKey

TAKEN_IN = "workbook taken in"
"""What bringing a workbook for an organisation outside Slack is named in the audit trail."""
NOTHING_OPEN = "There is no open round in which you answer, so there is no workbook to fill in."


@dataclass(frozen=True, slots=True)
class Bound:
    """A workbook to be drawn: the walk that it is for, with the answers to put into it, and its sealed marker."""

    walk: Walk
    marker: Marker
    seal: str


def for_organisation(desk: Desk, caller: Caller, round_id: RoundId, partner: PartnerId) -> Bound:
    """An empty workbook that a lead passes on to an organisation outside Slack."""
    now = desk.clock()
    with permitted.in_round(desk, caller, round_id, Deed.CARRY_WORKBOOKS) as (session, place, running):
        found = assessments.of_partner(session, running.id, place.partner(partner).id)
        if found is None:
            raise Refusal("This organisation is not asked in this round. Add it to the round first.")
        walk = walking.load(session, caller.workspace, found, caller.user)
        rules.require_may_carry(walk, carriers(session, walk.round.id, walk.partner.id))
        rules.require_open(walk, now)
        audit.record(
            session,
            at=now,
            actor=caller.user,
            action="workbook fetched",
            partnership=place.id,
            round=running.id,
            detail={"organisation": partner},
        )
        return _bound(session, replace(walk, assessment=replace(walk.assessment, answers={})))


def carriers(session: Session, round_id: RoundId, partner: PartnerId) -> frozenset[str]:
    """Who brought a workbook for this organisation: what they wrote, they have seen."""
    acts = (one for one in audit.of_round(session, round_id) if one.action == TAKEN_IN)
    return frozenset(one.actor for one in acts if one.detail["organisation"] == partner)


def own(desk: Desk, caller: Caller, assessment: AssessmentId | None = None) -> Bound:
    """The workbook of one's own organisation, in this round or the one at hand, filled with what it answered so far."""
    current = walking.look(desk, caller, assessment) if assessment else collecting.current(desk, caller)
    if current is None:
        raise Refusal(NOTHING_OPEN)
    rules.require_open(current, desk.clock())
    with desk.database.read() as session:
        return _bound(session, walking.load(session, caller.workspace, current.assessment.id, caller.user))


def _bound(session: Session, walk: Walk) -> Bound:
    revisions = {one: answer.revision for one, answer in walk.assessment.answers.items()}
    marker = Marker(walk.round.id, walk.assessment.id, revisions)
    return Bound(walk, marker, _seal(session, marker))


def _seal(session: Session, marker: Marker) -> str:
    """The seal of a marker; nobody can make it without the round's key."""
    key = keys.of(session).find(marker.round)
    if key is None:
        raise LostKey("the key of this round is not in the store of keys")
    return key.pseudonym(rules.PURPOSE, marker.words)


def take_in(
    desk: Desk, caller: Caller, marked: tuple[str, str], entries: tuple[Entry, ...], key: str
) -> TakenIn | None:
    """Take a workbook's answers in, all in one transaction; none when Slack delivered it before.

    `marked` is its marker and the seal on it, as they came. Refuses in words, or with `rules.Faulty` cell by cell.
    """
    now, (words, seal) = desk.clock(), marked
    with walking.denials_recorded(desk, caller, AssessmentId(""), "workbook"):
        marker = Marker.read(words)
    with walking.denials_recorded(desk, caller, marker.assessment, "workbook"), desk.database.begin() as session:
        walk = walking.load(session, caller.workspace, marker.assessment, caller.user, lock=True)
        rules.require_may_carry(walk, carriers(session, walk.round.id, walk.partner.id))
        if walk.round.id != marker.round:
            raise Denied(rules.CANNOT_BE_READ, why="another round")
        rules.require_open(walk, now)
        rules.require_true(marker, seal, _seal(session, marker))
        if not seen.first_time(session, f"{key} workbook", now):
            return None
        taken = rules.take_in(walk, entries, marker, now)
        assessments.save(session, walk.assessment, taken.walk.assessment)
        if taken.carried:
            _record(session, caller, taken, desk)
    return taken


def _record(session: Session, caller: Caller, taken: TakenIn, desk: Desk) -> None:
    """What a lead brings in for others stands in the trail; what an organisation does itself has no time there."""
    audit.record(
        session,
        at=desk.clock(),
        actor=caller.user,
        action=TAKEN_IN,
        partnership=taken.walk.partnership.id,
        round=taken.walk.round.id,
        detail={"organisation": taken.walk.partner.id},
    )
