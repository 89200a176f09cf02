"""What a meeting agreed comes back as the newest revision, and the older ones stay."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows.judgement import Judgement, Kind
from flows.moderation import Action, ActionId, Decision, FollowUp, Moderation, Present, Progress
from storage import moderations
from storage.assessments import Stale
from storage.database import Database
from tests.storage.place import BEN, LEA, NOON, ROUND

PLAN = Action(ActionId("x1"), "Write the plan", owner=BEN, due=date(2026, 9, 1), amount=12_000, funding="BCF")
AGREED = Decision(
    "a",
    Judgement.of(2, leaning=True),
    "Both sites do it.",
    "One did not see it.",
    "Minutes.",
    actions=(PLAN,),
    revision=1,
)
LATER = NOON + timedelta(hours=1)


def keep(database: Database, *decisions: Decision) -> None:
    with database.begin() as session:
        for one in decisions:
            moderations.save_decision(session, ROUND.id, one, LEA, NOON)


def loaded(database: Database) -> Moderation:
    with database.read() as session:
        return moderations.load(session, ROUND.id)


def test_a_decision_comes_back_whole(kept: Database) -> None:
    keep(kept, AGREED)
    assert loaded(kept).decision("a") == replace(AGREED, by=LEA, at=NOON)


def test_a_round_nobody_has_moderated_is_empty(kept: Database) -> None:
    assert loaded(kept) == Moderation(ROUND.id)


def test_decisions_come_in_the_order_of_the_framework(kept: Database) -> None:
    keep(kept, AGREED, replace(AGREED, subdomain="c"), replace(AGREED, subdomain="b"))
    assert [one.subdomain for one in loaded(kept).decisions] == ["b", "a", "c"]


def test_changing_ones_mind_keeps_the_history(kept: Database) -> None:
    other = replace(AGREED, judgement=Judgement(Kind.CANNOT_ASSESS), revision=2)
    keep(kept, AGREED, other)
    assert loaded(kept).decision("a").judgement == Judgement(Kind.CANNOT_ASSESS)
    with kept.read() as session:
        history = moderations.history(session, ROUND.id, "a")
    assert [one.judgement for one in history] == [AGREED.judgement, other.judgement]


def test_two_leads_cannot_keep_the_same_revision(kept: Database) -> None:
    keep(kept, AGREED)
    with pytest.raises(Stale):
        keep(kept, replace(AGREED, rationale="Mine."))
    assert loaded(kept).decision("a").rationale == "Both sites do it."


def test_levels_are_agreed_only_once_the_round_is(kept: Database) -> None:
    keep(kept, AGREED, Decision("b", evidence="No criteria.", revision=1))
    meeting = Moderation(ROUND.id, present=(Present("Northgate Voices", "Chair"),), opportunities="One.", revision=1)
    settled = replace(meeting, agreed_at=LATER, agreed_by=LEA, revision=2)
    with kept.begin() as session:
        moderations.save_meeting(session, meeting, LEA, NOON)
        assert moderations.agreed(session, ROUND.id) == {}
        moderations.save_meeting(session, settled, LEA, LATER)
        assert moderations.agreed(session, ROUND.id) == {"a": Judgement.of(2, leaning=True)}
    assert replace(loaded(kept), decisions=()) == settled


def test_an_action_stands_as_the_newest_word_about_it_says(kept: Database) -> None:
    keep(kept, AGREED)
    with kept.begin() as session:
        said = FollowUp(Progress.CHANGED, "Half of it.", date(2026, 10, 1), revision=1)
        moderations.save_follow_up(session, ROUND.id, PLAN.id, said, BEN, LATER)
    stands = loaded(kept).decision("a").actions[0]
    assert (stands.progress, stands.news, stands.due) == (Progress.CHANGED, "Half of it.", date(2026, 10, 1))


def test_a_date_that_the_meeting_sets_later_holds(kept: Database) -> None:
    with kept.begin() as session:
        said = FollowUp(Progress.CHANGED, "Half of it.", date(2026, 10, 1), revision=1)
        moderations.save_follow_up(session, ROUND.id, PLAN.id, said, BEN, NOON - timedelta(hours=1))
    keep(kept, AGREED)
    assert loaded(kept).decision("a").actions[0].due == PLAN.due
