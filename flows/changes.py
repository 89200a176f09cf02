"""What has changed between two states of a partnership: the history is told from states, not kept beside them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from flows import retention
from flows.people import Partner, PartnerId, Partnership, UserId

REMOVED = "organisation removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different: what, and of whom."""

    what: str
    detail: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Made:
    """A change that was made: when, by whom, and what."""

    at: datetime
    actor: str
    what: str
    detail: Mapping[str, str | int]


def between(before: Partnership, after: Partnership) -> tuple[Change, ...]:
    """Everything that is different, in the order in which it is told."""
    return (*_details(before, after), *_people(before, after), *_partners(before, after))


def _details(before: Partnership, after: Partnership) -> Iterator[Change]:
    told = {
        "name changed": (before.name, after.name),
        "host changed": ("; ".join(before.hosts), "; ".join(after.hosts)),
        "time zone changed": (before.zone, after.zone),
        "local word changed": (before.neighbourhood, after.neighbourhood),
        "region's contact changed": (before.region_contact, after.region_contact),
        "allocation changed": (_pounds(before.allocation), _pounds(after.allocation)),
        "time that details are kept changed": (
            retention.in_words(before.keep_months),
            retention.in_words(after.keep_months),
        ),
    }
    for what, (was, is_now) in told.items():
        if was != is_now:
            yield Change(what, {"from": was, "to": is_now})


def _pounds(amount: int | None) -> str:
    return "" if amount is None else f"£{amount:,}"


def _people(before: Partnership, after: Partnership) -> Iterator[Change]:
    yield from _came_and_went("lead", before.leads, after.leads)
    yield from _came_and_went("observer", before.observers, after.observers)


def _came_and_went(
    role: str, before: tuple[UserId, ...], after: tuple[UserId, ...], organisation: str = ""
) -> Iterator[Change]:
    where = {"organisation": organisation} if organisation else {}
    for person in after:
        if person not in before:
            yield Change(f"{role} added", {**where, "person": person})
    for person in before:
        if person not in after:
            yield Change(f"{role} removed", {**where, "person": person})


def _partners(before: Partnership, after: Partnership) -> Iterator[Change]:
    known, kept = {one.id: one for one in before.partners}, {one.id for one in after.partners}
    for one in after.partners:
        if one.id not in known:
            yield Change("organisation added", {"organisation": one.name, "sector": one.sector})
        yield from _partner(known.get(one.id) or Partner(one.id, one.name, one.sector, ()), one)
    for one in before.partners:
        if one.id not in kept:
            yield Change(REMOVED, {"organisation": one.name, "partner": one.id})


def _partner(before: Partner, after: Partner) -> Iterator[Change]:
    named = {"organisation": after.name}
    if before.name != after.name:
        yield Change("organisation renamed", {**named, "from": before.name})
    if before.sector != after.sector:
        yield Change("sector changed", {**named, "from": before.sector, "to": after.sector})
    if before.contact != after.contact:
        yield Change("contact outside Slack changed", {**named, "from": before.contact, "to": after.contact})
    yield from _came_and_went("contributor", before.contributors, after.contributors, after.name)


def joined(before: Partnership, after: Partnership) -> tuple[Partner, ...]:
    """Organisations that take part since."""
    known = {one.id for one in before.partners}
    return tuple(one for one in after.partners if one.id not in known)


def invited(before: Partnership, after: Partnership) -> tuple[tuple[UserId, Partner], ...]:
    """People who answer for an organisation since, or for another one than before, and for which."""
    places = {user: one.id for one in before.partners for user in one.contributors}
    return tuple((user, one) for one in after.partners for user in one.contributors if places.get(user) != one.id)


def gone(history: Iterable[Mapping[str, str | int]], place: Partnership) -> Mapping[str, PartnerId]:
    """Organisations that took part once, by name: what was told of each `REMOVED` one. One that is back is not gone."""
    here = {one.id for one in place.partners}
    known = {str(one["organisation"]).casefold(): PartnerId(str(one.get("partner", ""))) for one in history}
    return {name: partner for name, partner in known.items() if partner and partner not in here}
