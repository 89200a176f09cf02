"""`common-view summarise`: the analyst's command."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from bot import letters
from bot.commands.summarise import summarise
from flows import plain_words
from flows.disclosure import Snapshot, disclose
from flows.ratings_csv import read

RISK = "risk,A,1,yes\nrisk,B,1,no\nrisk,C,1,no\nrisk,D,1.5,no\nrisk,E,4,yes\nrisk,F,4,yes\nrisk,G,4,yes\nrisk,H,4,yes\n"
CARE = "".join(f"care,{partner},2,yes\n" for partner in "ABCDEFGH") + "care,I,cannot_assess,\n"
FILE = f"subdomain,partner,judgement,evidence\nfew,A,2,yes\n{CARE}{RISK}"


def run(folder: Path, text: str, *options: str) -> Result:
    app = typer.Typer()
    app.command()(summarise)
    file = folder / "ratings.csv"
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(app, [str(file), *options])


def test_the_text_is_what_would_be_posted(tmp_path: Path) -> None:
    result = run(tmp_path, FILE)
    assert result.exit_code == 0
    assert result.stdout == (
        "9 organisations answered. Of 3 sub-domains, 2 have enough answers to show; on 1 of these they are together.\n"
        "\nSuggested order to discuss\n"
        "1. risk: two camps, half or more at level 1, half or more at level 4; 3 or more gave no evidence\n"
        "\nWithin one level of each other, confirm quickly\n"
        "• care: together, middle view level 2\n"
        "\nNot enough answers to show\n"
        "• few\n"
    )


def test_every_line_of_the_text_stands_in_the_letter_to_the_channel() -> None:
    snapshot = read(FILE.encode(), 4)
    assert isinstance(snapshot, Snapshot)
    shown = disclose(snapshot)
    levels = [f"level {level}" for level in range(1, 5)]
    parts = {"discuss": shown.discuss, "together": shown.together, "too_few": shown.too_few}
    rows = {
        part: [{"name": one.id, "words": plain_words.words(one, levels)} for one in some]
        for part, some in parts.items()
    }
    headline = plain_words.headline(shown)
    _, blocks = letters.write(
        "summary",
        place="Here",
        meeting="Friday",
        headline=headline,
        flags="",
        legend="",
        named=False,
        themes=False,
        **rows,
    )
    letter = "\n".join(str(block.get("text", {}).get("text", "")) for block in blocks).replace("*", "")
    assert all(line in letter for line in plain_words.post(shown, levels).splitlines())


def test_json_is_the_analysts_view_and_is_marked_so(tmp_path: Path) -> None:
    result = run(tmp_path, FILE, "--format", "json")
    assert "Analyst's view" in result.stderr
    assert json.loads(result.stdout) == {
        "contributors": 9,
        "agenda": ["risk", "care", "few"],
        "subdomains": {
            "few": {
                "n": 1,
                "spread": None,
                "class": "Too few",
                "public": None,
                "bands": None,
                "middle": None,
                "priority": None,
                "flags": [],
            },
            "care": {
                "n": 8,
                "spread": 0.0,
                "class": "Agreed",
                "public": "Together",
                "bands": None,
                "middle": [2, 2],
                "priority": pytest.approx(20 / 9),
                "flags": [],
            },
            "risk": {
                "n": 8,
                "spread": pytest.approx(95 / 96),
                "class": "Split",
                "public": "Two camps",
                "bands": {"1": "half or more", "2": "none or one", "3": "none or one", "4": "half or more"},
                "middle": None,
                "priority": pytest.approx(60 * 95 / 96 + 15 + 10 * 3 / 8),
                "flags": ["no_evidence"],
            },
        },
    }


def test_the_number_of_levels_is_an_option(tmp_path: Path) -> None:
    text = "subdomain,partner,judgement\n" + "".join(f"risk,{one},{1 if one < 4 else 5}\n" for one in range(8))
    result = run(tmp_path, text, "--levels", "5", "--format", "json")
    found = json.loads(result.stdout)["subdomains"]["risk"]
    assert (found["spread"], list(found["bands"])) == (1.0, ["1", "2", "3", "4", "5"])


def test_faults_are_told_by_line_and_nothing_is_summarised(tmp_path: Path) -> None:
    result = run(tmp_path, "subdomain,partner,judgement\nrisk,A,9\nrisk,B,x\n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert [line.split(": judgement")[0] for line in result.stderr.splitlines()] == [
        "ratings.csv, line 2",
        "ratings.csv, line 3",
    ]


def test_of_very_many_faults_the_first_are_told(tmp_path: Path) -> None:
    result = run(tmp_path, "subdomain,partner,judgement\n" + "risk,A,9\n" * 60)
    assert result.stderr.splitlines()[-1] == "10 more faults are not listed."


def test_a_file_that_is_not_there_is_a_sentence_not_a_traceback(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(summarise)
    result = CliRunner().invoke(app, [str(tmp_path / "nowhere.csv")])
    assert result.exit_code == 2
    assert "does not exist" in result.stderr
