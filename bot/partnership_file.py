"""A partnership as a YAML file: who leads, which organisations take part, and who answers for each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Self
from zoneinfo import available_timezones

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from flows.people import ChannelId, Partner, PartnerId, Partnership, PartnershipId, Sector, UserId, WorkspaceId
from flows.retention import USUAL
from frameworks import pages, wording
from frameworks.catalog import Faulty


def _zone(given: str) -> str:
    if given not in available_timezones():
        raise ValueError("should be a time zone such as Europe/London")
    return given


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Words = Annotated[str, Field(min_length=1, max_length=120)]
People = Annotated[tuple[Words, ...], Field(min_length=1)]


class PartnerEntry(_Closed):
    """One organisation; contributors are Slack member ids or e-mail addresses."""

    name: Words
    sector: Sector
    contributors: tuple[Words, ...] = ()
    contact: Annotated[str, Field(max_length=200)] = ""

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not self.contributors and not self.contact:
            raise ValueError("should name a contributor, or a contact outside Slack")
        return self


def _partnership(partners: tuple[PartnerEntry, ...]) -> tuple[PartnerEntry, ...]:
    """Two organisations or more, each standing there once, and each person answering for one of them."""
    if len(partners) < 2:
        raise ValueError("should name at least two organisations")
    names = [one.name.casefold() for one in partners]
    people = [person.casefold() for one in partners for person in one.contributors]
    for what, given in (("organisation", names), ("contributor", people)):
        if twice := sorted({one for one in given if given.count(one) > 1}):
            raise ValueError(f"should name each {what} once; twice: {', '.join(twice)}")
    return partners


class PartnershipEntry(_Closed):
    """The file as it is written."""

    name: Words
    hosts: People
    channel: Words
    zone: Annotated[str, AfterValidator(_zone)] = "Europe/London"
    neighbourhood: Words = "neighbourhood"
    region_contact: Annotated[str, Field(max_length=200)] = ""
    allocation: Annotated[int, Field(ge=0)] | None = None
    keep_months: Annotated[int, Field(ge=6, le=120)] = USUAL
    leads: People
    observers: tuple[Words, ...] = ()
    partners: Annotated[tuple[PartnerEntry, ...], AfterValidator(_partnership)]


def read(text: str) -> PartnershipEntry:
    """Read the file's text, or raise `Faulty` with every fault and its line."""
    page = pages.read(text)
    if page.faults or not page.whole:
        raise Faulty(page.faults)
    try:
        entry = PartnershipEntry.model_validate(page.value)
    except ValidationError as error:
        raise Faulty(tuple(wording.faults(error, page))) from None
    return entry


def partnership(
    entry: PartnershipEntry,
    workspace: WorkspaceId,
    find: Callable[[str], UserId],
    new_id: Callable[[], str],
    before: Partnership | None = None,
) -> Partnership:
    """Make it a partnership of this workspace; `find` turns an e-mail address or a member id into a member id.

    `before` is the partnership of this channel as it is kept: it stays the same one, and an organisation of the same
    name stays the same organisation.
    """
    known = {one.name.casefold(): one.id for one in before.partners} if before else {}
    return Partnership(
        id=before.id if before else PartnershipId(new_id()),
        workspace=workspace,
        channel=ChannelId(entry.channel),
        name=entry.name,
        hosts=entry.hosts,
        zone=entry.zone,
        neighbourhood=entry.neighbourhood,
        region_contact=entry.region_contact,
        allocation=entry.allocation,
        keep_months=entry.keep_months,
        leads=tuple(map(find, entry.leads)),
        observers=tuple(map(find, entry.observers)),
        partners=tuple(
            Partner(
                known.get(one.name.casefold()) or PartnerId(new_id()),
                one.name,
                one.sector,
                tuple(map(find, one.contributors)),
                one.contact,
            )
            for one in entry.partners
        ),
    )


def with_those_added_since(place: Partnership, before: Partnership) -> Partnership:
    """The partnership of the file, together with those who were asked to answer in Slack meanwhile."""
    named = {user for one in place.partners for user in one.contributors} | set(place.observers)
    since = {one.id: [user for user in one.contributors if user not in named] for one in before.partners}
    return replace(
        place,
        partners=tuple(
            replace(one, contributors=(*one.contributors, *since.get(one.id, ()))) for one in place.partners
        ),
    )


def write(place: Partnership, addresses: Mapping[UserId, str]) -> str:
    """The file of a partnership as it is, to be read again; people by their e-mail address where it is known."""

    def people(users: Sequence[UserId]) -> list[str]:
        return [addresses.get(user, str(user)) for user in users]

    whole = {
        "name": place.name,
        "hosts": list(place.hosts),
        "channel": str(place.channel),
        "zone": place.zone,
        "neighbourhood": place.neighbourhood,
        "region_contact": place.region_contact,
        "allocation": place.allocation,
        "keep_months": place.keep_months,
        "leads": people(place.leads),
        "observers": people(place.observers),
        "partners": [
            {
                "name": one.name,
                "sector": one.sector.value,
                "contributors": people(one.contributors),
                "contact": one.contact,
            }
            for one in place.partners
        ],
    }
    return yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=120)


def people(entry: PartnershipEntry) -> tuple[str, ...]:
    """Everybody whom the file names, each once."""
    answering = [user for one in entry.partners for user in one.contributors]
    return tuple(dict.fromkeys([*entry.leads, *entry.observers, *answering]))
