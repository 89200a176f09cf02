"""Every document of a round: what it holds, what never gets into it, and that its bytes are always the same."""

import hashlib
import io
import json
import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document as WordDocument
from openpyxl import load_workbook

from bot.reports import documents
from flows import checklist
from flows.disclosure import disclose, freeze
from flows.divergence import Ballot
from flows.dossier import Dossier
from flows.export import Document
from flows.judgement import Judgement
from flows.moderation import Action, ActionId, Decision, Moderation, Present
from flows.people import ChannelId, Partner, PartnerId, PartnershipId, Sector, UserId, WorkspaceId
from flows.round import RoundId
from tests.reports.dossiers import AGREED_AT, LARKMERE, MIDLANDS, SEL, a_round, published, ready
from tests.reports.opened import everything, paragraphs, sheets, tables

EVERY = tuple(Document)


def content(dossier: Dossier, kind: Document) -> bytes:
    [made] = documents.make(dossier, [kind])
    return made.content


def all_of(dossier: Dossier) -> str:
    """Everything that is in any document of a round, with its name and title: the archive holds all the others."""
    made = documents.make(dossier, [Document.ARCHIVE])
    return "\n".join(f"{one.name} {one.title} {everything(one.content)}" for one in made)


@pytest.mark.parametrize("dossier", [ready(MIDLANDS), ready(SEL, "short_term")], ids=["midlands", "sel"])
def test_the_same_round_makes_the_same_bytes(dossier: Dossier) -> None:
    assert content(dossier, Document.ARCHIVE) == content(dossier, Document.ARCHIVE)


@pytest.mark.parametrize("kind", [one for one in Document if one is not Document.MODERATED_CSV])
def test_every_part_of_a_document_bears_the_rounds_instant(kind: Document) -> None:
    with ZipFile(io.BytesIO(content(ready(MIDLANDS), kind))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2025, 7, 22, 15, 30, 0)}


def test_the_properties_name_the_partnership_and_no_machine() -> None:
    dossier = ready(MIDLANDS)
    word = WordDocument(io.BytesIO(content(dossier, Document.RETURN_DOCX))).core_properties
    excel = load_workbook(io.BytesIO(content(dossier, Document.RETURN_XLSX))).properties
    for author, changed_by, made, changed in (
        (word.author, word.last_modified_by, word.created, word.modified),
        (excel.creator, excel.lastModifiedBy, excel.created, excel.modified),
    ):
        assert (author, changed_by) == (LARKMERE.name, LARKMERE.name)
        assert {_bare(made), _bare(changed)} == {_bare(AGREED_AT)}
    assert "python-docx" not in all_of(dossier)


def _bare(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=None) if at else None


ORDER = ("tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook")
"""What stands in a table's properties, as the schema of Word orders it: Word refuses files that are out of order."""


@pytest.mark.parametrize("kind", [Document.RETURN_DOCX, Document.BOARD_PAPER])
def test_the_properties_of_every_table_stand_in_the_order_of_the_schema(kind: Document) -> None:
    with ZipFile(io.BytesIO(content(ready(MIDLANDS), kind))) as archive:
        xml = archive.read("word/document.xml").decode()
    found = [re.findall(r"<w:(\w+)", one) for one in re.findall(r"<w:tblPr>(.*?)</w:tblPr>", xml, re.DOTALL)]
    assert found
    for one in found:
        held = [name for name in one if name.startswith(("tbl", "jc"))]
        assert held == sorted(held, key=ORDER.index)


def test_the_archive_lists_every_file_with_its_hash() -> None:
    with ZipFile(io.BytesIO(content(ready(MIDLANDS), Document.ARCHIVE))) as archive:
        told = json.loads(archive.read("manifest.json"))
        held = {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}
    assert told["files"] == {
        name: {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()} for name, body in held.items()
    }
    assert set(held) == {
        "return.docx",
        "return.xlsx",
        "board-paper.docx",
        "moderated.csv",
        "actions.csv",
        "summary.txt",
        "checklist.txt",
    }


