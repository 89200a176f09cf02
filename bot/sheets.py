"""Sheets out and in: workbooks and CSV files in which text stays text. Strangers' files: bot/workbook_parts.py."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot import workbook_parts
from bot.workbook_parts import Cell, UnreadableSheet
from flows.refusal import Refusal

__all__ = ["Cell", "Row", "Sheet", "UnreadableSheet", "read", "split", "text", "write", "write_csv"]

LONGEST_CELL = 32_767
"""Characters a cell takes, in UTF-16 as Excel counts them."""
MOST_ROWS = 20_000
"""Rows of a CSV file: far more than any list of organisations has."""
Value = str | int | float | date | None

BEGINS_A_FORMULA = re.compile(r"['\s]*[=+\-@＝＋－＠]|'*[\t\r]")  # noqa: RUF001 - Excel takes the wide signs too


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plain table to write: the first row is its header. `widths` are in characters; a missing one is fifteen."""

    title: str
    rows: Sequence[Sequence[Value]]
    widths: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was read: the sheet's name (none in a CSV file), its number, and its cells that hold something.

    Cells are known by their column, from 1, and know their own place ("C7").
    """

    sheet: str
    number: int
    cells: Mapping[int, Cell]
    hidden: bool = False

    def words(self, columns: int) -> tuple[str, ...]:
        """Give the text of the first columns, tidy at both ends; an empty cell is an empty text."""
        return tuple(self.cells[one].text.strip() if one in self.cells else "" for one in range(1, columns + 1))

    @property
    def last(self) -> int:
        """The last column that holds something."""
        return max(self.cells, default=0)


def text(value: str) -> str:
    """Make it the text of a cell: control characters go, lines end in one way, and what is too long is refused."""
    tidy = workbook_parts.seen(value.replace("\r\n", "\n").replace("\r", "\n"))
    if _length(tidy) > LONGEST_CELL:
        raise Refusal(f"A cell of a sheet takes {LONGEST_CELL:,} characters, and this is longer. Please shorten it.")
    return tidy


def split(value: str) -> tuple[str, ...]:
    """Cut a long text into pieces that each fit a cell, between words where there are any."""
    rest, pieces = workbook_parts.seen(value), []
    while _length(rest) > LONGEST_CELL:
        head = rest.encode("utf-16-le")[: LONGEST_CELL * 2].decode("utf-16-le", "ignore")
        cut = max(head.rfind(" "), head.rfind("\n")) + 1 or len(head)
        pieces.append(head[:cut])
        rest = rest[cut:]
    return (*pieces, rest)


def _length(value: str) -> int:
    return len(value.encode("utf-16-le", "surrogatepass")) // 2


def write(sheets: Iterable[Sheet], at: datetime, author: str) -> bytes:
    """Write plain tables as a workbook, each with a bold header that stays in sight."""
    from bot import workbooks  # noqa: PLC0415 - openpyxl takes 20 MiB: who writes no workbook does without

    return workbooks.write(sheets, at, author)


def write_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    """Write a CSV file for Excel; text that would begin a formula there has an apostrophe before it."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_plain(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str:
    if not isinstance(value, str):
        return "" if value is None else str(value)
    plain = text(value)
    return f"'{plain}" if BEGINS_A_FORMULA.match(plain) else plain


def read(content: bytes, name: str) -> tuple[Row, ...]:
    """Read a file by its name's ending, .xlsx or .csv: the rows that hold something, or `UnreadableSheet` in words."""
    match name.casefold().rpartition(".")[2]:
        case "xlsx":
            return tuple(
                Row(sheet.title, number, cells, sheet.hidden)
                for sheet in workbook_parts.read(content)
                for number, cells in sheet.rows
            )
        case "csv":
            return tuple(_lines(content))
        case "xlsm" | "xltm" | "xlsb" | "xlam":
            raise UnreadableSheet(workbook_parts.MACROS)
        case _:
            raise UnreadableSheet("This is neither a workbook (.xlsx) nor a CSV file. Please save it as one of them.")


def _lines(content: bytes) -> Iterable[Row]:
    if len(content) > workbook_parts.LARGEST_FILE:
        raise UnreadableSheet(workbook_parts.TOO_LARGE)
    try:
        whole = content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problem = f"Line {line}: these are not UTF-8 letters. Please save the file again as “CSV UTF-8”."
        raise UnreadableSheet(problem) from None
    heading = whole.partition("\n")[0]
    reader = csv.reader(io.StringIO(whole, newline=""), delimiter=max(",;\t", key=heading.count), strict=True)
    begins = 1
    try:
        for values in reader:
            cells = {
                column: Cell(f"{workbook_parts.letters(column)}{begins}", _unquoted(value))
                for column, value in enumerate(values[:1000], 1)
                if value.strip()
            }
            if cells:
                yield Row("", begins, cells)
            begins = reader.line_num + 1
            if begins > MOST_ROWS:
                raise UnreadableSheet(
                    f"There are more than {MOST_ROWS:,} lines. Please keep only those that are needed."
                )
    except csv.Error:
        problem = f"Line {begins}: this is not CSV, perhaps for a quotation mark too many. Please mend that line."
        raise UnreadableSheet(problem) from None


def _unquoted(value: str) -> str:
    """Take away the apostrophe that `write_csv` set before what looks like a formula."""
    return value[1:] if value.startswith("'") and BEGINS_A_FORMULA.match(value) else value
