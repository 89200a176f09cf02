"""What hangs below a summary, as files: the discussion map, evidence, quotes, and in the open mode who said what.

In a text file nothing that somebody wrote has a meaning to Slack, and there is room for all of it.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping

from bot.desk.summarising import Beside
from bot.letter import Enclosure
from flows.judgement import in_words

FEWEST_FOR_EVIDENCE = 3
"""Contributing organisations below which evidence is left to the meeting: of two, each would know the other's."""
EVIDENCE = "Evidence offered to the partnership. No names, and in no particular order. Please check it at the meeting."
QUOTES = "In partners' own words. Each comment was agreed word for word, and comes without a name, in random order."
VIEWS = "Who said what. It was agreed before anybody answered that names and levels are shown."


def enclosures(it: Beside) -> tuple[Enclosure, ...]:
    """All of them; often there are none."""
    return (*_maps(it), *filter(None, (_evidence(it), _quotes(it), _views(it))))


def contents(files: Iterable[Enclosure]) -> tuple[str, ...]:
    """What there is, in words, each kind once."""
    return tuple(dict.fromkeys(WORDS[file.title.split(",")[0]] for file in files))


MAP_TITLE, EVIDENCE_TITLE, QUOTES_TITLE, VIEWS_TITLE = (
    "Discussion map",
    "Evidence offered",
    "In partners' own words",
    "Who said what",
)
WORDS: Mapping[str, str] = {
    MAP_TITLE: "the discussion map",
    EVIDENCE_TITLE: "the evidence that was offered",
    QUOTES_TITLE: "comments in partners' own words",
    VIEWS_TITLE: "who said what",
}


def _maps(it: Beside) -> Iterator[Enclosure]:
    from bot.reports import map as discussion_map  # who draws nothing does without matplotlib

    pictures = discussion_map.draw(it.disclosure, it.edition.levels, _name(it))
    for number, one in enumerate(pictures, start=1):
        title = MAP_TITLE if len(pictures) == 1 else f"{MAP_TITLE}, {number} of {len(pictures)}"
        yield Enclosure(one.name, title, one.png, one.alt)


def _evidence(it: Beside) -> Enclosure | None:
    enough = it.disclosure.contributors >= FEWEST_FOR_EVIDENCE
    return _listed("evidence-offered.txt", EVIDENCE_TITLE, EVIDENCE, it, it.evidence if enough else {})


def _quotes(it: Beside) -> Enclosure | None:
    return _listed("in-partners-words.txt", QUOTES_TITLE, QUOTES, it, it.quotes)


def _views(it: Beside) -> Enclosure | None:
    said = {
        subdomain: tuple(f"{name}: {in_words(one, it.edition.levels)}" for name, one in views.items())
        for subdomain, views in it.views.items()
    }
    return _listed("who-said-what.txt", VIEWS_TITLE, VIEWS, it, said)


def _listed(file: str, title: str, opening: str, it: Beside, words: Mapping[str, tuple[str, ...]]) -> Enclosure | None:
    """A text file with a heading for each sub-domain, in the framework's order; none when there is nothing in it."""
    name = _name(it)
    parts = [_part(name(one), words[one]) for one in it.round.subdomains if words.get(one)]
    text = "\n\n".join([f"{it.partnership.name}: {opening}", *parts])
    return Enclosure(file, title, f"{text}\n".encode()) if parts else None


def _part(heading: str, texts: Iterable[str]) -> str:
    return "\n".join([heading.upper(), *(f"- {_plain(one)}" for one in texts)])


def _plain(text: str) -> str:
    """A piece with its lines set in, and without characters that cannot be seen."""
    lines = ("".join(char for char in line if unicodedata.category(char)[0] != "C") for line in text.splitlines())
    return "\n  ".join(line.strip() for line in lines if line.strip())


def _name(it: Beside) -> Callable[[str], str]:
    return lambda subdomain: it.edition.subdomain(subdomain).name
