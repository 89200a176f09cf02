"""Draws the workbook in which an organisation answers outside the form."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from bot import workbooks
from bot.answer_file import ANSWERS, ASKED, CONTENT, COVER, LABEL, LISTS, MARKER, SUBDOMAIN
from bot.reports import answer_cover as cover
from bot.reports.workbook_pages import CONTENT_WIDTH, DARK, FONT, LABEL_WIDTH, height, printed, protect
from flows.answer import LONGEST_LINE, LONGEST_TEXT, Answer
from flows.assessment import Walk
from flows.judgement import in_words
from flows.off_slack import Asked, Marker, choices
from frameworks.schema import Statement, SubDomain

_PAGE = 970
"""Points of a page of A4, at the scale at which both columns fit its width."""
_PALE, _INPUT = "E8EDF3", "FFF9E0"
_GREY = Side(style="thin", color="8A94A0")
_BOX = Border(left=_GREY, right=_GREY, top=_GREY, bottom=_GREY)
HEIGHTS = {Asked.JUDGEMENT: 20, Asked.WORDS: 30, Asked.EVIDENCE: 72, Asked.OWN_NOTE: 18, Asked.COMMENT: 46}
"""Room to write by hand, in points."""
_WITHOUT_LEVELS = (Asked.EVIDENCE, Asked.OWN_NOTE, Asked.COMMENT)
LABELS = {
    Asked.JUDGEMENT: "Your organisation's judgement",
    Asked.WORDS: "Cannot assess: why?\nNot yet relevant: when to look again?",
    Asked.EVIDENCE: "Evidence",
    Asked.OWN_NOTE: "Evidence is our own note only?",
    Asked.COMMENT: "Comment",
}
PROMPTS = {
    Asked.EVIDENCE: "What shows it: figures, documents, examples. Up to 3,000 characters.",
    Asked.OWN_NOTE: "Yes: the partnership is not shown the evidence. No, or empty: it may be shown, without a name.",
    Asked.COMMENT: "Anything else. A comment from a workbook is not quoted.",
    Asked.OURS: "Yes: your organisation stands behind these answers, and they count.",
    Asked.WORDS: "A few words, only for “Cannot assess” or “Not yet relevant”.",
}


def draw(walk: Walk, marker: Marker, seal: str, at: datetime) -> bytes:
    """The workbook for a walk's organisation, filled with the answers that the walk has."""
    book = Workbook()
    first, answers, lists, marked = (book.worksheets[0], *(book.create_sheet(one) for one in (ANSWERS, LISTS, MARKER)))
    first.title = COVER
    cover.draw(first, walk)
    _Form(answers, lists, walk).draw()
    for row, words in enumerate((marker.words, seal), 1):
        workbooks.put(marked, row, 1, words)
    for sheet in (lists, marked):
        sheet.sheet_state = "hidden"
    for sheet in book.worksheets:
        protect(sheet)
    book.security = WorkbookProtection(lockStructure=True)
    return workbooks.pack(book, at, walk.partnership.name)


