"""The golden case: the one return that was published filled in comes out as its own table again, cell for cell."""

from itertools import pairwise

import pytest

from bot.reports import return_docx, return_xlsx
from flows import returns
from frameworks.schema import SubDomain
from tests.frameworks.publications import document, letters, names
from tests.reports.dossiers import AGREED_AT, MIDLANDS, published
from tests.reports.filled_in import FILLED_IN
from tests.reports.opened import paragraphs, sheets, tables

HEADS = [
    "Six core components and enablers",
    "Starting",
    "Progressing",
    "Achieving",
    "Excelling",
    "Local/System Evidence",
]
WORD = tables(return_docx.draw(returns.fill(published()), "Sandwell", AGREED_AT))[1:]
EXCEL = [row for row in sheets(return_xlsx.draw(returns.fill(published()), "Sandwell", AGREED_AT))["Return"] if row[5]]
ROWS = pytest.mark.parametrize(
    ("place", "subdomain"), [pytest.param(place, one, id=one.id) for place, one in enumerate(MIDLANDS.subdomains)]
)


def printed(subdomain: SubDomain) -> list[str]:
    """The row of the publication, its last column included, as letters. One row runs on without its closing tags."""
    for line in document(MIDLANDS.id).splitlines():
        name, *cells = line.split("\t")
        if letters(name) in names(subdomain) and cells[:1] != ["Starting"]:
            return [letters(name), *map(letters, cells)]
    raise LookupError(subdomain.id)


@ROWS
def test_the_word_table_is_the_printed_table(place: int, subdomain: SubDomain) -> None:
    name, *cells = WORD[place][2]
    assert letters(name) in names(subdomain)
    assert list(map(letters, cells)) == printed(subdomain)[1:]


@ROWS
def test_the_workbook_is_the_printed_table(place: int, subdomain: SubDomain) -> None:
    name, *cells = EXCEL[1 + place]
    assert letters(name) in names(subdomain)
    assert list(map(letters, cells)) == printed(subdomain)[1:]


def test_every_table_has_the_printed_title_and_heads() -> None:
    assert [table[0][0] for table in WORD] == ["Neighbourhood Health Maturity Self-assessment"] * 10
    assert [table[1] for table in WORD] == [HEADS] * 10
    assert EXCEL[0] == HEADS


def test_the_level_heads_the_evidence_in_capitals() -> None:
    opened = {one.id: table[2][5].split("\n")[0] for one, table in zip(MIDLANDS.subdomains, WORD, strict=True)}
    expected = {one: level or "Unable to assess without criteria." for one, (level, _) in FILLED_IN.items()}
    assert opened == expected


def test_every_line_that_was_typed_is_a_line_of_the_cell() -> None:
    for one, table in zip(MIDLANDS.subdomains, WORD, strict=True):
        typed = [line.lstrip("-•* ") for line in FILLED_IN[one.id][1].strip().splitlines()]
        assert table[2][5].split("\n")[1:] == typed


def test_the_last_page_has_its_two_headings_and_nothing_under_them() -> None:
    told = paragraphs(return_docx.draw(returns.fill(published()), "Sandwell", AGREED_AT))
    wanted = ["System Level Actions and Opportunities", "Actions", "Opportunities"]
    assert ("System Level Actions and Opportunities", "Actions") in pairwise(told)
    assert [one for one in told if one in wanted] == wanted


def test_the_words_of_the_layout_are_printed_words() -> None:
    layout, text = MIDLANDS.layout, letters(document(MIDLANDS.id))
    page = layout.last_page
    said = (layout.rows, layout.answers, layout.builds_on, layout.no_criteria, page.title, page.actions)
    assert [one for one in said if letters(str(one)) not in text] == []
