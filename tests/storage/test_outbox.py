from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import update

from flows.notices import Notice, NoticeKind
from storage import outbox, rounds
from storage.database import Database
from storage.outbox import LEASE, Arrived, Claimed, State
from storage.tables import NoticeRow
from tests.storage.place import ADA, BEN, NOON, ROUND, WORKSPACE

MOMENT = timedelta(microseconds=1)
TO_ADA = Notice(NoticeKind.INVITATION, "invitation:r1:ada", ROUND.id, NOON, ADA)
TO_BEN = Notice(NoticeKind.INVITATION, "invitation:r1:ben", ROUND.id, NOON + timedelta(minutes=1), BEN)
SUMMARY = Notice(NoticeKind.SUMMARY, "summary:r1:2", ROUND.id, NOON + timedelta(days=1))


@pytest.fixture
def owing(kept: Database) -> Database:
    """A database in which three notices are owed."""
    with kept.begin() as session:
        outbox.owe(session, (SUMMARY, TO_BEN, TO_ADA), WORKSPACE)
    return kept


def claimed(database: Database) -> Claimed:
    """Ada's invitation, claimed at noon."""
    with database.begin() as session:
        (one,) = outbox.claim(session, NOON, "mine")
    return one


def counts(database: Database) -> dict[State, int]:
    """How many notices stand where."""
    with database.read() as session:
        return outbox.counts(session)


def test_a_claimed_notice_says_all_that_was_owed(owing: Database) -> None:
    assert claimed(owing) == Claimed(
        id=outbox.notice_id(TO_ADA.key),
        token="mine",
        lease_until=NOON + LEASE,
        workspace=WORKSPACE,
        kind=NoticeKind.INVITATION,
        key=TO_ADA.key,
        round=ROUND.id,
        to=ADA,
        due_at=NOON,
        attempts=1,
        unsure=False,
        first_attempt_at=NOON,
    )


def test_a_key_owed_again_changes_nothing(owing: Database) -> None:
    with owing.begin() as session:
        outbox.owe(session, [replace(TO_ADA, due_at=NOON + timedelta(days=9))], WORKSPACE)
    assert claimed(owing).due_at == NOON


def test_a_key_that_was_sent_is_never_owed_again(owing: Database) -> None:
    one = claimed(owing)
    with owing.begin() as session:
        outbox.sent(session, [Arrived(one.id, one.token, "D1", "111.1")], NOON)
        outbox.owe(session, [TO_ADA], WORKSPACE)
        assert outbox.claim(session, NOON, "again") == ()


def test_the_name_that_goes_through_slack_tells_nothing(owing: Database) -> None:
    assert not {"invitation", "r1", "ada"} & set(claimed(owing).id.replace(":", " ").split())


def test_nothing_is_claimed_early(owing: Database) -> None:
    with owing.begin() as session:
        assert outbox.claim(session, NOON - MOMENT, "mine") == ()


def test_the_longest_due_is_claimed_first(owing: Database) -> None:
    with owing.begin() as session:
        found = outbox.claim(session, NOON + timedelta(days=2), "mine", limit=2)
    assert [one.key for one in found] == [TO_ADA.key, TO_BEN.key]


def test_a_notice_without_a_person_is_for_the_channel(owing: Database) -> None:
    with owing.begin() as session:
        found = outbox.claim(session, SUMMARY.due_at, "mine")
    assert {one.key: one.to for one in found}[SUMMARY.key] is None


def test_a_claimed_notice_is_nobody_elses(owing: Database) -> None:
    claimed(owing)
    with owing.begin() as session:
        assert outbox.claim(session, NOON + LEASE - MOMENT, "other", limit=1)[0].key == TO_BEN.key


def test_a_notice_whose_sender_was_lost_is_taken_over_as_unsure(owing: Database) -> None:
    first = claimed(owing)
    with owing.begin() as session:
        (taken,) = outbox.claim(session, NOON + LEASE, "other", limit=1)
    assert (taken.id, taken.unsure, taken.attempts, taken.first_attempt_at) == (first.id, True, 2, NOON)


