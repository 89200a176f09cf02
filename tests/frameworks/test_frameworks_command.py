"""`common-view frameworks`, as a person at a terminal meets it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.commands.frameworks import app
from frameworks import catalog
from frameworks.schema import Edition
from tests.frameworks.test_broken_files import SOUND

RUNNER = CliRunner()


def run(*words: str) -> tuple[int, str]:
    """Say something to the command: its exit code, and what it printed."""
    answer = RUNNER.invoke(app, words, env={"COLUMNS": "200"})
    return answer.exit_code, answer.output


def test_list_names_every_edition() -> None:
    code, said = run("list")
    assert code == 0
    assert all(edition.id in said and edition.title in said for edition in catalog.shipped())


@pytest.mark.parametrize("edition", catalog.shipped(), ids=lambda one: one.id)
def test_show_shows_every_subdomain(edition: Edition) -> None:
    code, said = run("show", edition.id)
    assert code == 0
    assert [one.name for one in edition.subdomains if one.name not in said] == []


def test_show_shows_statements_and_what_stands_under_them() -> None:
    _, said = run("show", "midlands-2025-06")
    assert "• Ambulance 'stack' is visible and reviewed (hear and treat)" in said


def test_show_says_why_something_is_not_rated() -> None:
    _, said = run("show", "midlands-2025-06")
    assert "Not rated: no criteria." in said


@pytest.mark.parametrize("command", ["show", "export"])
def test_an_unknown_id_is_answered_kindly(command: str) -> None:
    code, said = run(command, "nope")
    assert (code, said) == (1, "There is no framework called nope. There are: midlands-2025-06, sel-2025-08.\n")


@pytest.mark.parametrize("edition", catalog.shipped(), ids=lambda one: one.id)
def test_check_finds_no_fault_in_what_ships(edition: Edition) -> None:
    code, said = run("check", str(catalog.SHELF / f"{edition.id}.yaml"))
    assert code == 0
    assert ": no faults. " in said


def test_check_names_file_line_and_fault(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(SOUND.replace("cumulative: false", "cumulative: perhaps"), encoding="utf-8")
    assert run("check", str(file)) == (1, f"{file}:8: `cumulative` should be true or false\n")


def test_check_says_of_a_missing_file_that_it_is_missing() -> None:
    assert run("check", "nowhere.yaml") == (1, "nowhere.yaml:1: there is no such file\n")


@pytest.mark.parametrize("edition", catalog.shipped(), ids=lambda one: one.id)
def test_export_prints_the_whole_edition_as_json(edition: Edition) -> None:
    code, said = run("export", edition.id)
    assert code == 0
    assert Edition.model_validate(json.loads(said)) == edition


def test_export_has_the_shape_that_others_rely_on() -> None:
    whole = json.loads(run("export", "sel-2025-08")[1])
    assert {
        "id",
        "title",
        "publisher",
        "published",
        "source",
        "cumulative",
        "levels",
        "cohort",
        "requirements",
    } < whole.keys()
    assert all(one.keys() == {"id", "name", "family"} for one in whole["domains"])
    parts = {"id", "name", "domain", "scope", "status", "guidance", "aliases", "errata", "descriptors"}
    assert all(one.keys() == parts for one in whole["subdomains"])
    assert all(list(one["descriptors"]) in ([], whole["levels"]) for one in whole["subdomains"])
    statements = [one for row in whole["subdomains"] for level in row["descriptors"].values() for one in level]
    assert all(one.keys() == {"text", "children"} for one in statements)
