"""An organisation's own answers, to be read: whole, within Slack's limits, and gone when they are not kept."""

from dataclasses import replace

import pytest

from bot.blocks import my_answers
from flows import round as rules
from flows.answer import LONGEST_LINE
from flows.assessment import Answer, Item, ItemKind, Walk
from flows.evidence import LONGEST_TITLE, MOST_ITEMS
from frameworks.schema import Edition
from sandbox.drawn import drawn_text
from tests.bot.drawn import require_showable
from tests.bot.test_cards import EDITIONS, whole
from tests.walks import CANNOT, NOON, a_walk, all_answered, an_answer, with_answers

FIRST = "operating-integrated-functions"
FILES = tuple(Item(ItemKind.FILE, f"{n} " + "&" * (LONGEST_TITLE - 3), "https://x.example", f"F{n}") for n in range(20))
MOST = replace(an_answer(CANNOT, "&" * 3000, "<" * 3000), reason=">" * LONGEST_LINE, items=FILES[:MOST_ITEMS])


def closed(walk: Walk, mode: rules.Mode) -> Walk:
    return replace(walk, round=replace(rules.close(walk.round), mode=mode))


@EDITIONS
@pytest.mark.parametrize("given", [an_answer(), MOST])
def test_all_answers_and_each_of_them_are_within_the_limits(edition: Edition, given: Answer) -> None:
    walk = with_answers(whole(edition), all_answered(whole(edition), given))
    require_showable(my_answers.draw(walk))
    for one in edition.subdomains:
        require_showable(my_answers.whole(walk, one.id))


def test_an_answer_is_read_with_every_word_of_it() -> None:
    walk = a_walk(answers={FIRST: MOST})
    seen = drawn_text(my_answers.whole(walk, FIRST)["blocks"])
    for words in ("Cannot assess", "&" * 3000, "<" * 3000, ">" * LONGEST_LINE, FILES[19].title, FILES[19].url):
        assert words in seen


def test_only_what_was_answered_can_be_read() -> None:
    seen = drawn_text(my_answers.draw(a_walk(answers={FIRST: an_answer()}))["blocks"])
    assert seen.count("[Read]") == 1
    assert "Shared clinical risk: no judgement yet" in seen


def test_what_is_missing_is_not_awaited_once_the_view_is_in() -> None:
    seen = drawn_text(my_answers.draw(a_walk(answers={FIRST: an_answer()}, submitted_at=NOON))["blocks"])
    assert "Shared clinical risk: no judgement\n" in seen
    assert "yet" not in seen


@pytest.mark.parametrize("asked", ["", FIRST, "no-such-thing"])
def test_after_an_anonymous_round_nobody_reads_anything(asked: str) -> None:
    walk = closed(a_walk(answers={FIRST: an_answer(2, "canary")}), rules.Mode.ANONYMOUS)
    seen = drawn_text(my_answers.whole(walk, asked)["blocks"])
    assert "nobody can look them up" in seen
    assert "canary" not in seen
    assert "Developing" not in seen


def test_after_an_open_round_answers_can_still_be_read() -> None:
    walk = closed(a_walk(answers={FIRST: an_answer(2, "canary")}), rules.Mode.OPEN)
    assert "canary" in drawn_text(my_answers.whole(walk, FIRST)["blocks"])


def test_what_was_never_answered_leads_back_to_all_answers() -> None:
    assert my_answers.whole(a_walk(), "no-such-thing") == my_answers.draw(a_walk())