def test_a_finished_round_says_draft_nowhere() -> None:
    assert "DRAFT" not in all_of(ready(MIDLANDS))


@pytest.mark.parametrize("kind", [Document.RETURN_DOCX, Document.BOARD_PAPER])
def test_a_draft_says_so_at_the_head_of_every_page(kind: Document) -> None:
    assert "DRAFT, not for return: 6 points of the checklist are still open" in paragraphs(content(published(), kind))


def test_a_draft_says_so_on_every_sheet_and_in_the_name_of_every_file() -> None:
    for rows in sheets(content(published(), Document.RETURN_XLSX)).values():
        assert rows[1][0].startswith("DRAFT, not for return")
    assert {one.name.split("-")[0] for one in documents.make(published(), [Document.MODERATED_CSV])} == {"DRAFT"}


def test_the_board_paper_holds_what_a_board_asks_for() -> None:
    paper = content(ready(SEL, "short_term"), Document.BOARD_PAPER)
    said, agreed = paragraphs(paper), tables(paper)[1]
    for heading in ("Purpose", "What was agreed", "Where views differed", "Priorities", "Actions", "Funding"):
        assert heading in said
    assert "What changed since the baseline round" in said
    assert (
        "The actions above come to £100,000. The development funding is £250,000. £150,000 of it is not yet planned."
        in said
    )
    assert ["Shared clinical risk", "DEVELOPING", "EMERGING", "Larkmere Community Health Trust"] not in agreed
    assert ["Shared clinical risk", "DEVELOPING", "DEVELOPING", "Larkmere Community Health Trust"] in agreed


def test_a_board_paper_tells_the_day_of_the_meeting_only_as_a_plan_until_the_round_is_agreed() -> None:
    dossier = ready(SEL, "short_term")
    open_still = replace(dossier, moderation=replace(dossier.moderation, agreed_at=None))
    sooner = dossier.round.meeting_at - timedelta(days=1)
    early = replace(dossier, moderation=replace(dossier.moderation, agreed_at=sooner))
    drafted, made = (" ".join(paragraphs(content(one, Document.BOARD_PAPER))) for one in (open_still, early))
    assert "The views are discussed together at the meeting of 22 July 2025." in drafted
    assert "The views were discussed together on 21 July 2025." in made


def test_more_planned_than_there_is_is_said() -> None:
    dossier = ready(SEL, "short_term")
    poor = replace(dossier, partnership=replace(dossier.partnership, allocation=60_000))
    assert "That is £40,000 more than there is." in " ".join(paragraphs(content(poor, Document.BOARD_PAPER)))


def _told(answers: int) -> str:
    """The board paper of a round in which so many organisations answered, all alike."""
    dossier = ready(SEL, "short_term")
    rows = [(str(one.id), one.short_term) for one in dossier.subdomains]
    given = [{one: Ballot(Judgement.of(2)) for one, _ in rows} for _ in range(answers)]
    silent = tuple(replace(one, minority="") for one in dossier.moderation.decisions)
    alike = replace(
        dossier,
        disclosure=disclose(freeze(SEL.id, 4, rows, given)),
        moderation=replace(dossier.moderation, decisions=silent),
    )
    return " ".join(paragraphs(content(alike, Document.BOARD_PAPER)))


def test_where_all_agree_no_difference_is_told() -> None:
    assert "Views were within one level of each other." in _told(5)


def test_where_too_few_answered_agreement_is_not_claimed() -> None:
    assert "within one level" not in _told(2)
    assert "There were too few answers to show where views differed." in _told(2)


def test_a_round_without_a_summary_says_nothing_of_views() -> None:
    assert "Where views differed" not in paragraphs(content(published(), Document.BOARD_PAPER))


def test_views_are_told_in_public_words_only() -> None:
    told = " ".join(paragraphs(content(ready(SEL, "short_term"), Document.BOARD_PAPER)))
    assert "Shared clinical risk (two camps before the meeting; agreed: DEVELOPING)." in told
    assert "half or more" not in told
    assert "median" not in told


