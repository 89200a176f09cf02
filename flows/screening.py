"""What in a comment would show who wrote it or would act in Slack (rule T2). The author sees it and rewrites."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from flows import name_search, self_description
from flows.folding import Folded, fold
from flows.naming import Names, Whose

LONGEST_QUOTE = 240
"""Characters of a quote (rule T3): one that is longer is not cut, as its author has to agree to the exact words."""


class Kind(StrEnum):
    """What was found."""

    LETTERS = "letters"
    SLACK = "slack"
    LINK = "link"
    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"
    MEMBER = "member"
    ORGANISATION = "organisation"
    SELF = "self"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class Hit:
    """A piece of the text, as it was typed, that keeps it from being quoted; and how to write it instead."""

    kind: Kind
    found: str
    reason: str


Stretch = tuple[Kind, int, int]
"""What was found, and from where to where in the folded text."""

REASONS = {
    Kind.LETTERS: "Please use plain English letters here: others can hide a name.",
    Kind.SLACK: "Slack would make this a mention or a channel. Leave it out, and name nobody.",
    Kind.LINK: "A link shows where it comes from. Leave it out here; evidence has a place for links.",
    Kind.EMAIL: "An e-mail address shows who is meant. Leave it out.",
    Kind.PHONE: "This reads as a phone number. Leave it out.",
    Kind.POSTCODE: 'This reads as a postcode. Write "part of the area" or leave it out.',
    Kind.MEMBER: 'This reads as the name of somebody in the partnership. Write "a colleague" or leave it out.',
    Kind.ORGANISATION: 'This reads as the name of an organisation. Write "a partner" or leave it out.',
    Kind.SELF: (
        "This tells which kind of organisation is speaking. Say what happens, not who you are:"
        ' "discharge letters come late" rather than "our practice gets them late".'
    ),
}

_AREAS = """
    ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh en ex fk fy g gl
    gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw ol ox
    pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn
    wr ws wv yo ze
