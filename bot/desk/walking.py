"""A contributor's steps through the walk, each in one transaction."""

from sqlmodel import Session

from bot.desk import Desk
from flows import assessment as core
from flows.assessment import AssessmentId, Event, Walk
from flows.people import Caller, UserId, WorkspaceId, require_contributor
from flows.refusal import Refusal
from frameworks import catalog
from storage import assessments, cards, partnerships, rounds
from storage.cards import Card


def step(desk: Desk, caller: Caller, assessment: AssessmentId, event: Event) -> Walk:
    """Take one step and keep it; when this returns, it is on disk."""
    with desk.database.begin() as session:
        before = load(session, caller.workspace, assessment, caller.user, lock=True)
        after = core.step(before, event, desk.clock())
        assessments.save(session, before.assessment, after.assessment)
        assessments.save_sitting(session, assessment, after.sitting)
    return after


def look(desk: Desk, caller: Caller, assessment: AssessmentId) -> Walk:
    """See one's walk without changing it."""
    with desk.database.read() as session:
        walk = load(session, caller.workspace, assessment, caller.user)
    require_contributor(walk.partner, caller.user)
    return walk


def load(
    session: Session, workspace: WorkspaceId, assessment: AssessmentId, user: UserId, *, lock: bool = False
) -> Walk:
    """Bring together all that a step needs, or refuse: unknown here and elsewhere look the same."""
    found = assessments.find(session, assessment)
    running = rounds.load(session, found[0], lock=lock) if found else None
    partnership = partnerships.load(session, running.partnership) if running else None
    if not found or not running or not partnership or partnership.workspace != workspace:
        raise Refusal("This assessment is not known here any more.")
    return Walk(
        partnership=partnership,
        partner=partnership.partner(found[1]),
        round=running,
        edition=catalog.edition(running.edition),
        assessment=assessments.load(session, running.id, found[1], lock=lock),
        sitting=assessments.sitting(session, assessment, user),
    )


def drawn(desk: Desk, card: Card, walk: Walk) -> None:
    """Note what a card shows now."""
    with desk.database.begin() as session:
        cards.drawn(session, card, walk)


def stale(desk: Desk, limit: int) -> tuple[tuple[Card, Walk], ...]:
    """Cards that show something other than the present state, each with the walk to draw."""
    with desk.database.read() as session:
        return tuple(
            (card, load(session, card.workspace, card.assessment, card.contributor))
            for card in cards.stale(session, limit)
        )
