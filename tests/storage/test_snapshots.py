from datetime import timedelta

from storage import snapshots
from storage.database import Database
from tests.storage.place import DEADLINE, ROUND


def test_a_snapshot_comes_back_letter_by_letter(kept: Database) -> None:
    body = '{"b": 1,  "a": "Früh"}'
    with kept.begin() as session:
        snapshots.keep(session, ROUND.id, body, DEADLINE)
    with kept.read() as session:
        assert snapshots.load(session, ROUND.id) == body


def test_a_round_that_is_open_has_no_snapshot(kept: Database) -> None:
    with kept.read() as session:
        assert snapshots.load(session, ROUND.id) is None


def test_the_first_snapshot_is_the_only_one(kept: Database) -> None:
    with kept.begin() as session:
        assert snapshots.keep(session, ROUND.id, "first", DEADLINE)
        assert not snapshots.keep(session, ROUND.id, "second", DEADLINE + timedelta(hours=1))
        assert snapshots.load(session, ROUND.id) == "first"
