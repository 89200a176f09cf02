"""The Word documents of this house: type, headings, tables, page numbers. Only this knows python-docx."""

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, TypeAlias

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from bot.reports.packing import repacked
from flows.returns import Line, Style

Paper: TypeAlias = DocumentType
FONT = "Arial"
BLUE, INK, GREY, RED = (RGBColor.from_string(one) for one in ("003087", "212B32", "4C6272", "B3261E"))
PAPER_BLUE, PALE = "003087", "E8EDEE"
WIDE, NARROW = Cm(29.7), Cm(21.0)
MARGIN = Cm(1.5)
"""A4, and the margin on each side."""
LONGEST_PROPERTY = 255
"""Characters of a title or an author in a file's properties."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""What XML cannot hold, and what would turn a line around."""


def plain(text: str) -> str:
    """Text that a document can hold, whatever was typed; lines end in one way."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\t", " ")


def begin(title: str, author: str, at: datetime, *, wide: bool, draft: str = "") -> Paper:
    """A new document in A4, with its title in the head and the page numbers in the foot of every page."""
    paper = Document()
    _set_type(paper)
    _set_page(paper, wide=wide)
    _set_properties(paper, title, author, at)
    section = paper.sections[0]
    _running(section.header.paragraphs[0], plain(draft), RED if draft else GREY)
    foot = _running(section.footer.paragraphs[0], plain(f"{author}: {title}"), GREY)
    foot.paragraph_format.tab_stops.add_tab_stop(_breadth(wide=wide), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run("\tPage ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")
    return paper


def content(paper: Paper, at: datetime) -> bytes:
    """The document's bytes: the same whenever and wherever it is made."""
    made = io.BytesIO()
    paper.save(made)
    return repacked(made.getvalue(), at)


def heading(paper: Paper, text: str, level: Literal[0, 1, 2, 3], *, on_new_page: bool = False) -> None:
    """A heading; 0 is the title of the document."""
    paper.add_heading(plain(text), level).paragraph_format.page_break_before = on_new_page


def paragraph(
    paper: Paper, text: str, style: str = "Normal", *, lead: str = "", colour: RGBColor | None = None
) -> None:
    """A paragraph; `lead` stands before it in bold."""
    made = paper.add_paragraph(style=style)
    if lead:
        made.add_run(plain(f"{lead} ")).bold = True
    run = made.add_run(plain(text))
    if colour is not None:
        run.font.color.rgb = colour


def facts(paper: Paper, pairs: Sequence[tuple[str, str]], widths: tuple[float, float]) -> None:
    """Names and what they stand for, in a quiet table without lines."""
    table = _table(paper, widths, "Normal Table")
    for name, words in pairs:
        row = _new_row(table)
        _keep_whole(row)
        fill(row.cells[0], (Line(name, Style.LEVEL),), None)
        fill(row.cells[1], (Line(words),), None)


def table(paper: Paper, heads: Sequence[str], widths: Sequence[float], title: str = "", size: float = 8.5) -> Table:
    """A table whose heads stand again on every page; a `title` runs across above them."""
    made = _table(paper, widths, "Table Grid")
    if title:
        row = _new_row(made)
        _head(row, (title, *[""] * (len(heads) - 1)), size)
        row.cells[0].merge(row.cells[-1])
        for spare in row.cells[0].paragraphs[1:]:
            spare._p.getparent().remove(spare._p)  # noqa: SLF001 - merging leaves an empty paragraph a cell
    _head(_new_row(made), heads, size)
    return made


def add_row(made: Table, cells: Sequence[Sequence[Line]], sizes: Sequence[float]) -> None:
    """One row more, not broken between two pages where one can hold it; each column has its size of type."""
    row = _new_row(made)
    _keep_whole(row)
    for cell, lines, size in zip(row.cells, cells, sizes, strict=True):
        fill(cell, lines, size)


def add_band(made: Table, text: str) -> None:
    """A row across the whole table that names the rows below it."""
    row = _new_row(made)
    _keep_whole(row)
    cell = row.cells[0].merge(row.cells[-1])
    _shade(cell, PALE)
    for spare in cell.paragraphs[1:]:
        spare._p.getparent().remove(spare._p)  # noqa: SLF001 - merging leaves an empty paragraph a cell
    run = cell.paragraphs[0].add_run(plain(text))
    run.bold = True
    cell.paragraphs[0].paragraph_format.keep_with_next = True
    cell.paragraphs[0].paragraph_format.space_after = Pt(0)


def fill(cell: _Cell, lines: Sequence[Line], size: float | None) -> None:
    """Set a cell's paragraphs."""
    for place, line in enumerate(lines):
        made = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        set_line(made, line, size)
    cell.paragraphs[-1].paragraph_format.space_after = Pt(0)


def set_line(made: Paragraph, line: Line, size: float | None = None) -> None:
    """One line as its style asks."""
    match line.style:
        case Style.BULLET:
            made.style = "List Bullet"
        case Style.UNDER:
            made.style = "List Bullet 2"
    run = made.add_run(plain(line.text))
    run.bold = line.style is Style.LEVEL or None
    run.italic = line.style is Style.NOTE or None
    if size is not None:
        run.font.size = Pt(size)


def add_line(paper: Paper, line: Line) -> None:
    """A line outside any table."""
    set_line(paper.add_paragraph(), line)


