"""Text made to fit: shortened with an ellipsis, or split into as many pieces as it needs."""

import re
from collections.abc import Iterator, Sequence

# What Slack reads as one thing, and then every other character by itself.
_ATOM = re.compile(r"<[^<>\n]*>|&(?:amp|lt|gt);|.", re.DOTALL)
_ELLIPSIS = "…"


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, whole words and an ellipsis; `&amp;` and `<link|name>` are kept whole or left out."""
    if limit < 1:
        raise ValueError("nothing fits into less than one character")
    if len(text) <= limit:
        return text
    return text[: _cut(text, limit - len(_ELLIPSIS))].rstrip() + _ELLIPSIS


def split(paragraphs: Sequence[str], limit: int) -> list[str]:
    """Whole lines packed into chunks of at most `limit` characters; only a line too long for one is broken.

    A line is broken between words, a word only if it fills a chunk alone. Nothing but whitespace is lost.
    """
    if limit < 1:
        raise ValueError("nothing fits into less than one character")
    chunks = [""]
    for line in "\n".join(paragraphs).split("\n"):
        for piece in _pieces(line, limit):
            packed = f"{chunks[-1]}\n{piece}" if chunks[-1] else piece
            if len(packed) <= limit:
                chunks[-1] = packed
            else:
                chunks.append(piece)
    return [chunk.rstrip("\n") for chunk in chunks if chunk.strip()]


def _pieces(line: str, limit: int) -> Iterator[str]:
    """The line, in as many pieces as it takes."""
    while len(line) > limit:
        cut = _cut(line, limit) or limit
        yield line[:cut].rstrip()
        line = line[cut:].lstrip()
    yield line


def _cut(text: str, room: int) -> int:
    """Where to cut a longer text so that the first part fits: after a word, else between characters, else at 0."""
    between_words = between_atoms = 0
    begun = False
    for atom in _ATOM.finditer(text):
        if atom.start() > room:
            break
        between_atoms = atom.start()
        if not atom.group().isspace():
            begun = True
        elif begun:
            between_words = atom.start()
    return between_words or between_atoms
