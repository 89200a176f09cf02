"""Attacks by words: naming somebody in a quote, acting in Slack through one, telling who wrote it (A15 to A19)."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.mrkdwn import escape
from flows.folding import words
from flows.naming import Names
from flows.ordinary_words import JOINERS, ORDINARY
from flows.quotation import Candidate, consent_mark, preview, quotes, quotes_allowed
from flows.screening import Kind, screen
from flows.styling import styled
from tests.flows.place_names import HONEST, LARKMERE

NAMING = {Kind.ORGANISATION, Kind.MEMBER, Kind.LETTERS}


@pytest.mark.parametrize(
    "text",
    [
        "Lark\u200bmere Volun\u200dtary runs it",  # zero width
        "Lark\u00admere Volun\u2060tary runs it",  # soft hyphen, word joiner
        "L\u200bV\u200bA runs it",
        "Fern\u202ehill runs it",  # turned direction
        "Fe\ufe0frnhill runs it",  # variation selector
        "Larkm\u00e9re Volunt\u00e4ry runs it",  # accents
        "F\u0301e\u0308r\u0327nhill runs it",  # combining marks
        "F\u00ebrnh\u012bll runs it",
        "T\u00f6m runs it",
        "F e r n h i l l runs it",  # spaced letters
        "F.e.r.n.h.i.l.l runs it",
        "F-e-r-n-h-i-l-l runs it",
        "L a r k m e r e V o l u n t a r y runs it",
        "L V A runs it",
        "L.V.A. runs it",
        "L-V-A runs it",
        "L_V_A runs it",
        "L / V / A runs it",
        "l v a runs it",
        "T o m runs it",
        "C.A.N. runs it",
        "L\U0001f642V\U0001f642A runs it",
        "F3rnh1ll runs it",  # digits for letters
        "Larkm3re V0luntary Acti0n runs it",
        "Va1e runs it",
        "T0m runs it",
        "V@le runs it",
        "Fern|-|ill and F\u20acrnh!ll run it",
        "Femhill runs it",  # rn for m
        "FernhiII runs it",  # two capital i
        "\uff26\uff45\uff52\uff4e\uff48\uff49\uff4c\uff4c runs it",  # full width
        "\U0001d405\U0001d41e\U0001d42b\U0001d427\U0001d421\U0001d422\U0001d425\U0001d425 runs it",  # mathematical
        "\u24c1 \u24cb \u24b6 runs it",  # circled
        "L\u1d5b\u1d43 runs it",  # superscript
        "F\u0435rnhill runs it",  # Cyrillic e
        "\u0422\u043e\u043c runs it",  # Cyrillic throughout
        "\u039b\u03bd\u03b1 runs it",  # Greek
        "\u13d9\u13d9\u13aa runs it",  # Cherokee
        "F\u0259rnhill runs it",  # letters of phonetics
        "\u029f\u1d20\u1d00 runs it",  # small capitals
        "Fernhill's place runs it",  # possessive
        "Fernhill\u2019s place runs it",
        "Fernhill\u02bcs place runs it",
        "Fernhills place runs it",
        "LVA's and LVAs run it",
        "Toms runs it",
        "Fernhil runs it",  # typing slips
        "Fernihll runs it",
        "Fernhilll runs it",
        "Fenrhill runs it",
        "Pryia runs it",
        "Megam runs it",
        "Branoc runs it",
        "Larkmere Volantary runs it",
        "Larkmeer Voluntary runs it",
        "Tom Ashwroth runs it",
        "Fern hill runs it",  # split words
        "Fer n hill runs it",
        "Lark mere Voluntary Action runs it",
        "Lark-mere Volun-tary runs it",
        "Ash worth runs it",
        "Lind qvist runs it",
        "L VA runs it",
        "Lark meer Volun tary runs it",  # two at once
        "F e r n h 1 l l runs it",
        "FERNHILL runs it",
        "fErNhIlL runs it",
        "*Fern*hill runs it",
        "`Fernhill` runs it",
        "<b>Fern</b>hill runs it by LVA",
        "https://fernhill.example runs it",
        "#fernhill runs it",
        "Larkmere-Voluntary-Action runs it",
        "larkmere_voluntary runs it",
        "larkmerevoluntaryaction runs it",
        "FernhillStaff run it",
        "theFernhillHospiceTeamAndItsManyFriendsInTheWholeTownAndAllTheVillagesAroundIt runs it",
        "The Council of Brannoc runs it",
    ],
)
def test_no_name_gets_through_in_disguise_a15(text: str) -> None:
    shown = preview(text, LARKMERE)
    assert NAMING & {hit.kind for hit in shown.hits}, shown.text


DIGITS = {"a": "4", "b": "8", "e": "3", "g": "9", "i": "1", "l": "1", "o": "0", "s": "5", "t": "7"}
CYRILLIC = {"a": "\u0430", "e": "\u0435", "o": "\u043e", "i": "\u0456", "c": "\u0441", "p": "\u0440", "h": "\u04bb"}


def whole(data: st.DataObject, name: str) -> str:  # noqa: ARG001 - one way among others that do draw
    return name


def any_case(data: st.DataObject, name: str) -> str:
    return data.draw(st.sampled_from([str.lower, str.upper, str.title, str.swapcase]))(name)


def zero_width(data: st.DataObject, name: str) -> str:
    return data.draw(st.sampled_from(["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"])).join(name)


def accented(data: st.DataObject, name: str) -> str:
    marks = data.draw(
        st.lists(st.sampled_from(["", "\u0301", "\u0308", "\u0327"]), min_size=len(name), max_size=len(name))
    )
    return "".join(char + mark * char.isalpha() for char, mark in zip(name, marks, strict=True))


def spaced(data: st.DataObject, name: str) -> str:
    return data.draw(st.sampled_from([" ", ".", "-", "_", "  ", " . "])).join(
        letter for letter in name if letter.isalpha()
    )


def look_alikes(data: st.DataObject, name: str) -> str:
    places = data.draw(st.sets(st.sampled_from([n for n, char in enumerate(name) if char in DIGITS]), min_size=1))
    return "".join(DIGITS[char] if n in places else char for n, char in enumerate(name))


def other_script(data: st.DataObject, name: str) -> str:
    place = data.draw(st.sampled_from([n for n, char in enumerate(name) if char in CYRILLIC]))
    return name[:place] + CYRILLIC[name[place]] + name[place + 1 :]


def possessive(data: st.DataObject, name: str) -> str:
    return name + data.draw(st.sampled_from(["'s", "\u2019s", "s", "'"]))


def together(data: st.DataObject, name: str) -> str:
    return data.draw(st.sampled_from(["", "-", "_", "/"])).join(name.split())


def split(data: st.DataObject, name: str) -> str:
    place = data.draw(st.integers(1, len(name) - 1))
    return name[:place] + " " + name[place:]


def slip(data: st.DataObject, name: str) -> str:
    """One slip of the finger; a word that becomes an ordinary one ("Mine in Larkmere") is read as that, by design."""
    place = data.draw(st.integers(0, len(name) - 2))
    new = data.draw(st.sampled_from("aeioutrnx"))
    pair = name[place : place + 2]
    slipped = data.draw(st.sampled_from(["", new, new + pair[0], pair[0] * 2]))
    text = name[:place] + slipped + name[place + 1 :]
    assume(all(word not in ORDINARY or word in words(name) for word in words(text)))
    return text


def initials(data: st.DataObject, name: str) -> str:
    letters = [word[0].upper() for word in words(name) if word not in JOINERS]
    return data.draw(st.sampled_from(["", ".", " ", "-"])).join(letters)


WAYS: list[Callable[[st.DataObject, str], str]] = [
    whole,
    any_case,
    zero_width,
    accented,
    spaced,
    look_alikes,
    other_script,
    possessive,
    together,
    split,
    slip,
    initials,
]


@pytest.mark.parametrize("way", WAYS)
@given(data=st.data())
def test_every_organisation_is_found_in_every_comment_whatever_the_disguise_a15(
    way: Callable[[st.DataObject, str], str], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from([one.split(",")[0].split(" (")[0] for one in LARKMERE.organisations]))
    disguised = way(data, name)
    before = data.draw(st.sampled_from(HONEST)).split()
    place = data.draw(st.integers(0, len(before)))
    text = " ".join([*before[:place], disguised, *before[place:]])
    assert NAMING & {hit.kind for hit in screen(text, LARKMERE)}, text


@pytest.mark.parametrize(
    "text",
    [
        "<@U01PRIYA> knows",
        "<@U01PRIYA|someone> knows",
        "<@U01PRIYA knows",
        "<#C01PLACE> knows",
        "<#C01PLACE|place> knows",
        "<!channel> please read",
        "<!here|here> please read",
        "<!subteam^S123> please read",
        "<!date^1392734382^{date}|now> please read",
        "< !channel> and @channel please read",
        "@here please read",
        "@channel please read",
        "@everyone please read",
        "@ everyone please read",
        "\uff20here please read",
        "\ufe6bchannel please read",
        "@ch\u200bannel please read",
        "@someone please read",
        "See #a-channel",
        "Ask U01PRIYA42 about it",
    ],
)
def test_a_text_that_would_act_in_slack_is_blocked_a16(text: str) -> None:
    assert Kind.SLACK in {hit.kind for hit in preview(text, LARKMERE).hits}


@pytest.mark.parametrize("text", ["<https://example.org|this>", "<http://x|y>", "<mailto:a@example.org|me>"])
def test_a_link_in_slacks_own_form_is_blocked_a16(text: str) -> None:
    assert {Kind.LINK, Kind.EMAIL} & {hit.kind for hit in preview(text, LARKMERE).hits}


@pytest.mark.parametrize(
    ("typed", "posted"),
    [
        ("```run this```", "Run this"),
        ("`code` it is", "Code it is"),
        ("*Loud* and _soft_ and ~gone~", "Loud and soft and gone"),
        ("> as they say", "As they say"),
        ("under <5 days & more", "Under &lt;5 days &amp; more"),
        ("&lt;!channel&gt; said no", "&amp;lt;!channel&amp;gt; said no"),
    ],
)
def test_marks_of_slack_are_posted_as_plain_text_a16(typed: str, posted: str) -> None:
    shown = preview(typed, LARKMERE)
    assert shown.clean
    assert escape(shown.text) == posted


PIECES = (
    *("<", ">", "@", "#", "!", "|", "&", "lt;", "here", "channel", "everyone", "U01PRIYA", " ", "\u200b", "`", "*"),
    *("\uff1c", "\uff20", "https", "://", "x.org", "Good"),
)
SLACKLIKE = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
TOKEN = re.compile(r"<[@#!a-z]|(?<!\w)@\s?(?:here|channel|everyone)|\w://\w", re.IGNORECASE)


@given(SLACKLIKE)
def test_nothing_that_is_posted_holds_a_slack_token_a16(text: str) -> None:
    shown = preview(text, LARKMERE)
    assert not shown.clean or not TOKEN.search(escape(shown.text))


def agreed(organisation: str, text: str) -> Candidate:
    return Candidate(organisation, text, consent_mark(text))


THREE = (agreed("a", "One list is shared."), agreed("b", "Nobody owns it."), agreed("c", "It grows slowly."))
TEXTS = {one.text for one in THREE}
NOBODY = Names(())


def as_it_is(_: list[Candidate]) -> None:
    """Leave the order."""


def posted(candidates: Iterable[Candidate], contributors: int = 8, *, asked_for: bool = False) -> tuple[str, ...]:
    return quotes(candidates, contributors, as_it_is, LARKMERE, asked_for=asked_for)


def test_three_organisations_that_agreed_are_quoted() -> None:
    assert set(posted(THREE)) == TEXTS


@pytest.mark.parametrize(
    ("contributors", "asked_for", "allowed"),
    [(4, True, False), (5, False, False), (5, True, True), (7, False, False), (7, True, True), (8, False, True)],
)
def test_few_organisations_are_quoted_only_if_the_lead_asked_t1(
    contributors: int, *, asked_for: bool, allowed: bool
) -> None:
    assert quotes_allowed(contributors, asked_for=asked_for) is allowed
    assert bool(posted(THREE, contributors, asked_for=asked_for)) is allowed


@pytest.mark.parametrize("changed", [replace(THREE[0], consent=None), replace(THREE[0], consent="")])
def test_a_quote_without_a_tick_is_never_posted_a17(changed: Candidate) -> None:
    others = (*THREE[1:], agreed("d", "It is early."))
    assert changed.text not in posted([changed, *others])
    assert posted([changed, *THREE[1:]]) == ()


@pytest.mark.parametrize(
    "edited", ["One list is shared", "One list is shared. ", "one list is shared.", "One list  is shared."]
)
def test_consent_falls_with_any_edit_a17(edited: str) -> None:
    assert posted([replace(THREE[0], text=edited), *THREE[1:]]) == ()


@given(st.text(), st.text())
def test_no_two_texts_share_a_mark_of_consent_a17(one: str, other: str) -> None:
    assert (consent_mark(one) == consent_mark(other)) is (one == other)


@pytest.mark.parametrize(
    "text", ["LVA share one list.", "Our practice shares it.", "  Shared.", "", "Yes. " * 60, "<!here>"]
)
def test_consent_alone_lets_nothing_through_that_is_not_clean_and_in_style_a17(text: str) -> None:
    assert posted([agreed("a", text), *THREE[1:]]) == ()


@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_quotes_are_not_posted_a18(count: int) -> None:
    assert posted(THREE[:count]) == ()


@pytest.mark.parametrize("authors", ["aaa", "aab", "aabb"])
def test_three_quotes_of_fewer_than_three_organisations_are_not_posted_a18(authors: str) -> None:
    assert posted([agreed(who, f"Point {n} is true.") for n, who in enumerate(authors)]) == ()


def test_an_organisation_that_said_two_things_is_quoted_once_a18() -> None:
    assert len(posted([*THREE, agreed("a", "And another thing.")])) == 3


ORDERS = 10_000
FOUR = [agreed(who, f"{text}.") for who, text in zip("abcd", ("Yes", "No", "Perhaps", "Later"), strict=True)]
CHI_SQUARE_9_DEGREES_IN_1000 = 27.88


def chi_square(shuffle: Callable[[list[Candidate]], None]) -> float:
    """How far the places of four quotes are from independence of the order in which they were submitted."""
    seen = [[0] * len(FOUR) for _ in FOUR]
    for _ in range(ORDERS):
        for place, text in enumerate(quotes(FOUR, 8, shuffle, NOBODY)):
            seen[[one.text for one in FOUR].index(text)][place] += 1
    expected = ORDERS / len(FOUR)
    return sum((count - expected) ** 2 / expected for row in seen for count in row)


def test_the_place_of_a_quote_is_independent_of_the_order_of_submission_a19() -> None:
    seeded = Random(19)  # noqa: S311 - so that every run finds the same
    assert chi_square(seeded.shuffle) < CHI_SQUARE_9_DEGREES_IN_1000


def test_the_measure_of_order_finds_an_order_that_is_kept_a19() -> None:
    assert chi_square(as_it_is) > CHI_SQUARE_9_DEGREES_IN_1000


@given(st.permutations([*THREE, agreed("a", "And another thing.")]))
def test_the_order_of_submission_changes_nothing_even_with_a_bad_shuffle_a19(candidates: list[Candidate]) -> None:
    assert posted(candidates) == posted([*THREE, agreed("a", "And another thing.")])


def test_a_quote_carries_no_trace_of_its_author() -> None:
    assert all(type(one) is str for one in posted(THREE))
    assert styled(" ".join(posted(THREE))) == " ".join(posted(THREE))
