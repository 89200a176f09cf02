from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from flows import round as rules
from flows.notices import Notice, NoticeKind
from flows.people import PartnershipId
from flows.round import GRACE, Round, RoundId
from storage import assessments, outbox, partnerships, rounds
from storage.assessments import Stale
from storage.database import Database
from tests.storage.place import ASSESSMENTS, DEADLINE, NOON, PLACE, ROUND, WORKSPACE

MOMENT, HOUR = timedelta(microseconds=1), timedelta(hours=1)


def later(days: int) -> Round:
    """Another round of the place, launched and due that many days later."""
    shift = timedelta(days=days)
    return replace(
        ROUND, id=RoundId(f"r-later-{days}"), launched_at=ROUND.launched_at + shift, deadline=ROUND.deadline + shift
    )


def test_a_round_comes_back_as_it_was_launched(kept: Database) -> None:
    with kept.read() as session:
        assert rounds.load(session, ROUND.id) == ROUND


def test_a_round_nobody_launched_is_not_known(kept: Database) -> None:
    with kept.read() as session:
        assert rounds.load(session, RoundId("r2"), lock=False) is None


def test_launching_gives_every_organisation_an_empty_assessment(kept: Database) -> None:
    with kept.read() as session:
        empty = {
            partner: (one.id, dict(one.answers)) for partner, one in assessments.of_round(session, ROUND.id).items()
        }
    assert empty == {partner: (assessment, {}) for partner, assessment in ASSESSMENTS.items()}


def test_what_was_read_ahead_is_asked_for_no_more(kept: Database) -> None:
    asked: list[str] = []
    with kept.read() as session:
        rounds.read_ahead(session, {ROUND.id, RoundId("r2")})
        event.listen(session.connection(), "before_cursor_execute", lambda *said: asked.append(said[2]))
        assert (rounds.load(session, ROUND.id), partnerships.load(session, PLACE.id)) == (ROUND, PLACE)
        assert asked == []
        assert (rounds.load(session, RoundId("r2")), len(asked)) == (None, 1)


def test_every_round_is_held_in_the_time_zone_of_its_place(kept: Database) -> None:
    with kept.begin() as session:
        assert rounds.zones(session, {ROUND.id, RoundId("r2")}) == {ROUND.id: PLACE.zone}
        assert rounds.zones(session, set()) == {}


def test_a_closed_round_stays_closed(kept: Database) -> None:
    with kept.begin() as session:
        rounds.save(session, rules.close(ROUND))
    with kept.read() as session:
        assert rounds.load(session, ROUND.id) == rules.close(ROUND)


def test_the_same_revision_is_not_kept_twice(kept: Database) -> None:
    with kept.begin() as session, pytest.raises(Stale):
        rounds.save(session, replace(ROUND, deadline=DEADLINE + GRACE))


def test_rounds_of_a_place_come_newest_first(kept: Database) -> None:
    with kept.begin() as session:
        rounds.add(session, later(90), {})
        rounds.add(session, later(30), {})
        assert rounds.of_partnership(session, PLACE.id) == (later(90), later(30), ROUND)


def test_the_open_round_is_found(kept: Database) -> None:
    with kept.begin() as session:
        rounds.add(session, later(30), {})
        rounds.save(session, rules.close(later(30)))
        assert rounds.open_for(session, PLACE.id) == ROUND


def test_a_place_without_rounds_has_none_open(kept: Database) -> None:
    with kept.read() as session:
        assert rounds.open_for(session, PartnershipId("southgate")) is None


def test_no_round_is_due_to_close_within_its_grace(kept: Database) -> None:
    with kept.read() as session:
        assert rounds.due_to_close(session, DEADLINE + GRACE - MOMENT) == ()


def test_a_round_is_due_to_close_when_its_grace_is_over(kept: Database) -> None:
    with kept.read() as session:
        assert rounds.due_to_close(session, DEADLINE + GRACE) == (ROUND.id,)


def test_a_closed_round_is_not_due_again(kept: Database) -> None:
    with kept.begin() as session:
        rounds.save(session, rules.close(ROUND))
        assert rounds.due_to_close(session, DEADLINE + GRACE) == ()


def test_the_next_close_is_that_of_the_earliest_open_round(kept: Database) -> None:
    with kept.begin() as session:
        rounds.add(session, later(30), {})
        assert rounds.next_close(session) == ROUND.closes_at


def test_nothing_is_due_where_nothing_is_kept(database: Database) -> None:
    with database.read() as session:
        assert rounds.next_due(session) is None


def test_a_new_round_is_awake_until_its_calendar_was_looked_at(kept: Database) -> None:
    with kept.begin() as session:
        assert (rounds.awake(session, NOON), rounds.next_due(session)) == ((ROUND.id,), NOON)
        rounds.sleep(session, ROUND.id, NOON + HOUR)
        assert (rounds.awake(session, NOON), rounds.next_due(session)) == ((), NOON + HOUR)
        assert rounds.awake(session, NOON + HOUR) == (ROUND.id,)


def test_whatever_changes_a_round_wakes_it(kept: Database) -> None:
    with kept.begin() as session:
        rounds.sleep(session, ROUND.id, None)
        rounds.save(session, rules.close(ROUND))
        assert rounds.awake(session, NOON) == (ROUND.id,)


def test_a_round_is_running_until_its_calendar_is_over(kept: Database) -> None:
    with kept.begin() as session:
        assert [one.id for one in rounds.running(session)] == [ROUND.id]
        rounds.save(session, rules.close(ROUND))
        assert [one.id for one in rounds.running(session)] == [ROUND.id]
        rounds.sleep(session, ROUND.id, None)
        assert rounds.running(session) == ()


def test_a_close_is_due_when_nothing_else_is(kept: Database) -> None:
    with kept.begin() as session:
        rounds.sleep(session, ROUND.id, None)
        assert rounds.next_due(session) == ROUND.closes_at


def test_a_notice_may_be_due_before_a_close(kept: Database) -> None:
    with kept.begin() as session:
        outbox.owe(session, [Notice(NoticeKind.LAUNCHED, "launched:r1", ROUND.id, NOON)], WORKSPACE)
        assert rounds.next_due(session) == NOON
