"""A contributor's steps through the walk, each in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.desk import Desk
from flows import assessment as core
from flows import reminders
from flows.assessment import AssessmentId, Event, LastTime, Screen, Shown, Walk
from flows.notices import NoticeKind
from flows.people import Caller, PartnerId, PartnershipId, UserId, WorkspaceId, require_contributor
from flows.refusal import Denied, Refusal
from flows.round import Mode, Round, Stage
from frameworks import catalog
from storage import assessments, audit, cards, moderations, outbox, partnerships, rounds, seen, snapshots, walks
from storage.cards import Card
from storage.outbox import State
from storage.walks import Kept

READING = timedelta(minutes=10)
"""Somebody at a form does not look at their card: it follows when the form ends, or after this."""
REMEMBERED = timedelta(hours=1)
"""Slack delivers an event for the last time some six minutes after the first."""
CANCELLED = "round cancelled"
"""What calling a round off is named in the audit trail."""
BATCH = 50
"""Cards drawn at one beat; the rest come at the next."""


def step(  # noqa: PLR0913 - what, by whom, and how it came
    desk: Desk,
    caller: Caller,
    assessment: AssessmentId,
    event: Event,
    *,
    pressed_at: datetime | None = None,
    once: str = "",
    in_form: bool = False,
) -> Walk:
    """Take one step and keep it; when this returns, it is on disk. What was done `once` before is not done again."""
    before, after = _step(desk, caller, assessment, event, pressed_at=pressed_at, key=once, in_form=in_form)
    return after or before


def once(desk: Desk, caller: Caller, assessment: AssessmentId, event: Event, key: str) -> Walk | None:
    """Take one step that Slack may deliver several times; none when it was taken before."""
    return _step(desk, caller, assessment, event, key=key)[1]


def _step(  # noqa: PLR0913 - as above
    desk: Desk,
    caller: Caller,
    assessment: AssessmentId,
    event: Event,
    *,
    pressed_at: datetime | None = None,
    key: str = "",
    in_form: bool = False,
) -> tuple[Walk, Walk | None]:
    """The walk before, and after; no after when what goes by this key was done before."""
    now, what = desk.clock(), type(event).__name__
    key = key and f"{caller.workspace} {caller.user} {assessment} {what} {key}"
    with denials_recorded(desk, caller, assessment, what), desk.database.begin() as session:
        before = load(session, caller.workspace, assessment, caller.user, lock=True)
        require_contributor(before.partner, caller.user)
        if key and not seen.first_time(session, key, now):
            return before, None
        after = core.step(before, event, now, pressed_at)
        if key and after.aside:  # Slack names a form that is sent once more, with its errors mended, the same
            seen.again(session, key)
        _keep(session, before, after, now + READING if in_form else None)
    return before, after


def _keep(session: Session, before: Walk, after: Walk, draw_at: datetime | None = None) -> None:
    assessments.save(session, before.assessment, after.assessment, draw_at)
    if after.sitting != before.sitting:
        assessments.save_sitting(session, after.assessment.id, after.sitting, draw_at)


@contextmanager
def denials_recorded(desk: Desk, caller: Caller, assessment: AssessmentId, what: str) -> Iterator[None]:
    """Note every denied try in the audit trail, in a transaction of its own, and let the denial go on."""
    try:
        yield
    except Denied as no:
        _record(desk, caller, assessment, what, no)
        raise


def _record(desk: Desk, caller: Caller, assessment: AssessmentId, what: str, no: Denied) -> None:
    """Note what was tried: who, where and why it was denied, and no word of what was said."""
    with desk.database.begin() as session:
        found = assessments.find(session, assessment)
        running = rounds.load(session, found[0]) if found else None
        place = partnerships.load(session, running.partnership) if running else None
        if place is None or place.workspace != caller.workspace:
            running = None  # a stranger writes nothing into another workspace's trail
        audit.record(
            session,
            at=desk.clock(),
            actor=caller.user,
            action="denied",
            partnership=running.partnership if running else PartnershipId(""),
            round=running.id if running else None,
            detail={"event": what, "why": no.why},
        )


def forged(desk: Desk, caller: Caller, what: str) -> None:
    """Note a press that this house did not make: who and where, for nobody can tell what it was about."""
    with desk.database.begin() as session:
        audit.record(
            session,
            at=desk.clock(),
            actor=caller.user,
            action="denied",
            partnership=PartnershipId(""),
            detail={"event": what, "why": "unreadable"},
        )


def is_new(desk: Desk, key: str) -> bool:
    """Whether a message comes for the first time; Slack may deliver it again."""
    with desk.database.begin() as session:
        return seen.first_time(session, key, desk.clock())


def forget_seen(desk: Desk) -> None:
    """Forget what was delivered so long ago that it will not come again."""
    before = desk.clock() - REMEMBERED
    with desk.database.read() as session:
        old = seen.has_old(session, before)
    if old:
        with desk.database.begin() as session:
            seen.forget(session, before)


def snooze(desk: Desk, caller: Caller, assessment: AssessmentId, pressed_at: datetime | None = None) -> Walk:
    """Owe a reminder for tomorrow morning, and say so on the card."""
    now = desk.clock()
    with denials_recorded(desk, caller, assessment, "snooze"), desk.database.begin() as session:
        before = load(session, caller.workspace, assessment, caller.user, lock=True)
        after = core.step(before, Shown(Screen.SNOOZED), now, pressed_at)
        owed = reminders.snooze(before.round, before.partnership, caller.user, pressed_at or now)
        outbox.owe(session, [owed], caller.workspace)
        _keep(session, before, after)
    return after


def look(desk: Desk, caller: Caller, assessment: AssessmentId) -> Walk:
    """See one's walk without changing it."""
    with denials_recorded(desk, caller, assessment, "look"), desk.database.read() as session:
        walk = load(session, caller.workspace, assessment, caller.user)
        require_contributor(walk.partner, caller.user)
    return walk


