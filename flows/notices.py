"""What is owed to somebody: a notice, named once by its key, to be put into words when it is sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.people import UserId
from flows.round import RoundId


class NoticeKind(StrEnum):
    """The letters this house writes."""

    INVITATION = "invitation"
    LAUNCHED = "launched"
    MEETING_FILE = "meeting_file"
    HALFWAY = "halfway"
    SOON = "soon"
    TODAY = "today"
    REMINDER = "reminder"
    CLOSED = "closed"
    SUMMARY = "summary"
    MEETING = "meeting"
    UNDELIVERED = "undelivered"


NUDGES = frozenset({NoticeKind.HALFWAY, NoticeKind.SOON, NoticeKind.TODAY})
"""What we send unasked to those who have not submitted; a reminder is what somebody asked for."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Owed once for all time by its key; to a person, or to the partnership's channel when `to` is none.

    From `expires_at` on it is of no use any more and is not sent. `about` names another notice, where it tells of one.
    """

    kind: NoticeKind
    key: str
    round: RoundId
    due_at: datetime
    to: UserId | None = None
    expires_at: datetime | None = None
    about: str | None = None
