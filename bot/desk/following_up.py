"""What becomes of agreed actions: their owners report, leads look at the list."""

from dataclasses import dataclass

from bot.desk import Desk
from flows import calendar, deciding, following
from flows.moderation import Action, ActionId, FollowUp
from flows.people import Caller, Partnership, UserId
from flows.refusal import Denied, Refusal
from flows.round import Round, RoundId, Stage
from frameworks import catalog
from storage import audit, moderations, outbox, partnerships, rounds
from storage.outbox import Claimed

GONE = "This action is not known here any more. Your lead can tell you what became of it."


def report(desk: Desk, caller: Caller, round_id: RoundId, action: ActionId, said: FollowUp) -> Action:
    """Keep what the owner or a lead says about an action, and owe the words that follow from it."""
    try:
        return _report(desk, caller, round_id, action, said)
    except Denied as no:
        with desk.database.begin() as session:
            running = rounds.load(session, round_id)
            if running:
                audit.record(
                    session,
                    at=desk.clock(),
                    actor=caller.user,
                    action="denied",
                    partnership=running.partnership,
                    round=running.id,
                    detail={"event": "report", "why": no.why},
                )
        raise


def _report(desk: Desk, caller: Caller, round_id: RoundId, action: ActionId, said: FollowUp) -> Action:
    now = desk.clock()
    with desk.database.begin() as session:
        running = rounds.load(session, round_id, lock=True)
        place = partnerships.load(session, running.partnership) if running else None
        if place is None or place.workspace != caller.workspace:
            raise Refusal(GONE)
        held, before = moderations.load(session, round_id), moderations.word(session, round_id, action)
        known = held.action(action)
        deciding.require_ahead(said.due, known[1].due if known else None, calendar.local(now, place.zone).date())
        mine = FollowUp(said.progress, said.news.strip(), said.due or (before.due if before else None), by=caller.user)
        word = deciding.report(held, place, action, mine, before)
        moderations.save_follow_up(session, round_id, action, word, caller.user, now)
        held = moderations.load(session, round_id)
        outbox.owe(session, following.owed(held, place, now), place.workspace)
        audit.record(
            session,
            at=now,
            actor=caller.user,
            action="action reported",
            partnership=place.id,
            round=round_id,
            detail={"progress": word.progress.value},
        )
        found = held.action(action)
    if found is None:
        raise Refusal(GONE)
    return found[1]


def look(desk: Desk, caller: Caller, round_id: RoundId, action: ActionId) -> Action:
    """An action, for its owner and the leads."""
    with desk.database.read() as session:
        running = rounds.load(session, round_id)
        place = partnerships.load(session, running.partnership) if running else None
        found = moderations.load(session, round_id).action(action)
    if place is None or found is None or place.workspace != caller.workspace:
        raise Refusal(GONE)
    if caller.user != found[1].owner and caller.user not in place.leads:
        raise Refusal("Only the owner of this action and the leads can report on it.")
    return found[1]


def led(desk: Desk, caller: Caller) -> tuple[tuple[Partnership, Round, tuple[tuple[str, Action], ...]], ...]:
    """Every action of the agreed rounds that this person leads, what is open first."""
    with desk.database.read() as session:
        places = partnerships.led_by(session, caller.workspace, caller.user)
        if not places:
            raise Refusal("Only the leads of a partnership can see its actions. Your own come to you in messages.")
        found = [
            (place, one, moderations.load(session, one.id))
            for place in places
            for one in rounds.of_partnership(session, place.id)
            if one.stage is Stage.CLOSED
        ]
    return tuple((place, one, deciding.open_actions(held)) for place, one, held in found if held.agreed_at)


@dataclass(frozen=True, slots=True)
class About:
    """What a word about an action is about; `subdomain` is its name, empty for the whole system."""

    partnership: Partnership
    action: Action
    subdomain: str

    @property
    def to(self) -> UserId:
        """Who gets it."""
        return following.to(self.action, self.partnership)


def due(desk: Desk, claimed: Claimed) -> About | None:
    """What a word about an action is about, if it still has a point."""
    with desk.database.read() as session:
        running = rounds.load(session, claimed.round)
        place = partnerships.load(session, running.partnership) if running else None
        held = moderations.load(session, claimed.round)
    if place is None or running is None:
        return None
    found = following.timely(claimed.kind, claimed.key, held, place, claimed.about)
    if found is None:
        return None
    edition = catalog.edition(running.edition)
    return About(place, found.action, edition.subdomain(found.subdomain).name if found.subdomain else "")
