"""A partnership as a list, one line a person: taken in from a workbook or CSV file, and given out the same way.

What is here already stays: a list adds organisations and people. Every fault is told with its line, and a list with
faults adds nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from bot import sheets
from flows import membership
from flows.people import Partner, PartnerId, Partnership, Sector, UserId
from flows.refusal import Refusal
from frameworks.catalog import Faulty
from frameworks.pages import Fault


class Part(StrEnum):
    """What a line says somebody is."""

    CONTRIBUTOR = "contributor"
    LEAD = "lead"
    OBSERVER = "observer"
    OUTSIDE = "outside Slack"


COLUMNS = ("Organisation", "Sector", "Person", "Role")
KNOWN_AS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("organisation", "organization", "partner"), "Organisation"),
        **dict.fromkeys(("sector",), "Sector"),
        **dict.fromkeys(
            ("person", "contributor", "e-mail", "email", "member", "contributor e-mail or member id"), "Person"
        ),
        **dict.fromkeys(("role",), "Role"),
    }
)
"""Headings that people write, and which column they mean."""
LONGEST = 120
WIDTHS = (40, 20, 40, 16)
SECTORS: Mapping[str, Sector] = MappingProxyType({one.casefold(): one for one in Sector})
PARTS: Mapping[str, Part] = MappingProxyType({"": Part.CONTRIBUTOR} | {one.casefold(): one for one in Part})


@dataclass(frozen=True, slots=True)
class Line:
    """One person in the list; an empty sector is that of the organisation's other lines."""

    number: int
    organisation: str
    sector: Sector | None
    person: str
    part: Part


