"""The workbook to fill in: what it holds, what it keeps locked, and that answers come back from it as they went."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from bot import answer_file, sheets
from bot.answer_file import ANSWERS, COVER
from bot.reports import answer_workbook
from flows.answer import Answer
from flows.assessment import Walk
from flows.off_slack import Asked, Marker, choices, take_in
from flows.round import Mode, RoundId
from flows.walk import AssessmentId
from tests.walks import MIDLANDS, NOON, SEL, a_walk, an_answer, with_answers

MARKER = Marker(RoundId("r1"), AssessmentId("as-practices"), {})
EVERYTHING = {SEL: ("short_term", "longer_term"), MIDLANDS: ()}
BOTH = pytest.mark.parametrize("edition", [SEL, MIDLANDS])
Answers = dict[str, Answer]


def drawn(walk: Walk) -> bytes:
    return answer_workbook.draw(walk, MARKER, "seal", NOON)


def filled_in(content: bytes, change: Callable[[Workbook], None]) -> bytes:
    """The workbook after somebody has opened it, typed, and saved it."""
    book, out = load_workbook(io.BytesIO(content)), io.BytesIO()
    change(book)
    book.save(out)
    return out.getvalue()


def brought(walk: Walk, content: bytes) -> Answers:
    found = answer_file.read(content, "a.xlsx")
    assert found is not None
    return dict(take_in(walk, found.entries, Marker.read(found.marker), NOON).walk.assessment.answers)


def seen(content: bytes) -> str:
    """Everything on the sheets that can be seen."""
    rows = [row for row in sheets.read(content, "a.xlsx") if not row.hidden]
    return "\n".join(cell.text for row in rows for cell in row.cells.values())


@BOTH
def test_every_sub_domain_stands_there_whole(edition: str) -> None:
    walk = a_walk(edition, scopes=EVERYTHING[edition])
    words = seen(drawn(walk))
    for one in walk.subdomains:
        assert one.name in words
        assert one.guidance is None or one.guidance in words
        assert walk.edition.domain(one.domain).name in words
        for statements in one.descriptors.values():
            assert all(statement.text in words for statement in statements)
            assert all(child.text in words for statement in statements for child in statement.children)


def test_the_cover_says_what_people_have_to_know() -> None:
    words = seen(drawn(a_walk(MIDLANDS)))
    for said in ("Northgate Practices", "Monday 15 June at 12:00", "no names, no counts", "can open it and read it"):
        assert said in words
    assert "Complex Patients" in words
    named = a_walk()
    assert "sees names and levels" in seen(drawn(replace(named, round=replace(named.round, mode=Mode.OPEN))))


def test_the_same_walk_is_the_same_bytes_and_empty_unless_it_has_answers() -> None:
    walk = a_walk()
    assert drawn(walk) == drawn(walk)
    found = answer_file.read(drawn(walk), "a.xlsx")
    assert found is not None
    assert not any(one.text for one in found.entries)
    assert (found.marker, found.seal) == (MARKER.words, "seal")


def test_only_the_cells_to_fill_in_can_be_changed() -> None:
    walk = a_walk()
    book = load_workbook(io.BytesIO(drawn(walk)))
    assert all(page.protection.sheet for page in book.worksheets)
    assert [page.title for page in book.worksheets if page.sheet_state == "visible"] == [COVER, ANSWERS]
    unlocked = [cell for page in book.worksheets for row in page for cell in row if not cell.protection.locked]
    assert len(unlocked) == 5 * len(walk.subdomains) + 1
    assert {cell.number_format for cell in unlocked} == {"@"}
    ruled = {str(place) for rule in book[ANSWERS].data_validations.dataValidation for place in rule.sqref.ranges}
    assert {cell.coordinate for cell in unlocked} == ruled


@BOTH
def test_each_judgement_cell_lists_what_is_offered_there(edition: str) -> None:
    walk = a_walk(edition, scopes=EVERYTHING[edition])
    book = load_workbook(io.BytesIO(drawn(walk)))
    page = book[ANSWERS]
    listed: dict[str, list[object]] = {}
    for rule in page.data_validations.dataValidation:
        if (rule.formula1 or "").startswith("Lists!"):
            column, last = rule.formula1.split("$")[1], int(rule.formula1.split("$")[-1])
            words = [book["Lists"][f"{column}{row}"].value for row in range(1, last + 1)]
            listed |= {place: words for one in rule.sqref.ranges for (place,) in [[str(one)]]}
    asked = {str(row[0].value): row[3].coordinate for row in page.iter_rows() if row[1].value == Asked.JUDGEMENT}
    assert asked.keys() == {one.id for one in walk.subdomains if one.assessable}
    for subdomain, place in asked.items():
        assert listed[place] == list(choices(walk.edition, walk.edition.subdomain(subdomain)))


def answers(walk: Walk) -> st.SearchStrategy[Answers]:
    """What an organisation may have said, as the walk keeps it."""
    text = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=30).map(str.strip)

    @st.composite  # without arguments: hypothesis may write them out, and a walk is long
    def said(draw: st.DrawFn) -> Answers:
        given: Answers = {}
        for one in draw(st.lists(st.sampled_from(walk.subdomains), max_size=6, unique_by=lambda one: one.id)):
            offers = list(choices(walk.edition, one).values())
            judgement = draw(st.sampled_from(offers)) if offers else None
            answer = replace(an_answer(judgement, draw(text), draw(text)), own_note=draw(st.booleans()), revision=1)
            if answer.needs:
                answer = replace(answer, **{answer.needs: draw(text.filter(bool))})  # type: ignore[arg-type]  # by its name
            if not answer.empty:
                given[one.id] = answer
        return given

    return said()


@BOTH
@given(data=st.data())
@settings(max_examples=6)
def test_answers_come_back_as_they_went(edition: str, data: st.DataObject) -> None:
    walk = a_walk(edition, scopes=EVERYTHING[edition])
    said = data.draw(answers(walk))
    sent = drawn(with_answers(walk, said))
    assert brought(walk, sent) == said
    assert brought(with_answers(walk, said), sent) == said


def test_fault_48_a_formula_and_control_characters_in_an_answer_are_text() -> None:
    walk = a_walk()
    first = walk.subdomains[0].id
    content = drawn(with_answers(walk, {first: an_answer(2, '=HYPERLINK("http://x")', "@a\x00\x0bb\x1b")}))
    cells = [cell for page in load_workbook(io.BytesIO(content)).worksheets for row in page for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert {'=HYPERLINK("http://x")', "@ab"} <= {cell.value for cell in cells if cell.quotePrefix}


def test_what_somebody_typed_in_excel_is_read() -> None:
    walk = a_walk()
    first = walk.subdomains[0].id

    typed_words: dict[str, str | int] = {"judgement": "Emerging", "evidence": 2026}

    def typed(book: Workbook) -> None:
        for row in book[ANSWERS].iter_rows():
            if row[0].value == first:
                row[3].value = typed_words.get(str(row[1].value))

    answer = brought(walk, filled_in(drawn(walk), typed))[first]
    assert (answer.judgement and answer.judgement.level, answer.evidence) == (1, "2026")


def test_a_file_without_our_sheets_is_none_of_ours() -> None:
    assert answer_file.read(sheets.write([sheets.Sheet(ANSWERS, [("a", "b")])], NOON, "x"), "a.xlsx") is None

    def without_marker(book: Workbook) -> None:
        book.remove(book["Marker"])

    found = answer_file.read(filled_in(drawn(a_walk()), without_marker), "a.xlsx")
    assert found is not None
    assert found.marker == ""


def test_its_name_is_safe_and_known_again() -> None:
    walk = a_walk()
    odd = replace(walk, partner=replace(walk.partner, name='../"St Mary\'s" <b>/\\: & Co'))
    assert answer_file.name(odd) == "Maturity answers Baseline - St Mary s b & Co.xlsx"
    assert answer_file.named_by_us("maturity_answers_Baseline (1).xlsx")
    assert not answer_file.named_by_us("Plan.xlsx")
