"""Workbooks as we write them: text stays text, and the same content makes the same bytes. Loads openpyxl."""

import io
import re
from collections.abc import Iterable
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as OpenCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from bot.sheets import BEGINS_A_FORMULA, Sheet, Value, text

_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def put(page: Worksheet, row: int, column: int, value: Value) -> OpenCell:
    """Set a cell and give it back. Text stays text, whatever it begins with, also when somebody edits it in Excel."""
    cell = page.cell(row, column)
    if isinstance(cell, MergedCell):
        raise TypeError("a merged cell holds nothing: write first, merge afterwards")
    if not isinstance(value, str):
        cell.value = value
    else:
        cell.value = _ESCAPED.sub("_x005F_", text(value))  # Excel reads _x0041_ as the letter A
        cell.data_type = "s"  # a string: neither a formula nor one of Excel's error codes
        cell.quotePrefix = bool(BEGINS_A_FORMULA.match(value))
    return cell


def pack(workbook: Workbook, at: datetime, author: str) -> bytes:
    """Give a workbook's bytes, the same whenever and wherever it is made: its only times are `at`."""
    stamp = at.replace(tzinfo=None, microsecond=0)
    workbook.properties.created = workbook.properties.modified = stamp
    workbook.properties.creator = workbook.properties.lastModifiedBy = text(author)
    loose, packed = io.BytesIO(), io.BytesIO()
    ExcelWriter(workbook, ZipFile(loose, "w")).save()
    with ZipFile(loose) as parts, ZipFile(packed, "w") as archive:
        for name in parts.namelist():
            archive.writestr(_dated(name, stamp), parts.read(name))
    return packed.getvalue()


def _dated(name: str, at: datetime) -> ZipInfo:
    part = ZipInfo(name, (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second))
    part.compress_type = ZIP_DEFLATED
    part.external_attr = 0o600 << 16
    return part


def write(sheets: Iterable[Sheet], at: datetime, author: str) -> bytes:
    """Write plain tables as a workbook, each with a bold header that stays in sight."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in sheets:
        _fill(workbook.create_sheet(sheet.title), sheet)
    return pack(workbook, at, author)


def _fill(page: Worksheet, sheet: Sheet) -> None:
    for row, values in enumerate(sheet.rows, 1):
        for column, value in enumerate(values, 1):
            cell = put(page, row, column, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if row == 1:
                cell.font = Font(bold=True)
    for column in range(1, page.max_column + 1):
        width = sheet.widths[column - 1] if column <= len(sheet.widths) else 15
        page.column_dimensions[get_column_letter(column)].width = width
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
