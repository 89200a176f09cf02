"""A round: one run of one edition over one scope; proposed, launched, open, closed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from flows import calendar
from flows.people import PartnershipId, UserId
from flows.refusal import Refusal, Refusals
from frameworks.schema import Edition

RoundId = NewType("RoundId", str)
GRACE = timedelta(minutes=15)
"""Declared to everybody: answers that arrive this soon after the deadline still count."""
SHORTEST = timedelta(hours=1)
"""A round shorter than this is a slip of the finger."""
HOURS = f"{calendar.FIRST_HOUR:%H:%M} and {calendar.LAST_HOUR:%H:%M}"
"""When people may be written to, in words."""


class Stage(StrEnum):
    """Where a round stands."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Label(StrEnum):
    """Which run of the assessment a round is."""

    BASELINE = "Baseline"
    RE_RUN = "Re-run"
    YEAR_END = "Year-end"


class Mode(StrEnum):
    """What becomes of the link between an answer and its organisation at close: destroyed, or shown to the partnership.

    Locked at launch, and said to everybody before they answer.
    """

    ANONYMOUS = "anonymous"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A round as the lead describes it; `summary_at` none means two working days before the meeting.

    `previous` is the round of the same partnership and framework that it follows, if any.
    """

    label: Label
    scopes: frozenset[str]
    deadline: datetime
    meeting_at: datetime
    summary_at: datetime | None = None
    mode: Mode = Mode.ANONYMOUS
    previous: RoundId | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A launched round. All instants are aware UTC; `subdomains` are in the framework's order.

    `revision` counts what happened to the round itself; `moved_at` is when its dates were last moved, if they were.
    """

    id: RoundId
    partnership: PartnershipId
    edition: str
    label: Label
    subdomains: tuple[str, ...]
    launched_at: datetime
    launched_by: UserId
    deadline: datetime
    meeting_at: datetime
    summary_at: datetime
    stage: Stage = Stage.OPEN
    revision: int = 1
    moved_at: datetime | None = None
    mode: Mode = Mode.ANONYMOUS
    previous: RoundId | None = None

    @property
    def closes_at(self) -> datetime:
        """When answers are frozen: the deadline and the declared grace."""
        return self.deadline + GRACE

    def takes_answers(self, now: datetime) -> bool:
        """Whether answers may still change; the clock rules even when closing is late."""
        return self.stage is Stage.OPEN and now < self.closes_at


def faults(
    proposal: Proposal, edition: Edition, zone: str, now: datetime, others: Iterable[Round] = ()
) -> Mapping[str, str]:
    """What is wrong with a proposal, by field: framework, scopes, deadline, meeting, summary. Empty when nothing is.

    `others` are the partnership's rounds so far: of one framework, only one at a time asks for answers.
    """
    found: dict[str, str] = {}
    for one in others:
        if one.edition == edition.id and one.takes_answers(now):
            until = calendar.in_words(one.deadline, zone)
            found["framework"] = f"A round of this framework is open until {until}. A second one would ask twice."
    if not edition.in_scope(proposal.scopes):
        found["scopes"] = "Choose at least one part of the framework."
    if proposal.deadline < now + SHORTEST:
        found["deadline"] = "Choose a deadline at least an hour from now, so that partners have time to answer."
    if proposal.meeting_at <= proposal.deadline + GRACE:
        found["meeting"] = "The meeting has to come after the deadline, so that there is a summary to discuss."
    elif proposal.summary_at is None and _usual_summary(proposal, zone) >= proposal.meeting_at:
        found["meeting"] = (
            f"Leave time for the summary, which goes out between {HOURS}, after the deadline and before the meeting."
        )
    elif proposal.summary_at and not proposal.deadline + GRACE <= proposal.summary_at < proposal.meeting_at:
        found["summary"] = (
            f"The summary has to go out between {calendar.in_words(proposal.deadline + GRACE, zone)}"
            f" and the meeting, {calendar.in_words(proposal.meeting_at, zone)}."
        )
    elif proposal.summary_at and calendar.decent(proposal.summary_at, zone) != proposal.summary_at:
        found["summary"] = f"Choose a time between {HOURS}: nothing is sent at other hours."
    return found


def launch(  # noqa: PLR0913 - who, what, where and when, each by name
    proposal: Proposal,
    edition: Edition,
    *,
    zone: str,
    round_id: RoundId,
    partnership: PartnershipId,
    by: UserId,
    now: datetime,
    others: Iterable[Round] = (),
) -> Round:
    """Make the proposal a round, or raise `Refusals` with every fault at its field."""
    if found := faults(proposal, edition, zone, now, others):
        raise Refusals(found)
    return Round(
        id=round_id,
        partnership=partnership,
        edition=edition.id,
        label=proposal.label,
        subdomains=tuple(subdomain.id for subdomain in edition.in_scope(proposal.scopes)),
        launched_at=now,
        launched_by=by,
        deadline=proposal.deadline,
        meeting_at=proposal.meeting_at,
        summary_at=proposal.summary_at or _usual_summary(proposal, zone),
        mode=proposal.mode,
        previous=proposal.previous,
    )


def _usual_summary(proposal: Proposal, zone: str) -> datetime:
    """Two working days before the meeting at 09:00, but never before the close, and at a decent hour."""
    return calendar.decent(max(calendar.summary_before(proposal.meeting_at, zone), proposal.deadline + GRACE), zone)


def close(running: Round) -> Round:
    """The round after its close."""
    return replace(running, stage=Stage.CLOSED, revision=running.revision + 1)


def move(running: Round, proposal: Proposal, edition: Edition, zone: str, now: datetime) -> Round:
    """The round with other dates, or `Refusals`; what was sent for the old ones is not sent again."""
    if not running.takes_answers(now):
        raise Refusals({"deadline": "This round takes no more answers, so its dates stay as they are."})
    if found := faults(proposal, edition, zone, now):
        raise Refusals(found)
    return replace(
        running,
        deadline=proposal.deadline,
        meeting_at=proposal.meeting_at,
        summary_at=proposal.summary_at or _usual_summary(proposal, zone),
        moved_at=now,
        revision=running.revision + 1,
    )


def cancel(running: Round) -> Round:
    """The round called off: nothing more is asked, summed up or sent."""
    if running.stage is not Stage.OPEN:
        raise Refusal("Only a round that is open can be cancelled.")
    return replace(running, stage=Stage.CANCELLED, revision=running.revision + 1)
