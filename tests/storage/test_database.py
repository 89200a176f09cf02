from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from sqlite3 import connect

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import Session, insert, select

from flows.assessment import Sitting
from flows.round import RoundId
from storage import assessments, audit, partnerships, rounds, snapshots, walks
from storage.database import Database, Unavailable
from storage.engine import UnknownDatabase
from storage.tables import AuditRow, SittingRow
from tests.databases import database_at
from tests.storage.place import ASSESSMENTS, DEADLINE, LEA, NOON, PLACE, PRACTICES, ROUND, answer, with_answer


class Spilt(Exception):  # noqa: N818 - what goes wrong in the middle of a transaction
    """Something went wrong."""


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://user:hunter2@host/name", "sqlite:/// or postgresql://, and not in mysql"),
        ("hunter2", "should look like sqlite:///name.db"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_in_words(url: str, words: str) -> None:
    with pytest.raises(UnknownDatabase, match=words) as refused:
        Database(url)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_known_by_all_its_names(scheme: str) -> None:
    with closing(Database(f"{scheme}://user@127.0.0.1/name")) as database:
        assert isinstance(database, Database)


def test_sqlite_makes_the_folder_of_its_file(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path}/var/lib/common-view.db")) as database:
        database.migrate()
    assert (tmp_path / "var/lib/common-view.db").exists()


def test_sqlite_survives_a_power_cut_and_checks_references(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path}/a.db")) as database, database.begin() as session:
        settings = [
            session.exec(text(f"PRAGMA {name}")).scalar()  # type: ignore[call-overload]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert settings == ["wal", 2, 1, 2000]


def test_what_fails_halfway_is_not_kept(database: Database) -> None:
    def spill() -> None:
        with database.begin() as session:
            partnerships.save(session, PLACE)
            raise Spilt

    with pytest.raises(Spilt):
        spill()
    with database.read() as session:
        assert partnerships.load(session, PLACE.id) is None


def test_a_session_that_reads_cannot_write(database: Database) -> None:
    with pytest.raises(Unavailable), database.read() as session:
        partnerships.save(session, PLACE)


def test_a_session_that_wrote_follows_one_that_read(database: Database) -> None:
    with database.read() as session:
        assert partnerships.load(session, PLACE.id) is None
    with database.begin() as session:
        partnerships.save(session, PLACE)
    with database.read() as session:
        assert partnerships.load(session, PLACE.id) == PLACE


def test_a_session_that_reads_sees_one_unmoving_picture(kept: Database) -> None:
    with kept.read() as reading:
        before = assessments.load(reading, ROUND.id, PRACTICES.id)
        with kept.begin() as writing:
            assessments.save(writing, before, with_answer(before, "a", answer(1)))
        assert assessments.load(reading, ROUND.id, PRACTICES.id) == before


def test_a_session_believes_the_database_and_not_what_it_read_before(kept: Database) -> None:
    ours = ASSESSMENTS[PRACTICES.id]
    with kept.begin() as session:
        assessments.save_sitting(session, ours, Sitting(LEA, here="a"))
        held = session.exec(select(SittingRow)).one()  # as long as it is held, the session knows it
        assessments.save_sitting(session, ours, Sitting(LEA, here="b"))
        assert assessments.sitting(session, ours, LEA).here == held.here == "b"


def test_what_cannot_be_reached_is_unavailable(tmp_path: Path) -> None:
    away = Database(f"postgresql://user@/name?host={tmp_path}")
    with pytest.raises(Unavailable), away.begin() as session:
        partnerships.load(session, PLACE.id)
    away.close()


def test_a_file_that_somebody_else_has_locked_is_unavailable(tmp_path: Path) -> None:
    file = tmp_path / "common-view.db"
    with closing(Database(f"sqlite:///{file}", patience=0.1)) as database, closing(connect(file)) as other:
        database.migrate()
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="locked"), database.begin() as session:
            partnerships.load(session, PLACE.id)


def test_a_transaction_that_waits_too_long_for_another_is_unavailable(database_url: str) -> None:
    with (
        closing(database_at(database_url, patience=0.1)) as database,
        database.begin() as slow,
    ):
        partnerships.save(slow, PLACE)
        with pytest.raises(Unavailable), database.begin() as session:
            partnerships.save(session, PLACE)


@pytest.mark.parametrize(
    "take",
    [
        lambda session: rounds.load(session, ROUND.id, lock=True),
        lambda session: assessments.load(session, ROUND.id, PRACTICES.id, lock=True),
    ],
    ids=["round", "walk"],
)
def test_whoever_takes_a_step_holds_the_round_and_the_walk(
    kept: Database, database_url: str, take: Callable[[Session], object]
) -> None:
    with closing(database_at(database_url, patience=0.1)) as other, kept.begin() as session:
        walks.load(session, ASSESSMENTS[PRACTICES.id], LEA, lock=True)
        with pytest.raises(Unavailable), other.begin() as late:
            take(late)


@pytest.mark.postgres
def test_what_a_server_has_prepared_outlives_a_look_at_it(postgres_url: str) -> None:
    with closing(database_at(postgres_url)) as database:
        for _ in range(7):  # the driver has a statement prepared when it comes for the sixth time
            database.now()
            with database.read() as session:
                partnerships.load(session, PLACE.id)
        with database.begin() as session:
            prepared = session.exec(text("SELECT count(*) FROM pg_prepared_statements"))  # type: ignore[call-overload]
            assert prepared.scalar()


def test_a_fault_never_repeats_what_was_to_be_kept(kept: Database) -> None:
    with pytest.raises(IntegrityError) as fault, kept.begin() as session:
        snapshots.keep(session, RoundId("r-unknown"), "canary", NOON)
    assert "canary" not in str(fault.value)


def test_an_instant_of_another_zone_comes_back_as_utc(database: Database) -> None:
    summer = datetime(2026, 7, 1, 13, tzinfo=timezone(timedelta(hours=1)))
    with database.begin() as session:
        audit.record(session, at=summer, actor=LEA, action="set up", partnership=PLACE.id)
    with database.read() as session:
        found = session.exec(select(AuditRow.at)).one()
    assert (found, found.tzinfo) == (NOON, UTC)


def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    row = {"id": 1, "hash": "", "at": NOON.replace(tzinfo=None), "actor": LEA, "action": "set up", "partnership": "p"}
    with pytest.raises(StatementError, match="naive"), database.begin() as session:
        session.exec(insert(AuditRow).values(**row, detail="{}"))


def test_everything_survives_a_restart(kept: Database, database_url: str) -> None:
    with kept.begin() as session:
        before = assessments.load(session, ROUND.id, PRACTICES.id)
        after = with_answer(before, "a", answer(2, "A joint list."))
        assessments.save(session, before, after)
        snapshots.keep(session, ROUND.id, "{}", DEADLINE)
    kept.close()
    with closing(database_at(database_url)) as again, again.read() as session:
        assert partnerships.load(session, PLACE.id) == PLACE
        assert rounds.load(session, ROUND.id) == ROUND
        assert assessments.load(session, ROUND.id, PRACTICES.id) == after
        assert snapshots.load(session, ROUND.id) == "{}"
