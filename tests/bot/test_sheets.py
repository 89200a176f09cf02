"""Sheets out and in: text stays text, bytes are the same again, and strangers' files do no harm."""

import io
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cache
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from bot import sheets
from bot.sheets import Sheet, UnreadableSheet
from flows.refusal import Refusal

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "'=1", "''@x", "＝1", "#N/A", "TRUE", "1e5", "_x0041_")  # noqa: RUF001
PAGE = "xl/worksheets/sheet1.xml"
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = "</sheetData></worksheet>"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def written(*values: sheets.Value) -> bytes:
    return sheets.write([Sheet("Words", [("Heading",), *((one,) for one in values)])], NOON, "Larkmere")


def texts(content: bytes, name: str = "a.xlsx") -> list[str]:
    return [row.cells[1].text for row in sheets.read(content, name)[1:]]


@cache
def parts() -> Mapping[str, bytes]:
    """A sound workbook, part by part."""
    with ZipFile(io.BytesIO(written("sound"))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(**changes: str | bytes) -> bytes:
    """The sound workbook with other parts; a name's double underscore is a full stop."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in {**parts(), **{name.replace("__", "."): one for name, one in changes.items()}}.items():
            archive.writestr(name, content)
    return out.getvalue()


def paged(rows: str) -> bytes:
    return packed(**{PAGE: f"{HEAD}{rows}{END}"})


def refusal(content: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(UnreadableSheet) as refused:
        sheets.read(content, name)
    return refused.value.reason


@pytest.mark.parametrize("text", DANGEROUS)
def test_fault_48_text_in_a_workbook_is_never_a_formula(text: str) -> None:
    content = written(text)
    cell = load_workbook(io.BytesIO(content)).worksheets[0]["A2"]
    assert cell.data_type == "s"
    assert b"<f>" not in packed_page(content)
    assert texts(content) == [text]


def packed_page(content: bytes) -> bytes:
    with ZipFile(io.BytesIO(content)) as archive:
        return archive.read(PAGE)


@pytest.mark.parametrize("text", DANGEROUS[:9])
def test_text_in_a_csv_file_has_an_apostrophe_before_a_formula(text: str) -> None:
    content = sheets.write_csv([("Heading",), (text,)])
    assert content.decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")
    assert texts(content, "a.csv") == [text]


@given(TEXTS)
@example("a\r\nb")
@example("_x000D_")
@example("\ufffe\x0bx")
def test_any_text_comes_back_as_it_can_be_seen(text: str) -> None:
    seen = sheets.text(text)
    assert texts(written(text)) == ([seen] if seen.strip() else [])
    assert texts(sheets.write_csv([("Heading",), (text,)]), "a.csv") == ([seen] if seen.strip() else [])


def test_a_cell_takes_what_excel_takes_and_more_is_refused_or_split() -> None:
    assert texts(written("x" * sheets.LONGEST_CELL)) == ["x" * sheets.LONGEST_CELL]
    with pytest.raises(Refusal, match="shorten"):
        written("x" * (sheets.LONGEST_CELL + 1))
    with pytest.raises(Refusal, match="shorten"):
        written("\U0001f600" * (sheets.LONGEST_CELL // 2 + 1))
    for long in ("word " * 20_000, "\U0001f600" * 40_000, "short", ""):
        pieces = sheets.split(long)
        assert "".join(pieces) == long
        assert all(sheets.text(one) == one for one in pieces)


def test_the_same_tables_are_the_same_bytes() -> None:
    first = written("a", 1, 2.5, date(2026, 4, 1), None)
    assert first == written("a", 1, 2.5, date(2026, 4, 1), None)
    assert texts(first) == ["a", "1", "2.5", "1 April 2026"]
    with ZipFile(io.BytesIO(first)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(2026, 7, 1, 12, 0, 0)}
        assert b"2026-07-01T12:00:00Z" in archive.read("docProps/core.xml")
        assert b"openpyxl" not in b"".join(map(archive.read, archive.namelist()))


def test_rows_know_their_sheet_their_number_and_their_cells() -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.title, page["B3"], page["D7"] = "Partners", "GP Federation", "=1+1"
    out = io.BytesIO()
    book.save(out)
    first, second = sheets.read(out.getvalue(), "Partners.XLSX")
    assert (first.sheet, first.number, first.last, first.words(3)) == ("Partners", 3, 2, ("", "GP Federation", ""))
    assert (first.cells[2].at, second.cells[4].at, second.cells[4].formula) == ("B3", "D7", True)


def test_a_csv_file_may_use_semicolons_tabs_and_utf_16() -> None:
    for content in (b"a;b\n1;2\n", b"a\tb\n1\t2\n", "a\tb\n1\t2\n".encode("utf-16"), b"\xef\xbb\xbfa,b\r\n\r\n1,2"):
        rows = sheets.read(content, "a.csv")
        assert [row.words(2) for row in rows] == [("a", "b"), ("1", "2")]
    assert [row.number for row in sheets.read(b"a,b\n\n1,2\n", "a.csv")] == [1, 3]


def test_what_is_wrong_with_a_csv_file_is_said_with_its_line() -> None:
    assert refusal(b"a,b\n\xa3,1\n", "a.csv").startswith("Line 2: ")
    assert refusal(b'a,b\n"1,2\n', "a.csv").startswith("Line 2: ")
    assert "lines" in refusal(b"a\n" * 20_002, "a.csv")


def test_what_is_no_sheet_is_refused_in_words() -> None:
    assert "neither a workbook" in refusal(b"%PDF-1.7", "a.pdf")
    assert "cannot open" in refusal(b"%PDF-1.7")
    assert "cannot open" in refusal(b"")
    assert "cannot open" in refusal(packed()[:-40])
    assert "password" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "macros" in refusal(packed(), "a.xlsm")
    assert "macros" in refusal(packed(**{"xl/vbaProject__bin": b"x"}))
    assert "points at other workbooks" in refusal(packed(**{"xl/externalLinks/externalLink1__xml": "<x/>"}))


def test_entities_and_outside_documents_are_refused() -> None:
    types = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    laughs = '<row><c t="inlineStr"><is><t>&b;</t></is></c></row>'
    assert "cannot open" in refusal(packed(**{PAGE: f"{types}{HEAD}{laughs}{END}"}))
    assert "cannot open" in refusal(packed(**{"xl/workbook__xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'}))


@pytest.mark.parametrize(
    "page",
    [
        HEAD + " " * 100_000_000,
        HEAD + "<row>" + "<c/>" * 1_000_000,
        HEAD + "<row " + " ".join(f'a{n}=""' for n in range(700_000)) + "/>" + END,
        HEAD + "".join(f'<row r="{n}">{"<c><v>1</v></c>" * 10}</row>' for n in range(1, 6_100)) + END,
    ],
    ids=["spaces", "cells", "attributes", "values"],
)
@pytest.mark.timeout(10)
def test_what_unpacks_to_too_much_is_refused(page: str) -> None:
    assert "larger than" in refusal(packed(**{PAGE: page}))


@pytest.mark.parametrize("said", [" " * 3_000_000, f" {'a' * 3_000_000}"], ids=["blank", "long"])
@pytest.mark.timeout(10)
def test_one_long_text_that_many_cells_share_is_refused(said: str) -> None:
    strings = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{said}</t></si></sst>'
    row = "<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"
    assert "larger than" in refusal(packed(**{"xl/sharedStrings__xml": strings, PAGE: f"{HEAD}{row * 900}{END}"}))


@pytest.mark.timeout(10)
def test_a_number_format_without_end_is_not_looked_through() -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    endless = f'<numFmts><numFmt numFmtId="900" formatCode="{"[" * 3_000_000}"/></numFmts>'
    styles = f'<styleSheet xmlns="{main}">{endless}<cellXfs><xf numFmtId="900"/></cellXfs></styleSheet>'
    page = f'{HEAD}<row r="1"><c s="0"><v>1</v></c></row>{END}'
    (row,) = sheets.read(packed(**{"xl/styles__xml": styles, PAGE: page}), "a.xlsx")
    assert row.words(1) == ("1",)


def test_too_many_parts_and_too_large_a_file_are_refused() -> None:
    assert "larger than" in refusal(packed(**{f"x{n}": b"" for n in range(500)}))
    assert "larger than" in refusal(b"PK" + b"\0" * 5_000_000)
    assert "larger than" in refusal(b"a" * 5_000_001, "a.csv")


def test_depth_does_no_harm_and_a_size_that_is_claimed_is_not_believed() -> None:
    assert sheets.read(paged("<a>" * 90_000 + "</a>" * 90_000), "a.xlsx") == ()
    far = paged('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    assert [(row.number, row.last) for row in sheets.read(far, "a.xlsx")] == [(1_048_576, 16_384)]
    for wrong in ('<row r="99999999"/>', '<row r="1"><c r="A2"><v>1</v></c></row>', '<row r="x"/>'):
        assert "cannot open" in refusal(paged(wrong))
    for number in ("inf", "nan", "1e999", "one"):
        assert "cannot open" in refusal(paged(f'<row r="1"><c><v>{number}</v></c></row>'))


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8))
@settings(max_examples=60)
def test_a_broken_file_is_refused_and_never_breaks_anything(breaks: list[tuple[int, int]]) -> None:
    content = bytearray(packed())
    for where, value in breaks:
        content[where % len(content)] = value
    with suppress(UnreadableSheet):
        sheets.read(bytes(content), "a.xlsx")


@given(st.text("<>/=\"' rcvtisf01A&;x", max_size=60))
@settings(max_examples=60)
def test_a_broken_page_is_refused_and_never_breaks_anything(rows: str) -> None:
    with suppress(UnreadableSheet):
        sheets.read(paged(rows), "a.xlsx")
