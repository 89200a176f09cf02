"""Letters: a notice in words. Templates hold words only; this turns them into a text and its blocks."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from bot.blocks.parts import Block, context, header, section
from bot.limits import LIMITS, split
from bot.mrkdwn import escape


def write(template: str, **words: Any) -> tuple[str, list[Block]]:
    """Put a letter into words: its first line is the text for notifications, the rest are paragraphs.

    A paragraph that begins with `# ` is a heading, one that begins with `~ ` is small print.
    """
    first, *paragraphs = _template(template).render(**words).strip().split("\n\n")
    return first, [block for paragraph in paragraphs if paragraph.strip() for block in _blocks(paragraph.strip())]


@cache
def _template(name: str) -> Template:
    return _environment().get_template(f"{name}.j2")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("bot.letters", ""),
        undefined=StrictUndefined,
        finalize=lambda value: _inline(value) if isinstance(value, str) else value,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 - this is Slack's markup, not HTML: `finalize` escapes for it
    )


def _inline(words: str) -> str:
    """Words that were given, on one line: no line of theirs becomes a heading, a point or a paragraph of ours."""
    return escape(" ".join(words.split()))


def _blocks(paragraph: str) -> list[Block]:
    if paragraph.startswith("# "):
        return [header(paragraph.removeprefix("# "))]
    if paragraph.startswith("~ "):
        return [context(paragraph.removeprefix("~ "))]
    return [section(piece) for piece in split(paragraph.split("\n"), LIMITS["section.text.max"])]
