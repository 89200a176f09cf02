"""The form for documents, and a board paper, as a lead reads them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.blocks import export
from bot.reports import board_paper
from flows import checklist
from flows.dossier import Dossier
from flows.export import Choice, Export
from flows.round import RoundId
from tests.goldens.conftest import HERE
from tests.goldens.test_goldens import as_view
from tests.reports.dossiers import AGREED_AT, LARKMERE, MIDLANDS, SEL, a_round, published, ready
from tests.reports.opened import read_through

Golden = Callable[[str, str], None]
OTHER = replace(a_round(MIDLANDS), id=RoundId("r2"))
FORMS = {"form_settled": ready(SEL, "short_term"), "form_unfinished": published()}
PAPERS = {"board_paper_sel": ready(SEL, "short_term"), "board_paper_midlands": ready(MIDLANDS)}


def shown(dossier: Dossier) -> Export:
    choices = (
        Choice(LARKMERE, dossier.round, dossier.edition.short_title),
        Choice(LARKMERE, OTHER, MIDLANDS.short_title),
    )
    return Export(choices, dossier, checklist.check(dossier))


@pytest.mark.parametrize("name", FORMS)
def test_the_form_reads_as_kept(golden: Golden, name: str) -> None:
    golden(f"documents/{name}", as_view(export.form(shown(FORMS[name]))))


@pytest.mark.parametrize("name", PAPERS)
def test_a_board_paper_reads_as_kept(golden: Golden, name: str) -> None:
    golden(f"documents/{name}", read_through(board_paper.draw(PAPERS[name], AGREED_AT)))


def test_nothing_is_kept_that_is_no_longer_drawn() -> None:
    assert {one.stem for one in (HERE / "documents").glob("*.txt")} == {*FORMS, *PAPERS}