def test_where_nothing_is_agreed_no_level_is_told() -> None:
    dossier = ready(SEL, "short_term")
    open_yet = replace(dossier, moderation=Moderation(dossier.round.id))
    told = " ".join(paragraphs(content(open_yet, Document.BOARD_PAPER)))
    assert "Shared clinical risk (two camps before the meeting)." in told
    assert "agreed:" not in told


@pytest.mark.parametrize(
    ("organisations", "words"),
    [
        (9, "Each of the 9 organisations first gave its own view."),
        (10, "9 of the 10 organisations first gave their own view."),
        (8, "9 organisations first gave their own view."),
    ],
)
def test_a_board_reads_how_many_gave_a_view_of_how_many_there_are(organisations: int, words: str) -> None:
    dossier, (first, *_) = ready(SEL, "short_term"), LARKMERE.partners
    partners = tuple(replace(first, id=PartnerId(f"p{n}"), contributors=()) for n in range(organisations))
    paper = content(replace(dossier, partnership=replace(LARKMERE, partners=partners)), Document.BOARD_PAPER)
    assert any(one.startswith(words) for one in paragraphs(paper))


def test_two_sets_of_answers_with_one_disclosure_make_the_same_bytes() -> None:
    """Rule P7: whether all nine or only eight stand at a level is in no document, not even in its metadata."""
    dossier = ready(SEL, "short_term")
    alike = [replace(dossier, disclosure=disclose(_snapshot(dossier, last))) for last in (2, 1)]
    assert alike[0].disclosure == alike[1].disclosure
    assert content(alike[0], Document.ARCHIVE) == content(alike[1], Document.ARCHIVE)


def _snapshot(dossier: Dossier, last: int) -> Any:
    """Nine organisations at the second level, but for the last one on the first sub-domain."""
    rows = [(str(one.id), one.short_term) for one in dossier.subdomains]
    odd = (8, rows[0][0])
    answers = [
        {one: Ballot(Judgement.of(last if (place, one) == odd else 2), evidence=True) for one, _ in rows}
        for place in range(9)
    ]
    return freeze(SEL.id, 4, rows, answers)


HIDDEN = "CANARY"


def guarded() -> Dossier:
    """A dossier in which everything that belongs in no document holds a canary."""
    place = replace(
        LARKMERE,
        id=PartnershipId(f"{HIDDEN}-partnership"),
        workspace=WorkspaceId(f"{HIDDEN}-workspace"),
        channel=ChannelId(f"{HIDDEN}-channel"),
        leads=(UserId(f"{HIDDEN}-lead"),),
        observers=(UserId(f"{HIDDEN}-observer"),),
        partners=(
            Partner(
                PartnerId(f"{HIDDEN}-partner"),
                "Fernhill Hospice",
                Sector.VOLUNTARY_SECTOR,
                (UserId(f"{HIDDEN}-contributor"),),
                f"{HIDDEN}-contact",
            ),
        ),
    )
    action = Action(
        ActionId(f"{HIDDEN}-action"),
        "Agree a plan",
        owner=UserId(f"{HIDDEN}-owner"),
        owner_name="Priya Shah",
        news=f"{HIDDEN}-news",
    )
    running = replace(
        a_round(MIDLANDS), id=RoundId(f"{HIDDEN}-round"), launched_by=UserId(f"{HIDDEN}-launcher"), previous=None
    )
    decisions = tuple(
        Decision(one.id, Judgement.of(1) if one.assessable else None, by=UserId(f"{HIDDEN}-by"), actions=(action,))
        for one in MIDLANDS.subdomains
    )
    moderation = Moderation(
        running.id,
        decisions,
        present=(Present("Fernhill Hospice", "Chief executive", f"{HIDDEN}-name"),),
        actions=(action,),
        agreed_at=AGREED_AT,
        agreed_by=UserId(f"{HIDDEN}-agreed"),
        reopened=(f"{HIDDEN}-reopened",),
    )
    return Dossier(place, running, MIDLANDS, moderation, ready(MIDLANDS).disclosure)


