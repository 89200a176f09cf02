"""`common-view audit-disclosure`: the table that the thresholds rest on, and what happens when it no longer holds."""

import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.commands.audit_disclosure import OURS, Audit, audit, audit_disclosure, tell

SMALL = range(3, 7)
PRIVACY = Path(__file__).parents[2] / "docs" / "privacy.md"


def run(*options: str) -> Result:
    app = typer.Typer()
    app.command()(audit_disclosure)
    return CliRunner().invoke(app, options, env={"COLUMNS": "100"})


@cache
def found() -> Audit:
    return audit(SMALL)


def with_chance(way: str, where: tuple[int, int]) -> Audit:
    """The audit, had it found a chance there."""
    chances = {**found().chances, way: {**found().chances[way], where: Fraction(1, 10**9)}}
    return replace(found(), chances=chances)


def cells(printed: str) -> list[list[str]]:
    """The lines that hold figures, as words."""
    return [re.split(r"\s{2,}", line.strip()) for line in printed.splitlines() if re.search(r"\S\s{2,}\S", line)]


def test_by_default_it_tries_three_to_nine_organisations_and_finds_the_rules_kept() -> None:
    result = run()
    assert result.exit_code == 0
    lines = cells(result.stdout)
    assert lines[0] == ["organisations:", *"3456789"]
    assert ["exact counts", "33.5", "12.6", "5.1", "2.1", "0.9", "0.4", "0.2"] in lines
    assert lines.count([OURS, *"0000000"]) == 1
    assert lines.count([OURS, *"000000"]) == 1
    assert "Nothing is certain where the rules promise it" in result.stdout


def test_the_largest_number_is_an_option() -> None:
    assert cells(run("--largest", "5").stdout)[0] == ["organisations:", "3", "4", "5"]


@pytest.mark.parametrize("largest", ["2", "16"])
def test_numbers_that_make_no_sense_or_no_end_are_refused(largest: str) -> None:
    assert run("--largest", largest).exit_code == 2


@pytest.mark.parametrize("where", [(3, 1), (6, 2)])
def test_a_chance_however_small_where_the_rules_promise_none_exits_with_one(
    where: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as exit_:
        tell(with_chance(OURS, where))
    assert exit_.value.exit_code == 1
    printed = capsys.readouterr().out
    assert f"BROKEN: {where[0]} organisations" in printed
    assert "<0.1" in printed
    assert "Nothing is certain" not in printed


def test_one_partner_who_could_be_certain_through_a_leaning_breaks_the_promise() -> None:
    assert replace(found(), leaning={(4, 1): 1}).broken == [(4, 1)]


def test_partners_who_pool_leanings_are_counted_and_promised_nothing() -> None:
    assert found().leaning[5, 3] > 0
    assert replace(found(), leaning={(4, 2): 1}).broken == []


def test_what_is_not_published_may_give_answers_away() -> None:
    assert with_chance("exact counts", (3, 1)).broken == []


def test_the_privacy_page_prints_what_the_command_finds() -> None:
    """Every line of figures the command prints by default stands in the page's tables."""
    page = [[cell.strip(" *") for cell in line.strip("|").split("|")] for line in PRIVACY.read_text().splitlines()]
    written = [[cell for cell in row if cell] for row in page]
    for line in cells(run().stdout):
        if line[0] != "organisations:":
            assert line in written
