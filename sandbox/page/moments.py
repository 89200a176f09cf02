"""Instants in words, and the moments that the sandbox's clock can jump to."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import holidays


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
    """09:00 on the first working day after this one (England's bank holidays count as holidays)."""
    here = now.astimezone(zone)
    free = holidays.country_holidays("GB", subdiv="ENG", years=(here.year, here.year + 1))
    day = here.date() + timedelta(days=1)
    while day.weekday() >= 5 or day in free:
        day += timedelta(days=1)
    return datetime.combine(day, time(9), zone).astimezone(UTC)


def typed(text: str, zone: tzinfo) -> datetime | None:
    """Read what a date-and-time field holds (2026-11-23T10:00), in the reader's zone."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
    except ValueError:
        return None


def zone_of(name: str) -> tzinfo:
    """The named time zone."""
    return ZoneInfo(name)
