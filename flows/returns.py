"""The return as a table of cells, in the framework's own layout. What is drawn from it lives in bot/reports."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from flows import calendar
from flows.dossier import Dossier
from flows.judgement import Judgement, Kind
from flows.moderation import Action, Decision
from frameworks.schema import Domain, Edition, Statement, SubDomain

RETURN_TO = "Return to"
NOT_YET_AGREED = "NOT YET AGREED"
NOT_YET_DEVELOPED = "Not yet developed by the publisher: not rated."
_BULLET = re.compile(r"^(?:[-*•·▪◦‣–]\s+|•)")  # noqa: RUF001 - people paste dashes of every length as bullets


class Style(StrEnum):
    """How a line of a cell is set."""

    LEVEL = "level"
    TEXT = "text"
    NOTE = "note"
    BULLET = "bullet"
    UNDER = "under"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a cell."""

    text: str
    style: Style = Style.TEXT


Cell = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table with its heads; `headings` stand above it, the widest part first."""

    headings: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Return:
    """The whole return. `facts` say whose it is; `last_page` is about the whole system, by its two headings."""

    title: str
    facts: tuple[tuple[str, str], ...]
    cohort: str | None
    apart: bool
    tables: tuple[Table, ...]
    last_title: str
    last_page: tuple[tuple[str, Cell], ...]


def fill(dossier: Dossier) -> Return:
    """Lay out what was agreed as the framework's own return; `apart` asks for a page for each table."""
    edition = dossier.edition
    page = edition.layout.last_page
    return Return(
        title=edition.title,
        facts=facts(dossier),
        cohort=edition.cohort,
        apart=edition.layout.table_for_each == "subdomain",
        tables=tuple(_tables(dossier)),
        last_title=page.title,
        last_page=(
            (page.actions, tuple(_actions(dossier))),
            (page.opportunities, tuple(_opportunities(dossier))),
        ),
    )


def facts(dossier: Dossier) -> tuple[tuple[str, str], ...]:
    """Whose return it is and how it came about, as pairs of a name and words."""
    place, moderation = dossier.partnership, dossier.moderation
    agreed = day(moderation.agreed_at, place.zone) if moderation.agreed_at else "Not yet agreed"
    met = "Moderated" if moderation.agreed_at else "Meeting"
    said = {
        "Partnership": place.name,
        "Hosted by": ", ".join(place.hosts),
        "Assessment": f"{dossier.round.label}, {dossier.edition.title}",
        met: meeting_day(dossier),
        "Agreed": agreed,
        "At the meeting": "; ".join(present(dossier)),
        RETURN_TO: place.region_contact,
    }
    return tuple((name, words) for name, words in said.items() if words)


def meeting_day(dossier: Dossier) -> str:
    """The day of the meeting: as planned, or the day of the agreement where that came sooner."""
    planned = dossier.round.meeting_at
    return day(min(planned, dossier.moderation.agreed_at or planned), dossier.partnership.zone)


def present(dossier: Dossier) -> tuple[str, ...]:
    """Who was at the meeting: each organisation once, with the functions that were there, and no names of people."""
    there: dict[str, list[str]] = {}
    for one in dossier.moderation.present:
        there.setdefault(one.organisation, []).append(one.function)
    return tuple(
        f"{organisation} ({', '.join(dict.fromkeys(filter(None, functions)))})" if any(functions) else organisation
        for organisation, functions in there.items()
    )


def day(instant: datetime, zone: str) -> str:
    """A day as a document says it: "24 July 2025"."""
    here = calendar.local(instant, zone)
    return f"{here.day} {here:%B %Y}"


def level(judgement: Judgement | None, edition: Edition) -> str:
    """A judgement as it heads a cell: in capitals, a leaning one with both its levels."""
    match judgement:
        case None:
            return NOT_YET_AGREED
        case Judgement(Kind.LEVEL, int(number), True):
            return f"{edition.level_name(number)}/{edition.level_name(number + 1)}".upper()
        case Judgement(Kind.LEVEL, int(number)):
            return edition.level_name(number).upper()
        case Judgement(Kind.NOT_YET):
            return f"Not yet at {edition.levels[0]}".upper()
        case Judgement(Kind.CANNOT_ASSESS):
            return "UNABLE TO ASSESS"
        case Judgement(Kind.NOT_RELEVANT):
            return "NOT RELEVANT HERE"
        case _:
            return "NOT YET RELEVANT"


