"""The page about threats names tests that exist, and something for every threat that a test can stand for."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
UNTESTED = 2
"""Threats for which no test can stand; the page says why in its words."""


def rows() -> list[list[str]]:
    """The lines of the tables, without their headings."""
    lines = (ROOT / "docs" / "threats.md").read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in cells if row[0] not in {"threat", "---"}]


def written() -> set[str]:
    """Every test there is."""
    trees = (ast.parse(path.read_text("utf-8")) for path in (ROOT / "tests").rglob("test_*.py"))
    return {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def named(row: list[str]) -> set[str]:
    return set(re.findall(r"`(test_\w+)`", row[-1]))


def test_every_test_that_the_page_names_exists() -> None:
    told = {name for row in rows() for name in named(row)}
    assert len(told) > 40
    assert told - written() == set()


def test_every_threat_has_something_against_it_and_nearly_all_a_test() -> None:
    assert all(len(row) == 3 and row[1] for row in rows())
    assert len([row for row in rows() if not named(row)]) == UNTESTED