def test_a_sender_who_was_given_up_can_change_nothing(owing: Database) -> None:
    lost = claimed(owing)
    with owing.begin() as session:
        outbox.claim(session, NOON + LEASE, "other", limit=1)
        assert not outbox.sent(session, [Arrived(lost.id, lost.token, "D1", "111.1")], NOON)
        assert not outbox.again(session, lost.id, lost.token, NOON, "ratelimited", unsure=False)
        assert not outbox.dead(session, lost.id, lost.token, "is_archived", NOON)


def test_a_sent_notice_is_done(owing: Database) -> None:
    one = claimed(owing)
    with owing.begin() as session:
        assert outbox.sent(session, [Arrived(one.id, one.token, "D1", "111.1")], NOON)
    assert counts(owing) == {State.SENT: 1, State.PENDING: 2}


def test_what_was_sent_cannot_be_sent_again_with_the_same_claim(owing: Database) -> None:
    one = claimed(owing)
    with owing.begin() as session:
        outbox.sent(session, [Arrived(one.id, one.token, "D1", "111.1")], NOON)
        assert not outbox.sent(session, [Arrived(one.id, one.token, "D1", "222.2")], NOON)


def test_a_notice_put_back_waits_until_it_is_time(owing: Database) -> None:
    one = claimed(owing)
    with owing.begin() as session:
        assert outbox.again(session, one.id, one.token, NOON + timedelta(seconds=30), "ratelimited", unsure=False)
        assert outbox.claim(session, NOON + timedelta(seconds=29), "next") == ()
        (retried,) = outbox.claim(session, NOON + timedelta(seconds=30), "next")
    assert (retried.key, retried.attempts, retried.unsure) == (TO_ADA.key, 2, False)


def test_a_clock_set_back_sends_nothing_early(owing: Database) -> None:
    one = claimed(owing)
    with owing.begin() as session:
        outbox.again(session, one.id, one.token, NOON - timedelta(hours=1), "ratelimited", unsure=False)
        assert outbox.claim(session, NOON - MOMENT, "next") == ()


def test_doubt_about_an_attempt_is_remembered(owing: Database) -> None:
    one = claimed(owing)
    with owing.begin() as session:
        outbox.again(session, one.id, one.token, NOON, "timeout", unsure=True)
        assert outbox.claim(session, NOON, "next")[0].unsure


def test_a_dead_notice_is_left_alone(owing: Database) -> None:
    one = claimed(owing)
    with owing.begin() as session:
        assert outbox.dead(session, one.id, one.token, "is_archived", NOON)
        assert outbox.claim(session, NOON + LEASE * 2, "other", limit=9)[0].key != TO_ADA.key
    assert counts(owing)[State.DEAD] == 1


def test_cancelling_a_round_leaves_only_what_is_being_sent(owing: Database) -> None:
    claimed(owing)
    with owing.begin() as session:
        assert outbox.cancel(session, ROUND.id) == 2
    assert counts(owing) == {State.SENDING: 1, State.CANCELLED: 2}


def test_cancelling_a_round_leaves_other_rounds_alone(owing: Database) -> None:
    other = replace(ROUND, id=type(ROUND.id)("r2"))
    with owing.begin() as session:
        rounds.add(session, other, {})
        assert outbox.cancel(session, other.id) == 0
    assert counts(owing) == {State.PENDING: 3}


def test_an_expired_notice_is_not_claimed(owing: Database) -> None:
    with owing.begin() as session:
        session.exec(update(NoticeRow).values(expires_at=NOON))
        assert outbox.claim(session, NOON, "mine") == ()


def test_fault_44_a_kind_that_only_newer_code_can_write_is_left_to_it(owing: Database) -> None:
    with owing.begin() as session:
        session.exec(update(NoticeRow).values(kind="poem"))
        assert outbox.claim(session, NOON, "mine") == ()


def test_the_next_due_notice_is_the_earliest_waiting(owing: Database) -> None:
    with owing.read() as session:
        assert outbox.next_due(session) == NOON


def test_a_lease_that_runs_out_counts_as_due(owing: Database) -> None:
    with owing.begin() as session:
        outbox.claim(session, SUMMARY.due_at, "mine")
        assert outbox.next_due(session) == SUMMARY.due_at + LEASE


@pytest.mark.parametrize("row", [{"state": "sent"}, {"slack_ts": "111.1"}])
def test_a_notice_is_sent_exactly_when_slack_has_it(owing: Database, row: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), owing.begin() as session:
        session.exec(update(NoticeRow).values(**row))
