"""The form that starts a round, as the lead filled it in, on its way to a proposal."""

from dataclasses import dataclass
from datetime import date, datetime, time

from flows import calendar
from flows.people import PartnershipId
from flows.refusal import Refusals
from flows.round import Label, Proposal


@dataclass(frozen=True, slots=True)
class When:
    """A day and a time on the partnership's clock; either may still be missing."""

    day: date | None = None
    clock: time | None = None

    def instant(self, zone: str) -> datetime | None:
        """The instant, once both are there."""
        return calendar.at(self.day, self.clock, zone) if self.day and self.clock else None


@dataclass(frozen=True, slots=True)
class RoundForm:
    """What the form holds."""

    partnership: PartnershipId
    framework: str
    label: Label
    scopes: frozenset[str]
    deadline: When
    meeting: When
    summary: When


def proposed(form: RoundForm, zone: str) -> Proposal:
    """Put the form on the partnership's clock, or say at each field what is missing."""
    deadline, meeting = form.deadline.instant(zone), form.meeting.instant(zone)
    missing: dict[str, str] = {}
    if deadline is None:
        missing["deadline"] = "Choose the day and the time of the deadline."
    if meeting is None:
        missing["meeting"] = "Choose the day and the time of the meeting."
    if (form.summary.day is None) != (form.summary.clock is None):
        missing["summary"] = "Choose both a day and a time, or neither."
    if deadline is None or meeting is None or missing:
        raise Refusals(missing)
    return Proposal(form.label, form.scopes, deadline, meeting, form.summary.instant(zone))
