"""What a lead takes out of a round: its documents, from the summary on, made of what was agreed and disclosed only."""

from collections.abc import Iterable

from sqlmodel import Session

from bot.desk import Desk, disclosing, permitted
from flows import checklist, deciding
from flows.dossier import Before, Dossier
from flows.export import Choice, Document, Export
from flows.people import Caller, ChannelId, Deed, Partnership
from flows.refusal import Refusal
from flows.round import Round, RoundId, Stage
from frameworks import catalog
from storage import audit, moderations, partnerships, rounds

NEWEST = 10
"""Rounds to choose from."""


def choices(desk: Desk, caller: Caller, channel: ChannelId | None = None) -> tuple[Choice, ...]:
    """The rounds of this lead that have their summary, those of this channel first, the newest first; or a refusal.

    Where none has one yet, those that have closed: whoever opens one is told when its summary comes.
    """
    with desk.database.read() as session:
        led = partnerships.led_by(session, caller.workspace, caller.user)
        found = [
            Choice(place, one, catalog.edition(one.edition).short_title)
            for place in led
            for one in rounds.of_partnership(session, place.id)
        ]
    if not led:
        raise Refusal("Only the leads of a partnership can export its return. Ask yours to send it to you.")
    closed = [one for one in found if one.round.stage is Stage.CLOSED]
    if not closed:
        raise Refusal("There is nothing to export yet: documents are made from a round once it has closed.")
    ready = [one for one in closed if one.round.summary_at <= desk.clock()]
    newest = sorted(ready or closed, key=lambda one: one.round.deadline, reverse=True)
    return tuple(sorted(newest, key=lambda one: one.partnership.channel != channel)[:NEWEST])


def look(desk: Desk, caller: Caller, round_id: RoundId, channel: ChannelId | None = None) -> Export:
    """The checklist of one round, for its leads."""
    with permitted.looking_at_round(desk, caller, round_id, Deed.EXPORT) as (session, place, running):
        dossier = _dossier(desk, session, place, running)
    return Export(choices(desk, caller, channel), dossier, checklist.check(dossier))


def take(desk: Desk, caller: Caller, round_id: RoundId, documents: Iterable[Document]) -> Dossier:
    """What the documents are made of, and the note in the audit trail that they were asked for."""
    wanted = sorted(one.value for one in documents)
    if not wanted:
        raise Refusal("Choose at least one document.", "documents")
    with permitted.in_round(desk, caller, round_id, Deed.EXPORT) as (session, place, running):
        dossier = _dossier(desk, session, place, running)
        audit.record(
            session,
            at=desk.clock(),
            actor=caller.user,
            action="documents exported",
            partnership=place.id,
            round=running.id,
            detail={"files": ", ".join(wanted), "draft": int(checklist.is_draft(dossier))},
        )
    return dossier


def _dossier(desk: Desk, session: Session, place: Partnership, running: Round) -> Dossier:
    deciding.require_board(running, place.zone, desk.clock())
    return Dossier(
        partnership=place,
        round=running,
        edition=catalog.edition(running.edition),
        moderation=moderations.load(session, running.id),
        disclosure=disclosing.disclosed(session, running),
        before=_before(session, running),
    )


def _before(session: Session, running: Round) -> Before | None:
    earlier = rounds.load(session, running.previous) if running.previous else None
    agreed = moderations.agreed(session, earlier.id) if earlier else {}
    return Before(earlier.label, catalog.edition(earlier.edition), agreed) if earlier and agreed else None
