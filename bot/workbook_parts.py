"""Strangers' workbooks, read by as few means as possible: only the text of cells, within limits.

openpyxl would also build every style, link and drawing, and follow what a sheet says about its own size.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from io import BytesIO
from math import isfinite
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from zipfile import BadZipFile, ZipFile

from flows.refusal import Refusal

LARGEST_FILE = 5_000_000
"""Bytes of a file: a filled-in form has about 60,000."""
LARGEST_INSIDE = 6_000_000
"""Bytes of all that is unpacked, and letters of all that cells show: a thousand may share one long text."""
MOST_PARTS = 400
MOST_ELEMENTS = 200_000
"""XML elements of all that is read: a sheet has two or three for a cell."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
MOST_CELLS = 60_000
LONGEST_FORMAT = 255
"""Letters of a number format in Excel; to look through a longer one takes time that grows with its square."""

TOO_LARGE = "This file is much larger than a sheet of this kind should be. Please copy the answers into a fresh one."
MACROS = "This workbook has macros, and I do not open those. Please save it as an ordinary workbook (.xlsx)."
_BROKEN = "I cannot open this as a workbook. Please save it again in Excel as .xlsx, or copy it into a fresh one."
_LOCKED = (
    "This workbook is locked with a password or is of the old .xls kind. Please save it as .xlsx, without a password."
)
_ELSEWHERE = "This workbook points at other workbooks. Please paste the values only, into a fresh one, and send that."

UNREADABLE = (
    *(BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError),  # a way of packing that zipfile does not know, or a password
    *(ParseError, ValueError, LookupError, ArithmeticError),
)
"""What reading a broken or hostile file may end in; anything else would be a mistake of ours."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_OFFICE = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class UnreadableSheet(Refusal):
    """The file cannot be read; the reason says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds, as text, and where. A formula's text is what it gave last; `formula` says that it is one."""

    at: str
    text: str
    formula: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its name, whether it is hidden, and its rows that hold something, by number and column."""

    title: str
    hidden: bool
    rows: tuple[tuple[int, Mapping[int, Cell]], ...]


class _Guard(TreeBuilder):
    """Builds a tree without a document type, so that there are no entities, and without too many elements."""

    def __init__(self, budget: "_Budget") -> None:
        super().__init__()
        self._budget = budget

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._budget.elements -= 1
        if self._budget.elements < 0:
            raise UnreadableSheet(TOO_LARGE)
        return super().start(tag.replace(_STRICT, _MAIN), attrs)

    def doctype(self, *_said: str | None) -> NoReturn:
        raise UnreadableSheet(_BROKEN)


@dataclass(slots=True)
class _Budget:
    """What may still be read of one file."""

    inside: int = LARGEST_INSIDE
    elements: int = MOST_ELEMENTS
    cells: int = MOST_CELLS


class _Parts:
    """The parts of one package; everything that is read is taken from its budget."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._names = {name.casefold(): name for name in archive.namelist()}
        self.budget = _Budget()

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._names

    def tree(self, name: str) -> Element:
        with self._archive.open(self._names[name.casefold()]) as part:
            content = part.read(self.budget.inside + 1)
        self.budget.inside -= len(content)
        if self.budget.inside < 0:
            raise UnreadableSheet(TOO_LARGE)
        parser = XMLParser(target=_Guard(self.budget))  # noqa: S314 - see `_Guard`
        parser.feed(content)
        root: Element = parser.close()
        return root


def read(content: bytes) -> tuple[Page, ...]:
    """Read every sheet of a workbook, or say in words why not."""
    if len(content) > LARGEST_FILE:
        raise UnreadableSheet(TOO_LARGE)
    if content.startswith(_OLD_OFFICE):
        raise UnreadableSheet(_LOCKED)
    try:
        with ZipFile(BytesIO(content)) as archive:
            _look_over(archive)
            return tuple(_pages(_Parts(archive)))
    except UNREADABLE as error:
        raise UnreadableSheet(_BROKEN) from error


