"""What the pages say of this house is so: links lead somewhere, commands and settings are there."""

import re
from collections.abc import Iterator
from pathlib import Path

from typer import Typer

from bot.cli import app
from bot.settings import Settings, WebSettings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
COMMAND = re.compile(r"(?<!lib/)common-view ([a-z][a-z-]+)(?: ([a-z][a-z-]+))?")
UNTOLD = {"slack_api_url"}
"""For the sandbox only."""


def links() -> Iterator[tuple[Path, str]]:
    """Every link from a page to something in the house."""
    for page in PAGES:
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
            if "://" not in link:
                yield page, link


def anchors(page: Path) -> set[str]:
    """Where one may land on a page: its headings, as Git's hosts make names of them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    there = (page.parent / path).resolve() if path else page
    return there.exists() and (not anchor or anchor in anchors(there))


def test_every_link_leads_somewhere() -> None:
    assert len(list(links())) > 40
    assert [(page.name, link) for page, link in links() if not leads_somewhere(page, link)] == []


def test_every_command_that_the_pages_name_is_there() -> None:
    known = {one.name: _commands(one.typer_instance) for one in app.registered_groups if one.typer_instance}
    known |= dict.fromkeys(_commands(app), frozenset())
    named = {found for page in PAGES for found in COMMAND.findall(_code(page))}
    assert len(named) > 10
    wrong = {(one, two) for one, two in named if one not in known or (known[one] and two and two not in known[one])}
    assert wrong == set()


def _commands(of: Typer) -> frozenset[str]:
    """The names that one may type."""
    named = ((one.name, one.callback) for one in of.registered_commands)
    return frozenset(name or callback.__name__.replace("_", "-") for name, callback in named if callback)


def _code(page: Path) -> str:
    """What stands as code on a page."""
    text = page.read_text("utf-8")
    return "\n".join(re.findall(r"```\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text))


def test_every_setting_is_explained() -> None:
    page = (ROOT / "docs" / "operating.md").read_text("utf-8")
    fields = {*Settings.model_fields, *WebSettings.model_fields} - UNTOLD
    assert {one for one in fields if f"`{one.upper()}`" not in page} == set()
