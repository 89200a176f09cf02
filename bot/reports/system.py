"""The workbook across partnerships: a sheet for each framework, a row for each sub-domain, agreed levels only."""

from collections.abc import Sequence
from datetime import datetime

from bot import sheets
from bot.blocks.comparing import NO_RANKING, level
from bot.letter import Enclosure
from bot.sheets import Sheet
from flows.course import System

FIXED = ("Domain", "Sub-domain", "Scope")
WIDTHS = (28, 40, 22)
LONGEST_TITLE = 31
"""Characters of a sheet's title in Excel."""


def workbook(found: Sequence[System], at: datetime) -> Enclosure:
    """The workbook, as a file to send; `at` is the only time in it."""
    content = sheets.write([*map(_sheet, found), _about(found)], at, "Common View")
    return Enclosure("agreed-levels.xlsx", "Agreed levels across partnerships", content)


def _sheet(one: System) -> Sheet:
    names = [place.partnership.name for place in one.places]
    rows = [
        (
            one.edition.domain(here.domain).name,
            here.name,
            one.edition.scope(here.scope).name,
            *(level(place, here.id) for place in one.places),
        )
        for here in one.subdomains
    ]
    return Sheet(one.edition.id[:LONGEST_TITLE], [(*FIXED, *names), *rows], (*WIDTHS, *(24 for _ in names)))


def _about(found: Sequence[System]) -> Sheet:
    """Which round of which partnership each column is of."""
    rows = [
        (one.edition.title, place.partnership.name, place.past.round.label, f"{place.past.round.meeting_at:%d %B %Y}")
        for one in found
        for place in one.places
    ]
    return Sheet("About", [("Framework", "Partnership", "Round", "Meeting"), *rows, (NO_RANKING,)], (60, 30, 16, 20))
