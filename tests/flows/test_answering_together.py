"""Colleagues at one answer: words a judgement needs, quotes, evidence, and who was first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.assessment import (
    Answer,
    AnswerGiven,
    Clash,
    Item,
    ItemKind,
    ItemMarked,
    ItemsKept,
    ItemsMoved,
    ItemsRemoved,
    LevelChosen,
    Missing,
    QuoteAgreed,
    Skipped,
    Walk,
    WentTo,
    step,
)
from flows.judgement import Judgement, Kind
from flows.membership import with_colleague
from flows.people import Partner, UserId
from flows.quotation import Preview, consent_mark
from flows.refusal import Refusal
from tests.storage.place import ADA, BEN, PLACE, PRACTICES, VAL
from tests.walks import CANNOT, NOON, a_walk, after, an_answer

FIRST, SECOND = "operating-integrated-functions", "shared-clinical-risk"
LINK = Item(ItemKind.LINK, "https://example.org", "https://example.org")
BENS = replace(an_answer(2, "Ben's words."), by=BEN, revision=3)
LATER = NOON + timedelta(seconds=10)


def form(evidence: str = "", comment: str = "", judgement: Judgement | None = None, **more: object) -> AnswerGiven:
    return AnswerGiven(FIRST, judgement or Judgement.of(3), evidence, comment, **more)  # type: ignore[arg-type]


def kept(walk: Walk, where: str = FIRST) -> Answer:
    answer = walk.answer(where)
    assert answer is not None
    return answer


# --- words that a judgement needs


@pytest.mark.parametrize(("kind", "field"), [(Kind.CANNOT_ASSESS, "reason"), (Kind.NOT_YET_RELEVANT, "revisit")])
def test_a_judgement_that_needs_words_is_kept_and_asks_for_them(kind: Kind, field: str) -> None:
    where = "wellbeing"
    walk = after(a_walk(scopes=["longer_term"]), AnswerGiven(where, Judgement(kind), "", ""))
    assert (kept(walk, where).asks, walk.here.id, walk.answered(walk.here)) == (field, where, False)


def test_with_its_words_it_is_whole_and_the_page_turns() -> None:
    walk = after(a_walk(), form(judgement=CANNOT, reason=" Too early. "))
    assert (kept(walk).reason, kept(walk).complete, walk.here.id) == ("Too early.", True, SECOND)


def test_asked_for_in_vain_it_is_told_so() -> None:
    assert after(a_walk(), form(judgement=CANNOT, reason=" ")).aside == Missing("reason")


def test_a_form_without_the_field_leaves_the_words_alone() -> None:
    walk = after(a_walk(), form(judgement=CANNOT, reason="Too early."), form(judgement=CANNOT, comment="Well."))
    assert (kept(walk).reason, kept(walk).comment) == ("Too early.", "Well.")


# --- several people


def test_a_form_drawn_before_a_colleague_s_answer_is_put_beside_it() -> None:
    walk = after(a_walk(answers={FIRST: BENS}), form("My words.", seen=2))
    assert isinstance(walk.aside, Clash)
    assert (walk.aside.mine.evidence, kept(walk)) == ("My words.", BENS)


def test_saved_again_knowingly_it_replaces_the_colleague_s() -> None:
    walk = after(a_walk(answers={FIRST: BENS}), form("My words.", seen=3))
    assert (walk.aside, kept(walk).evidence, kept(walk).by, kept(walk).revision) == (None, "My words.", ADA, 4)


def test_a_level_on_an_old_card_is_put_beside_too() -> None:
    walk = after(a_walk(answers={FIRST: BENS}), LevelChosen(FIRST, 4, seen=0))
    assert isinstance(walk.aside, Clash)
    assert (walk.aside.mine.judgement, walk.aside.mine.evidence) == (Judgement.of(4), "Ben's words.")


def test_the_same_answer_from_two_is_no_clash() -> None:
    walk = after(a_walk(answers={FIRST: BENS}), LevelChosen(FIRST, 2, seen=0))
    assert (walk.aside, kept(walk).by, kept(walk).revision) == (None, BEN, 3)


def test_one_s_own_newer_answer_never_clashes() -> None:
    walk = after(a_walk(answers={FIRST: replace(BENS, by=ADA)}), LevelChosen(FIRST, 4, seen=0))
    assert (walk.aside, kept(walk).judgement) == (None, Judgement.of(4))


# --- late, and twice


def test_a_level_that_was_overtaken_by_a_later_press_changes_nothing() -> None:
    walk = step(a_walk(), LevelChosen(FIRST, 4), NOON, LATER)
    walk = step(walk, LevelChosen(FIRST, 1), NOON, LATER - timedelta(seconds=1))
    assert kept(walk).judgement == Judgement.of(4)


def test_a_level_for_another_sub_domain_is_kept_however_late_but_moves_nobody() -> None:
    walk = step(a_walk(), LevelChosen(SECOND, 4), NOON, LATER)
    walk = step(walk, LevelChosen(FIRST, 1), NOON, LATER - timedelta(seconds=1))
    assert (kept(walk).judgement, walk.here.id) == (Judgement.of(1), SECOND)


def test_a_move_that_was_overtaken_moves_nobody() -> None:
    walk = step(a_walk(), WentTo(SECOND), NOON, LATER)
    assert step(walk, Skipped(SECOND), NOON, LATER - timedelta(seconds=1)).sitting == walk.sitting


def test_a_clock_put_back_an_hour_stops_nobody() -> None:
    walk = step(a_walk(), LevelChosen(FIRST, 4), NOON, LATER)
    walk = step(walk, LevelChosen(FIRST, 1), NOON, LATER - timedelta(hours=1))
    assert kept(walk).judgement == Judgement.of(1)


def test_the_same_form_twice_is_one_change() -> None:
    once = after(a_walk(), form("My words."))
    assert after(once, form("My words.")).assessment == once.assessment


# --- evidence


def test_a_link_and_what_was_given_elsewhere_join_the_evidence() -> None:
    walk = a_walk(answers={SECOND: an_answer(2, "The risk log.")})
    (there,) = walk.elsewhere(walk.here)
    items = kept(after(walk, form(link="https://example.org", reuse=(there.key,)))).items
    assert [(one.kind, one.title) for one in items] == [
        (ItemKind.LINK, "https://example.org"),
        (ItemKind.TEXT, "The risk log."),
    ]


def test_a_piece_that_is_nowhere_cannot_be_used_again() -> None:
    assert kept(after(a_walk(), form(reuse=("forged",)))).items == ()


def test_pieces_are_kept_marked_moved_and_removed_without_moving_anybody() -> None:
    walk = a_walk(here=SECOND)
    walk = after(walk, ItemsKept(FIRST, (LINK,)), ItemMarked(FIRST, LINK.key, ours=True))
    assert kept(walk).items == (replace(LINK, ours=True),)
    walk = after(walk, ItemsMoved(FIRST, (LINK.key,), SECOND))
    assert (kept(walk).items, kept(walk, SECOND).items) == ((), (replace(LINK, ours=True),))
    walk = after(walk, ItemsRemoved(SECOND, (LINK.key,)))
    assert (kept(walk, SECOND).items, walk.here.id) == ((), SECOND)


def test_moved_to_where_it_is_a_piece_stays() -> None:
    walk = after(a_walk(), ItemsKept(FIRST, (LINK,)), ItemsMoved(FIRST, (LINK.key,), FIRST))
    assert kept(walk).items == (LINK,)


def test_a_form_takes_no_piece_away() -> None:
    assert kept(after(a_walk(), ItemsKept(FIRST, (LINK,)), form(seen=0))).items == (LINK,)


# --- quotes


def test_a_comment_to_be_quoted_is_kept_and_shown_as_it_would_be() -> None:
    walk = after(a_walk(), form(comment="it  works", quote=True))
    assert walk.aside == Preview("It works", ())
    assert (kept(walk).comment, kept(walk).consent) == ("it  works", "")


def test_agreed_to_it_is_consented_to_and_the_page_turns() -> None:
    walk = after(a_walk(), form(comment="it  works", quote=True), QuoteAgreed(FIRST, 1))
    assert (kept(walk).consent, walk.here.id) == (consent_mark("It works"), SECOND)


def test_consent_to_what_has_changed_meanwhile_is_none() -> None:
    walk = after(a_walk(), form(comment="it works", quote=True), form(comment="it fails"), QuoteAgreed(FIRST, 1))
    assert (kept(walk).consent, walk.aside) == ("", Preview("It fails", ()))


@pytest.mark.parametrize("changed", [form(comment="It works!", quote=True), form(comment="It works", quote=False)])
def test_consent_falls_with_an_edit_and_with_the_tick(changed: AnswerGiven) -> None:
    walk = after(a_walk(), form(comment="It works", quote=True), QuoteAgreed(FIRST, 1), changed)
    assert kept(walk).consent == ""


def test_consent_stays_with_the_same_words() -> None:
    agreed = after(a_walk(), form(comment="It works", quote=True), QuoteAgreed(FIRST, 1))
    again = after(agreed, form("More evidence.", comment="It works", quote=True))
    assert (kept(again).consent, again.aside) == (kept(agreed).consent, None)


def test_a_name_in_a_quote_is_told_and_consent_to_it_is_none() -> None:
    walk = after(a_walk(), form(comment="Ask Zebedee.", quote=True, members=("Zebedee Quill",)))
    assert isinstance(walk.aside, Preview)
    assert [hit.found for hit in walk.aside.hits] == ["Zebedee"]
    assert kept(after(walk, QuoteAgreed(FIRST, 1, ("Zebedee Quill",)))).consent == ""


# --- colleagues


def test_a_colleague_joins_the_organisation() -> None:
    found = with_colleague(PLACE, PRACTICES.id, UserId("U-cat")).partner(PRACTICES.id)
    assert found == Partner(PRACTICES.id, PRACTICES.name, PRACTICES.sector, (BEN, ADA, UserId("U-cat")))


@pytest.mark.parametrize(("who", "told"), [(ADA, "already"), (VAL, "another organisation")])
def test_who_answers_already_is_not_asked(who: UserId, told: str) -> None:
    with pytest.raises(Refusal, match=told):
        with_colleague(PLACE, PRACTICES.id, who)
