"""The form that starts a round: what it offers at first, and its way to a proposal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from flows import calendar
from flows.people import PartnershipId
from flows.refusal import Refusals
from flows.round import Label, Mode, Proposal, Round, RoundId, Stage
from frameworks.schema import Edition

TO_ANSWER, TO_PREPARE = 10, 5
"""Working days that are offered for answering, and from then until the meeting."""
NOON, TWO = time(12), time(14)
CHRISTMAS_EVE = (12, 24)
"""From here to the end of the year nothing is offered and no day counted: hardly anybody is at work."""


@dataclass(frozen=True, slots=True)
class When:
    """A day and a time on the partnership's clock; either may still be missing."""

    day: date | None = None
    clock: time | None = None

    def instant(self, zone: str) -> datetime | None:
        """The instant, once both are there."""
        return calendar.at(self.day, self.clock, zone) if self.day and self.clock else None

    @classmethod
    def of(cls, instant: datetime, zone: str) -> "When":
        """That instant on the partnership's clock."""
        here = calendar.local(instant, zone)
        return cls(here.date(), here.time().replace(second=0, microsecond=0))


@dataclass(frozen=True, slots=True)
class RoundForm:
    """What the form holds so far."""

    partnership: PartnershipId
    framework: str = ""
    label: Label = Label.BASELINE
    scopes: frozenset[str] = frozenset()
    deadline: When = When()
    meeting: When = When()
    summary: When = When()
    mode: Mode = Mode.ANONYMOUS
    previous: RoundId | None = None


def earlier(rounds: Sequence[Round], edition: Edition) -> Round | None:
    """The round that a new one of this framework follows: the newest that has closed. `rounds`: newest first."""
    return next((one for one in rounds if one.edition == edition.id and one.stage is Stage.CLOSED), None)


def offered(
    partnership: PartnershipId, zone: str, edition: Edition, rounds: Sequence[Round], now: datetime
) -> RoundForm:
    """The form as it is opened: everything already filled in so that it could be sent as it is."""
    today, before = calendar.local(now, zone).date(), earlier(rounds, edition)
    deadline = _offered_day(today, TO_ANSWER)
    return RoundForm(
        partnership,
        edition.id,
        Label.RE_RUN if before else Label.BASELINE,
        frozenset(one.id for one in edition.scopes if one.preselected),
        When(deadline, NOON),
        When(_offered_day(deadline, TO_PREPARE), TWO),
        previous=before.id if before else None,
    )


def _offered_day(day: date, count: int) -> date:
    """The working day `count` working days after `day`, without those after Christmas."""
    left = count
    while left:
        day = calendar.working_days_after(day, 1)
        left -= (day.month, day.day) < CHRISTMAS_EVE
    return day


def proposed(form: RoundForm, zone: str) -> Proposal:
    """Put the form on the partnership's clock, or say at each field what is missing."""
    deadline, meeting, summary = dates(form.deadline, form.meeting, form.summary, zone)
    return Proposal(form.label, form.scopes, deadline, meeting, summary, form.mode, form.previous)


def dates(deadline: When, meeting: When, summary: When, zone: str) -> tuple[datetime, datetime, datetime | None]:
    """Three dates as instants, or what is missing at each field; only the summary may be left open."""
    by, meets = deadline.instant(zone), meeting.instant(zone)
    missing: dict[str, str] = {}
    if by is None:
        missing["deadline"] = "Choose the day and the time of the deadline."
    if meets is None:
        missing["meeting"] = "Choose the day and the time of the meeting."
    if (summary.day is None) != (summary.clock is None):
        missing["summary"] = "Choose both a day and a time, or neither."
    if by is None or meets is None or missing:
        raise Refusals(missing)
    return by, meets, summary.instant(zone)
