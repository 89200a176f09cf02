"""When things happen: working days, decent hours, and instants in words. Knows no Slack and reads no clock."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

MORNING = time(9)
FIRST_HOUR, LAST_HOUR = time(8), time(18)


def local(instant: datetime, zone: str) -> datetime:
    """The instant on a clock in that zone."""
    return instant.astimezone(ZoneInfo(zone))


def at(day: date, clock: time, zone: str) -> datetime:
    """That day and time in the zone, as an aware UTC instant."""
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Neither a weekend nor one of England's bank holidays."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """The working day `count` working days after `day`; negative counts go back."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def decent(instant: datetime, zone: str) -> datetime:
    """The first instant from then on at which people may be written to: 08:00 to 18:00 where they are."""
    here = local(instant, zone)
    if here.time() < FIRST_HOUR:
        return at(here.date(), FIRST_HOUR, zone)
    if here.time() >= LAST_HOUR:
        return at(here.date() + timedelta(days=1), FIRST_HOUR, zone)
    return instant


def on_a_working_day(instant: datetime, zone: str) -> datetime:
    """The first instant from then on, at a decent hour, that is on a working day; another day begins at 09:00."""
    then = decent(instant, zone)
    day = local(then, zone).date()
    return then if is_working_day(day) else at(working_days_after(day, 1), MORNING, zone)


def summary_before(meeting: datetime, zone: str) -> datetime:
    """When the summary goes out unless the lead says otherwise: two working days before the meeting, at 09:00."""
    return at(working_days_after(local(meeting, zone).date(), -2), MORNING, zone)


def in_words(instant: datetime, zone: str) -> str:
    """An instant as people say it: "Thursday 24 July at 12:00"."""
    here = local(instant, zone)
    return f"{here:%A} {here.day} {here:%B} at {here:%H:%M}"


def day_in_words(day: date) -> str:
    """A day as people say it: "Thursday 24 July"."""
    return f"{day:%A} {day.day} {day:%B}"
