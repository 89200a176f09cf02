"""The two publications read row by row, apart from everything the editions were made with."""

import html
import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path

from frameworks.schema import Edition, Statement, SubDomain

PUBLISHED = Path(__file__).parent / "published"
BUILDS_ON = "All the preceding characteristics plus:"

Row = dict[str, str]


def document(edition: str) -> str:
    """The text of a publication."""
    return (PUBLISHED / f"{edition}.txt").read_text(encoding="utf-8")


def letters(text: str) -> str:
    """Letters and digits only, in small letters; what is printed as a tag or an entity is neither."""
    return "".join(filter(str.isalnum, html.unescape(re.sub(r"<[^>]*>", "", text)))).lower()


def words(statements: Iterable[Statement]) -> Iterator[str]:
    """The words of statements and of what stands under them, in order."""
    for statement in statements:
        yield statement.text
        yield from words(statement.children)


def names(subdomain: SubDomain) -> set[str]:
    """Every way a sub-domain may be printed, as letters."""
    printed = {subdomain.name, f"{subdomain.name} ({subdomain.guidance})", *subdomain.aliases}
    return {letters(one) for one in printed}


def rows(edition: Edition) -> dict[str, Row]:
    """Each row of the publication's tables: the letters of its name, and of each level's cell."""
    found = {}
    for line in document(edition.id).splitlines():
        name, *cells = line.split("\t")
        if (
            len(cells) >= len(edition.levels)
            and cells[0] != edition.levels[0]
            and "self-assessment" not in name.lower()
        ):
            described = [letters(cell).removeprefix(letters(BUILDS_ON)) for cell in cells[: len(edition.levels)]]
            found[letters(name)] = dict(zip(edition.levels, described, strict=True))
    return found


def overview(of: str) -> list[tuple[str, str]]:
    """One of the SEL overview's two tables: each sub-domain as printed, after the domain it stands in."""
    lines = document("sel-2025-08").partition(f"\n{of}\t")[2].splitlines()[1:]
    found: list[tuple[str, str]] = []
    for line in takewhile(str.strip, lines):
        domain, subdomain = line.split("\t")
        found.append((letters(domain) or found[-1][0], letters(subdomain)))
    return found
