"""The walk: every step, every refusal."""

from datetime import timedelta

import pytest

from flows.assessment import (
    AnswerGiven,
    Event,
    LevelChosen,
    Screen,
    Shown,
    Skipped,
    Started,
    Submitted,
    WentBack,
    WentTo,
    Withdrawn,
    offered,
)
from flows.judgement import Judgement, Kind, in_words
from flows.refusal import Refusal
from flows.round import GRACE
from tests.storage.place import BEN, VAL
from tests.walks import CANNOT, DEADLINE, MIDLANDS, NOON, a_walk, after, all_answered, an_answer

FIRST, SECOND, THIRD = "operating-integrated-functions", "shared-clinical-risk", "facilitating-data-sharing"
LAST, LONGER_TERM = "supporting-neighbourhood-infrastructure", "wellbeing"
LEADERSHIP = "clinical-and-professional-leadership"
EVERY_EVENT: tuple[Event, ...] = (
    Started(),
    LevelChosen(FIRST, 1),
    AnswerGiven(FIRST, CANNOT, "", ""),
    WentTo(FIRST),
    WentBack(FIRST),
    Skipped(FIRST),
    Shown(Screen.CONTENTS),
    Submitted(),
    Withdrawn(),
)


def given(subdomain: str, level: int = 3, evidence: str = "", comment: str = "") -> AnswerGiven:
    return AnswerGiven(subdomain, Judgement.of(level), evidence, comment)


# --- going about


def test_starting_leads_to_the_first_subdomain() -> None:
    walk = after(a_walk(screen=Screen.INVITATION), Started())
    assert (walk.sitting.screen, walk.here.id) == (Screen.CARD, FIRST)


def test_continuing_leads_to_the_first_subdomain_still_open() -> None:
    walk = after(a_walk(screen=Screen.STOPPED, answers={FIRST: an_answer(), THIRD: an_answer()}), Started())
    assert walk.here.id == SECOND


def test_continuing_with_nothing_open_leads_to_the_review() -> None:
    walk = a_walk(screen=Screen.STOPPED, answers=all_answered(a_walk()))
    assert after(walk, Started()).sitting.screen is Screen.REVIEW


def test_one_goes_anywhere_in_the_round() -> None:
    assert after(a_walk(), WentTo(LAST)).here.id == LAST


def test_back_leads_to_the_one_before() -> None:
    assert after(a_walk(here=SECOND), WentBack(SECOND)).here.id == FIRST


def test_back_at_the_first_stays_there() -> None:
    assert after(a_walk(here=FIRST), WentBack(FIRST)).here.id == FIRST


def test_skipping_leads_to_the_next_one_still_open() -> None:
    assert after(a_walk(answers={SECOND: an_answer()}), Skipped(FIRST)).here.id == THIRD


def test_skipping_the_last_leads_to_the_review() -> None:
    assert after(a_walk(here=LAST), Skipped(LAST)).sitting.screen is Screen.REVIEW


def test_skipping_keeps_nothing() -> None:
    assert after(a_walk(), Skipped(FIRST)).assessment == a_walk().assessment


@pytest.mark.parametrize("screen", [Screen.CONTENTS, Screen.STOPPED, Screen.REVIEW])
def test_looking_at_a_screen_changes_no_answer(screen: Screen) -> None:
    walk = after(a_walk(), Shown(screen))
    assert (walk.sitting.screen, walk.assessment) == (screen, a_walk().assessment)


# --- answering


def test_a_level_pressed_is_kept_at_once_and_one_stays_there() -> None:
    walk = after(a_walk(), LevelChosen(FIRST, 3))
    assert (walk.answer(FIRST), walk.here.id) == (an_answer(3), FIRST)


def test_a_level_pressed_keeps_the_evidence_and_the_comment() -> None:
    walk = after(a_walk(answers={FIRST: an_answer(1, "minutes", "well")}), LevelChosen(FIRST, 3))
    assert walk.answer(FIRST) == an_answer(3, "minutes", "well")


def test_the_same_level_pressed_again_is_the_same_answer() -> None:
    assert after(a_walk(), LevelChosen(FIRST, 3), LevelChosen(FIRST, 3)).answer(FIRST) == an_answer(3)


