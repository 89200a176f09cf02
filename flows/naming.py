"""The names that a quote must not show, and the ways to say each.

What counts as the name of an organisation
- The whole name, and each leading part that holds a word of its own ("Fernhill" of "Fernhill Hospice"), or the place's
  name and more ("Larkmere Voluntary" of "Larkmere Voluntary Action"). A word of its own is one that is neither ordinary
  English, nor shared by many organisations ("community", "council", "care"), nor the place's name. Such a word counts
  wherever it stands in the name ("Brannoc's" of "St Brannoc's Hospitals").
- Parts made of ordinary words ("Turning Point" of "Turning Point Recovery", "Voluntary Action" without the place) count
  only as a name is written: each word with a capital. One ordinary word counts only if the name has no other.
- Initials of all words, of those that are not joining words, of the first three and more, or without the place (three
  letters or more); and the capitals as typed ("LGPF"). Two letters, or an ordinary word ("CAN"), count only in
  capitals; a term that everybody uses ("INT") never does.
- The same with words cut as people cut them ("GP Fed"), or the last word behind initials for the others ("FHospice").
- The place's own name alone is nobody's: every partner is in it.

Of a person it is the first name, the last name, and both; a name that is an ordinary word ("Grace", "Will") counts only
with a capital, unless both are there.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Self

from flows.folding import words
from flows.ordinary_words import ACRONYMS, GENERIC, JOINERS, ORDINARY
from flows.people import Partnership

TITLES = frozenset(
    {"dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir", "dame", "cllr", "councillor", "rev"}
)
SAINTS = frozenset({"st", "saint"})
PARTICLES = frozenset(
    {"al", "bin", "da", "de", "del", "der", "di", "du", "el", "ibn", "la", "le", "mc", "van", "von", "y"}
)
"""Parts of last names that are no name by themselves."""

SHORT_FORMS = {
    "association": "assoc",
    "community": "comm",
    "department": "dept",
    "federation": "fed",
    "foundation": "fdn",
    "hospital": "hosp",
    "hospitals": "hosp",
    "partnership": "pship",
    "university": "uni",
    "voluntary": "vol",
}
"""How people cut the words that many organisations' names share."""
LONG_ENOUGH = 6
"""Letters of a last word that is recognised behind the initials of the others."""

_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
_ADDRESS = re.compile(r"\S*@\S*|\+?[\d()][\d\s()-]{4,}")
"""An e-mail address or a number by which somebody is reached."""
_BREAK = re.compile(r"[,;:/|\u2013\u2014]|\s-+\s")


class Whose(StrEnum):
    """Whose name it is."""

    MEMBER = "member"
    ORGANISATION = "organisation"


class Written(Enum):
    """How it must be written to count."""

    ANYHOW = 0
    CAPITALISED = 1
    IN_CAPITALS = 2


@dataclass(frozen=True, slots=True)
class Names:
    """Who is in the partnership, as known there; `places` are names that all share, and so nobody's."""

    organisations: tuple[str, ...]
    members: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @classmethod
    def of(cls, partnership: Partnership, members: Iterable[str], aliases: Iterable[str] = ()) -> Self:
        """The names of a partnership; `members` are those of its people in Slack, beside whom are those outside it."""
        organisations = dict.fromkeys((*partnership.hosts, *(partner.name for partner in partnership.partners)))
        contacts = (_ADDRESS.sub(" ", partner.contact).strip() for partner in partnership.partners)
        return cls(tuple(organisations), (*members, *filter(None, contacts)), tuple(aliases), (partnership.name,))


@dataclass(frozen=True, slots=True)
class Form:
    """One way to say a name: its letters without spaces, and of how many words."""

    letters: str
    words: int
    whose: Whose
    written: Written = Written.ANYHOW


Said = tuple[str, int, Written]
"""A form before it is known whose it is."""


def forms(names: Names) -> frozenset[Form]:
    """All ways to say all of these names."""
    place = place_words(names)
    organisations = (*names.organisations, *names.aliases)
    return frozenset(
        [form for one in organisations for form in _of_organisation(one, place)]
        + [form for one in names.members for form in _of_member(one)]
    )


def place_words(names: Names) -> frozenset[str]:
    """The words that tell the place, and so nobody in it."""
    return frozenset(word for one in names.places for word in words(one) if word not in ORDINARY)


def _of_organisation(name: str, place: frozenset[str]) -> Iterator[Form]:
    """All ways to say an organisation's name, also what stands in brackets behind it or before a comma in it."""
    bare = _BRACKETS.sub(" ", name).replace("&", " and ")
    for head in dict.fromkeys((bare, _BREAK.split(bare)[0], *_BRACKETS.findall(name))):
        said = words(head)
        said = said[1:] if said[:1] == ("the",) else said
        parts = _abbreviation(said[0]) if len(said) == 1 and head.strip().isupper() else _parts(said, place)
        for letters, count, written in (*parts, *_initials(said, head, place), *_shortened(said, place)):
            yield Form(letters, count, Whose.ORGANISATION, written)


