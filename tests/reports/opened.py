"""Produced files, read back with the libraries that others read them with."""

import io
import re
from collections.abc import Iterator
from zipfile import ZipFile, is_zipfile

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

MARKS = {"Title": "# ", "Heading 1": "## ", "List Bullet": "- "}


def tables(content: bytes) -> list[list[list[str]]]:
    """Every table of a Word document: its rows, each a list of the texts of its cells."""
    return [_rows(one) for one in Document(io.BytesIO(content)).tables]


def _rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def paragraphs(content: bytes) -> list[str]:
    """What stands outside the tables of a Word document, and at the head of its pages."""
    paper = Document(io.BytesIO(content))
    return [one.text for part in (paper, paper.sections[0].header) for one in part.paragraphs]


def sheets(content: bytes) -> dict[str, list[list[str]]]:
    """Every sheet of a workbook as rows of texts."""
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: _cells(sheet) for sheet in book.worksheets}


def _cells(sheet: Worksheet) -> list[list[str]]:
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]


def everything(content: bytes) -> str:
    """All that is in a file, in files within it, in their names and their properties; markup and bare text."""
    raw = "\n".join(_parts(content))
    return f"{raw}\n{re.sub(r'<[^>]*>', '', raw)}"


def _parts(content: bytes) -> Iterator[str]:
    if not is_zipfile(io.BytesIO(content)):
        yield content.decode("utf-8", "replace")
        return
    with ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            yield f"{entry.filename} {entry.comment!r} {entry.extra!r} {entry.date_time}"
            yield from _parts(archive.read(entry))


def read_through(content: bytes) -> str:
    """A Word document from its first line to its last; a row of a table is one line."""
    paper = Document(io.BytesIO(content))
    return "\n".join(line for part in paper.iter_inner_content() for line in _lines(part))


def _lines(part: Table | Paragraph) -> list[str]:
    if isinstance(part, Paragraph):
        style = part.style.name if part.style else ""
        return [f"{MARKS.get(str(style), '')}{part.text}"]
    return [row[0] if len(set(row)) == 1 else " | ".join(row) for row in _rows(part)]
