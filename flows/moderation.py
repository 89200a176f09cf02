"""What the meeting agrees: a decision on each sub-domain, its actions, who was there, and when it counts as agreed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from flows.judgement import Judgement
from flows.people import UserId
from flows.round import RoundId

ActionId = NewType("ActionId", str)


class Progress(StrEnum):
    """How an action stands."""

    OPEN = "open"
    DONE = "done"
    LATE = "late"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Action:
    """Something that somebody will do. `amount` is in whole pounds; `wanted` is support wanted from the region."""

    id: ActionId
    what: str
    owner: UserId | None = None
    owner_name: str = ""
    organisation: str = ""
    due: date | None = None
    funding: str = ""
    amount: int | None = None
    wanted: str = ""
    practice: str = ""
    progress: Progress = Progress.OPEN
    news: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was agreed on one sub-domain. `judgement` may be a level (leaning too), or cannot assess; none: not yet.

    `evidence` is what the return shows; `lead_organisation` leads the function. `revision` counts the changes, from 1.
    """

    subdomain: str
    judgement: Judgement | None = None
    rationale: str = ""
    minority: str = ""
    evidence: str = ""
    priority: bool = False
    lead_organisation: str = ""
    actions: tuple[Action, ...] = ()
    revision: int = 0
    by: UserId | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """One who was at the meeting: for which organisation, in which function."""

    organisation: str
    function: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Moderation:
    """All that the meeting of one round has agreed so far; `decisions` in the order of the framework.

    `actions` and `opportunities` belong to the whole system rather than to one sub-domain. `agreed_at` none: not yet
    agreed, or reopened since.
    """

    round: RoundId
    decisions: tuple[Decision, ...] = ()
    present: tuple[Present, ...] = ()
    actions: tuple[Action, ...] = ()
    opportunities: str = ""
    agreed_at: datetime | None = None
    agreed_by: UserId | None = None
    reopened: tuple[str, ...] = ()
    revision: int = 0

    def decision(self, subdomain: str) -> Decision:
        """What was agreed on a sub-domain; an empty decision while nothing was."""
        return next((one for one in self.decisions if one.subdomain == subdomain), Decision(subdomain))
