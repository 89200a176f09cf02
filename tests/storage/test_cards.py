from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from flows import round as rules
from flows.assessment import Assessment, Screen, Sitting, Walk
from flows.people import ChannelId, UserId
from flows.round import Round
from frameworks import catalog
from storage import assessments, cards, partnerships, rounds
from storage.cards import Card
from storage.database import Database
from tests.storage.place import (
    ADA,
    ASSESSMENTS,
    BEN,
    NOON,
    PLACE,
    PRACTICES,
    ROUND,
    VOICES,
    WORKSPACE,
    answer,
    with_answer,
)

OURS = ASSESSMENTS[PRACTICES.id]
EMPTY = Assessment(OURS, {})
CARD = Card(WORKSPACE, OURS, ADA, ChannelId("D1"), "111.1")


def walk(assessment: Assessment = EMPTY, who: UserId = ADA, revision: int = 0, running: Round = ROUND) -> Walk:
    """A walk at those revisions."""
    sitting = Sitting(who, Screen.CARD, "a", revision)
    return Walk(PLACE, PRACTICES, running, catalog.edition(ROUND.edition), assessment, sitting)


def found(session: Session) -> Card:
    """The card as it is looked up to be drawn."""
    card = cards.of(session, OURS, ADA)
    assert card is not None
    return card


@pytest.fixture
def posted(kept: Database) -> Database:
    """A database that knows Ada's card, drawn as things are."""
    with kept.begin() as session:
        cards.put(session, walk(), CARD.channel, CARD.ts)
    return kept


def test_a_card_is_found_where_it_was_put(posted: Database) -> None:
    with posted.read() as session:
        assert cards.of(session, OURS, ADA) == CARD


def test_who_was_never_written_to_has_no_card(posted: Database) -> None:
    with posted.begin() as session:
        assessments.save_sitting(session, OURS, Sitting(BEN))
        assert cards.of(session, OURS, BEN) is None


def test_putting_a_card_again_moves_it(posted: Database) -> None:
    with posted.begin() as session:
        cards.put(session, walk(), "D1", "222.2")
        assert cards.of(session, OURS, ADA) == replace(CARD, ts="222.2")


def test_putting_a_card_leaves_the_person_where_they_are(posted: Database) -> None:
    here = Sitting(ADA, Screen.REVIEW, "c", 9)
    with posted.begin() as session:
        assessments.save_sitting(session, OURS, here)
        cards.put(session, walk(), "D1", "222.2")
        assert assessments.sitting(session, OURS, ADA) == here


def test_walking_on_leaves_the_card_where_it_is(posted: Database) -> None:
    with posted.begin() as session:
        assessments.save_sitting(session, OURS, Sitting(ADA, Screen.REVIEW, "c", 9))
        assert cards.of(session, OURS, ADA) == CARD


def test_all_cards_of_a_round_are_found(posted: Database) -> None:
    with posted.begin() as session:
        cards.put(session, walk(who=BEN), "D2", "333.3")
        found = cards.all_of_round(session, ROUND.id)
    assert {(card.contributor, card.ts) for card in found} == {(ADA, "111.1"), (BEN, "333.3")}


def test_a_card_drawn_as_things_are_is_not_stale(posted: Database) -> None:
    with posted.read() as session:
        assert cards.stale(session, NOON, limit=10) == ()


def test_a_person_who_walks_on_makes_their_card_stale(posted: Database) -> None:
    with posted.begin() as session:
        assessments.save_sitting(session, OURS, Sitting(ADA, Screen.CARD, "b", 1))
        assert cards.stale(session, NOON, limit=10) == (CARD,)


def test_a_colleagues_answer_makes_the_card_stale(posted: Database) -> None:
    with posted.begin() as session:
        assessments.save(session, EMPTY, with_answer(EMPTY, "a", answer(2)))
        assert cards.stale(session, NOON, limit=10) == (CARD,)


def test_the_close_makes_the_card_stale(posted: Database) -> None:
    with posted.begin() as session:
        rounds.save(session, rules.close(ROUND))
        assert cards.stale(session, NOON, limit=10) == (CARD,)


def test_a_card_drawn_again_is_fresh(posted: Database) -> None:
    answered = with_answer(EMPTY, "a", answer(2))
    with posted.begin() as session:
        assessments.save(session, EMPTY, answered)
        assessments.save_sitting(session, OURS, Sitting(ADA, Screen.CARD, "b", 1))
        rounds.save(session, rules.close(ROUND))
        assert cards.drawn(session, found(session))
        assert cards.stale(session, NOON, limit=10) == ()


