"""Votes go when their re-vote closes; what may be shown of it stays, and so do challenges."""

from datetime import timedelta

from sqlmodel import select

from flows.board import Challenge
from flows.disclosure import Shown, Word
from flows.judgement import Judgement
from flows.revoting import Revote
from storage import votes
from storage.database import Database
from storage.tables import VoteRow
from tests.storage.place import NOON, PRACTICES, ROUND, VAL, VOICES

OPENED = Revote("a", 1, NOON)
SHOWN = Shown("a", Word.TOGETHER, middle=(2, 2))


def begun(database: Database) -> None:
    with database.begin() as session:
        votes.add(session, ROUND.id, OPENED)
        votes.vote(session, ROUND.id, OPENED, VOICES.id, Judgement.of(1))
        votes.vote(session, ROUND.id, OPENED, PRACTICES.id, Judgement.of(3))


def test_an_organisation_has_one_vote_and_its_last_counts(kept: Database) -> None:
    begun(kept)
    with kept.begin() as session:
        votes.vote(session, ROUND.id, OPENED, VOICES.id, Judgement.of(2, leaning=True))
        found = votes.votes(session, ROUND.id, OPENED)
        assert sorted(one.level or 0 for one in found) == [2, 3]


def test_the_table_tells_neither_who_voted_nor_what(kept: Database) -> None:
    begun(kept)
    with kept.begin() as session:
        rows = str([one.model_dump() for one in session.exec(select(VoteRow))])
    assert [one for one in (VOICES.id, PRACTICES.id, "level") if one in rows] == []


def test_without_its_key_nobody_can_count_a_vote(kept: Database) -> None:
    begun(kept)
    kept.keys.destroy(votes.key_name(ROUND.id, OPENED))
    kept.keys.held()
    with kept.begin() as session:
        assert votes.votes(session, ROUND.id, OPENED) == []


def test_a_closed_vote_keeps_what_may_be_shown_and_no_single_vote(kept: Database) -> None:
    begun(kept)
    later = NOON + timedelta(minutes=5)
    with kept.begin() as session:
        votes.close(session, ROUND.id, OPENED, SHOWN, later)
        assert session.exec(select(VoteRow)).all() == []
        assert votes.of_round(session, ROUND.id) == (Revote("a", 1, NOON, later, SHOWN),)


def test_a_closed_vote_of_which_nothing_may_be_shown_says_so(kept: Database) -> None:
    begun(kept)
    with kept.begin() as session:
        votes.close(session, ROUND.id, OPENED, None, NOON)
        assert [one.shown for one in votes.of_round(session, ROUND.id)] == [None]


def test_a_challenge_comes_back_as_it_was_written(kept: Database) -> None:
    given = Challenge("c1", "a", "Whose voice is *missing*?", VAL, NOON)
    with kept.begin() as session:
        votes.challenge(session, ROUND.id, given)
        assert votes.challenges(session, ROUND.id) == (given,)


def test_a_key_that_a_crash_left_behind_is_found_when_its_vote_is_closed(kept: Database) -> None:
    begun(kept)
    held = kept.keys.held()
    with kept.begin() as session:
        assert votes.closed(session, held) == ()
        votes.close(session, ROUND.id, OPENED, None, NOON)
        assert votes.closed(session, held) == (votes.key_name(ROUND.id, OPENED),)
