"""How long the details of a round are kept: what is let go of after that, and what stays, is `storage/retention.py`."""

from calendar import monthrange
from datetime import datetime

USUAL = 24
"""Months after the meeting, unless a partnership chooses otherwise: this year's rounds beside the last year's."""
CHOICES = (6, 12, 24, 36, 72)
"""What can be chosen; less than half a year would end before the next run of the assessment."""


def months_before(now: datetime, months: int) -> datetime:
    """The same day and time so many calendar months earlier; the month's last day where that month is shorter."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))


def in_words(months: int) -> str:
    """As a length of time."""
    years, rest = divmod(months, 12)
    if rest:
        return f"{months} months"
    return "1 year" if years == 1 else f"{years} years"
