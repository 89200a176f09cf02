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
    NOT_SUBMITTED = "not_submitted"
    SUMMARY = "summary"
    SUMMARY_FILES = "summary_files"
    WITHDRAWN = "withdrawn"
    MEETING = "meeting"
    UNDELIVERED = "undelivered"
    BOARD = "board"
    BOARD_ROW = "board_row"
    AGREED = "agreed"
    ACTION_SOON = "action_soon"
    ACTION_DUE = "action_due"
    NUDGE = "nudge"
    MOVED = "moved"
    CLOSING = "closing"
    CALLED_OFF = "called_off"
    HANDED_OVER = "handed_over"
    NEW_LEAD = "new_lead"
    NEW_OBSERVER = "new_observer"


NUDGES = frozenset({NoticeKind.HALFWAY, NoticeKind.SOON, NoticeKind.TODAY})
"""What the calendar sends to those who have not submitted; a reminder is what somebody asked for."""
COUNTED = NUDGES | {NoticeKind.NUDGE}
"""The same and what a lead sends by hand: of all these together nobody gets more than three."""
OF_THE_MEETING = frozenset({NoticeKind.MEETING_FILE, NoticeKind.MEETING})
"""What tells when the meeting is, and so is news again when it moves, also back to where it was."""
ANEW = NUDGES | OF_THE_MEETING
"""What the calendar sends once more when dates move; the close and the summary are told once, whatever moves."""
FILES = frozenset({NoticeKind.MEETING_FILE, NoticeKind.SUMMARY_FILES})
"""What comes as files in a thread, where it is found again by the words beside it."""
TO_THOSE_MISSING = COUNTED | {NoticeKind.REMINDER, NoticeKind.MOVED, NoticeKind.CLOSING}
"""What is of no use to somebody whose organisation has submitted."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Owed once for all time by its key; to a person, or to the partnership's channel when `to` is none.

    From `expires_at` on it is of no use any more and is not sent. `about` names another notice, where it tells of one,
    and a partnership, where it belongs to no round: then `round` is empty.
    """

    kind: NoticeKind
    key: str
    round: RoundId
    due_at: datetime
    to: UserId | None = None
    expires_at: datetime | None = None
    about: str | None = None
