from dataclasses import replace

import pytest

from flows.assessment import Answer, AssessmentId, Screen, Sitting
from flows.judgement import Judgement, Kind
from flows.people import PartnerId
from flows.round import RoundId
from storage import assessments
from storage.assessments import ANSWER, Stale
from storage.database import Database
from tests.storage.place import ADA, ASSESSMENTS, BEN, NOON, PRACTICES, ROUND, VOICES, answer, with_answer

OURS = ASSESSMENTS[PRACTICES.id]
ANSWERS = [
    Answer(by=ADA, at=NOON),
    Answer(by=ADA, at=NOON, judgement=Judgement.of(2, leaning=True), evidence="A joint list.", comment="Früh 早い 🙂"),
    Answer(by=BEN, at=NOON, judgement=Judgement(Kind.CANNOT_ASSESS), comment="'; DROP TABLE answer; --"),
    *(Answer(by=BEN, at=NOON, judgement=Judgement(kind)) for kind in Kind if kind is not Kind.LEVEL),
]


@pytest.mark.parametrize("given", ANSWERS, ids=lambda given: given.judgement.kind if given.judgement else "none")
def test_an_answer_comes_back_as_it_was_given(kept: Database, given: Answer) -> None:
    with kept.begin() as session:
        before = assessments.load(session, ROUND.id, PRACTICES.id)
        assessments.save(session, before, with_answer(before, "a", given))
    with kept.read() as session:
        assert assessments.load(session, ROUND.id, PRACTICES.id).answers == {"a": given}


def test_an_answer_with_parts_that_came_later_can_still_be_read() -> None:
    assert ANSWER.validate_json('{"by": "U-ada", "at": "2026-07-01T12:00:00Z", "mood": "hopeful"}') == Answer(ADA, NOON)


def test_another_organisation_sees_nothing_of_an_answer(kept: Database) -> None:
    with kept.begin() as session:
        before = assessments.load(session, ROUND.id, PRACTICES.id)
        assessments.save(session, before, with_answer(before, "a", answer(3)))
        assert assessments.load(session, ROUND.id, VOICES.id).answers == {}


def test_what_was_not_changed_stays(kept: Database) -> None:
    with kept.begin() as session:
        first = assessments.load(session, ROUND.id, PRACTICES.id)
        second = with_answer(first, "a", answer(1))
        third = with_answer(second, "b", answer(2))
        assessments.save(session, first, second)
        assessments.save(session, second, third)
        assert assessments.load(session, ROUND.id, PRACTICES.id) == third


def test_an_answer_given_again_replaces_the_first(kept: Database) -> None:
    with kept.begin() as session:
        first = assessments.load(session, ROUND.id, PRACTICES.id)
        second = with_answer(first, "a", answer(1, "Old words."))
        third = with_answer(second, "a", answer(4, "New words."))
        assessments.save(session, first, second)
        assessments.save(session, second, third)
        assert assessments.load(session, ROUND.id, PRACTICES.id).answers == {"a": answer(4, "New words.")}


def test_an_answer_taken_back_is_gone(kept: Database) -> None:
    with kept.begin() as session:
        first = assessments.load(session, ROUND.id, PRACTICES.id)
        second = with_answer(first, "a", answer(1))
        third = replace(second, answers={}, revision=second.revision + 1)
        assessments.save(session, first, second)
        assessments.save(session, second, third)
        assert assessments.load(session, ROUND.id, PRACTICES.id) == third


def test_a_submission_is_kept_to_the_microsecond(kept: Database) -> None:
    at = NOON.replace(microsecond=123456)
    with kept.begin() as session:
        before = assessments.load(session, ROUND.id, PRACTICES.id)
        assessments.save(session, before, replace(before, submitted_at=at, revision=1))
    with kept.read() as session:
        assert assessments.load(session, ROUND.id, PRACTICES.id).submitted_at == at


