"""How the house is doing, as figures: what is late, failing or growing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.desk import Desk
from storage import arrears, installations, outbox, rounds
from storage.outbox import State


@dataclass(frozen=True, slots=True)
class Figures:
    """Notices by state and by trouble, rounds that should be closed, cards behind, and workspaces."""

    states: Mapping[State, int]
    late: int
    oldest: timedelta
    failing: int
    unsure: int
    held: int
    late_rounds: int
    stale_cards: int
    installed: int
    left: int


def look(desk: Desk, late: timedelta) -> Figures:
    """As it is now; what could have been sent `late` ago is late."""
    now = desk.clock()
    with desk.database.read() as session:
        counted, owed = outbox.counts(session), arrears.look(session, now, now - late)
        installed, left = installations.counts(session)
        return Figures(
            states={state: counted.get(state, 0) for state in State},
            late=owed.late,
            oldest=now - owed.oldest if owed.oldest else timedelta(0),
            failing=owed.failing,
            unsure=owed.unsure,
            held=owed.held,
            late_rounds=len(rounds.due_to_close(session, now - late)),
            stale_cards=owed.stale_cards,
            installed=installed,
            left=left,
        )
