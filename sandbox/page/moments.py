"""Instants in words and as people type them (24 hours, day before month), and where the clock can jump to."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from flows import calendar


def in_words(at: datetime, zone: tzinfo) -> str:
    """Tell an instant as a clock on the wall would: Mon 23 November 2026, 10:00."""
    here = at.astimezone(zone)
    return f"{here:%a} {here.day} {here:%B %Y, %H:%M}"


def briefly(at: datetime, zone: tzinfo) -> str:
    """The same for a narrow screen: Mon 23 Nov, 10:00."""
    here = at.astimezone(zone)
    return f"{here:%a} {here.day} {here:%b, %H:%M}"


def day_in_words(day: date, today: date) -> str:
    """Tell a day as a divider between messages does."""
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    return f"{day:%A} {day.day} {day:%B}" + ("" if day.year == today.year else f" {day.year}")


def of_message(ts: str, zone: tzinfo) -> datetime:
    """The instant that a message's ts stands for, on the reader's wall."""
    return datetime.fromtimestamp(float(ts), zone)


def next_working_morning(now: datetime, zone: tzinfo) -> datetime:
    """09:00 on the first working day after this one, as the bot counts working days."""
    day = calendar.working_days_after(now.astimezone(zone).date(), 1)
    return datetime.combine(day, time(9), zone).astimezone(UTC)


def typed(text: str, zone: tzinfo) -> datetime | None:
    """Read what a date-and-time field holds (23/11/2026 10:00, or 2026-11-23T10:00), in the reader's zone."""
    day_typed, _, time_typed = text.strip().replace("T", " ", 1).partition(" ")
    day, at = typed_day(day_typed), typed_time(time_typed.removeprefix("at ").strip())
    return datetime.combine(day, at, zone).astimezone(UTC) if day and at else None


def typed_day(text: str) -> date | None:
    """Read what a date field holds: 23/11/2026 or 23.11.26, and 2026-11-23 too."""
    found = re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})", text.strip())
    try:
        if not found:
            return date.fromisoformat(text.strip())
        day, month, year = (int(part) for part in found.groups())
        return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return None


def typed_time(text: str) -> time | None:
    """Read what a time field holds: 9:30, 09.30, 0930 or just 9."""
    found = re.fullmatch(r"(\d{1,2})(?:[:. ]?(\d{2}))?(?::\d{2})?", text.strip())
    try:
        return time(int(found[1]), int(found[2] or 0)) if found else None
    except ValueError:
        return None


def as_typed(at: datetime, zone: tzinfo) -> str:
    """An instant as a date-and-time field holds it: 23/11/2026 10:00."""
    return f"{at.astimezone(zone):%d/%m/%Y %H:%M}"


def zone_of(name: str) -> tzinfo:
    """The named time zone."""
    return ZoneInfo(name)
