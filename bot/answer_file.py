"""The workbook in which an organisation answers outside the form, as a file: its name, and how it is read back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot import sheets
from flows.assessment import Walk
from flows.off_slack import Asked, Entry

COVER, ANSWERS, LISTS, MARKER = "Read me first", "Answers", "Lists", "Marker"
BEGINS = "Maturity answers"
"""How the name of every such file begins."""
SUBDOMAIN, ASKED, LABEL, CONTENT = 1, 2, 3, 4
"""Columns of the sheet of answers; the first two are hidden and say what a row is about."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A workbook of ours as it came back: its marker, the seal on it, and every cell that could be filled in."""

    marker: str
    seal: str
    entries: tuple[Entry, ...]


def name(walk: Walk) -> str:
    """What the file is called."""
    plain = "".join(one if one.isalnum() or one in " -&" else " " for one in walk.partner.name)
    return f"{BEGINS} {walk.round.label} - {' '.join(plain.split())[:60]}.xlsx"


def named_by_us(file: str) -> bool:
    """Whether a file is called as workbooks of ours are, even if somebody's computer changed spaces and capitals."""
    return file.casefold().replace("_", " ").replace("-", " ").startswith(BEGINS.casefold())


def read(content: bytes, file: str) -> Filled | None:
    """Read a workbook back; none when it is no workbook of ours. Raises what `sheets.read` raises."""
    rows = sheets.read(content, file)
    marked = {row.number: row.words(1)[0] for row in rows if row.sheet == MARKER}
    ours = [row for row in rows if row.sheet == ANSWERS]
    if not ours or not (marked or any(row.words(ASKED)[1] == Asked.OURS for row in ours)):
        return None
    return Filled(marked.get(1, ""), marked.get(2, ""), tuple(_entries(ours)))


def _entries(rows: Sequence[sheets.Row]) -> Iterator[Entry]:
    for row in rows:
        subdomain, asked = row.words(ASKED)
        if asked in set(Asked):
            held = row.cells.get(CONTENT)
            at = f"{ANSWERS}, cell D{row.number}"
            yield Entry(subdomain, asked, at, held.text if held else "", held.formula if held else False)