Find = Callable[[str], UserId | None]
"""Who has this e-mail address or member id; none when nobody has."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What was read: the lines that can be understood, and what is wrong with the others."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def people(self) -> tuple[str, ...]:
        """The e-mail addresses and member ids to look up."""
        return tuple(dict.fromkeys(one.person for one in self.lines if one.part is not Part.OUTSIDE))


def read(content: bytes, name: str) -> Listed:
    """Read a list; `Faulty` or `UnreadableSheet` when it is no list at all."""
    rows = [row for row in sheets.read(content, name) if not row.hidden]
    head, columns = _heading(rows)
    told = [_line(row, columns) for row in rows if row.sheet == head.sheet and row.number > head.number]
    if not told:
        raise Faulty((Fault(head.number, "There is nothing below the headings. Give each person a line."),))
    return Listed(
        tuple(one for one in told if isinstance(one, Line)),
        tuple(fault for one in told if not isinstance(one, Line) for fault in one),
    )


def is_one(content: bytes, name: str) -> bool:
    """Whether a file begins as a list does, whatever is wrong further down; raises `UnreadableSheet`."""
    try:
        _heading([row for row in sheets.read(content, name) if not row.hidden])
    except Faulty:
        return False
    return True


def _heading(rows: Sequence[sheets.Row]) -> tuple[sheets.Row, Mapping[str, int]]:
    """The row with the headings, and which column is where."""
    for row in rows:
        named = {column: KNOWN_AS.get(cell.text.strip().casefold()) for column, cell in row.cells.items()}
        columns = {name: column for column, name in named.items() if name}
        if {"Organisation", "Person"} <= columns.keys():
            return row, columns
    line = rows[0].number if rows else 1
    raise Faulty((Fault(line, f"Begin with a line that has the headings {', '.join(COLUMNS)}."),))


def _line(row: sheets.Row, columns: Mapping[str, int]) -> Line | tuple[Fault, ...]:
    """A line as it is meant, or what is wrong with it."""
    said = {name: " ".join(row.cells[column].text.split()) for name, column in columns.items() if column in row.cells}
    organisation, person = said.get("Organisation", ""), said.get("Person", "")
    part, sector = PARTS.get(said.get("Role", "").casefold()), SECTORS.get(said.get("Sector", "").casefold())
    faults = [f"{one.at} is a formula. Please write its value instead." for one in row.cells.values() if one.formula]
    if part is None:
        faults.append(f"“{said['Role']}” is no role. Write one of: {', '.join(Part)}.")
    if said.get("Sector") and sector is None:
        faults.append(f"“{said['Sector']}” is no sector. Write one of: {', '.join(Sector)}.")
    if not person:
        faults.append("Say who it is: an e-mail address, or a Slack member id.")
    if not organisation and part in {Part.CONTRIBUTOR, Part.OUTSIDE}:
        faults.append("Say which organisation they answer for.")
    if max(len(organisation), len(person)) > LONGEST:
        faults.append(f"A name takes {LONGEST} characters at most. Please shorten it.")
    if faults or part is None:
        return tuple(Fault(row.number, one) for one in faults)
    return Line(row.number, organisation, sector, person, part)


def joined(place: Partnership, listed: Listed, find: Find, id_for: Callable[[str], PartnerId]) -> Partnership:
    """The partnership with everybody in the list, or `Faulty` with every fault and its line."""
    faults = list(listed.faults)
    for line in listed.lines:
        try:
            place = _with(place, line, listed.lines, find, id_for)
        except Refusal as no:
            faults.append(Fault(line.number, no.reason))
    if faults:
        raise Faulty(tuple(faults))
    return place


def _with(
    place: Partnership, line: Line, lines: Sequence[Line], find: Find, id_for: Callable[[str], PartnerId]
) -> Partnership:
    sector = _sector(line, lines)
    meant = Partner(id_for(line.organisation), line.organisation, sector or Sector.OTHER, ())
    if line.part is Part.OUTSIDE:
        return _answering(place, replace(meant, contact=line.person), sector)
    user = find(line.person)
    if user is None:
        kind = "e-mail address" if "@" in line.person else "member id"
        raise Refusal(f"Nobody in this workspace has the {kind} {line.person}.")
    match line.part:
        case Part.LEAD:
            return membership.with_lead(place, user)
        case Part.OBSERVER:
            _require_free(place, line, user)
            return membership.with_observer(place, user)
        case Part.CONTRIBUTOR:
            _require_free(place, line, user)
            return _answering(place, replace(meant, contributors=(user,)), sector)


def _require_free(place: Partnership, line: Line, user: UserId) -> None:
    """Refuse whom the rules would refuse, by name."""
    known = place.partner_of(user)
    if line.part is Part.OBSERVER and known:
        raise Refusal(f"{line.person} answers for {known.name}, and observers give no judgement.")
    if line.part is Part.CONTRIBUTOR and user in place.observers:
        raise Refusal(f"{line.person} is an observer, and observers give no judgement.")
    if known and known.name.casefold() != line.organisation.casefold():
        raise Refusal(f"{line.person} answers for {known.name} already. Everybody answers for one organisation.")


def _sector(line: Line, lines: Sequence[Line]) -> Sector | None:
    """The sector that the list gives the organisation, on whichever of its lines; none when it gives none."""
    name = line.organisation.casefold()
    given = {one.sector for one in lines if one.sector and one.organisation.casefold() == name}
    if line.organisation and len(given) > 1:
        raise Refusal(f"{line.organisation} stands here with several sectors: {', '.join(sorted(given))}.")
    return next(iter(given), None)


def _answering(place: Partnership, meant: Partner, sector: Sector | None) -> Partnership:
    """Somebody answers for an organisation, which joins if it is new."""
    known = next((one for one in place.partners if one.name.casefold() == meant.name.casefold()), None)
    if known is None and sector is None:
        raise Refusal(f"{meant.name} is new, so give its sector: {', '.join(Sector)}.")
    if known is None:
        return membership.with_partner(place, meant)
    place = membership.renamed(place, known.id, known.name, sector)
    place = membership.reached_at(place, known.id, meant.contact or known.contact)
    return membership.answered_by(place, known.id, (*known.contributors, *meant.contributors))


def rows(place: Partnership, addresses: Mapping[UserId, str]) -> Iterator[tuple[str, str, str, str]]:
    """The same list, to be taken in again: people by their e-mail address where it is known, else by their id."""
    yield COLUMNS
    for one in place.partners:
        for user in one.contributors:
            yield one.name, one.sector.value, addresses.get(user, user), Part.CONTRIBUTOR.value
        if one.contact:
            yield one.name, one.sector.value, one.contact, Part.OUTSIDE.value
    for part, people in ((Part.LEAD, place.leads), (Part.OBSERVER, place.observers)):
        for user in people:
            yield "", "", addresses.get(user, user), part.value