def _parts(said: Sequence[str], place: frozenset[str]) -> Iterator[Said]:
    for size in range(1, len(said) + 1):
        part = said[:size]
        written = _counts(part, place, whole=size == len(said))
        if written is not None:
            yield from _joined(part, written)
    rest = _without(said, place)
    if len(rest) > 1 or (rest and rest[0] not in GENERIC):
        yield from _joined(rest, Written.CAPITALISED)
    yield from ((one, 1, Written.ANYHOW) for one in said if len(one) >= 4 and one not in ORDINARY and one not in place)


def _counts(part: Sequence[str], place: frozenset[str], *, whole: bool) -> Written | None:
    """How a leading part must be written to count as the name; not at all, if anybody could mean anything by it."""
    major = [one for one in part if one not in JOINERS and one not in SAINTS]
    own = [one for one in major if one not in place]
    if not own or part[-1] in JOINERS:
        return None
    if any(one not in ORDINARY for one in own):
        return Written.ANYHOW if len("".join(part)) > 2 else Written.IN_CAPITALS
    if len(part) > 1 and (whole or len(own) < len(major)):
        return Written.ANYHOW
    if any(one not in GENERIC for one in own) and (whole or len(part) > 1):
        return Written.CAPITALISED
    return None


def _joined(part: Sequence[str], written: Written) -> Iterator[Said]:
    yield "".join(part), len(part), written
    major = [one for one in part if one not in JOINERS]
    if len(major) > 1:
        yield "".join(major), len(major), written


def _without(said: Sequence[str], place: frozenset[str]) -> list[str]:
    """The name without the place: "Voluntary Action" of "Larkmere Voluntary Action"."""
    rest = [one for one in said if one not in place]
    while rest and rest[-1] in JOINERS:
        rest.pop()
    while rest and rest[0] in JOINERS:
        rest.pop(0)
    return rest if len(rest) < len(said) else []


def _initials(said: Sequence[str], head: str, place: frozenset[str]) -> Iterator[Said]:
    major = [one for one in said if one not in JOINERS]
    rest = [one for one in _without(said, place) if one not in JOINERS]
    capitals = "".join(char for char in head if char.isupper()) if not head.isupper() else ""
    spelled = {_first(said), _first(major), _first([one for one in major if one != "nhs"]), *words(capitals)}
    spelled |= {_first(major[:size]) for size in range(3, len(major))}
    spelled |= {_first(rest)} if len(rest) > 2 else set()
    for one in sorted(spelled):
        yield from _abbreviation(one)
    if len(rest) > 1:
        yield "".join(one for one in said if one in place) + _first(rest), 2, Written.ANYHOW


def _shortened(said: Sequence[str], place: frozenset[str]) -> Iterator[Said]:
    """With a word cut as people cut it ("GP Fed"), or with all words but the last by their initials ("FHospice")."""
    cut = [SHORT_FORMS.get(one, one) for one in said]
    if cut != list(said):
        yield from _parts(cut, place)
    if len(said) > 1 and len(said[-1]) >= LONG_ENOUGH:
        yield "".join(one[0] for one in said[:-1]) + said[-1], 1, Written.CAPITALISED


def _abbreviation(letters: str) -> Iterator[Said]:
    if 2 <= len(letters) <= 8 and letters not in ACRONYMS:
        plain = len(letters) == 2 or letters in ORDINARY
        yield letters, 1, Written.IN_CAPITALS if plain else Written.ANYHOW


def _first(said: Sequence[str]) -> str:
    return "".join(one[0] for one in said) if len(said) > 1 else ""


def _of_member(display_name: str) -> Iterator[Form]:
    """First name, last name and both, of "Dr Tom Ashworth (he/him)", "kwame.boateng" or "Nair, Priya - LCH"."""
    pieces = [words(one) for one in _BREAK.split(_BRACKETS.sub(" ", display_name))]
    said = [one for piece in (pieces[:1] if len(pieces[0]) > 1 else pieces[:2]) for one in piece]
    said = [one for one in said if one not in TITLES and not one.isdigit()]
    for one in said:
        if len(one) > 1 and one not in PARTICLES:
            short = len(one) == 2 or one in ORDINARY
            yield Form(one, 1, Whose.MEMBER, Written.CAPITALISED if short else Written.ANYHOW)
    if len(said) > 1:
        for both in (said, (said[0], said[-1]), (said[-1], said[0])):
            yield Form("".join(both), len(both), Whose.MEMBER)
