"""The way to every act on a partnership or a round: one transaction, for those who may, and denials recorded.

    with permitted.begin(desk, caller, partnership, Deed.CHANGE_PARTNERSHIP) as (session, place):
    with permitted.in_round(desk, caller, round_id, Deed.NUDGE) as (session, place, running):

What a contributor does in a walk goes through `bot.desk.walking`, which knows whose assessment it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from bot.desk import Desk
from flows.people import Caller, Deed, Partnership, PartnershipId, require
from flows.refusal import Denied
from flows.round import Round, RoundId
from storage import audit, partnerships, rounds


@contextmanager
def begin(desk: Desk, caller: Caller, partnership: PartnershipId, deed: Deed) -> Iterator[tuple[Session, Partnership]]:
    """A transaction that changes things, with the partnership locked until it ends."""
    with _recorded(desk, caller, deed, partnership), desk.database.begin() as session:
        yield session, _place(session, caller, partnership, deed, lock=True)


@contextmanager
def read(desk: Desk, caller: Caller, partnership: PartnershipId, deed: Deed) -> Iterator[tuple[Session, Partnership]]:
    """A transaction that only looks."""
    with _recorded(desk, caller, deed, partnership), desk.database.read() as session:
        yield session, _place(session, caller, partnership, deed)


@contextmanager
def in_round(desk: Desk, caller: Caller, round_id: RoundId, deed: Deed) -> Iterator[tuple[Session, Partnership, Round]]:
    """A transaction that changes things in a round: first its partnership is locked until it ends, then the round."""
    with _recorded(desk, caller, deed, round_id=round_id), desk.database.begin() as session:
        yield session, *_round(session, caller, round_id, deed, lock=True)


@contextmanager
def looking_at_round(
    desk: Desk, caller: Caller, round_id: RoundId, deed: Deed
) -> Iterator[tuple[Session, Partnership, Round]]:
    """A transaction that only looks at a round."""
    with _recorded(desk, caller, deed, round_id=round_id), desk.database.read() as session:
        yield session, *_round(session, caller, round_id, deed)


def _place(
    session: Session, caller: Caller, partnership: PartnershipId, deed: Deed, *, lock: bool = False
) -> Partnership:
    """The partnership, for those who may; unknown here and elsewhere look the same."""
    place = partnerships.load(session, partnership, lock=lock)
    if place is None or place.workspace != caller.workspace:
        raise Denied(
            "This partnership is not known here any more. Please open it again from the Home tab.", why="unknown"
        )
    require(deed, place, caller.user)
    return place


def _round(
    session: Session, caller: Caller, round_id: RoundId, deed: Deed, *, lock: bool = False
) -> tuple[Partnership, Round]:
    found = rounds.load(session, round_id)
    if found is None:
        raise Denied("This round is not known here any more. Please open it again from the Home tab.", why="unknown")
    place = _place(session, caller, found.partnership, deed, lock=lock)
    return place, (rounds.load(session, round_id, lock=True) if lock else None) or found


@contextmanager
def _recorded(
    desk: Desk, caller: Caller, deed: Deed, partnership: PartnershipId | None = None, round_id: RoundId | None = None
) -> Iterator[None]:
    """Note every denied try in the audit trail, in a transaction of its own, and let the denial go on."""
    try:
        yield
    except Denied as no:
        with desk.database.begin() as session:
            running = rounds.load(session, round_id) if round_id else None
            of = running.partnership if running else partnership
            place = partnerships.load(session, of) if of else None
            ours = place is not None and place.workspace == caller.workspace
            audit.record(
                session,
                at=desk.clock(),
                actor=caller.user,
                action="denied",
                partnership=place.id if place and ours else PartnershipId(""),
                round=running.id if running and ours else None,
                detail={"event": deed.name.casefold(), "why": no.why},
            )
        raise
