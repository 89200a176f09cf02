"""Text as the eye takes it in: letters without case, accents or disguise, each with its place in what was typed."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

APOSTROPHES = "'\u2018\u2019\u201a\u201b\u2032\u02b9\u02bb\u02bc\u02bd\u00b4`\uff07"
SAME_LETTER = {
    **dict.fromkeys(APOSTROPHES, "'"),
    **dict.fromkeys("\u2044\u2215", "/"),
    "\u3002": ".",
    **dict(zip("łøđðħŧıȷŋĸæœþ", ("l", "o", "d", "d", "h", "t", "i", "j", "n", "k", "ae", "oe", "th"), strict=True)),
    # Letters drawn as signs: white on black circles and squares, and the halves of flags.
    **{chr(first + n): chr(ord("a") + n) for first in (0x1F150, 0x1F170, 0x1F1E6) for n in range(26)},
}
LOOK_ALIKE = str.maketrans("0123456789@$!|€i", "olzeasgtbgasllel")
"""Digits and signs that stand in for letters. `i`, `l` and `1` look the same, so all three are read as one."""

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
_DISGUISED_WORD = re.compile(r"[a-z0-9]+(?:['@$!|€][a-z0-9]+)*")
_DISGUISE = re.compile(r"[a-z0-9][@$!|€][a-z0-9]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a folded text, without apostrophe or possessive, and where it stands there."""

    letters: str
    start: int
    end: int
    typed: str


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is what was typed, folded; `places` says where each of its characters was typed."""

    typed: str
    text: str
    places: tuple[int, ...]

    def piece(self, start: int, end: int) -> str:
        """What was typed for this stretch of the folded text."""
        return self.typed[self.places[start] : self.places[end - 1] + 1]

    def readings(self) -> Iterator[tuple[Word, ...]]:
        """Its words; and once more with the signs inside words as letters ("V@le"), where there are any."""
        yield self._words(_WORD)
        if _DISGUISE.search(self.text):
            yield self._words(_DISGUISED_WORD)

    def _words(self, pattern: re.Pattern[str]) -> tuple[Word, ...]:
        return tuple(
            Word(bare(found.group()), found.start(), found.end(), self.piece(found.start(), found.end()))
            for found in pattern.finditer(self.text)
        )


def fold(typed: str) -> Folded:
    """Fold a text: NFKD, without combining and format characters, casefolded. What is left beyond a-z is no Latin."""
    folded = [(letter, place) for place, char in enumerate(typed) for letter in _fold(char)]
    return Folded(typed, "".join(letter for letter, _ in folded), tuple(place for _, place in folded))


def words(typed: str) -> tuple[str, ...]:
    """The words of a name or a text, folded."""
    return tuple(bare(found) for found in _WORD.findall(fold(typed).text))


def bare(word: str) -> str:
    """A word without its possessive and its apostrophes."""
    return word.removesuffix("'s").replace("'", "")


def stem(letters: str) -> str:
    """Without the s of a plural or of a possessive that lost its apostrophe."""
    return letters[:-1] if len(letters) > 3 and letters.endswith("s") and not letters.endswith("ss") else letters


def looks(letters: str) -> frozenset[str]:
    """What the letters look like, one by one and in pairs; without the s of a plural."""
    single = letters.translate(LOOK_ALIKE)
    return frozenset({stem(single), stem(single.replace("rn", "m").replace("vv", "w"))})


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    if char in SAME_LETTER:
        return SAME_LETTER[char]
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    kept = (letter for letter in plain if unicodedata.category(letter) not in {"Mn", "Mc", "Me", "Cf"})
    return "".join(SAME_LETTER.get(letter, letter) for letter in kept)
