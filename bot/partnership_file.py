"""A partnership as a YAML file: who leads, which organisations take part, and who answers for each."""

from collections.abc import Callable
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from flows.people import ChannelId, Partner, PartnerId, Partnership, PartnershipId, Sector, UserId, WorkspaceId
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
    contributors: People


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
    host: Words
    channel: Words
    zone: Annotated[str, AfterValidator(_zone)] = "Europe/London"
    leads: People
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


def partnership(entry: PartnershipEntry, workspace: WorkspaceId, find: Callable[[str], UserId]) -> Partnership:
    """Make it a partnership of this workspace; `find` turns an e-mail address or a member id into a member id.

    A channel holds one partnership, and an organisation is known by its place in it: loading a file again changes both.
    """
    return Partnership(
        id=PartnershipId(f"{workspace}-{entry.channel}"),
        workspace=workspace,
        channel=ChannelId(entry.channel),
        name=entry.name,
        host=entry.host,
        zone=entry.zone,
        leads=tuple(map(find, entry.leads)),
        partners=tuple(
            Partner(PartnerId(one.name.casefold()), one.name, one.sector, tuple(map(find, one.contributors)))
            for one in entry.partners
        ),
    )
