"""A person is erased: their roles and letters go, and where a record stays another name stands for them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.desk import Desk
from flows.people import ERASED, Partnership, PartnershipId, UserId, WorkspaceId
from flows.refusal import Refusal
from storage import assessments, audit, cards, partnerships, persons, rounds


@dataclass(frozen=True, slots=True)
class Erased:
    """What stands for them now, and the organisations for which nobody answers any more."""

    name: str
    unanswered: tuple[str, ...]


def erase(desk: Desk, workspace: WorkspaceId, user: UserId, *, actor: str) -> Erased:
    """Erase somebody everywhere in a workspace, or refuse; then write everything anew without what was deleted."""
    name = f"{ERASED}{desk.new_id()}"
    with desk.database.begin() as session:
        places = partnerships.of_workspace(session, workspace)
        _require_possible(session, places, workspace, user)
        for place in places:
            _rename_answers(session, place, user, UserId(name))
        before = persons.erase(session, workspace, user, name)
        audit.record(
            session,
            at=desk.clock(),
            actor=actor,
            action="person erased",
            partnership=PartnershipId(""),
            detail={"person": name, "last hash before": before},
        )
    desk.database.rewrite()
    return Erased(name, tuple(_unanswered(places, user)))


def _require_possible(session: Session, places: Iterable[Partnership], workspace: WorkspaceId, user: UserId) -> None:
    """Somebody is kept by that id, nobody is left without a lead, and no forged trail is made a whole one."""
    if alone := [place.name for place in places if place.leads == (user,)]:
        raise Refusal(
            f"{user} is the only lead of {', '.join(alone)}. Hand over first: /maturity settings, Leads and observers."
        )
    if not persons.held(session, workspace, user):
        raise Refusal(f"Nothing is kept of {user}. Ids look like U012AB3CD: in Slack, see the person's profile.")
    if wrong := audit.verify(session).wrong:
        raise Refusal(f"The audit trail is not what was recorded ({wrong}). Find out why before anybody is erased.")


def _rename_answers(session: Session, place: Partnership, user: UserId, name: UserId) -> None:
    """In rounds whose answers can still be read, what they said stays their organisation's."""
    for running in rounds.of_partnership(session, place.id):
        for before in assessments.of_round(session, running.id).values():
            theirs = {one: replace(answer, by=name) for one, answer in before.answers.items() if answer.by == user}
            if theirs:
                after = replace(before, answers={**before.answers, **theirs}, revision=before.revision + 1)
                assessments.save(session, before, after)
        cards.touch_round(session, running.id)


def _unanswered(places: Iterable[Partnership], user: UserId) -> Iterable[str]:
    for place in places:
        yield from (f"{one.name} ({place.name})" for one in place.partners if one.contributors == (user,))