class _Form:
    """Draws the sheet of answers downwards, row by row."""

    def __init__(self, page: Worksheet, lists: Worksheet, walk: Walk) -> None:
        self._page, self._lists, self._walk = page, lists, walk
        self._row, self._used = 0, 0.0
        self._offers: dict[tuple[str, ...], DataValidation] = {}
        self._rules = {one: _rule(one) for one in Asked if one is not Asked.JUDGEMENT}

    def draw(self) -> None:
        """Everything, and what holds for the whole sheet."""
        page, walk = self._page, self._walk
        page.column_dimensions["A"].hidden = page.column_dimensions["B"].hidden = True
        page.column_dimensions["C"].width, page.column_dimensions["D"].width = LABEL_WIDTH, CONTENT_WIDTH
        head = self._line(walk.partner.name, walk.edition.title, 26)
        for cell in head:
            cell.font, cell.fill = Font(FONT, bold=True, size=12, color="FFFFFF"), PatternFill("solid", fgColor=DARK)
        page.freeze_panes, page.print_title_rows = "A2", "1:1"
        for number, subdomain in enumerate(walk.subdomains, 1):
            self._block(number, subdomain)
        self._gap()
        self._line("To finish", "Choose “yes” only when your organisation stands behind these answers.", 20)
        self._ask("", Asked.OURS, "Is this our organisation's view?", "", 24)
        for rule in (*self._rules.values(), *self._offers.values()):
            page.add_data_validation(rule)
        printed(page, walk.partner.name)

    def _block(self, number: int, subdomain: SubDomain) -> None:
        """One sub-domain: what it is, its levels whole, and the cells to fill in; on one page where it fits on one."""
        read = list(self._to_read(subdomain))
        wanted = HEIGHTS if subdomain.assessable else _WITHOUT_LEVELS
        known = self._walk.answer(subdomain.id)
        held = {asked: self._held(known, asked) for asked in wanted}
        needed = 44 + sum(height(words) for _, words in read) + sum(_room(one, held[one]) for one in wanted)
        if self._used + needed > _PAGE and number > 1:
            self._page.row_breaks.append(Break(self._row))
            self._used = 0
        self._gap()
        for cell in self._line(f"{number} of {len(self._walk.subdomains)}", subdomain.name, 24):
            cell.font, cell.fill = Font(FONT, bold=True, size=13, color=DARK), PatternFill("solid", fgColor=_PALE)
        for label, words in read:
            self._line(label, words, height(words))[0].font = Font(
                FONT, size=10, bold=label in self._walk.edition.levels
            )
        for asked in wanted:
            self._ask(subdomain.id, asked, LABELS[asked], held[asked], _room(asked, held[asked]))

    def _to_read(self, subdomain: SubDomain) -> Iterator[tuple[str, str]]:
        edition = self._walk.edition
        domain, scope = edition.domain(subdomain.domain).name, edition.scope(subdomain.scope).name
        yield "Part of", domain if domain.casefold().startswith(scope.casefold()) else f"{domain} · {scope}"
        if subdomain.guidance:
            yield "Guidance", subdomain.guidance
        if not subdomain.assessable:
            yield "Not rated", "No level descriptors have been published for this one yet. Evidence is welcome."
        for level in edition.levels:
            if level in subdomain.descriptors:
                builds = edition.cumulative and level != edition.levels[0]
                first = [f"{edition.layout.builds_on}"] if builds and edition.layout.builds_on else []
                yield level, "\n".join([*first, *_bullets(subdomain.descriptors[level])])

    def _held(self, known: Answer | None, asked: Asked) -> str:
        """What the organisation said there, in the words of the workbook."""
        if known is None:
            return ""
        match asked:
            case Asked.JUDGEMENT:
                return in_words(known.judgement, self._walk.edition.levels) if known.judgement else ""
            case Asked.WORDS:
                return known.words(known.needs) if known.needs else ""
            case Asked.EVIDENCE:
                return known.evidence
            case Asked.OWN_NOTE:
                return "yes" if known.own_note else ""
            case _:
                return known.comment

    def _ask(self, subdomain: str, asked: Asked, label: str, held: str, tall: float) -> None:
        """A row to fill in; its hidden cells say what it is about."""
        _, cell = self._line(label, held, tall)
        workbooks.put(self._page, self._row, SUBDOMAIN, subdomain)
        workbooks.put(self._page, self._row, ASKED, asked.value)
        self._page.cell(self._row, LABEL).font = Font(FONT, bold=True, size=10)
        cell.fill, cell.border = PatternFill("solid", fgColor=_INPUT), _BOX
        cell.protection, cell.number_format = Protection(locked=False), "@"
        rule = self._rules[asked] if asked in self._rules else self._offered(self._walk.edition.subdomain(subdomain))
        rule.add(cell.coordinate)

    def _offered(self, subdomain: SubDomain) -> DataValidation:
        """The list of judgements to choose from there; each list stands once on the hidden sheet."""
        offers = tuple(choices(self._walk.edition, subdomain))
        if offers not in self._offers:
            column = len(self._offers) + 1
            for row, words in enumerate(offers, 1):
                letter = workbooks.put(self._lists, row, column, words).column_letter
            self._offers[offers] = _list_of(f"{LISTS}!${letter}$1:${letter}${len(offers)}")
        return self._offers[offers]

    def _line(self, label: str, words: str, tall: float) -> tuple[Cell, Cell]:
        self._row += 1
        cells = workbooks.put(self._page, self._row, LABEL, label), workbooks.put(self._page, self._row, CONTENT, words)
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(FONT, size=10)
        self._page.row_dimensions[self._row].height = tall
        self._used += tall
        return cells

    def _gap(self) -> None:
        self._row += 1
        self._page.row_dimensions[self._row].height = 12
        self._used += 12


def _bullets(statements: Sequence[Statement], indent: str = "") -> Iterator[str]:
    for one in statements:
        yield f"{indent}{'◦' if indent else '•'} {one.text}"
        yield from _bullets(one.children, f"{indent}    ")


def _room(asked: Asked, held: str) -> float:
    return min(400, max(HEIGHTS[asked], height(held)))


def _rule(asked: Asked) -> DataValidation:
    """What a cell takes, said as soon as somebody stands in it."""
    match asked:
        case Asked.OWN_NOTE | Asked.OURS:
            rule = _list_of('"yes,no"')
        case _:
            most = LONGEST_LINE if asked is Asked.WORDS else LONGEST_TEXT
            rule = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(most), allow_blank=True)
            rule.errorTitle, rule.error = "A little shorter, please", f"There is room for {most:,} characters here."
    rule.showErrorMessage = rule.showInputMessage = True
    rule.prompt = PROMPTS[asked]
    return rule


def _list_of(source: str) -> DataValidation:
    rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = "Choose from the list", "Please choose one of the entries in the list of this cell."
    return rule