def test_a_card_drawn_from_an_older_walk_is_still_stale(posted: Database) -> None:
    with posted.begin() as session:
        older = found(session)
        assessments.save_sitting(session, OURS, Sitting(ADA, Screen.CARD, "b", 2))
        assert not cards.drawn(session, older)
        assert cards.stale(session, NOON, limit=10) == (CARD,)


def test_drawing_a_message_that_is_the_card_no_more_is_not_noted(posted: Database) -> None:
    with posted.begin() as session:
        older = found(session)
        cards.put(session, walk(), "D1", "222.2")
        assert not cards.drawn(session, older)


def test_a_card_that_two_drew_at_once_is_drawn_again(posted: Database) -> None:
    with posted.begin() as session:
        first, second = found(session), found(session)
        assert cards.drawn(session, first)
        assert not cards.drawn(session, second)
        assert cards.stale(session, NOON, limit=10) == (CARD,)


def test_a_card_that_may_wait_is_stale_only_then(posted: Database) -> None:
    later = NOON + timedelta(minutes=10)
    with posted.begin() as session:
        assessments.save(session, EMPTY, with_answer(EMPTY, "a", answer(2)), draw_at=later)
        assert cards.stale(session, NOON, limit=10) == ()
        assert cards.stale(session, later, limit=10) == (CARD,)


def test_a_card_that_waited_longest_is_not_put_off_again(posted: Database) -> None:
    first, second = NOON + timedelta(minutes=1), NOON + timedelta(minutes=10)
    with posted.begin() as session:
        assessments.save_sitting(session, OURS, Sitting(ADA, Screen.CARD, "b", 1), draw_at=first)
        assessments.save_sitting(session, OURS, Sitting(ADA, Screen.CARD, "c", 2), draw_at=second)
        assert cards.stale(session, first, limit=10) == (CARD,)


def test_a_card_that_waits_is_drawn_at_once_when_asked(posted: Database) -> None:
    with posted.begin() as session:
        assessments.save_sitting(session, OURS, Sitting(ADA, Screen.CARD, "b", 1), draw_at=NOON + timedelta(days=1))
        cards.due_now(session, OURS)
        assert cards.stale(session, NOON, limit=10) == (CARD,)


def test_only_the_cards_of_one_assessment_come_when_asked_for(posted: Database) -> None:
    with posted.begin() as session:
        assessments.save_sitting(session, OURS, Sitting(ADA, Screen.CARD, "b", 1))
        assert cards.stale(session, NOON, 10, OURS) == (CARD,)
        assert cards.stale(session, NOON, 10, ASSESSMENTS[VOICES.id]) == ()


def test_a_person_without_a_card_is_never_stale(kept: Database) -> None:
    with kept.begin() as session:
        assessments.save_sitting(session, OURS, Sitting(BEN, Screen.CARD, "a", 4))
        assert cards.stale(session, NOON, limit=10) == ()


def test_no_more_stale_cards_come_than_were_asked_for(posted: Database) -> None:
    with posted.begin() as session:
        cards.put(session, walk(who=BEN, revision=3), "D2", "333.3")
        rounds.save(session, rules.close(ROUND))
        assert len(cards.stale(session, NOON, limit=1)) == 1


def test_the_card_of_somebody_who_has_left_waits_until_they_are_back(posted: Database) -> None:
    with posted.begin() as session:
        assessments.save_sitting(session, OURS, Sitting(ADA, Screen.CARD, "b", 1))
        left = replace(PLACE, partners=(VOICES, replace(PRACTICES, contributors=(BEN,))))
        partnerships.save(session, left)
        assert cards.stale(session, NOON, 10) == ()
        partnerships.save(session, PLACE)
        assert cards.stale(session, NOON, 10) == (CARD,)


def test_a_card_that_cannot_be_drawn_lets_the_others_go_first(posted: Database) -> None:
    with posted.begin() as session:
        cards.put(session, walk(who=BEN), "D2", "222.2")
        for who in (ADA, BEN):
            assessments.save_sitting(session, OURS, Sitting(who, Screen.CARD, "b", 1))
        first, second = cards.stale(session, NOON, 2)
        cards.in_vain(session, first, NOON)
        assert cards.stale(session, NOON, 1) == (second,)
        cards.in_vain(session, second, NOON + timedelta(seconds=1))
        assert cards.stale(session, NOON + timedelta(seconds=1), 1) == (first,)
