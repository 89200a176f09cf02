"""The return as a workbook: its table on one sheet, what it is about on the first, the whole system on the last."""

from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as OpenCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot import sheets, workbooks
from flows.returns import Cell, Return, Style

BLUE, PALE, RED, LINE = "003087", "E8EDEE", "B3261E", "AEB7BD"
MARKS = {Style.BULLET: "• ", Style.UNDER: "   ◦ "}
NAMES, LEVELS, ANSWERS = 18, 31, 54
ABOUT, LAST = (20, 95), (110,)
"""Widths of the columns, in characters."""
LETTER, LINE_HEIGHT, TALLEST = 1.4, 11.5, 409.0
"""Characters of our type that a unit of width takes, points of a line, and the highest row that Excel draws."""


def draw(made: Return, author: str, at: datetime, draft: str = "") -> bytes:
    """The workbook; a `draft` says so at the head of every sheet and of every printed page."""
    book = Workbook()
    about, table, last = book.worksheets[0], book.create_sheet("Return"), book.create_sheet("Actions and opportunities")
    about.title = "About"
    _about(about, made, draft)
    _table(table, made, draft)
    _last(last, made, draft)
    for sheet in book.worksheets:
        _print(sheet, f"{author}: {made.title}", draft)
    book.active = 1
    about.sheet_view.tabSelected = False
    return workbooks.pack(book, at, author)


def _about(sheet: Worksheet, made: Return, draft: str) -> None:
    _widths(sheet, ABOUT)
    row = _opening(sheet, made.title, draft)
    for name, words in (*made.facts, *((("Cohort", made.cohort),) if made.cohort else ())):
        _set(sheet, row, 1, name, bold=True)
        _set(sheet, row, 2, words)
        _fit(sheet, row, (name, words), ABOUT)
        row += 1


def _table(sheet: Worksheet, made: Return, draft: str) -> None:
    heads = made.tables[0].heads if made.tables else ()
    widths = (NAMES, *[LEVELS] * (len(heads) - 2), ANSWERS)
    _widths(sheet, widths)
    row = _opening(sheet, made.title, draft)
    for column, head in enumerate(heads, 1):
        _head(sheet, row, column, head)
    sheet.freeze_panes = f"B{row + 1}"
    sheet.print_title_rows = f"{row}:{row}"
    for table in made.tables:
        if table.headings:
            row += 1
            _band(sheet, row, ": ".join(table.headings), len(heads))
        for cells in table.rows:
            row += 1
            _row(sheet, row, cells, widths)


def _row(sheet: Worksheet, row: int, cells: Sequence[Cell], widths: Sequence[int]) -> None:
    for column, cell in enumerate(cells, 1):
        _set(sheet, row, column, words(cell), bold=column == 1, boxed=True)
    _fit(sheet, row, [words(cell) for cell in cells], widths)


def _last(sheet: Worksheet, made: Return, draft: str) -> None:
    _widths(sheet, LAST)
    row = _opening(sheet, made.last_title, draft)
    for heading, cell in made.last_page:
        _head(sheet, row, 1, heading)
        for line in cell:
            row += 1
            _set(sheet, row, 1, words((line,)))
            _fit(sheet, row, (words((line,)),), LAST)
        row += 2


def words(cell: Cell) -> str:
    """A cell as one text: a line each, bullets with their marks."""
    return "\n".join(f"{MARKS.get(line.style, '')}{line.text}" for line in cell)


def _opening(sheet: Worksheet, title: str, draft: str) -> int:
    """The title, and whether it is a draft; the row below them."""
    _set(sheet, 1, 1, title, wrap=False).font = Font(name="Arial", size=14, bold=True, color=BLUE)
    if draft:
        _set(sheet, 2, 1, draft, wrap=False).font = Font(name="Arial", size=10, bold=True, color=RED)
    return 4 if draft else 3


def _set(  # noqa: PLR0913 - where, what and how, each by name
    sheet: Worksheet, row: int, column: int, text: str, *, bold: bool = False, boxed: bool = False, wrap: bool = True
) -> OpenCell:
    cell = workbooks.put(sheet, row, column, text)
    cell.font = Font(name="Arial", size=9, bold=bold)
    cell.alignment = Alignment(wrap_text=wrap, vertical="top")
    if boxed:
        side = Side(style="thin", color=LINE)
        cell.border = Border(left=side, right=side, top=side, bottom=side)
    return cell


def _head(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = _set(sheet, row, column, text, boxed=True)
    cell.font = Font(name="Arial", size=9, bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor=BLUE)


def _band(sheet: Worksheet, row: int, text: str, columns: int) -> None:
    """The heading of a table across the sheet."""
    for column in range(1, columns + 1):
        sheet.cell(row, column).fill = PatternFill("solid", fgColor=PALE)
    _set(sheet, row, 1, text, bold=True, wrap=False)


def _widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _fit(sheet: Worksheet, row: int, texts: Sequence[str], widths: Sequence[int]) -> None:
    """Make a row as high as its texts need: Excel does not fit the rows of a file that it did not write."""
    tallest = max(_lines(text, width) for text, width in zip(texts, widths, strict=True))
    sheet.row_dimensions[row].height = min(TALLEST, LINE_HEIGHT * tallest + 6)


def _lines(text: str, width: int) -> int:
    """About how many lines a text takes."""
    return sum(1 + int(len(line) / (width * LETTER)) for line in text.split("\n"))


def _print(sheet: Worksheet, title: str, draft: str) -> None:
    """A4 across, as wide as the paper, with page numbers."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    foot, page = _HeaderFooterPart(text=_without_codes(title)), _HeaderFooterPart(text="Page &P of &N")
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(left=foot, right=page)
    if draft:
        sheet.HeaderFooter.oddHeader = HeaderFooterItem(left=_HeaderFooterPart(text=_without_codes(draft)))
    sheet.page_margins.left = sheet.page_margins.right = 0.5


def _without_codes(text: str) -> str:
    """In the head and the foot of a page an ampersand begins a code of Excel's."""
    return " ".join(sheets.text(text).replace("&", "and").split())
