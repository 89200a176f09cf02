"""An organisation takes its view out after the close: the summary goes, for nobody can tell which part is its own."""

from bot.desk import Desk, boards, walking
from flows.assessment import AssessmentId, Walk
from flows.notices import Notice, NoticeKind
from flows.people import Caller, require_contributor
from flows.reminders import key
from flows.round import Mode
from flows.withdrawal import require_withdrawable
from storage import assessments, audit, cards, offered, outbox, snapshots, votes

SOMEBODY = "an organisation"
"""Who asked for it, as the audit trail tells it: leads read it, and nobody is to be asked why."""


def withdraw(desk: Desk, caller: Caller, assessment: AssessmentId) -> Walk:
    """Delete what was counted, quoted and offered in this round, and owe the word that the summary is withdrawn."""
    now = desk.clock()
    with walking.denials_recorded(desk, caller, assessment, "withdraw"), desk.database.begin() as session:
        walk = walking.load(session, caller.workspace, assessment, caller.user, lock=True)
        require_contributor(walk.partner, caller.user)
        require_withdrawable(walk, there=snapshots.taken(session, walk.round.id))
        snapshots.withdraw(session, walk.round.id)
        offered.withdraw(session, walk.round.id)
        votes.withdraw(session, walk.round.id)
        if walk.round.mode is Mode.OPEN:
            assessments.erase(session, assessment)
        name = key(NoticeKind.WITHDRAWN, walk.round)
        outbox.owe(session, [Notice(NoticeKind.WITHDRAWN, name, walk.round.id, now)], caller.workspace)
        audit.record(
            session,
            at=now,
            actor=SOMEBODY,
            action="summary withdrawn",
            partnership=walk.partnership.id,
            round=walk.round.id,
        )
        cards.touch_round(session, walk.round.id)
        boards.redraw_all(session, walk.round)
    return walking.look(desk, caller, assessment)
