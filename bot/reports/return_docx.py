"""The return as a Word document, in the framework's own table layout."""

from datetime import datetime

from bot.reports import word
from flows.returns import Cell, Line, Return, Style, Table

NAMES, ANSWERS, LEVELS = 2.7, 6.6, 17.4
"""Centimetres of the first and the last column, and of all the levels between them."""


def draw(made: Return, author: str, at: datetime, draft: str = "") -> bytes:
    """The document; a `draft` says so at the head of every page."""
    paper = word.begin(made.title, author, at, wide=True, draft=draft)
    word.heading(paper, made.title, 0)
    word.facts(paper, made.facts, (4.0, 22.7))
    if made.cohort:
        word.paragraph(paper, made.cohort, lead="Cohort:")
    last: tuple[str, ...] = ()
    for place, table in enumerate(made.tables):
        _headings(paper, table, last, on_new_page=made.apart and place > 0)
        _draw(paper, made, table)
        last = table.headings
    word.heading(paper, made.last_title, 1, on_new_page=True)
    for heading, cell in made.last_page:
        word.heading(paper, heading, 2)
        for line in cell:
            word.add_line(paper, line)
    return word.content(paper, at)


def _headings(paper: word.Paper, table: Table, last: tuple[str, ...], *, on_new_page: bool) -> None:
    """What stands above a table: of its headings those that the table before did not have; a page of its own."""
    new = [(level, text) for level, text in enumerate(table.headings, 1) if table.headings[:level] != last[:level]]
    for level, text in new:
        word.heading(paper, text, 1 if level == 1 else 2)
    if not table.headings:
        paper.add_paragraph().paragraph_format.page_break_before = on_new_page


def _draw(paper: word.Paper, made: Return, table: Table) -> None:
    levels = len(table.heads) - 2
    widths = (NAMES, *[LEVELS / levels] * levels, ANSWERS)
    drawn = word.table(paper, table.heads, widths, title=made.title if made.apart else "", size=8)
    for name, *cells in table.rows:
        shown = (_bold(name), *cells)
        word.add_row(drawn, shown, (8.5, *[7.5] * levels, 8.5))


def _bold(name: Cell) -> Cell:
    """The name of a row stands out."""
    first, *rest = name
    return (Line(first.text, Style.LEVEL), *rest)
