"""The plain style of a quote (rule T3): habits of writing that give an author away are smoothed, words are kept."""

import re
import unicodedata
from collections.abc import Collection
from itertools import islice

from flows.ordinary_words import ACRONYMS

QUOTES = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4\u02bb\u02bc", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
}
_SKIN_TONES = {chr(code) for code in range(0x1F3FB, 0x1F400)}
_KEPT_SIGNS = {"°"}
_EMOJI_IN_WORDS = re.compile(r"(?<![\w:])(?::[\w+-]+:)+(?![\w:])|(?<!\S)[:;=]-?[()DP](?!\w)")
_MARKS = re.compile(r"(?<!\w)([*_~]{1,3})(?=\S)(.{1,240}?)(?<=\S)\1(?!\w)")
_FENCE = re.compile(r"(?<=\w)`(?=\w)")
_DASHES = r"\u2013\u2014"
_POINT = rf"(?:[-*+{_DASHES}\u2022\u2023\u2043\u00b7]+|>(?!\s*\d)|\d{{1,2}}[.)]|[a-zA-Z]\))"
_BULLET = re.compile(rf"(?m)^[ \t]*(?:{_POINT}(?:[ \t]+|$))+")
_NEXT_BULLET = re.compile(rf"(?<=[\w)\"'%])[ \t]*\n\s*{_POINT}[ \t]+")
_EVERYBODY = r"(?:all|everyone|everybody|team|colleagues?|folks|both|there|friends|sir[ ]or[ ]madam|sir|madam)"
_SALUTATION = re.compile(
    rf"""^\s*(?:
        (?:hi|hello|hey|dear)\s{_EVERYBODY}\b[ \t]*[,!:{_DASHES}-]*(?:\s+|$)
        |(?:(?:hi|hello|hey|dear)(?:[ \t]+[\w.'-]+){{0,4}}|good[ ](?:morning|afternoon|evening)|greetings
           |(?:good[ ])?(?:morning|afternoon|evening),?[ ]{_EVERYBODY}|to[ ]whom[ ]it[ ]may[ ]concern
        )[ \t]*(?:[,!:\n{_DASHES}]|-[ \t]|$)+\s*
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_CLOSING = re.compile(
    r"(?:^|(?<=[.!?])\s|\n)\s*(?:(?:(?:with )?(?:(?:kind|best|warm|kindest|warmest|many) )?(?:regards|wishes|thanks)"
    r"|thank you|cheers|best|all the best|yours (?:sincerely|faithfully|truly))[ \t]*(?=[,.!\n\u2013\u2014-]|$)"
    r"|sent from my \w+)",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?<=[.!?])\s+(?:--|[-\u2013\u2014])[ \t]*[A-Z][\w']*(?:[ \t][A-Z][\w']*){0,2}[\s.,!]*$")
_NAME = re.compile(r"[^\s,.!&\u2013\u2014-]+")
_NAME_WORDS = 6
"""Words that may follow a closing: a name, and what its bearer does."""
_SHOUTED = re.compile(r"[^\W\d_]{6,}")
_SENTENCE_START = re.compile(r"(?:^|[.!?][\"')]*\s)[\"'(]*$")


def styled(text: str, acronyms: Collection[str] = ACRONYMS) -> str:
    """The text as it would be posted. Styling it again changes nothing; it is never longer than what was typed."""
    known = frozenset(one.casefold() for one in acronyms)
    while (after := _once(text, known)) != text:
        text = after
    return text


def _once(text: str, known: frozenset[str]) -> str:
    """One pass. A step may uncover work for an earlier one, so `styled` goes round until nothing changes."""
    plain = _unmarked(_plain(text))
    body = _without_frame(plain)
    listed = _BULLET.sub("", _NEXT_BULLET.sub("; ", body))
    return _begun(_calm(" ".join(listed.split()), known))


def _plain(text: str) -> str:
    """Characters one by one: straight quotes, everyday forms, and none that cannot be seen or are pictures."""
    return "".join(QUOTES.get(char, char) for char in map(_everyday, text) if _readable(char))


def _everyday(char: str) -> str:
    """The everyday form of a fancy letter, digit or space, where it is one character too."""
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


def _readable(char: str) -> bool:
    if char.isspace() or char in _KEPT_SIGNS:
        return True
    kind = unicodedata.category(char)
    return kind[0] != "C" and kind not in {"So", "Me"} and char not in _SKIN_TONES and not "\ufe00" <= char <= "\ufe0f"


def _unmarked(text: str) -> str:
    """Without emoji codes, and without the marks that Slack reads as bold, italic, struck or code."""
    return _MARKS.sub(r"\2", _FENCE.sub("'", _EMOJI_IN_WORDS.sub("", text)).replace("`", ""))


def _without_frame(text: str) -> str:
    """Without salutations and closings, however many stand one after another: all at once, as a pass takes long."""
    while (after := _unsigned(_SALUTATION.sub("", text))) != text:
        text = after
    return text


def _unsigned(text: str) -> str:
    """Without a closing at the end and the name under it; thanks in mid-sentence stay."""
    for found in _CLOSING.finditer(text):
        name = [one[0] for one in islice(_NAME.finditer(text, found.end()), _NAME_WORDS + 1)]
        if len(name) <= _NAME_WORDS and all(one[0].isupper() for one in name):
            return text[: found.start()]
    return text if text.count("\n-") > 1 else _SIGNED.sub("", text)


def _calm(text: str, known: frozenset[str]) -> str:
    """Long words in capitals become ordinary ones, with a capital only where a sentence begins."""

    def lowered(found: re.Match[str]) -> str:
        word = found.group()
        if not word.isupper() or word.casefold() in known:
            return word
        keep = 1 if _SENTENCE_START.search(text[: found.start()]) else 0
        return word[:keep] + "".join(_lower(char) for char in word[keep:])

    return _SHOUTED.sub(lowered, text)


def _begun(text: str) -> str:
    """With a capital at the very beginning: a salutation that was taken off would show otherwise."""
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first.isalpha() and first.islower() and len(text[0].upper()) == 1 else text


def _lower(char: str) -> str:
    """In lower case, where that is one character too."""
    lower = char.lower()
    return lower if len(lower) == 1 else char