def test_saving_over_what_has_moved_on_is_refused(kept: Database) -> None:
    with kept.begin() as session:
        before = assessments.load(session, ROUND.id, PRACTICES.id)
        assessments.save(session, before, with_answer(before, "a", answer(1)))
        with pytest.raises(Stale):
            assessments.save(session, before, with_answer(before, "b", answer(2)))


def test_a_refused_save_keeps_nothing_of_its_own(kept: Database) -> None:
    with kept.begin() as session:
        before = assessments.load(session, ROUND.id, PRACTICES.id)
        assessments.save(session, before, with_answer(before, "a", answer(1)))
    with pytest.raises(Stale), kept.begin() as session:
        assessments.save(session, before, with_answer(before, "b", answer(2)))
    with kept.read() as session:
        assert assessments.load(session, ROUND.id, PRACTICES.id).answers == {"a": answer(1)}


def test_a_lock_taken_late_sees_the_present(kept: Database) -> None:
    with kept.begin() as session:
        before = assessments.load(session, ROUND.id, PRACTICES.id)
        assessments.save(session, before, with_answer(before, "a", answer(1)))
        assert assessments.load(session, ROUND.id, PRACTICES.id, lock=True).revision == 1


def test_who_is_not_in_the_round_has_no_assessment(kept: Database) -> None:
    with kept.read() as session, pytest.raises(LookupError):
        assessments.load(session, ROUND.id, PartnerId("strangers"))


def test_all_answers_of_a_round_come_by_organisation(kept: Database) -> None:
    with kept.begin() as session:
        before = assessments.load(session, ROUND.id, PRACTICES.id)
        after = with_answer(before, "a", answer(3))
        assessments.save(session, before, after)
        everything = assessments.of_round(session, ROUND.id)
        assert everything == {PRACTICES.id: after, VOICES.id: assessments.load(session, ROUND.id, VOICES.id)}


def test_an_assessment_leads_to_its_round_and_organisation(kept: Database) -> None:
    with kept.read() as session:
        assert assessments.find(session, OURS) == (ROUND.id, PRACTICES.id)


def test_an_assessment_nobody_kept_leads_nowhere(kept: Database) -> None:
    with kept.read() as session:
        assert assessments.find(session, AssessmentId("as-none")) is None


def test_an_organisation_leads_to_its_assessment(kept: Database) -> None:
    with kept.read() as session:
        assert assessments.of_partner(session, ROUND.id, PRACTICES.id) == OURS


def test_an_organisation_has_no_assessment_in_a_round_it_is_not_in(kept: Database) -> None:
    with kept.read() as session:
        assert assessments.of_partner(session, RoundId("r2"), PRACTICES.id) is None


def test_turnout_says_who_has_submitted(kept: Database) -> None:
    with kept.begin() as session:
        before = assessments.load(session, ROUND.id, PRACTICES.id)
        assessments.save(session, before, replace(before, submitted_at=NOON, revision=1))
        assert assessments.turnout(session, ROUND.id) == {PRACTICES.id: True, VOICES.id: False}


def test_who_has_not_begun_sits_at_the_invitation(kept: Database) -> None:
    with kept.read() as session:
        assert assessments.sitting(session, OURS, ADA) == Sitting(ADA)


def test_a_sitting_comes_back_where_it_was_left(kept: Database) -> None:
    left = Sitting(ADA, Screen.CARD, "b", 7)
    with kept.begin() as session:
        assessments.save_sitting(session, OURS, Sitting(ADA, Screen.CARD, "a", 6))
        assert assessments.sitting(session, OURS, ADA).here == "a"
        assessments.save_sitting(session, OURS, left)
        assert assessments.sitting(session, OURS, ADA) == left


def test_each_contributor_has_a_sitting_of_their_own(kept: Database) -> None:
    with kept.begin() as session:
        assessments.save_sitting(session, OURS, Sitting(ADA, Screen.REVIEW, "a", 3))
        assert assessments.sitting(session, OURS, BEN) == Sitting(BEN)