def read(desk: Desk, caller: Caller, assessment: AssessmentId) -> Walk:
    """Read one's organisation's answers. Those of a round that is over are for those who gave them, and no newcomer."""
    walk = look(desk, caller, assessment)
    with denials_recorded(desk, caller, assessment, "read"):
        if walk.round.stage is not Stage.OPEN and walk.assessment.answers and not walk.assessment.by(caller.user):
            no = "Only those who answered in that round can read all of it. Please ask one of them."
            raise Denied(no, why="newcomer")
    return walk


def form_ended(desk: Desk, caller: Caller, assessment: AssessmentId) -> None:
    """Nobody is at the form any more: the cards may follow now."""
    with desk.database.read() as session:
        walk = load(session, caller.workspace, assessment, caller.user)
        require_contributor(walk.partner, caller.user)
        wait = cards.waits(session, assessment)
    if wait:
        with desk.database.begin() as session:
            cards.due_now(session, assessment)


def load(
    session: Session, workspace: WorkspaceId, assessment: AssessmentId, user: UserId, *, lock: bool = False
) -> Walk:
    """Bring together all that a step needs, or refuse: unknown here and elsewhere look the same."""
    kept = walks.load(session, assessment, user, lock=lock)
    if kept is None or kept.partnership.workspace != workspace:
        raise Denied("This assessment is not known here any more.", why="unknown")
    return whole(session, kept)


def whole(session: Session, kept: Kept) -> Walk:
    """The walk with all that was before it and after it."""
    running = kept.round
    return Walk(
        partnership=kept.partnership,
        partner=kept.partnership.partner(kept.partner),
        round=running,
        edition=catalog.edition(running.edition),
        assessment=kept.assessment,
        sitting=kept.sitting,
        last_time=_last_time(session, running, kept.partner),
        withdrawn=running.stage is Stage.CLOSED and not snapshots.taken(session, running.id),
        summarised=running.stage is Stage.CLOSED and _sent(session, reminders.key(NoticeKind.SUMMARY, running)),
        cancelled_at=_cancelled_at(session, running),
    )


def _last_time(session: Session, running: Round, partner: PartnerId) -> LastTime:
    """What was agreed in the round before, and what this organisation answered there, if that round was open."""
    before = rounds.load(session, running.previous) if running.previous else None
    if not before or before.edition != running.edition:
        return LastTime()
    agreed = moderations.agreed(session, before.id)
    if before.mode is not Mode.OPEN or assessments.of_partner(session, before.id, partner) is None:
        return LastTime(agreed)
    given = assessments.load(session, before.id, partner)
    said = given.answers if given.submitted else {}  # what was never submitted is for those who wrote it
    return LastTime(agreed, {one: answer.judgement for one, answer in said.items() if answer.judgement})


def _cancelled_at(session: Session, running: Round) -> datetime | None:
    """When the round was called off, if it was."""
    if running.stage is not Stage.CANCELLED:
        return None
    acts = [one.at for one in audit.of_round(session, running.id) if one.action == CANCELLED]
    return acts[-1] if acts else None


def _sent(session: Session, key: str) -> bool:
    notice = outbox.find(session, outbox.notice_id(key))
    return notice is not None and notice.state is State.SENT


def drawn(desk: Desk, card: Card) -> None:
    """Note that a card shows what it was looked up with."""
    with desk.database.begin() as session:
        cards.drawn(session, card)


def in_vain(desk: Desk, card: Card) -> None:
    """Note that a card could not be drawn: others get their turn first."""
    with desk.database.begin() as session:
        cards.in_vain(session, card, desk.clock())


def posted(desk: Desk, walk: Walk, channel: str, ts: str) -> None:
    """Note that another message is the card now."""
    with desk.database.begin() as session:
        cards.put(session, walk, channel, ts)


def behind(desk: Desk) -> tuple[tuple[WorkspaceId, AssessmentId], ...]:
    """Assessments with cards that are due to be drawn again, each with its workspace."""
    with desk.database.read() as session:
        found = cards.stale(session, desk.clock(), BATCH)
        return tuple(dict.fromkeys((card.workspace, card.assessment) for card in found))


def stale(desk: Desk, assessment: AssessmentId) -> tuple[tuple[Card, Walk], ...]:
    """This assessment's cards that show something other than the present state, each with the walk to draw."""
    with desk.database.read() as session:
        found = [(card, _walk_of(session, card)) for card in cards.stale(session, desk.clock(), BATCH, assessment)]
    for card, walk in found:
        if walk is None:
            in_vain(desk, card)
    return tuple((card, walk) for card, walk in found if walk)


def _walk_of(session: Session, card: Card) -> Walk | None:
    """The walk of a card; none when its organisation or its person has left, so that it follows nothing any more."""
    try:
        walk = load(session, card.workspace, card.assessment, card.contributor)
        require_contributor(walk.partner, card.contributor)
    except Refusal:
        return None
    return walk
