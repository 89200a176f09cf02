"""Letters: what the postman brings, within Slack's limits and with everybody's words as words."""

from dataclasses import replace

import pytest
from jinja2 import UndefinedError

from bot import letters, writing
from flows.judgement import Judgement
from flows.notices import NoticeKind
from frameworks.schema import Edition
from sandbox.drawn import drawn_text
from tests.bot.drawn import require_sendable
from tests.bot.test_cards import EDITIONS
from tests.storage.place import PLACE
from tests.summaries import summary, views

LAUNCHED = {
    "by": "U1",
    "named": False,
    "neighbourhood": "place",
    "framework": "Matrix",
    "deadline": "Monday",
    "summary": "Tuesday",
    "meeting": "Friday",
}


@EDITIONS
@pytest.mark.parametrize("organisations", [0, 1, 2, 3, 5, 8, 15])
def test_every_summary_names_every_subdomain_and_is_within_the_limits(edition: Edition, organisations: int) -> None:
    letter = summary(*views(organisations, edition.id), edition=edition.id)
    require_sendable(letter.text, letter.blocks)
    drawn = drawn_text(letter.blocks)
    assert [one.name for one in edition.subdomains if one.assessable and one.name not in drawn] == []


def test_the_word_to_the_channel_is_within_the_limits() -> None:
    require_sendable(*letters.write("launched", **LAUNCHED))


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_of_notice_has_a_writer(kind: NoticeKind) -> None:
    assert kind in writing.WRITERS


def test_the_first_line_is_the_notification() -> None:
    assert summary().text.startswith("Summary for Northgate: ")


def test_people_s_words_are_no_markup() -> None:
    text = summary(place=replace(PLACE, name="<!channel> & Sons")).text
    assert text.startswith("Summary for &lt;!channel&gt; &amp; Sons: ")


def test_a_word_that_is_missing_is_a_bug_and_no_blank() -> None:
    with pytest.raises(UndefinedError, match="meeting"):
        letters.write("launched", **{name: word for name, word in LAUNCHED.items() if name != "meeting"})


def test_unanimity_and_near_agreement_on_one_subdomain_read_the_same() -> None:
    alike = [Judgement.of(2)] * 35
    assert summary(*[alike] * 9) == summary(*[alike] * 8, [Judgement.of(3), *alike[1:]])


@pytest.mark.parametrize(
    ("organisations", "explained"), [(2, []), (4, ["Together", "Apart"]), (9, ["Together", "Two camps"])]
)
def test_only_the_words_that_stand_there_are_explained(organisations: int, explained: list[str]) -> None:
    legend = drawn_text(summary(*views(organisations)).blocks[-3:])
    words = ("Together", "Mostly together", "Spread out", "Two camps", "Apart")
    assert [word for word in words if f"{word}: " in legend] == explained


def test_a_line_in_somebody_s_words_is_no_paragraph_of_ours() -> None:
    """Else a name could bring a heading, a point or small print of its own."""
    _, blocks = letters.write("launched", **LAUNCHED | {"framework": "Matrix\n\n# Cancelled\n\n~ small"})
    assert len(blocks) == len(letters.write("launched", **LAUNCHED)[1])
    assert "Matrix # Cancelled ~ small" in drawn_text(blocks)


def test_an_open_round_says_so_before_anybody_answers() -> None:
    drawn = drawn_text(letters.write("launched", **LAUNCHED | {"named": True})[1])
    assert "sees which organisation gave which level" in drawn
    assert "Nobody is shown" not in drawn
