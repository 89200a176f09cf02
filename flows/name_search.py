"""Where a text shows a name: whole, in part, by its initials, or in disguise.

The same name is one with a Damerau-Levenshtein similarity of .80 for 5 or 6 letters, .84 for more, exact up to 4 (rule
T2); its words split, joined, spaced out or possessive; with digits, signs or other letters that look alike.
An ordinary word is never a misspelt name: "care" is not Clare, "march" is not Marsh.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from flows.folding import Folded, Word, looks, stem
from flows.naming import Form, Names, Whose, Written, forms, place_words
from flows.ordinary_words import ORDINARY

SHORT, LONG = 5, 7
"""Letters from which a name may be misspelt, and from which it may be split and misspelt at once."""
ALIKE_SHORT, ALIKE_LONG = 0.80, 0.84
MOST_WORDS_MISSPELT = 4
"""Words of a text that are read as one misspelt name; longer names have leading parts."""
_MARGIN = 0.01
"""What is exactly as alike as the cutoff is left out of a search, so the cutoff is a little lower."""


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch of a folded text that reads as a name, and how much it is like it (1 is the same)."""

    start: int
    end: int
    whose: Whose
    likeness: float


@dataclass(frozen=True, slots=True)
class Index:
    """The forms of all names, ready to look up. `place` holds the words that are nobody's."""

    exact: Mapping[str, Sequence[Form]]
    alike: Mapping[str, Sequence[Form]]
    by_length: Mapping[int, Sequence[str]]
    longest: int
    place: frozenset[str]


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring words of a text, read as one."""

    words: Sequence[Word]
    letters: str
    ordinary: bool

    @property
    def spelled(self) -> bool:
        """Whether it is three single letters or more, as in "L V A"."""
        return len(self.words) > 2 and all(len(one.letters) == 1 for one in self.words)

    @property
    def frayed(self) -> bool:
        """Whether it begins or ends with a little word of no name, as in "Fernhil is"."""
        return any(len(one.letters) <= 3 and one.letters in ORDINARY for one in (self.words[0], self.words[-1]))

    def written(self, how: Written) -> bool:
        """Whether its words are written so. A digit inside a word is a capital in disguise."""
        match how:
            case Written.ANYHOW:
                return True
            case Written.CAPITALISED:
                return all(one.typed[0].isupper() or not one.letters.isalpha() for one in self.words)
            case Written.IN_CAPITALS:
                letters = "".join(one.typed for one in self.words).removesuffix("s")
                return letters.isupper() or self.spelled


def find(text: Folded, names: Names) -> list[Named]:
    """Where a text shows a name: of stretches that overlap, the one most like it."""
    index = _index(names)
    found = {one for reading in text.readings() for window in _windows(reading, index) for one in _named(window, index)}
    chosen: list[Named] = []
    for one in sorted(found, key=lambda one: (-one.likeness, one.start - one.end, one.start, one.whose)):
        if all(one.end <= other.start or other.end <= one.start for other in chosen):
            chosen.append(one)
    return chosen


def _windows(reading: Sequence[Word], index: Index) -> Iterator[Window]:
    plain = [_names_nobody(one.letters, index.place) for one in reading]
    for first in range(len(reading)):
        letters, ordinary = "", True
        for last in range(first, len(reading)):
            letters += reading[last].letters
            if len(letters) > index.longest and last > first:
                break
            ordinary = ordinary and plain[last]
            yield Window(reading[first : last + 1], letters, ordinary)


def _names_nobody(word: str, place: frozenset[str]) -> bool:
    return word in ORDINARY or word in place or word.isdigit()


def _named(window: Window, index: Index) -> Iterator[Named]:
    """What a window is read as. Ordinary words have to be the name itself; others may be a misspelling of it."""
    start, end = window.words[0].start, window.words[-1].end
    for letters in {window.letters, _plain_stem(window.letters, len(window.words))}:
        for form in index.exact.get(letters, ()):
            if _reads_as(window, form) and window.written(form.written):
                yield Named(start, end, form.whose, 1)
    if window.ordinary:
        return
    for seen in looks(window.letters):
        within = _within(seen, index) if len(window.words) == 1 else ()
        for letters, likeness in ((seen, 1.0), *_misspelt(seen, len(window.words), index), *within):
            for form in index.alike.get(letters, ()):
                if window.written(form.written) and not (len(window.words) > form.words and window.frayed):
                    yield Named(start, end, form.whose, likeness)


def _reads_as(window: Window, form: Form) -> bool:
    """Whether the words of a window may be this name: "as a" is no "ASA", though "L V A" is an LVA."""
    apart = len(window.words)
    return apart in (1, form.words) or not window.ordinary or len(form.letters) >= LONG


def _within(seen: str, index: Index) -> Iterator[tuple[str, float]]:
    """Longer forms inside a word that is written together with others: "FernhillStaff"."""
    shorter = (one for size in range(LONG, len(seen)) for one in index.by_length.get(size, ()))
    return ((letters, 1.0) for letters in shorter if letters in seen)


def _misspelt(seen: str, apart: int, index: Index) -> Iterator[tuple[str, float]]:
    """The forms that are enough like what is seen (rule T2); `apart` is of how many words it is.

    None of them is more than a fifth shorter or a quarter longer: that alone leaves less than .80.
    """
    if apart > MOST_WORDS_MISSPELT:
        return
    least = SHORT if apart == 1 else LONG
    sizes = range(max(least, 4 * len(seen) // 5), 5 * len(seen) // 4 + 1)
    near = [one for size in sizes for one in index.by_length.get(size, ())]
    for letters, likeness, _ in process.extract(
        seen, near, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=ALIKE_SHORT - _MARGIN, limit=None
    ):
        if likeness >= (ALIKE_SHORT if len(letters) < LONG else ALIKE_LONG):
            yield letters, likeness


@lru_cache(maxsize=64)
def _index(names: Names) -> Index:
    exact: dict[str, list[Form]] = {}
    alike: dict[str, list[Form]] = {}
    for form in forms(names):
        for letters in {form.letters, _plain_stem(form.letters, form.words)}:
            exact.setdefault(letters, []).append(form)
        if len(form.letters) > 2:
            for letters in looks(form.letters):
                alike.setdefault(letters, []).append(form)
    by_length: dict[int, list[str]] = {}
    for letters in alike:
        by_length.setdefault(len(letters), []).append(letters)
    longest = max(map(len, exact), default=0)
    return Index(exact, alike, by_length, longest + longest // 5 + 1, place_words(names))


def _plain_stem(letters: str, count: int) -> str:
    """The stem of several words; one ordinary word and its plural are two: Mr Wells is not doing well."""
    return stem(letters) if count > 1 else letters
