"""Slack's own markup for words of ours: framework text, headings, letters.

What people wrote never goes through here. Slack has no escape for `*`, `_`, `~`, backquotes or bare links in mrkdwn,
so only two places are safe for it, and both show every character as it was typed: a `plain_text` object without
`emoji`, and a `text` leaf of a `rich_text` block (`said`). Neither makes a mention, a link, an emoji or bold.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from flows.people import ERASED


class Statement(Protocol):
    """A line of a level's descriptors, with what it leads in under it."""

    @property
    def text(self) -> str:
        """Its words."""

    @property
    def children(self) -> Sequence["Statement"]:
        """The lines under it."""


def escape(text: str) -> str:
    """The three characters Slack gives a meaning, as it asks for them: no mention, link or date comes out of this."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def person(user: str) -> str:
    """Somebody by their name in Slack; whoever was erased has none."""
    return "somebody who was erased" if user.startswith(ERASED) else f"<@{escape(user)}>"


def bold(text: str) -> str:
    """A heading of ours in bold, on one line; an asterisk inside, which would end it, becomes its look-alike."""
    line = escape(" ".join(text.split())).replace("*", "\u2217")
    return f"*{line}*" if line else ""


def bullets(statements: Sequence[Statement], indent: str = "") -> list[str]:
    """One escaped line for each statement, those under another set in; ready for `limits.split`."""
    found: list[str] = []
    for one in statements:
        found.append(f"{indent}{'◦' if indent else '•'} {escape(one.text)}")
        found.extend(bullets(one.children, f"{indent}      "))
    return found


def said(text: str) -> dict[str, Any]:
    """What somebody wrote, as a quotation in which nothing has a meaning to Slack; the text must not be empty."""
    leaf = {"type": "text", "text": text}
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [leaf]}]}
