"""What the meeting agrees: a decision on each sub-domain, its actions, who was there, and when it counts as agreed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NewType, Self

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
class FollowUp:
    """A word about an action after it was agreed: how it stands, and when it is due now if that has changed."""

    progress: Progress
    news: str = ""
    due: date | None = None
    revision: int = 0
    by: UserId | None = None
    at: datetime | None = None


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
    agreed, or reopened since. `minutes` is how long the meeting talks; 0 while its board is not in the channel.
    """

    round: RoundId
    decisions: tuple[Decision, ...] = ()
    present: tuple[Present, ...] = ()
    actions: tuple[Action, ...] = ()
    opportunities: str = ""
    agreed_at: datetime | None = None
    agreed_by: UserId | None = None
    reopened: tuple[str, ...] = ()
    minutes: int = 0
    revision: int = 0

    def decision(self, subdomain: str) -> Decision:
        """What was agreed on a sub-domain; an empty decision while nothing was."""
        return next((one for one in self.decisions if one.subdomain == subdomain), Decision(subdomain))

    def every_action(self) -> Iterator[tuple[str, Action]]:
        """Each action with the sub-domain it belongs to; those of the whole system come last, with none."""
        for one in self.decisions:
            yield from ((one.subdomain, action) for action in one.actions)
        yield from (("", action) for action in self.actions)

    def action(self, wanted: ActionId) -> tuple[str, Action] | None:
        """One action by its name, with its sub-domain."""
        return next((found for found in self.every_action() if found[1].id == wanted), None)

    def followed_up(self, news: Mapping[ActionId, FollowUp], saved_at: datetime | None) -> Self:
        """The same with its actions as they stand after these words; `saved_at`: when those of the system were set."""
        decisions = tuple(replace(one, actions=_after(one.actions, news, one.at)) for one in self.decisions)
        return replace(self, decisions=decisions, actions=_after(self.actions, news, saved_at))


def _after(
    actions: tuple[Action, ...], news: Mapping[ActionId, FollowUp], decided: datetime | None
) -> tuple[Action, ...]:
    return tuple(_stands(one, news.get(one.id), decided) for one in actions)


def _stands(action: Action, news: FollowUp | None, decided: datetime | None) -> Action:
    """An action after the newest word about it; a date that the meeting set later than that holds."""
    if news is None:
        return action
    outdated = decided is not None and news.at is not None and news.at < decided
    due = action.due if outdated else news.due or action.due
    return replace(action, progress=news.progress, news=news.news, due=due)
