"""The living card: whole and within Slack's limits, whatever the framework and wherever one stands."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.blocks import card
from flows import round as rules
from flows.assessment import LastTime, Screen, Walk
from flows.judgement import Judgement
from flows.people import Partner, PartnerId, Sector
from frameworks import catalog
from frameworks.schema import Edition
from sandbox.drawn import drawn_text
from tests.bot.drawn import lost, require_sendable
from tests.storage.place import ADA, PLACE
from tests.walks import MIDLANDS, NOON, SEL, a_walk, all_answered, an_answer, with_answers

EDITIONS = pytest.mark.parametrize("edition", catalog.shipped(), ids=lambda one: one.id)
LEADERSHIP = "clinical-and-professional-leadership"


def whole(edition: Edition, screen: Screen = Screen.CARD, here: str | None = None) -> Walk:
    """A walk over every scope of an edition."""
    return a_walk(edition.id, scopes=[one.id for one in edition.scopes], screen=screen, here=here)


def states(walk: Walk) -> Iterator[Walk]:
    """Before, during and after answering; submitted; closed."""
    everything = all_answered(walk)
    for answers, submitted_at in (({}, None), (everything, None), (everything, NOON)):
        after = with_answers(walk, answers, submitted_at)
        yield after
        yield replace(after, round=rules.close(after.round))


def text_of(walk: Walk) -> str:
    return drawn_text(card.draw(walk)[1])


@pytest.mark.parametrize("label", rules.Label)
def test_an_invitation_says_that_there_was_a_round_before_and_nothing_of_what_it_agreed(label: rules.Label) -> None:
    first = a_walk(screen=Screen.INVITATION)
    again = replace(first, round=replace(first.round, label=label, previous=rules.RoundId("r0")))
    known = replace(again, last_time=LastTime({one.id: Judgement.of(3) for one in again.subdomains}))
    assert "done this before" not in text_of(first)
    assert f"done this before: this is {card.AGAIN[label]}." in text_of(again)
    assert card.draw(known) == card.draw(again)


@EDITIONS
def test_every_subdomain_is_drawn_whole_and_within_the_limits(edition: Edition) -> None:
    for one in edition.subdomains:
        text, blocks = card.draw(whole(edition, here=one.id))
        require_sendable(text, blocks)
        assert lost(one, blocks) == []


@EDITIONS
@pytest.mark.parametrize("screen", Screen)
def test_every_screen_is_within_the_limits_in_every_state(edition: Edition, screen: Screen) -> None:
    for walk in states(whole(edition, screen)):
        require_sendable(*card.draw(walk))


@EDITIONS
def test_every_level_can_be_chosen_beside_its_statements(edition: Edition) -> None:
    for one in edition.subdomains:
        drawn = drawn_text(card.draw(whole(edition, here=one.id))[1])
        for level in edition.levels:
            assert (f"[Choose {level}]" in drawn) == one.assessable


@EDITIONS
@pytest.mark.parametrize("screen", [one for one in Screen if one is not Screen.INVITATION])
def test_no_screen_tells_what_was_answered(edition: Edition, screen: Screen) -> None:
    walk = whole(edition, screen)
    said, other = an_answer(3, "canary evidence", "canary comment"), an_answer(1, "other", "words")
    drawn = [card.draw(with_answers(walk, all_answered(walk, one))) for one in (said, other)]
    assert drawn[0] == drawn[1]


def test_the_invitation_tells_the_time_for_everything_although_a_colleague_has_begun() -> None:
    begun = a_walk(SEL, screen=Screen.INVITATION, answers={"shared-clinical-risk": an_answer()})
    assert "13 sub-domains, about 26 minutes in all" in text_of(begun)


def test_the_first_card_has_no_way_back() -> None:
    assert "[Back]" not in text_of(a_walk())
    assert "[Back]" in text_of(a_walk(here="shared-clinical-risk"))


def test_what_is_not_rated_takes_a_comment() -> None:
    drawn = text_of(a_walk(MIDLANDS, here=LEADERSHIP))
    assert "it is not rated" in drawn
    assert "[Comment…]" in drawn


def test_the_way_on_from_an_answer_is_no_skipping() -> None:
    answered = a_walk(answers={"operating-integrated-functions": an_answer()})
    assert "[Next]" in text_of(answered)
    assert "[Skip for now]" in text_of(a_walk())


def test_a_cancelled_round_asks_for_nothing_more() -> None:
    walk = a_walk()
    seen = text_of(replace(walk, round=rules.cancel(walk.round), cancelled_at=NOON))
    assert "This round was cancelled on Tuesday 2 June at 12:00; nothing more is asked." in seen
    assert "[" not in seen


@pytest.mark.parametrize("screen", [Screen.INVITATION, Screen.RECEIPT])
def test_what_is_promised_goes_by_the_mode_of_the_round(screen: Screen) -> None:
    anonymous = a_walk(screen=screen, submitted_at=NOON if screen is Screen.RECEIPT else None)
    named = replace(anonymous, round=replace(anonymous.round, mode=rules.Mode.OPEN))
    assert "without names, counts or average levels" in text_of(anonymous)
    assert "everyone in the partnership sees which organisation gave which level" in text_of(named)
    assert "without names" not in text_of(named)


def test_a_summary_that_was_sent_is_spoken_of_as_there() -> None:
    closed = replace(a_walk(submitted_at=NOON), round=rules.close(a_walk().round))
    assert "Summary in @C1: Thursday 18 June at 09:00." in text_of(closed)
    assert "The summary is in @C1." in text_of(replace(closed, summarised=True))
    assert "18 June" not in text_of(replace(closed, summarised=True))


def test_after_an_anonymous_round_the_card_says_that_answers_are_gone_and_after_an_open_one_shows_them() -> None:
    anonymous = rules.close(a_walk().round)
    gone = text_of(replace(a_walk(), round=anonymous))
    assert "no longer kept under the name of an organisation" in gone
    assert "[Our answers]" not in gone
    there = text_of(replace(a_walk(), round=replace(anonymous, mode=rules.Mode.OPEN)))
    assert "you can still read your own" in there
    assert "[Our answers]" in there


@pytest.mark.parametrize(("day", "until"), [(4, "Friday 5 June at 08:30"), (5, "Monday 8 June at 08:30")])
def test_who_puts_it_off_reads_the_next_working_day(day: int, until: str) -> None:
    walk = a_walk(screen=Screen.SNOOZED)
    pressed = replace(walk.sitting, pressed_at=datetime(2026, 6, day, 15, tzinfo=UTC))
    assert f"You will be reminded on {until}." in text_of(replace(walk, sitting=pressed))


def test_those_who_answer_together_see_one_another_and_who_answers_alone_sees_nobody() -> None:
    assert "Also answering for Northgate Practices: <@U-ben>" in text_of(a_walk())
    alone = replace(PLACE.partners[1], contributors=(ADA,))
    assert "Also answering" not in text_of(a_walk(partner=alone))


def test_the_card_says_when_an_answer_is_kept() -> None:
    answered = a_walk(answers={"operating-integrated-functions": an_answer()})
    assert "Your answer is kept." in text_of(answered)
    assert "Your answer is kept." not in text_of(a_walk())


def test_names_that_people_chose_are_no_markup() -> None:
    odd = Partner(PartnerId("odd"), "<!channel> & *Sons*", Sector.OTHER, (ADA,))
    place = replace(PLACE, name="<@U1> & Co", partners=(odd,))
    for screen in Screen:
        walk = replace(a_walk(screen=screen, submitted_at=NOON), partnership=place, partner=odd)
        for one in (walk, replace(walk, round=rules.close(walk.round))):
            said = str(card.draw(one))
            assert "<!channel>" not in said
            assert "<@U1>" not in said.replace("'plain_text', 'text': 'How far along is <@U1> & Co?'", "")
