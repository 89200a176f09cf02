"""The modals: whole and within Slack's limits; nothing is chosen beforehand, nothing known is lost."""

from dataclasses import replace

import pytest

from bot.blocks import answer, lead, review
from flows.assessment import Screen
from flows.judgement import Judgement
from flows.people import ChannelId, PartnershipId
from frameworks import catalog
from frameworks.schema import Edition
from sandbox.drawn import drawn_text
from sandbox.elements import values
from tests.bot.drawn import lost, require_showable
from tests.bot.test_cards import EDITIONS, states, whole
from tests.storage.place import PLACE
from tests.walks import LAUNCHED, MIDLANDS, SEL, a_round, a_walk, an_answer, with_answers

FIRST = "operating-integrated-functions"
LEADERSHIP = "clinical-and-professional-leadership"


@EDITIONS
def test_every_form_is_whole_and_within_the_limits(edition: Edition) -> None:
    for one in edition.subdomains:
        walk = whole(edition, here=one.id)
        known = {str(one.id): an_answer(2 if one.assessable else None, "&" * 3000, "<" * 3000)}
        for form in (answer.form(walk), answer.form(with_answers(walk, known))):
            require_showable(form)
            assert lost(one, form["blocks"]) == []


@EDITIONS
def test_the_review_is_within_the_limits_in_every_state(edition: Edition) -> None:
    for walk in states(whole(edition, Screen.REVIEW)):
        require_showable(answer.page(walk))
        require_showable(review.submitted(walk))


@EDITIONS
def test_the_form_that_starts_a_round_is_within_the_limits(edition: Edition) -> None:
    places = [
        replace(PLACE, id=PartnershipId(f"p{n}"), channel=ChannelId(f"C{n}"), name="A place with a long name " * 5)
        for n in range(100)
    ]
    for choices in (places[:1], places):
        require_showable(lead.start_form(choices, choices[0], catalog.shipped(), edition, LAUNCHED))


@EDITIONS
def test_what_comes_after_starting_is_within_the_limits(edition: Edition) -> None:
    require_showable(lead.started(PLACE, a_round(edition), edition))


def test_the_last_page_is_within_the_limits() -> None:
    require_showable(review.saved())


def test_nothing_is_chosen_beforehand() -> None:
    held = values(answer.form(a_walk())["blocks"], None)
    elements = [element for block in held.values() for element in block.values()]
    assert elements
    assert [one for element in elements for name, one in element.items() if name != "type" and one] == []


def test_what_is_known_stands_in_the_form() -> None:
    known = {FIRST: an_answer(Judgement.of(2, leaning=True), "Minutes.", "Well.")}
    blocks = answer.form(a_walk(answers=known))["blocks"]
    drawn = drawn_text(blocks, values(blocks, None))
    for said in ("(x) Developing", "(x) It leans to the next level up", "< Minutes. >", "< Well. >"):
        assert said in drawn


def test_the_fields_of_two_subdomains_are_never_taken_for_one_another() -> None:
    forms = [answer.form(a_walk(here=here)) for here in (FIRST, "shared-clinical-risk")]
    first, second = ({one["block_id"] for one in form["blocks"] if one["type"] == "input"} for form in forms)
    assert not first & second


def test_what_is_not_rated_asks_for_no_judgement() -> None:
    drawn = drawn_text(answer.form(a_walk(MIDLANDS, here=LEADERSHIP))["blocks"])
    assert "judgement" not in drawn
    assert "Comment" in drawn


def test_the_review_tells_what_is_missing() -> None:
    drawn = drawn_text(review.review(a_walk(answers={FIRST: an_answer(3, "Minutes.")}))["blocks"])
    assert "12 of 13 have no judgement" in drawn
    assert "Operating integrated functions: Maturing · with evidence" in drawn


def test_a_submitted_view_cannot_be_submitted_twice() -> None:
    submitted = a_walk(answers={FIRST: an_answer()}, submitted_at=LAUNCHED)
    assert "submit" not in review.review(submitted)


@pytest.mark.parametrize(("edition", "ticked"), [(SEL, ["short_term"]), (MIDLANDS, ["core_component", "enabler"])])
def test_the_parts_that_a_framework_preselects_are_ticked(edition: str, ticked: list[str]) -> None:
    matrix = catalog.edition(edition)
    form = lead.start_form([PLACE], PLACE, catalog.shipped(), matrix, LAUNCHED)
    held = values(form["blocks"], None)[f"scopes {edition}"]["scopes"]["selected_options"]
    assert [one["value"] for one in held] == ticked
