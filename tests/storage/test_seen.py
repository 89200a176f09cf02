from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage import seen
from storage.database import Database
from storage.tables import SittingRow
from tests.storage.place import NOON


def test_a_key_comes_for_the_first_time_once(database: Database) -> None:
    with database.begin() as session:
        assert seen.first_time(session, "event Ev1", NOON)
        assert not seen.first_time(session, "event Ev1", NOON)
        assert seen.first_time(session, "event Ev2", NOON)


def test_what_was_rolled_back_comes_for_the_first_time_again(database: Database) -> None:
    with pytest.raises(IntegrityError), database.begin() as session:  # noqa: PT012 - a whole transaction fails
        seen.first_time(session, "event Ev1", NOON)
        session.add(SittingRow(assessment="none", contributor="U1", screen="card"))
    with database.begin() as session:
        assert seen.first_time(session, "event Ev1", NOON)


def test_what_may_come_again_is_not_remembered(database: Database) -> None:
    with database.begin() as session:
        seen.first_time(session, "view V1 1", NOON)
        seen.again(session, "view V1 1")
        assert seen.first_time(session, "view V1 1", NOON)


def test_what_is_old_is_forgotten(database: Database) -> None:
    with database.begin() as session:
        seen.first_time(session, "old", NOON - timedelta(hours=2))
        seen.first_time(session, "new", NOON)
        assert seen.has_old(session, NOON - timedelta(hours=1))
        seen.forget(session, NOON - timedelta(hours=1))
        assert not seen.has_old(session, NOON - timedelta(hours=1))
        assert not seen.first_time(session, "new", NOON)