def _look_over(archive: ZipFile) -> None:
    """Refuse a package by its list of contents, before anything in it is unpacked."""
    parts = archive.infolist()
    names = [part.filename.casefold() for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableSheet(_LOCKED)
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise UnreadableSheet(MACROS)
    if any(name.startswith("xl/externallinks/") for name in names):
        raise UnreadableSheet(_ELSEWHERE)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > 10 * LARGEST_INSIDE:
        raise UnreadableSheet(TOO_LARGE)


def _pages(parts: _Parts) -> Iterator[Page]:
    book = parts.tree("xl/workbook.xml")
    places = {one.get("Id"): one.get("Target", "") for one in parts.tree("xl/_rels/workbook.xml.rels")}
    strings = _strings(parts)
    dates = _dates(parts)
    for sheet in book.iterfind(f"{_MAIN}sheets/{_MAIN}sheet"):
        relation = next((sheet.get(f"{{{office}}}id") for office in _OFFICE if sheet.get(f"{{{office}}}id")), None)
        target = places[relation]
        name = target[1:] if target.startswith("/") else f"xl/{target}"
        if "worksheets/" in name:
            rows = tuple(_rows(parts.tree(name), strings, dates, parts.budget))
            yield Page(sheet.get("name", ""), sheet.get("state", "visible") != "visible", rows)


def _strings(parts: _Parts) -> tuple[str, ...]:
    """Read the texts that cells share."""
    if "xl/sharedStrings.xml" not in parts:
        return ()
    return tuple(map(_said, parts.tree("xl/sharedStrings.xml").iterfind(f"{_MAIN}si")))


def _said(element: Element) -> str:
    """Join a text with its runs, without the reading aids of Japanese; _x0041_ stands for a letter."""
    runs = [*element.iterfind(f"{_MAIN}t"), *element.iterfind(f"{_MAIN}r/{_MAIN}t")]
    return _plain("".join(run.text or "" for run in runs))


def _plain(said: str) -> str:
    return seen(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), said).replace("\r\n", "\n").replace("\r", "\n"))


def seen(said: str) -> str:
    """Leave out what cannot be seen and what no sheet can hold."""
    return _UNSEEN.sub("", said)


def _dates(parts: _Parts) -> frozenset[str]:
    """Find the styles that show a number as a date."""
    if "xl/styles.xml" not in parts:
        return frozenset()
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format  # noqa: PLC0415 - 20 MiB, for readers only

    styles = parts.tree("xl/styles.xml")
    formats = {str(number): code for number, code in BUILTIN_FORMATS.items()}
    formats |= {
        one.get("numFmtId", ""): one.get("formatCode", "")[:LONGEST_FORMAT] for one in styles.iter(f"{_MAIN}numFmt")
    }
    used = styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")
    return frozenset(
        str(number) for number, one in enumerate(used) if is_date_format(formats.get(one.get("numFmtId", ""), ""))
    )


def _rows(
    sheet: Element, strings: tuple[str, ...], dates: frozenset[str], budget: _Budget
) -> Iterator[tuple[int, Mapping[int, Cell]]]:
    """Go through the rows by what they hold; what the sheet says of its size is never asked."""
    number = 0
    for row in sheet.iterfind(f"{_MAIN}sheetData/{_MAIN}row"):
        number = int(row.get("r", number + 1))
        if not 1 <= number <= _LAST_ROW:
            raise ValueError("there is no such row")
        cells: dict[int, Cell] = {}
        column = 0
        for element in row.iterfind(f"{_MAIN}c"):
            column = _column(element.get("r"), number) if element.get("r") else column + 1
            if column > _LAST_COLUMN:
                raise ValueError("there is no such column")
            formula = element.find(f"{_MAIN}f") is not None
            shown = _shown(element, strings, dates)
            budget.inside -= len(shown)
            if budget.inside < 0:
                raise UnreadableSheet(TOO_LARGE)
            if formula or shown.strip():
                cells[column] = Cell(f"{letters(column)}{number}", shown, formula)
        budget.cells -= len(cells)
        if budget.cells < 0:
            raise UnreadableSheet(TOO_LARGE)
        if cells:
            yield number, cells


def _column(place: str | None, number: int) -> int:
    found = _PLACE.fullmatch(place or "")
    if not found or int(found[2]) != number:
        raise ValueError("a cell stands in another row than it says")
    return reduce(lambda before, letter: before * 26 + ord(letter) - ord("A") + 1, found[1], 0)


def letters(column: int) -> str:
    """A column's name in a sheet: the 27th is AA."""
    before, last = divmod(column - 1, 26)
    return f"{letters(before) if before else ''}{chr(ord('A') + last)}"


def _shown(cell: Element, strings: tuple[str, ...], dates: frozenset[str]) -> str:
    """Give what the cell shows, as text."""
    value = cell.findtext(f"{_MAIN}v") or ""
    match cell.get("t", "n"):
        case "s":
            return strings[int(value)] if value else ""
        case "inlineStr":
            found = cell.find(f"{_MAIN}is")
            return "" if found is None else _said(found)
        case "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, "")
        case "n" if value and cell.get("s", "0") in dates:
            return _date(value)
        case "n" if value:
            return _number(value)
        case _:
            return _plain(value)


def _number(value: str) -> str:
    """Give a number without the tail of zeros that Excel never shows."""
    number = float(value)
    if not isfinite(number):
        raise ValueError("there is no such number in a sheet")
    return str(int(number)) if number.is_integer() and abs(number) < 10**15 else repr(number)


def _date(value: str) -> str:
    """Give a date as people write it: 1 April 2026."""
    from openpyxl.utils.datetime import from_excel  # noqa: PLC0415 - 20 MiB, for readers only

    found = from_excel(float(value))
    return f"{found:%d %B %Y}".lstrip("0") if hasattr(found, "year") else str(found)
