"""A round: one run of one edition over one scope; proposed, launched, open, closed."""

from collections.abc import Mapping, Sequence
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
    proposal: Proposal, edition: Edition, zone: str, now: datetime, others: Sequence[Round] = ()
) -> Mapping[str, str]:
    """What is wrong with a proposal, by field: framework, previous, scopes, and the dates. Empty when nothing is.

    `others` are the partnership's rounds so far: of one framework, only one at a time asks for answers.
    """
    found = part_faults(proposal.scopes, proposal.previous, edition, zone, now, others)
    return found | _date_faults(proposal, zone, now)


def part_faults(  # noqa: PLR0913, PLR0917 - what is chosen, and what it is held against
    scopes: frozenset[str],
    previous: RoundId | None,
    edition: Edition,
    zone: str,
    now: datetime,
    others: Sequence[Round],
) -> dict[str, str]:
    """What is wrong with what is to be asked, whenever that is: framework, previous, scopes."""
    found: dict[str, str] = {}
    known = {one.id for one in others if one.edition == edition.id}
    if previous and previous not in known:
        found["previous"] = "That round is not one of this partnership and framework. Please choose again."
    for one in others:
        if one.edition == edition.id and one.takes_answers(now):
            until = calendar.in_words(one.deadline, zone)
            found["framework"] = f"A round of this framework is open until {until}. A second one would ask twice."
    if not edition.in_scope(scopes):
        found["scopes"] = "Choose at least one part of the framework."
    return found


def _date_faults(proposal: Proposal, zone: str, now: datetime) -> dict[str, str]:
    found: dict[str, str] = {}
    if proposal.deadline < now + SHORTEST:
        found["deadline"] = "Choose a deadline at least an hour from now, so that partners have time to answer."
    if proposal.meeting_at <= proposal.deadline + GRACE:
        found["meeting"] = "The meeting has to come after the deadline, so that there is a summary to discuss."
    elif proposal.summary_at is None and usual_summary(proposal, zone) >= proposal.meeting_at:
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
    others: Sequence[Round] = (),
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
        summary_at=proposal.summary_at or usual_summary(proposal, zone),
        mode=proposal.mode,
        previous=proposal.previous,
    )


def usual_summary(proposal: Proposal, zone: str) -> datetime:
    """Two working days before the meeting at 09:00, but never before the close, and at a decent hour."""
    return calendar.decent(max(calendar.summary_before(proposal.meeting_at, zone), proposal.deadline + GRACE), zone)


def close(running: Round) -> Round:
    """The round after its close."""
    return replace(running, stage=Stage.CLOSED, revision=running.revision + 1)


def move(running: Round, proposal: Proposal, zone: str, now: datetime) -> Round:
    """The round with the dates of this proposal, or `Refusals`; what was sent for the old ones is not sent again."""
    if not running.takes_answers(now):
        raise Refusals({"deadline": "This round takes no more answers, so its deadline stays. The meeting can move."})
    found = _date_faults(proposal, zone, now)
    if proposal.deadline == running.deadline:  # however near it is by now
        found.pop("deadline", None)
    if found:
        raise Refusals(found)
    return replace(
        running,
        deadline=proposal.deadline,
        meeting_at=proposal.meeting_at,
        summary_at=proposal.summary_at or usual_summary(proposal, zone),
        moved_at=now,
        revision=running.revision + 1,
    )


def move_meeting(running: Round, meeting_at: datetime, summary_at: datetime | None, zone: str, now: datetime) -> Round:
    """A closed round with its meeting at another time, and its summary too while that is still to come."""
    if running.stage is not Stage.CLOSED:
        raise Refusals({"meeting": "Only a round that is closed has nothing but its meeting to move."})
    if meeting_at <= now:
        raise Refusals({"meeting": "Choose a time that is still to come."})
    if running.summary_at <= now:
        return replace(running, meeting_at=meeting_at, moved_at=now, revision=running.revision + 1)
    after = max(now, running.closes_at)
    summary = summary_at or calendar.decent(max(calendar.summary_before(meeting_at, zone), after), zone)
    if not after <= summary < meeting_at:
        raise Refusals({"summary": "The summary has to go out from now on and before the meeting."})
    if calendar.decent(summary, zone) != summary:
        raise Refusals({"summary": f"Choose a time between {HOURS}: nothing is sent at other hours."})
    changed = replace(running, meeting_at=meeting_at, summary_at=summary, moved_at=now)
    return replace(changed, revision=running.revision + 1)


def close_early(running: Round, zone: str, now: datetime) -> Round:
    """The round with its deadline this minute: the declared grace still holds, and then it closes as any other does."""
    if not running.takes_answers(now):
        raise Refusal("This round is closed already.")
    if now >= running.deadline:
        raise Refusal(f"The deadline has passed, and the round closes on {calendar.in_words(running.closes_at, zone)}.")
    if calendar.decent(now, zone) != now:
        raise Refusal(
            "Those who have not submitted have to be told first, and nobody is written to at this hour. "
            f"Please close the round between {HOURS}."
        )
    minute = now.replace(second=0, microsecond=0)
    deadline = minute if minute == now else minute + timedelta(minutes=1)
    return replace(running, deadline=min(deadline, running.deadline), moved_at=now, revision=running.revision + 1)


def cancel(running: Round) -> Round:
    """The round called off: nothing more is asked, summed up or sent."""
    if running.stage is not Stage.OPEN:
        raise Refusal("Only a round that is open can be cancelled.")
    return replace(running, stage=Stage.CANCELLED, revision=running.revision + 1)
