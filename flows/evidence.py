"""Pieces of evidence beside the text: links, files, Slack messages, and what was given elsewhere in the round."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from urllib.parse import urlsplit

from flows.refusal import Denied, Refusal

LONGEST_LINK = 2000
"""Characters of a link: more than any real one has."""
LONGEST_TITLE = 200
MOST_ITEMS = 20
"""Pieces of evidence for one sub-domain: more would fit neither a form nor a meeting."""


class ItemKind(StrEnum):
    """What a piece of evidence is."""

    LINK = "link"
    FILE = "file"
    MESSAGE = "message"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence. `ours`: the organisation's own note, which the partnership is not shown.

    A file or a message stays where it is in Slack: `ref` is its id there, and `url` leads to it.
    """

    kind: ItemKind
    title: str
    url: str = ""
    ref: str = ""
    ours: bool = False

    @property
    def key(self) -> str:
        """Its name within an organisation's assessment: the same thing has the same name, so nothing is kept twice."""
        what = self.ref or self.url or self.title
        return sha256(f"{self.kind} {what}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def link(typed: str) -> Item:
    """A link as somebody typed it, or a refusal."""
    address = typed.strip()
    if len(address) > LONGEST_LINK:
        raise Denied(f"Please keep a link within {LONGEST_LINK:,} characters.", "link", why="too long")
    if any(char.isspace() for char in address) or not _on_the_web(address):
        raise Refusal("A link begins with https:// and has no spaces.", "link")
    return Item(ItemKind.LINK, address, address)


def _on_the_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def together(*some: Iterable[Item]) -> tuple[Item, ...]:
    """All of them in order, the same one once; the first keeps its mark of being our own."""
    found: dict[str, Item] = {}
    for items in some:
        for item in items:
            found.setdefault(item.key, item)
    if len(found) > MOST_ITEMS:
        raise Refusal(f"There is room for {MOST_ITEMS} pieces of evidence here. Please remove one first.", "link")
    return tuple(found.values())
