"""The modals: whole and within Slack's limits; nothing is chosen beforehand, nothing known is lost."""

from dataclasses import replace

import pytest

from bot.blocks import answer, lead, lead_check, review
from flows import preflight, proposal
from flows.assessment import LastTime, Screen
from flows.judgement import Judgement
from flows.people import ChannelId, PartnershipId
from flows.preflight import Channel, Hurdle, Reach
from frameworks import catalog
from frameworks.schema import Edition
from sandbox.drawn import drawn_text
from sandbox.elements import values
from tests.bot.drawn import lost, require_showable
from tests.bot.test_cards import EDITIONS, states, whole
from tests.storage.place import PLACE
from tests.walks import CANNOT, LAUNCHED, MIDLANDS, SEL, a_round, a_walk, an_answer, with_answers

FIRST = "operating-integrated-functions"
LEADERSHIP = "clinical-and-professional-leadership"
LONDON = "Europe/London"
PEOPLE = [user for partner in PLACE.partners for user in partner.contributors]


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
        form = proposal.offered(choices[0].id, LONDON, edition, (), LAUNCHED)
        editions = catalog.shipped()
        first = lead.what(
            form, choices=choices, place=choices[0], editions=editions, edition=edition, earlier=a_round(edition)
        )
        require_showable(first)
        require_showable(lead.when(form, choices[0]))
        nobody = dict.fromkeys(PEOPLE, Hurdle.ELSEWHERE)
        worst = Reach(Channel.GONE, nobody, frozenset(PEOPLE), ("chat:write", "commands"))
        for reach in (Reach(), worst):
            found = preflight.check(PLACE, a_round(edition), reach)
            require_showable(lead_check.check(form, PLACE, a_round(edition), edition, found))


@EDITIONS
def test_what_comes_after_starting_is_within_the_limits(edition: Edition) -> None:
    require_showable(lead.started(PLACE, a_round(edition), edition))


def test_the_last_page_is_within_the_limits() -> None:
    require_showable(review.saved(a_walk()))


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


LAST_TIME = LastTime({FIRST: Judgement.of(2)}, {FIRST: Judgement.of(4)})


def test_what_the_round_before_left_shows_only_after_choosing() -> None:
    unanswered = replace(a_walk(), last_time=LAST_TIME)
    assert "Last round" not in drawn_text(answer.form(unanswered)["blocks"])
    commented = with_answers(unanswered, {FIRST: an_answer(None, comment="No judgement yet.")})
    assert "Last round" not in drawn_text(answer.form(commented)["blocks"])
    judged = with_answers(unanswered, {FIRST: an_answer(1)})
    seen = drawn_text(answer.form(judged)["blocks"])
    assert "Last round we agreed: Developing. Your own answer then: Thriving." in seen


def test_the_page_that_follows_tells_it_of_the_one_that_was_kept() -> None:
    walk = with_answers(replace(a_walk(here="shared-clinical-risk"), last_time=LAST_TIME), {FIRST: an_answer(1)})
    seen = drawn_text(answer.form(walk, FIRST)["blocks"])
    assert "Kept. Operating integrated functions: Emerging. Last round we agreed: Developing." in seen
    unjudged = with_answers(walk, {FIRST: an_answer(None, comment="None.")})
    assert "Last round" not in drawn_text(answer.form(unjudged, FIRST)["blocks"])


def test_what_is_missing_is_told_first_and_beside_the_buttons_and_asked_below_the_judgement() -> None:
    blocks = answer.form(a_walk(answers={FIRST: an_answer(CANNOT)}))["blocks"]
    assert "One thing is missing, below your judgement." in drawn_text(blocks[:1])
    assert "One thing is missing, below your judgement further up: Why can you not assess this?" in drawn_text(blocks)
    asked = [one.get("element", {}).get("action_id") for one in blocks]
    assert asked[asked.index("judgement") :][:2] == ["judgement", "reason"]
    assert asked.count("reason") == 1


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
    filled_in = proposal.offered(PLACE.id, LONDON, matrix, (), LAUNCHED)
    form = lead.what(filled_in, choices=[PLACE], place=PLACE, editions=catalog.shipped(), edition=matrix, earlier=None)
    held = values(form["blocks"], None)[f"scopes {edition}"]["scopes"]["selected_options"]
    assert [one["value"] for one in held] == ticked