def heading(subdomain: SubDomain, decision: Decision, edition: Edition) -> Line | None:
    """What opens the cell of agreed evidence: the level, or why there is none."""
    if subdomain.assessable:
        return Line(level(decision.judgement, edition), Style.LEVEL)
    without = edition.layout.no_criteria
    return Line(without) if subdomain.status == "no_criteria" else Line(NOT_YET_DEVELOPED, Style.NOTE)


def lines(text: str) -> Cell:
    """Typed text as paragraphs and bullets, whatever sign people use for one; empty lines go."""
    typed = (one.strip() for one in text.splitlines())
    return tuple(
        Line(_BULLET.sub("", one).strip(), Style.BULLET if _BULLET.match(one) else Style.TEXT)
        for one in typed
        if _BULLET.sub("", one).strip()
    )


def in_words(action: Action) -> str:
    """An action in one line: what, who and by when."""
    due = f"by {action.due.day} {action.due:%B %Y}" if action.due else ""
    details = ", ".join(filter(None, (action.owner_name, action.organisation, due)))
    what = action.what.strip().rstrip(".")
    return f"{what} ({details})" if details else what


def _tables(dossier: Dossier) -> Iterator[Table]:
    edition = dossier.edition
    heads = (edition.layout.rows, *edition.levels, edition.layout.answers)
    if edition.layout.table_for_each == "subdomain":
        for one, decision in dossier.decided():
            yield Table((), heads, (_row(one, decision, edition),))
        return
    families = {one.id: one.title for one in edition.layout.families}
    for domain, group in groupby(dossier.decided(), key=lambda pair: edition.domain(pair[0].domain)):
        yield Table(_headings(domain, families), heads, tuple(_row(*pair, edition) for pair in group))


def _headings(domain: Domain, families: dict[str, str]) -> tuple[str, ...]:
    return tuple(filter(None, (families.get(domain.family, ""), domain.name)))


def _row(subdomain: SubDomain, decision: Decision, edition: Edition) -> tuple[Cell, ...]:
    name: Cell = (Line(subdomain.name),)
    if subdomain.guidance:
        name = (*name, Line(f"({subdomain.guidance})", Style.NOTE))
    described = (_described(subdomain, number, edition) for number in range(1, len(edition.levels) + 1))
    return (name, *described, _answer(subdomain, decision, edition))


def _described(subdomain: SubDomain, number: int, edition: Edition) -> Cell:
    """One level's statements as the publication prints them."""
    found = subdomain.descriptors.get(edition.level_name(number), ())
    builds_on = edition.layout.builds_on
    opening = (Line(builds_on),) if builds_on and number > 1 and found else ()
    return (*opening, *_statements(found, Style.BULLET))


def _statements(found: Iterable[Statement], style: Style) -> Iterator[Line]:
    for one in found:
        yield Line(one.text, style)
        yield from _statements(one.children, Style.UNDER)


def _answer(subdomain: SubDomain, decision: Decision, edition: Edition) -> Cell:
    opening = heading(subdomain, decision, edition)
    return (*((opening,) if opening else ()), *lines(decision.evidence))


def _actions(dossier: Dossier) -> Iterator[Line]:
    """Each action once, with what it is for, and below it what the region could do."""
    for action, subdomain in dossier.actions():
        about = f"{subdomain.name}: " if subdomain else ""
        yield Line(f"{about}{in_words(action)}", Style.BULLET)
        if action.wanted.strip():
            yield Line(f"Support wanted from the region: {action.wanted.strip()}", Style.UNDER)


def _opportunities(dossier: Dossier) -> Iterator[Line]:
    yield from lines(dossier.moderation.opportunities)
    for action, _ in dossier.actions():
        if action.practice.strip():
            yield Line(f"Good practice to share: {action.practice.strip()}", Style.BULLET)
