"""Text made to fit: shortened or split."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.limits import shorten, split

MARKED = st.text(st.sampled_from("ab \n\t&<>|;*é👍"), max_size=120) | st.lists(
    st.sampled_from(["&amp;", "<https://a.b|two words>", "word", " ", "\n", "<@U1>"]), max_size=30
).map("".join)


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("One two three", 13, "One two three"),
        ("One two three", 12, "One two…"),
        ("One two three", 8, "One two…"),
        ("One two three", 7, "One…"),
        ("One   two three", 7, "One…"),
        ("Neighbourhood", 6, "Neigh…"),
        ("  Neighbourhood", 6, "  Nei…"),
        ("Beds &amp; homes", 9, "Beds…"),
        ("Beds&amp;homes", 7, "Beds…"),
        ("See <https://a.b|the two plans> now", 30, "See…"),
        ("<https://a.b|the two plans> now", 10, "…"),
        ("Words", 1, "…"),
        ("", 1, ""),
    ],
)
def test_text_is_shortened_after_a_whole_word(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


@given(MARKED, st.integers(1, 60))
def test_a_shortened_text_fits_and_is_the_beginning_of_the_whole(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert text == short or text.startswith(short.removesuffix("…"))


@given(st.lists(st.sampled_from(["&amp;", "<https://a.b|two words>", "word", " "])).map("".join), st.integers(1, 60))
def test_a_shortened_text_breaks_no_entity_and_no_link(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert short.count("&") == short.count("&amp;")
    assert short.count("<") == short.count(">")


@pytest.mark.parametrize(
    ("paragraphs", "limit", "chunks"),
    [
        (["One", "two", "three"], 99, ["One\ntwo\nthree"]),
        (["One", "two", "three"], 7, ["One\ntwo", "three"]),
        (["One\ntwo", "three"], 4, ["One", "two", "thre", "e"]),
        (["One two three"], 8, ["One two", "three"]),
        (["One", "", "two"], 99, ["One\n\ntwo"]),
        (["One", "", "two"], 4, ["One", "two"]),
        (["One   two"], 6, ["One", "two"]),
        (["• One", "      ◦ two"], 12, ["• One", "      ◦ two"]),
        (["a <https://a.b|b c> d"], 19, ["a <https://a.b|b c>", "d"]),
        (["a <https://a.b|b c> d"], 18, ["a", "<https://a.b|b c>", "d"]),
        (["&amp;&amp;&amp;"], 12, ["&amp;&amp;", "&amp;"]),
        ([], 9, []),
        ([" ", ""], 9, []),
    ],
)
def test_lines_are_packed_whole_as_long_as_they_fit(paragraphs: list[str], limit: int, chunks: list[str]) -> None:
    assert split(paragraphs, limit) == chunks


@given(st.lists(MARKED, max_size=6), st.integers(1, 60))
def test_splitting_loses_nothing_but_whitespace_and_never_exceeds_the_limit(paragraphs: list[str], limit: int) -> None:
    chunks = split(paragraphs, limit)
    assert "".join("".join(chunks).split()) == "".join("".join(paragraphs).split())
    assert all(0 < len(chunk) <= limit for chunk in chunks)


@given(st.lists(st.text("ab ", min_size=1, max_size=20), max_size=8))
def test_a_line_that_fits_is_never_broken(lines: list[str]) -> None:
    packed = [line for chunk in split(lines, 20) for line in chunk.split("\n")]
    assert [line for line in packed if line.strip()] == [line for line in lines if line.strip()]


@pytest.mark.parametrize("fit", [lambda: shorten("a", 0), lambda: split(["a"], 0)])
def test_nothing_fits_into_no_room(fit: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="nothing fits"):
        fit()
