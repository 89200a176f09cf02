"""What one person may see of everything: their own walks, and turnout where they lead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flows.assessment import Walk
from flows.people import Partnership, UserId
from flows.reminders import Happening
from flows.round import Round, RoundId
from frameworks.schema import Edition


@dataclass(frozen=True, slots=True)
class Turnout:
    """A round as its lead may see it: names of organisations, without times and without anything they said.

    `unreachable` are people whom a letter did not reach; `ahead` is what is still to come. `agreed_at` is when its
    meeting agreed, if it has.
    """

    partnership: Partnership
    round: Round
    edition: Edition
    submitted: tuple[str, ...]
    waiting: tuple[str, ...]
    unreachable: tuple[UserId, ...] = ()
    ahead: tuple[Happening, ...] = ()
    agreed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """One person's rounds, as a contributor and as a lead; `actions_agreed`: whether a round led has agreed any.

    `agreed` says of the rounds walked when their meetings agreed, where they have.
    """

    walks: tuple[Walk, ...]
    leads: tuple[Partnership, ...]
    turnouts: tuple[Turnout, ...]
    actions_agreed: bool = False
    agreed: Mapping[RoundId, datetime] = field(default_factory=dict)

    def open_walks(self, now: datetime) -> tuple[Walk, ...]:
        """The walks whose answers can still change, the one whose card was used last first."""
        mine = [walk for walk in self.walks if walk.round.takes_answers(now)]
        return tuple(sorted(mine, key=lambda walk: walk.sitting.pressed_at or walk.round.launched_at, reverse=True))