"""
_AREA = rf"\b(?:{'|'.join(_AREAS.split())})"
_LONG_AREA = rf"\b(?:{'|'.join(one for one in _AREAS.split() if len(one) == 2)})"
_INWARD = r"\d[abd-hjlnp-uw-z]{2}"
_TOP = (
    "(?:com|org|net|uk|nhs|gov|edu|eu|io|info|ai|app|dev|online|site|ly|gl|biz|scot|wales|london|cymru|ac|tv|link|page)"
)
_DOT = r"\s*(?:[(\[{<](?:dot|\.)[)\]}>]|\bdot\b)\s*"
_AT = r"\s*[(\[{<]at[)\]}>]\s*"
_DIGITS = r"(?:[\s().-]{0,3}\d)"
_WIDER = r"(?:(?:[\s()\[\]._\u2010-\u2015\u2212-]{0,5}|(?<=\d{3})\)?\s?/\s?)\d)"
"""A digit of a number that is plain by its beginning. No slash follows one or two digits: that is a date, or 24/7."""
_DATE = r"0\d\.[01]?\d\.(?:\d{4}|\d{2})(?!\.?\d)"
_SAID = "(?:tel|phone|telephone|ring|dial|mobile|fax)"
_HOUR = r"[0-2]\d(?:00|15|30|45)"
_HOURS = rf"{_HOUR}\s?[\u2010-\u2015\u2212-]\s?{_HOUR}\b"
"""When something is open: "0800-2000"."""
_OUTSIDE = r"(?<![@a-z0-9-])(?<![a-z0-9-]\.)"
"""Not within a longer address."""
_HOST = rf"{_OUTSIDE}(?:[a-z0-9-]+\.)*[a-z0-9-]+"

SHAPES = (
    (Kind.LETTERS, r"[^\W\d_a-z]+"),
    (Kind.SLACK, r"<[@#!][^>\s]*>?|<[^<>\s]+\|[^<>]*>?"),
    (Kind.SLACK, r"(?<![\w.])[@#]\s?[a-z][\w.-]*|\b[uwcg]0[0-9a-z]{6,9}\b"),
    (Kind.LINK, r"(?:[\w+.-]{1,40}:/+|\bmailto:|\bwww\d?\.)[^\s>|]+"),
    (Kind.LINK, rf"{_HOST}\.{_TOP}\b(?:[/:?#][^\s>|]*)?"),
    (Kind.LINK, rf"{_HOST}(?:{_DOT}[a-z0-9-]+)*{_DOT}(?:{_TOP}|co)\b"),
    (Kind.LINK, rf"{_HOST}(?:\.[a-z]{{2,}}/[\w#?]\S*|\s?\.\s?(?:org|nhs|gov|ac|co)\s?\.\s?uk\b)"),
    (Kind.LINK, rf"{_OUTSIDE}(?:[a-z0-9-]+\.)*[a-z0-9-]{{2,}}\.[a-z]{{2,24}}(?!\w|\.\w)"),
    (Kind.EMAIL, rf"(?<![\w.+-])[\w.+-]+(?:\s?@\s?|{_AT})[\w-]+(?:(?:\.|{_DOT})[\w-]+)+"),
    (Kind.EMAIL, r"(?<![\w.+-])[\w.+-]+@[\w-]{2,}"),
    (
        Kind.PHONE,
        rf"(?<![\d.])(?!{_DATE}|{_HOURS})(?:(?:\+|\b00)\s?44|\(?0){_DIGITS}{{9,10}}(?!\d)|\+\d{_DIGITS}{{7,14}}(?!\d)",
    ),
    (Kind.PHONE, rf"(?<![\w.])(?!{_HOURS})(?:(?:\+|00)\s?44/?{_WIDER}{{9,11}}|[(\[]?0\d\d{_WIDER}{{7,8}})(?!\d)"),
    (Kind.PHONE, rf"\b(?!{_HOURS})0[38]00[\s-]?\d{{4}}\b|\b(?:ext(?:n|ension)?|bleep)[.:]?\s?(?:no\.? ?)?\d{{3,6}}\b"),
    (
        Kind.PHONE,
        rf"\b(?:{_SAID}[\s:.]{{1,3}}(?:on |number |no\.? )?|call (?:us |me )?on )(?!(?:111|999)\b)\d[\d\s-]{{3,}}\d",
    ),
    (Kind.POSTCODE, rf"{_AREA}\d[a-z\d]?[\s.-]{{0,2}}{_INWARD}\b"),
    (Kind.POSTCODE, rf"\b(?:in|around|near|postcodes?|covering) {_AREA}[1-9]\d?[a-z]?\b"),
)
"""What is recognised by its shape alone, in a folded text."""
_IN_CAPITALS = (
    rf"(?!co2\b){_LONG_AREA}[1-9]\d?\b",
    r"\b(?:ec|sw|w|wc)[1-4][a-z]\b",
    rf"{_AREA}\s\d[a-z\d]?\s?{_INWARD}\b",
)
"""The first half of a postcode, and one spaced apart. With a letter and a digit it may be a level ("L2"), so "in" must
be before."""


def screen(text: str, names: Names) -> tuple[Hit, ...]:
    """All that keeps this text from being quoted, in its order. What is screened is what is posted: style it first."""
    folded = fold(text)
    found = _outermost(_found(folded, names))
    hits = [Hit(kind, folded.piece(start, end), REASONS[kind]) for kind, start, end in found]
    if len(text) > LONGEST_QUOTE:
        reason = f"A quote has at most {LONGEST_QUOTE} characters, this has {len(text)}. Shorten it."
        hits.append(Hit(Kind.LENGTH, text[LONGEST_QUOTE:], reason))
    return tuple(dict.fromkeys(hits))


def _outermost(found: Iterable[Stretch]) -> Iterator[Stretch]:
    """In order, without those that are within another of their kind, so that to say both would say it twice."""
    furthest: dict[Kind, int] = {}
    for kind, start, end in sorted(found, key=lambda one: (one[1], -one[2], one[0])):
        if end > furthest.get(kind, 0):
            furthest[kind] = end
            yield kind, start, end


def _found(text: Folded, names: Names) -> Iterator[Stretch]:
    for kind, shape in SHAPES:
        yield from ((kind, *one.span()) for one in re.finditer(shape, text.text))
    coded = (one.span() for shape in _IN_CAPITALS for one in re.finditer(shape, text.text))
    yield from ((Kind.POSTCODE, *one) for one in coded if text.piece(*one).isupper())
    for named in name_search.find(text, names):
        yield (Kind.MEMBER if named.whose is Whose.MEMBER else Kind.ORGANISATION), named.start, named.end
    yield from ((Kind.SELF, *one) for one in self_description.find(text))
