from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from flows.people import PartnershipId
from flows.round import RoundId
from storage import audit
from storage.audit import Entry, Verdict
from storage.database import Database
from tests.storage.place import LEA, NOON, PLACE, ROUND


def test_an_act_comes_back_as_it_was_recorded(kept: Database) -> None:
    with kept.begin() as session:
        audit.record(
            session, at=NOON, actor=LEA, action="launched", partnership=PLACE.id, round=ROUND.id, detail={"partners": 2}
        )
    with kept.read() as session:
        assert audit.of_round(session, ROUND.id) == (Entry(NOON, LEA, "launched", PLACE.id, ROUND.id, {"partners": 2}),)


def test_acts_come_in_the_order_they_were_recorded(database: Database) -> None:
    with database.begin() as session:
        for action in ("launched", "extended", "closed"):
            audit.record(session, at=NOON, actor=LEA, action=action, partnership=PLACE.id, round=ROUND.id)
        assert [one.action for one in audit.of_round(session, ROUND.id)] == ["launched", "extended", "closed"]


def test_an_act_of_another_round_or_place_is_left_out(database: Database) -> None:
    with database.begin() as session:
        audit.record(session, at=NOON, actor=LEA, action="set up", partnership=PLACE.id)
        audit.record(session, at=NOON, actor=LEA, action="launched", partnership=PLACE.id, round=RoundId("r2"))
        audit.record(session, at=NOON, actor=LEA, action="set up", partnership=PartnershipId("southgate"))
        assert [one.action for one in audit.of_partnership(session, PLACE.id)] == ["set up", "launched"]
        assert audit.of_round(session, ROUND.id) == ()


def recorded(database: Database) -> None:
    """Three acts, one after the other."""
    for action in ("launched", "extended", "closed"):
        with database.begin() as session:
            audit.record(session, at=NOON, actor=LEA, action=action, partnership=PLACE.id, round=ROUND.id)


def test_an_untouched_trail_is_whole(database: Database) -> None:
    with database.read() as session:
        assert audit.verify(session) == Verdict(0, audit.START)
    recorded(database)
    with database.read() as session:
        assert (audit.verify(session).entries, audit.verify(session).wrong) == (3, "")


def test_an_act_that_is_rolled_back_leaves_no_gap(database: Database) -> None:
    with database.begin() as session:
        audit.record(session, at=NOON, actor=LEA, action="never", partnership=PLACE.id)
        session.rollback()
    recorded(database)
    with database.read() as session:
        assert (audit.verify(session).entries, audit.verify(session).wrong) == (3, "")


def test_entries_recorded_at_once_follow_one_another(database: Database) -> None:
    def record(number: int) -> None:
        with database.begin() as session:
            audit.record(session, at=NOON, actor=LEA, action="denied", partnership=PLACE.id, detail={"n": number})

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(record, range(40)))
    with database.read() as session:
        assert (audit.verify(session).entries, audit.verify(session).wrong) == (40, "")


TOUCHED = [
    ("UPDATE audit SET actor = 'U9' WHERE id = 2", 1, "entry 2 is not what was recorded"),
    ("UPDATE audit SET detail = '{\"n\": 1}' WHERE id = 3", 2, "entry 3 is not what was recorded"),
    ("DELETE FROM audit WHERE id = 2", 1, "entry 2 is missing"),
    ("DELETE FROM audit WHERE id = 1", 0, "entry 1 is missing"),
    ("DELETE FROM audit WHERE id = 3", 2, "3 entries were recorded, and 2 are there"),
    ("DELETE FROM audit", 0, "3 entries were recorded, and 0 are there"),
    (
        "INSERT INTO audit SELECT 4, hash, at, actor, action, partnership, round, detail FROM audit WHERE id = 3",
        3,
        "entry 4 is not what was recorded",
    ),
]


@pytest.mark.parametrize(("touch", "whole", "wrong"), TOUCHED, ids=[one[0] for one in TOUCHED])
def test_fault_50_an_audit_row_that_was_edited_removed_or_inserted_is_found(
    database: Database, touch: str, whole: int, wrong: str
) -> None:
    recorded(database)
    with database.begin() as session:
        session.execute(text(touch))
    with database.read() as session:
        verdict = audit.verify(session)
    assert (verdict.entries, verdict.wrong) == (whole, wrong)
