"""What a lead should know before a round is launched: faults, which hinder it, and warnings, which explain. Pure.

Who can be reached was asked of Slack before; here it is only weighed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from flows import calendar
from flows.people import Partner, Partnership, Sector, UserId
from flows.round import HOURS, Mode, Round
from flows.tiers import Tier, tier


class Hurdle(StrEnum):
    """Why somebody cannot be reached."""

    DEACTIVATED = "deactivated"
    UNKNOWN = "unknown"
    APP = "app"
    GUEST = "guest"
    ELSEWHERE = "elsewhere"
    REFUSES = "refuses"


class Channel(StrEnum):
    """What is known of the partnership's channel."""

    OURS = "ours"
    WITHOUT_US = "without us"
    ARCHIVED = "archived"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reach:
    """What Slack said: the channel, who is hard to reach and why, who was not looked up, which permissions we lack."""

    channel: Channel = Channel.UNKNOWN
    hurdles: Mapping[UserId, Hurdle] = field(default_factory=dict)
    not_asked: frozenset[UserId] = frozenset()
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing to know, in words; where it is about people, they are named beside it."""

    words: str
    people: tuple[UserId, ...] = ()


@dataclass(frozen=True, slots=True)
class Preflight:
    """All of it. With faults there is no launch."""

    faults: tuple[Concern, ...]
    warnings: tuple[Concern, ...]


USUAL = (
    Sector.PRIMARY_CARE,
    Sector.COMMUNITY_CARE,
    Sector.LOCAL_AUTHORITY,
    Sector.ACUTE_TRUST,
    Sector.VOLUNTARY_SECTOR,
)
"""The sectors that a place partnership covers."""
NEEDED: Mapping[str, str] = {
    "chat:write": "write messages",
    "im:write": "begin conversations with people",
}
"""Permissions without which no invitation arrives; the others are missed only here and there."""
SETTINGS = "under Our partnership (/maturity settings)"
WHY: Mapping[Hurdle, str] = {
    Hurdle.DEACTIVATED: "this account has been deactivated. Name somebody else",
    Hurdle.UNKNOWN: "nobody here has this account any more. Name somebody else",
    Hurdle.APP: "this is an app, and apps give no judgement. Name a person",
    Hurdle.GUEST: "a guest here, and guests may not get what this app sends. Ask whoever runs this workspace to make "
    "them a full member, or name somebody else",
    Hurdle.ELSEWHERE: "belongs to another workspace, where this app cannot write to them. Ask whoever runs this one to "
    "invite them as a full member, or name somebody else",
    Hurdle.REFUSES: "takes no direct messages from this app. Name somebody else",
}
CHANNELS: Mapping[Channel, str] = {
    Channel.WITHOUT_US: "This app is not in the partnership's channel. Go there and type /invite @Common View.",
    Channel.ARCHIVED: "The partnership's channel is archived. Ask for it to be brought back.",
    Channel.GONE: "The partnership's channel is gone, or this app is not in it. If it is there, go to it and type "
    "/invite @Common View.",
}


def check(place: Partnership, running: Round, reach: Reach) -> Preflight:
    """Everything to know about the round that would start now."""
    return Preflight(tuple(_faults(place, reach)), tuple(_warnings(place, running, reach)))


def _faults(place: Partnership, reach: Reach) -> Iterator[Concern]:
    if not place.partners:
        yield Concern(f"No organisation takes part yet. Add them {SETTINGS}.")
    elif not any(_reached(one, reach) for one in place.partners):
        yield Concern(f"Nobody can be reached. Name people who are in this workspace {SETTINGS}.")
    if reach.channel in CHANNELS:
        yield Concern(CHANNELS[reach.channel])
    if lacking := [NEEDED[one] for one in reach.lacking if one in NEEDED]:
        yield Concern(f"This app may not {' or '.join(lacking)}. Ask whoever looks after it to install it again.")


def _reached(partner: Partner, reach: Reach) -> bool:
    """Whether anybody answers for this organisation, in Slack or on a workbook."""
    return bool(partner.contact) or any(one not in reach.hurdles for one in partner.contributors)


def _warnings(place: Partnership, running: Round, reach: Reach) -> Iterator[Concern]:
    yield from _people(place, reach)
    if reach.not_asked:
        yield Concern("Slack did not tell in time whether they can be reached. Check again.", tuple(reach.not_asked))
    if lacking := [one for one in reach.lacking if one not in NEEDED]:
        yield Concern(
            f"This app lacks permissions ({', '.join(lacking)}), so not everything could be checked. Ask whoever "
            "looks after it to install it again."
        )
    if running.mode is Mode.ANONYMOUS and (words := small_group(len(place.partners))):
        yield Concern(words)
    if missing := [one.value for one in USUAL if one not in {partner.sector for partner in place.partners}]:
        yield Concern(f"Nobody speaks for: {', '.join(missing).lower()}. Add who is missing {SETTINGS}, if you can.")
    yield from _dates(running, place.zone)


def _people(place: Partnership, reach: Reach) -> Iterator[Concern]:
    for partner in place.partners:
        for hurdle in Hurdle:
            if people := tuple(one for one in partner.contributors if reach.hurdles.get(one) is hurdle):
                yield Concern(f"{partner.name}: {WHY[hurdle]} {SETTINGS}.", people)
        if partner.contact and not partner.contributors:
            yield Concern(
                f"{partner.name} answers outside Slack. Once the round has started, the Home tab of this app has the "
                f"workbook for {partner.contact}."
            )
        if not _reached(partner, reach):
            yield Concern(
                f"{partner.name} would not be asked at all, because nobody there can be reached. Name somebody else, "
                f"or give a contact outside Slack, {SETTINGS}."
            )


def small_group(organisations: int) -> str:
    """What so few organisations mean for an anonymous summary; nothing to say from eight on."""
    if not organisations:
        return ""
    many = f"{organisations} organisation{'s' if organisations > 1 else ''}"
    match tier(organisations):
        case Tier.NOTHING:
            return (
                f"With {many} the summary can show nothing, because everybody would know who said what: "
                "it only lists what to talk about. From 3 on it says a little."
            )
        case Tier.TOGETHER_OR_APART:
            return f"With {many} the summary can only say Together or Apart. From 5 on it says more."
        case Tier.WORDS:
            return (
                f"With {many} the summary says in words how far views are apart. If fewer than 5 submit, it can only "
                "say Together or Apart. From 8 on it also says roughly where views stand."
            )
        case _:
            return ""


def _dates(running: Round, zone: str) -> Iterator[Concern]:
    named = {"deadline": running.deadline, "meeting": running.meeting_at, "summary": running.summary_at}
    for name, instant in named.items():
        if odd := _odd(instant, zone):
            yield Concern(f"The {name}, {calendar.in_words(instant, zone)}, is {odd}. Go back if that was not meant.")
    first = calendar.local(calendar.decent(running.launched_at, zone), zone).date()
    if _working_days(first, calendar.local(running.deadline, zone).date()) < 3:
        yield Concern("There are fewer than three working days to answer. Busy people may need more.")


def _odd(instant: datetime, zone: str) -> str:
    """What is unusual about a date."""
    here = calendar.local(instant, zone)
    if here.weekday() >= 5:
        return "at a weekend"
    if not calendar.is_working_day(here.date()):
        return "on a bank holiday"
    if not calendar.FIRST_HOUR <= here.time() <= calendar.LAST_HOUR:
        return f"not between {HOURS}"
    return ""


def _working_days(first: date, last: date) -> int:
    """Working days after the first day, up to and with the last; counted no further than three."""
    return sum(calendar.working_days_after(first, count) <= last for count in (1, 2, 3))