def _set_type(paper: Paper) -> None:
    """The faces and spaces of every style that is used."""
    _set_style(paper, "Normal", 9.5, INK, after=3)
    _set_style(paper, "Title", 18, BLUE, after=4, bold=True)
    for level, size in ((1, 12.5), (2, 10.5), (3, 9.5)):
        _set_style(paper, f"Heading {level}", size, BLUE, before=9, after=3, bold=True)
    for name in ("Header", "Footer"):
        _set_style(paper, name, 8, GREY)
    for name, indent in (("List Bullet", 0.35), ("List Bullet 2", 0.7)):
        style = _set_style(paper, name, None, None, after=2)
        style.paragraph_format.left_indent = Cm(indent)
        style.paragraph_format.first_line_indent = Cm(-0.35)
        style.paragraph_format.tab_stops.add_tab_stop(Cm(indent))
    title = paper.styles["Title"].element.pPr
    if title is not None and (border := title.find(qn("w:pBdr"))) is not None:
        title.remove(border)


def _set_style(  # noqa: PLR0913 - what a style has, each by name
    paper: Paper,
    name: str,
    size: float | None,
    colour: RGBColor | None,
    *,
    before: float = 0,
    after: float = 0,
    bold: bool | None = None,
) -> ParagraphStyle:
    style = paper.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no style for paragraphs")
    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        if "Theme" in attribute:  # the template's theme would win over the name
            del fonts.attrib[attribute]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    style.font.size = Pt(size) if size else None
    style.font.bold = bold
    if colour is not None:
        style.font.color.rgb = colour
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.0
    return style


def _set_page(paper: Paper, *, wide: bool) -> None:
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (WIDE, NARROW) if wide else (NARROW, WIDE)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = Cm(1.6)
    section.header_distance = section.footer_distance = Cm(0.7)


def _breadth(*, wide: bool) -> Length:
    return Length((WIDE if wide else NARROW) - 2 * MARGIN)


def _set_properties(paper: Paper, title: str, author: str, at: datetime) -> None:
    """Who and when, as the round says; nothing of the machine or of the template that python-docx brings."""
    properties, when = paper.core_properties, at.replace(tzinfo=None, microsecond=0)
    properties.title, properties.author = plain(title)[:LONGEST_PROPERTY], plain(author)[:LONGEST_PROPERTY]
    properties.last_modified_by = properties.author
    properties.created = properties.modified = when
    properties.comments, properties.revision, properties.language = "", 1, "en-GB"
    package = paper.part.package
    for name, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[name]


def _running(made: Paragraph, text: str, colour: RGBColor) -> Paragraph:
    """The line in the head or the foot of every page."""
    if isinstance(made.style, ParagraphStyle):
        made.style.paragraph_format.tab_stops.clear_all()  # the template's stand where its own margins are
    run = made.add_run(text)
    run.bold, run.font.color.rgb = colour == RED, colour
    return made


def _field(made: Paragraph, name: str) -> None:
    """A number that Word counts by itself."""
    run = made.add_run()
    for kind in ("begin", name, "end"):
        if kind == name:
            mark = OxmlElement("w:instrText")
            mark.text = name
        else:
            mark = _element("w:fldChar", fldCharType=kind)
        run._r.append(mark)  # noqa: SLF001 - python-docx has no fields of its own


def _table(paper: Paper, widths: Sequence[float], style: str) -> Table:
    made: Table = paper.add_table(0, len(widths), style)
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _set_lines(made, boxed=style == "Table Grid")
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Cm(width)
    return made


def _set_lines(made: Table, *, boxed: bool) -> None:
    """Room above and below what stands in a cell, and grey lines around it. Word wants them in the schema's order."""
    properties = made._tbl.tblPr  # noqa: SLF001 - python-docx has no such properties of a table
    if boxed:
        lines: BaseOxmlElement = OxmlElement("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            lines.append(_element(f"w:{side}", val="single", sz="4", space="0", color="AEB7BD"))
        properties.insert_element_before(lines, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    room: BaseOxmlElement = OxmlElement("w:tblCellMar")
    for side, width in (("top", "45"), ("left", "85"), ("bottom", "30"), ("right", "85")):
        room.append(_element(f"w:{side}", w=width, type="dxa"))
    properties.insert_element_before(room, "w:tblLook")


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    made: BaseOxmlElement = OxmlElement(name)
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    return made


def _new_row(made: Table) -> _Row:
    add: Any = made.add_row  # python-docx gives this one no types
    row: _Row = add()
    return row


def _head(row: _Row, heads: Sequence[str], size: float) -> None:
    """A row of heads: dark, and again on every page."""
    _mark(row, "w:tblHeader")
    _keep_whole(row)
    for cell, head in zip(row.cells, heads, strict=True):
        _shade(cell, PAPER_BLUE)
        run = cell.paragraphs[0].add_run(plain(head))
        run.bold, run.font.size, run.font.color.rgb = True, Pt(size), RGBColor(255, 255, 255)
        cell.paragraphs[0].paragraph_format.keep_with_next = True
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)


def _keep_whole(row: _Row) -> None:
    _mark(row, "w:cantSplit")


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(_element(name, val="true"))  # noqa: SLF001 - python-docx has no such property of a row


def _shade(cell: _Cell, colour: str) -> None:
    shade = _element("w:shd", val="clear", color="auto", fill=colour)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no such property of a cell
