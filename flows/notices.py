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
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Notice:
    """Owed once for all time by its key; to a person, or to the partnership's channel when `to` is none."""

    kind: NoticeKind
    key: str
    round: RoundId
    due_at: datetime
    to: UserId | None = None