def test_a_level_pressed_on_a_stale_card_counts_for_its_own_subdomain() -> None:
    walk = after(a_walk(here=THIRD), LevelChosen(FIRST, 2))
    assert (walk.answer(FIRST), walk.answer(THIRD), walk.here.id) == (an_answer(2), None, FIRST)


def test_an_answer_saved_turns_the_page_to_the_next_one_still_open() -> None:
    walk = after(a_walk(answers={SECOND: an_answer()}), given(FIRST, 3, " minutes ", "\nwell"))
    assert (walk.answer(FIRST), walk.here.id) == (an_answer(3, "minutes", "well"), THIRD)


def test_an_answer_saved_to_close_stays_where_it_is() -> None:
    walk = after(a_walk(), AnswerGiven(FIRST, CANNOT, "", "", then_next=False))
    assert (walk.sitting.screen, walk.here.id) == (Screen.CARD, FIRST)


def test_after_the_last_open_one_comes_the_review() -> None:
    answers = {**all_answered(a_walk())}
    del answers[LAST]
    assert after(a_walk(answers=answers), given(LAST)).sitting.screen is Screen.REVIEW


def test_a_judgement_taken_back_leaves_the_words() -> None:
    walk = after(a_walk(answers={FIRST: an_answer(1)}), AnswerGiven(FIRST, None, "minutes", ""))
    assert walk.answer(FIRST) == an_answer(None, "minutes")


def test_words_alone_do_not_answer_what_can_be_rated() -> None:
    walk = a_walk(answers={FIRST: an_answer(None, "minutes")})
    assert not walk.answered(walk.edition.subdomain(FIRST))


def test_words_answer_what_cannot_be_rated() -> None:
    walk = after(a_walk(MIDLANDS, here=LEADERSHIP), AnswerGiven(LEADERSHIP, None, "", "We meet."))
    assert walk.answered(walk.edition.subdomain(LEADERSHIP))


def test_saying_nothing_does_not_answer_what_cannot_be_rated() -> None:
    walk = after(a_walk(MIDLANDS, here=LEADERSHIP), AnswerGiven(LEADERSHIP, None, " ", ""))
    assert not walk.answered(walk.edition.subdomain(LEADERSHIP))


# --- what is offered


def test_a_short_term_priority_offers_levels_leanings_and_cannot_assess() -> None:
    walk = a_walk()
    assert [in_words(one, walk.edition.levels) for one in offered(walk.edition, walk.here)] == [
        "Not yet at Emerging",
        "Emerging",
        "Emerging, leaning to Developing",
        "Developing",
        "Developing, leaning to Maturing",
        "Maturing",
        "Maturing, leaning to Thriving",
        "Thriving",
        "Cannot assess",
    ]


def test_a_longer_term_one_also_offers_not_relevant() -> None:
    walk = a_walk(scopes=["longer_term"], here=LONGER_TERM)
    kinds = [one.kind for one in offered(walk.edition, walk.here)]
    assert kinds[-2:] == [Kind.NOT_RELEVANT, Kind.NOT_YET_RELEVANT]


def test_without_descriptors_no_judgement_is_offered() -> None:
    walk = a_walk(MIDLANDS, here=LEADERSHIP)
    assert offered(walk.edition, walk.here) == ()


def test_every_judgement_offered_is_taken() -> None:
    walk = a_walk(scopes=["short_term", "longer_term"])
    for where in (FIRST, LONGER_TERM):
        for one in offered(walk.edition, walk.edition.subdomain(where)):
            kept = after(walk, AnswerGiven(where, one, "", "")).answer(where)
            assert kept == an_answer(one)


# --- submitting


def test_one_judgement_is_enough_to_submit() -> None:
    walk = after(a_walk(answers={FIRST: an_answer(CANNOT)}), Submitted())
    assert (walk.assessment.submitted_at, walk.sitting.screen) == (NOON, Screen.RECEIPT)


def test_submitting_without_any_judgement_is_refused() -> None:
    with pytest.raises(Refusal, match="at least one judgement"):
        after(a_walk(answers={FIRST: an_answer(None, "minutes")}), Submitted())