def canaries(value: Any) -> Iterable[str]:
    """Every canary in a dossier."""
    if isinstance(value, str):
        yield from [value] if HIDDEN in value else []
    elif is_dataclass(value):
        yield from (found for one in fields(value) for found in canaries(getattr(value, one.name)))
    elif isinstance(value, tuple):
        yield from (found for one in value for found in canaries(one))


def test_no_account_no_id_no_contact_and_no_persons_presence_is_in_any_document() -> None:
    dossier = guarded()
    assert len(set(canaries(dossier))) == 17
    assert HIDDEN not in all_of(dossier)


def test_no_partner_is_named_but_for_what_the_meeting_gave_it() -> None:
    """Without its presence, its lead of a function and its actions, no organisation is in any document."""
    dossier = ready(SEL, "short_term")
    decisions = tuple(replace(one, lead_organisation="", actions=()) for one in dossier.moderation.decisions)
    bare = replace(
        dossier,
        partnership=replace(dossier.partnership, hosts=()),
        moderation=replace(dossier.moderation, decisions=decisions, actions=(), present=LARKMERE_AWAY),
    )
    left = all_of(bare).replace(checklist_line(bare), "")
    assert [one.name for one in LARKMERE.partners if one.name in left] == []


LARKMERE_AWAY = (Present("The chair", "Chair"),)


def checklist_line(dossier: Dossier) -> str:
    """The one line that may name who was not at the meeting."""
    return next(one.words for one in checklist.check(dossier) if one.name == "Who was there, and agreement")


HOSTILE = (
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2-2",
    "@SUM(A1)",
    "\t=1+1",
    "</w:t></w:r><w:r><w:t>forged",
    "]]>&amp;<b>",
    "a\x00b\x07c\x1b",
    "left \u202etfel\u202c right",
    "#REF!",
    "_x0041_",
    "\ufffe\uffff",
)


def hostile(text: str) -> Dossier:
    """A round of two sub-domains in which everything that can be typed is this."""
    dossier = ready(MIDLANDS)
    name = text[:100]
    running = replace(dossier.round, subdomains=dossier.round.subdomains[-2:])
    action = Action(ActionId("a"), text, owner_name=name, organisation=name, funding=name, wanted=text, practice=text)
    decisions = tuple(
        replace(one, rationale=text, minority=text, evidence=text, lead_organisation=name, actions=(action,))
        for one in dossier.moderation.decisions[-2:]
    )
    return replace(
        dossier,
        partnership=replace(dossier.partnership, name=f"P {name}", hosts=(name,), region_contact=name),
        round=running,
        moderation=replace(
            dossier.moderation,
            decisions=decisions,
            actions=(action,),
            opportunities=text,
            present=(Present(name, name),),
        ),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_every_document(text: str) -> None:
    with ZipFile(io.BytesIO(content(hostile(text), Document.ARCHIVE))) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    book = load_workbook(io.BytesIO(held["return.xlsx"]))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    for name in ("return.docx", "board-paper.docx"):
        assert tables(held[name])
        assert "\u202e" not in everything(held[name])


def test_a_formula_in_the_csv_has_an_apostrophe_before_it() -> None:
    assert b"'=HYPERLINK" in content(hostile(HOSTILE[0]), Document.MODERATED_CSV)
    assert b",=HYPERLINK" not in content(hostile(HOSTILE[0]), Document.MODERATED_CSV)


def test_the_longest_texts_that_can_be_typed_fit() -> None:
    long = "\n".join(["- Nine words of evidence stand in every single line."] * 57)[:3000]
    made = documents.make(hostile(long), EVERY)
    assert len(made) == len(EVERY)


def test_what_is_not_asked_for_is_not_made_and_the_order_is_ours() -> None:
    made = documents.make(ready(SEL, "short_term"), [Document.BOARD_PAPER, Document.RETURN_DOCX])
    assert [one.name for one in made] == [
        "larkmere-neighbourhood-partnership-baseline-return.docx",
        "larkmere-neighbourhood-partnership-baseline-board-paper.docx",
    ]
