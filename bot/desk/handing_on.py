"""Passing an invitation to a colleague, who then answers for the same organisation."""

from bot.desk import Desk, walking
from flows import calendar
from flows.assessment import AssessmentId, Walk
from flows.membership import with_colleague
from flows.notices import Notice, NoticeKind
from flows.people import Caller, UserId, require_contributor
from flows.refusal import Denied
from storage import audit, cards, outbox, partnerships


def hand_on(desk: Desk, caller: Caller, assessment: AssessmentId, colleague: UserId) -> Walk:
    """Make the colleague a contributor of the caller's organisation, and owe them an invitation. Nobody is removed."""
    now = desk.clock()
    with walking.denials_recorded(desk, caller, assessment, "pass on"), desk.database.begin() as session:
        partnerships.hold(session, assessment)  # before the round: so does every change of who takes part
        walk = walking.load(session, caller.workspace, assessment, caller.user, lock=True)
        require_contributor(walk.partner, caller.user)
        if not walk.round.takes_answers(now):
            raise Denied("This round is closed, so nobody needs to be asked any more.", "colleague", why="closed")
        partnerships.save(session, with_colleague(walk.partnership, walk.partner.id, colleague))
        cards.touch_assessment(session, assessment)  # they say who else answers
        due = calendar.decent(now, walk.partnership.zone)
        key = f"{NoticeKind.INVITATION}:{walk.round.id}:{colleague}"
        outbox.owe(session, [Notice(NoticeKind.INVITATION, key, walk.round.id, due, colleague)], caller.workspace)
        audit.record(
            session,
            at=now,
            actor=caller.user,
            action="colleague asked",
            partnership=walk.partnership.id,
            round=walk.round.id,
            detail={"colleague": colleague},
        )
        return walking.load(session, caller.workspace, assessment, caller.user)