def test_withdrawing_keeps_the_answers() -> None:
    walk = after(a_walk(answers={FIRST: an_answer()}), Submitted(), Withdrawn())
    assert (walk.assessment.submitted, walk.answer(FIRST)) == (False, an_answer())


def test_an_answer_changed_after_submitting_counts_at_once() -> None:
    walk = after(a_walk(answers={FIRST: an_answer()}), Submitted(), given(FIRST, 4))
    assert (walk.assessment.submitted, walk.answer(FIRST)) == (True, an_answer(4))


def test_what_a_colleague_submitted_shows_as_the_receipt_instead_of_an_invitation() -> None:
    assert a_walk(screen=Screen.INVITATION, submitted_at=NOON).screen is Screen.RECEIPT


def test_what_a_colleague_withdrew_no_longer_shows_as_a_receipt() -> None:
    assert a_walk(screen=Screen.RECEIPT).screen is Screen.REVIEW


# --- refusals


@pytest.mark.parametrize("event", EVERY_EVENT)
def test_a_stranger_can_do_nothing(event: Event) -> None:
    with pytest.raises(Refusal, match="belongs to another organisation"):
        after(a_walk(who=VAL, answers={FIRST: an_answer()}), event)


@pytest.mark.parametrize("event", EVERY_EVENT)
def test_every_contributor_can_do_everything(event: Event) -> None:
    assert after(a_walk(who=BEN, answers={FIRST: an_answer()}), event).sitting.contributor == BEN


@pytest.mark.parametrize("event", EVERY_EVENT)
def test_nothing_changes_after_the_grace_although_the_round_is_still_marked_open(event: Event) -> None:
    with pytest.raises(Refusal, match="closed on Monday 15 June at 12:00"):
        after(a_walk(answers={FIRST: an_answer()}), event, now=DEADLINE + GRACE)


def test_answers_within_the_grace_count() -> None:
    late = DEADLINE + GRACE - timedelta(seconds=1)
    assert after(a_walk(), LevelChosen(FIRST, 1), now=late).assessment.revision == 1


@pytest.mark.parametrize(
    "event", [LevelChosen(LONGER_TERM, 1), given(LONGER_TERM), WentTo(LONGER_TERM), WentBack("x"), Skipped("")]
)
def test_what_is_not_part_of_the_round_is_refused(event: Event) -> None:
    with pytest.raises(Refusal, match="not part of this round"):
        after(a_walk(), event)


@pytest.mark.parametrize(
    "judgement",
    [
        Judgement.of(0),
        Judgement.of(5),
        Judgement(Kind.NOT_RELEVANT),
        Judgement(Kind.NOT_YET_RELEVANT),
    ],
)
def test_a_judgement_that_is_not_offered_is_refused_at_its_field(judgement: Judgement) -> None:
    with pytest.raises(Refusal, match="judgements offered") as no:
        after(a_walk(), AnswerGiven(FIRST, judgement, "", ""))
    assert no.value.field == "judgement"


def test_nothing_leans_beyond_the_highest_level() -> None:
    with pytest.raises(Refusal, match="none to lean to") as no:
        after(a_walk(), AnswerGiven(FIRST, Judgement.of(4, leaning=True), "", ""))
    assert no.value.field == "leaning"


def test_a_judgement_where_there_are_no_descriptors_is_refused() -> None:
    with pytest.raises(Refusal, match="takes evidence and comments only"):
        after(a_walk(MIDLANDS, here=LEADERSHIP), LevelChosen(LEADERSHIP, 1))


@pytest.mark.parametrize(
    ("field", "event"),
    [("evidence", given(FIRST, evidence="x" * 3001)), ("comment", given(FIRST, comment="x" * 3001))],
)
def test_text_over_3000_characters_is_refused_at_its_field(field: str, event: Event) -> None:
    with pytest.raises(Refusal, match="within 3,000 characters; it has 3,001") as no:
        after(a_walk(), event)
    assert no.value.field == field


def test_text_of_3000_characters_is_kept_whole() -> None:
    answer = after(a_walk(), given(FIRST, 1, "x" * 3000)).answer(FIRST)
    assert answer == an_answer(1, "x" * 3000)
