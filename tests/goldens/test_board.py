"""The board of a meeting as people read it, kept in `board/` beside this file."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.blocks import comparing, follow_up, meeting_forms, moderation, moderation_forms
from bot.blocks.parts import Block
from flows import round as rules
from flows.board import Board, Challenge
from flows.course import Past, Place, courses, systems
from flows.deciding import Clash
from flows.disclosure import disclose, freeze
from flows.divergence import Ballot
from flows.judgement import Judgement
from flows.moderation import Action, ActionId, Decision, Moderation, Present, Progress
from flows.people import PartnershipId
from flows.revoting import Revote
from flows.round import Label
from frameworks import catalog
from tests.bot.drawn import require_sendable
from tests.goldens.conftest import HERE
from tests.goldens.test_goldens import Golden, as_message, as_view
from tests.storage.place import ADA, BEN, LEA, PLACE, VAL
from tests.summaries import views
from tests.walks import MEETING, MIDLANDS, SEL, a_round

PLAN = Action(ActionId("x1"), "Write the <!channel> *plan*", owner=ADA, due=date(2026, 9, 1), amount=12_000)
LATE = replace(PLAN, id=ActionId("x0"), what="Agree a form", progress=Progress.LATE, news="Waiting for the system.")
UNRATED = "clinical-and-professional-leadership"


def a_board(framework: str) -> Board:
    """Nine organisations answered; nothing is agreed."""
    edition = catalog.edition(framework)
    running = rules.close(a_round(edition))
    rated = [
        (one, edition.subdomain(one).short_term) for one in running.subdomains if edition.subdomain(one).assessable
    ]
    said = [
        {one: Ballot(judgement, evidence=True) for (one, _), judgement in zip(rated, mine, strict=False)}
        for mine in views(9, framework)
    ]
    shown = disclose(freeze(framework, len(edition.levels), rated, said))
    return Board(replace(PLACE, observers=(VAL,)), running, edition, shown, Moderation(running.id, minutes=90))


SEL_BOARD, MIDLANDS_BOARD = a_board(SEL), a_board(MIDLANDS)
FIRST, SECOND, *_ = SEL_BOARD.order
DECIDED = Decision(
    FIRST,
    Judgement.of(2, leaning=True),
    "Two sites do it.",
    "One sees *less*.",
    "The plan.",
    priority=True,
    lead_organisation="Northgate Voices",
    actions=(PLAN,),
    revision=1,
    by=LEA,
    at=MEETING,
)
RICH = replace(
    SEL_BOARD,
    moderation=replace(SEL_BOARD.moderation, decisions=(DECIDED,), present=(Present("Healthwatch", "Observer"),)),
    evidence={FIRST: ("Minutes of May, <!here>.", "A figure: 40 a week.")},
    quotes={FIRST: ("It works on some days.",)},
    challenges=(Challenge("c1", FIRST, "Whose voice is *missing*?", VAL, MEETING),),
    before={FIRST: Judgement.of(1)},
    unfinished=(LATE,),
    posted=frozenset({FIRST}),
)
AGREED = replace(
    MIDLANDS_BOARD,
    moderation=replace(
        MIDLANDS_BOARD.moderation,
        decisions=tuple(
            Decision(one, None if one == UNRATED else Judgement.of(2), evidence="The plan.")
            for one in MIDLANDS_BOARD.order
        ),
        agreed_at=MEETING,
        agreed_by=LEA,
    ),
)
NOBODYS = replace(PLAN, owner=None)
SETTLED = tuple(
    replace(one, lead_organisation="Northgate Voices", evidence="" if one.judgement else "A forum.", actions=(NOBODYS,))
    for one in AGREED.moderation.decisions
)
HELD = replace(AGREED.moderation, decisions=SETTLED, agreed_at=None, present=(Present("Healthwatch", "Observer"),))
TO_AGREE = replace(AGREED, moderation=HELD)
"""Nothing is missing that agreeing needs, and the return lacks its evidence and the owners of actions."""
VOTING = replace(RICH, revotes=(Revote(FIRST, 1, MEETING),))
VOTED = replace(RICH, revotes=(Revote(FIRST, 1, MEETING, MEETING, RICH.disclosure.together[0]),))
KEPT_BACK = replace(RICH, revotes=(Revote(FIRST, 1, MEETING, MEETING),))
THEIRS = Clash(replace(DECIDED, judgement=Judgement.of(4), rationale="Mine."), replace(DECIDED, by=BEN))
AGAIN = replace(SEL_BOARD.round, label=Label.RE_RUN, launched_at=MEETING, meeting_at=MEETING + timedelta(days=180))
PAST = Past(SEL_BOARD.round, SEL_BOARD.edition, {FIRST: Judgement.of(2)}, SEL_BOARD.disclosure)
NEWEST = Past(AGAIN, SEL_BOARD.edition, {FIRST: Judgement.of(3, leaning=True)}, SEL_BOARD.disclosure)
SOUTH = replace(PLACE, id=PartnershipId("south"), name="Southgate & <Vale>")

MESSAGES = {
    "agenda": moderation.agenda(SEL_BOARD),
    "agenda_agreed": moderation.agenda(AGREED),
    "row": moderation.row(SEL_BOARD, FIRST),
    "row_recorded": moderation.row(RICH, FIRST),
    "row_voting": moderation.row(VOTING, FIRST),
    "row_voted": moderation.row(VOTED, FIRST),
    "row_kept_back": moderation.row(KEPT_BACK, FIRST),
    "row_not_rated": moderation.row(MIDLANDS_BOARD, UNRATED),
    "action_reported": follow_up.reported(replace(PLAN, progress=Progress.DONE)),
}
VIEWS: dict[str, Block] = {
    "set_up": meeting_forms.set_up(replace(RICH, moderation=replace(RICH.moderation, minutes=0))),
    "timed_anew": meeting_forms.set_up(RICH),
    "overview": moderation.overview(RICH),
    "overview_empty": moderation.overview(SEL_BOARD),
    "overview_to_agree": moderation.overview(TO_AGREE),
    "overview_agreed": moderation.overview(AGREED),
    "decision": moderation_forms.decision(SEL_BOARD, FIRST),
    "decision_turned": moderation_forms.decision(RICH, SECOND, turned_from=FIRST),
    "decision_stopped": moderation_forms.stopped(RICH, FIRST),
    "decision_recorded": moderation_forms.decision(RICH, FIRST),
    "decision_of_two": moderation_forms.decision(RICH, FIRST, THEIRS),
    "decision_agreed": moderation_forms.decision(AGREED, AGREED.order[0]),
    "decision_not_rated": moderation_forms.decision(MIDLANDS_BOARD, UNRATED),
    "together": moderation_forms.together(SEL_BOARD),
    "action": moderation_forms.action(SEL_BOARD, FIRST, None),
    "action_again": moderation_forms.action(RICH, FIRST, PLAN),
    "opportunities": moderation_forms.opportunities(SEL_BOARD),
    "attendance": meeting_forms.attendance(RICH),
    "reopen": meeting_forms.reopen(AGREED),
    "vote": meeting_forms.vote(VOTING, FIRST),
    "challenge": meeting_forms.challenge(SEL_BOARD, FIRST),
    "action_changed": follow_up.changed(RICH.round.id, PLAN),
    "actions": follow_up.listed([(PLACE, RICH.round, [(FIRST, PLAN), ("", LATE)])]),
    "actions_none": follow_up.listed([]),
    "progress_first": comparing.progress(PLACE, courses([PAST])[:3], "{}"),
    "progress": comparing.progress(PLACE, courses([PAST, NEWEST])[:3], "{}"),
    "system": comparing.system(systems([Place(SOUTH, PAST), Place(PLACE, NEWEST)])),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_post_reads_as_kept(golden: Golden, name: str) -> None:
    require_sendable(*MESSAGES[name])
    golden(f"board/{name}", as_message(*MESSAGES[name]))


@pytest.mark.parametrize("name", VIEWS)
def test_a_page_reads_as_kept(golden: Golden, name: str) -> None:
    golden(f"board/{name}", as_view(VIEWS[name]))


@pytest.mark.parametrize("framework", [SEL, MIDLANDS])
def test_every_sub_domain_fits_into_a_post_and_a_page(framework: str) -> None:
    edition = catalog.edition(framework)
    running = rules.close(a_round(edition, [one.id for one in edition.scopes]))
    board = replace(a_board(framework), round=running)
    for one in running.subdomains:
        require_sendable(*moderation.row(board, one))
        assert len(moderation_forms.decision(board, one)["blocks"]) < 100


def test_what_was_typed_stands_in_no_post() -> None:
    posts = str([MESSAGES["row_recorded"], moderation.agenda(RICH)])
    typed = [
        DECIDED.rationale,
        DECIDED.minority,
        DECIDED.evidence,
        PLAN.what,
        *RICH.evidence[FIRST],
        *RICH.quotes[FIRST],
    ]
    assert [words for words in (*typed, RICH.challenges[0].words) if words in posts] == []


def test_nothing_is_kept_that_is_no_longer_drawn() -> None:
    assert {one.stem for one in (HERE / "board").glob("*.txt")} == {*MESSAGES, *VIEWS}


def test_a_challenge_is_offered_only_where_there_are_observers() -> None:
    assert "[Leave a challenge]" in as_message(*moderation.row(SEL_BOARD, FIRST))
    unobserved = replace(SEL_BOARD, partnership=PLACE)
    assert "[Leave a challenge]" not in as_message(*moderation.row(unobserved, FIRST))
    assert "[Leave a challenge]" not in as_message(*moderation.agenda(unobserved))


def test_a_round_can_be_agreed_once_nothing_is_missing() -> None:
    assert "[This is agreed]" not in as_view(moderation.overview(RICH))
    assert "[This is agreed]" in as_view(moderation.overview(TO_AGREE))


def test_what_the_return_still_needs_is_said_before_it_is_agreed_and_is_no_bar() -> None:
    drawn = as_view(moderation.overview(TO_AGREE))
    asked, agree = drawn.index("The return still needs"), drawn.index("[This is agreed]")
    assert "Before it can be agreed" not in drawn
    assert "Evidence: Write down what the agreed level rests on" in drawn[asked:agree]
    assert "Give every action an owner" in drawn[asked:agree]
    assert "The return still needs" not in as_view(moderation.overview(AGREED))


def test_an_action_that_nobody_owns_says_so_until_it_is_done() -> None:
    ownerless = {
        "no owner yet, by 1 September 2026, open": NOBODYS,
        "by 1 September 2026, done": replace(NOBODYS, progress=Progress.DONE),
        "by 1 September 2026, open": replace(NOBODYS, organisation="Northgate Voices"),
    }
    assert [moderation.context_of(one)["elements"][0]["text"] for one in ownerless.values()] == list(ownerless)
