"""Faults of the databases, by their numbers: nothing is promised that is not kept, and what is kept stays."""

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text

from storage import audit, partnerships
from storage.database import Database, Unavailable
from tests.databases import Postgres
from tests.storage.place import NOON, PLACE


def keeps(database: Database) -> None:
    with database.begin() as session:
        partnerships.save(session, PLACE)


def kept(database: Database) -> bool:
    with database.read() as session:
        return partnerships.load(session, PLACE.id) == PLACE


def test_fault_14_sqlite_locked_is_an_error_and_no_false_promise(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path}/kept.db", patience=0.2)) as database:
        database.migrate()
        with closing(sqlite3.connect(tmp_path / "kept.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(Unavailable):
                keeps(database)
            other.execute("ROLLBACK")
        assert not kept(database)
        keeps(database)
        assert kept(database)


def test_fault_15_disk_full_is_refused_and_still_readable(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path}/kept.db")) as database:
        database.migrate()
        keeps(database)
        with pytest.raises(Unavailable):
            keeps_much(database)
        assert kept(database)


def keeps_much(database: Database) -> None:
    """More than fits: the file may not grow."""
    with database.begin() as session:
        session.execute(text("PRAGMA max_page_count = 1"))
        long = {"words": "x" * 1_000_000}
        audit.record(session, at=NOON, actor="U1", action="much", partnership=PLACE.id, detail=long)


@pytest.fixture
def own(server: Postgres, tmp_path: Path) -> str:
    """The address of a PostgreSQL database of this test's own."""
    return server.create(tmp_path.name)


def ends_all_connections(server: Postgres, name: str) -> None:
    """What a restart of the server looks like from here."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


@pytest.mark.postgres
def test_fault_16_postgresql_restarted_is_connected_to_again_without_loss(
    server: Postgres, own: str, tmp_path: Path
) -> None:
    with closing(Database(own)) as database:
        database.migrate()
        keeps(database)
        ends_all_connections(server, tmp_path.name)
        assert kept(database)
        keeps(database)


@pytest.mark.postgres
def test_fault_17_postgresql_read_only_is_no_false_promise(server: Postgres, own: str, tmp_path: Path) -> None:
    with closing(Database(own)) as database:
        database.migrate()
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            name = sql.Identifier(tmp_path.name)
            connection.execute(sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on").format(name))
        ends_all_connections(server, tmp_path.name)
        with pytest.raises(Unavailable):
            keeps(database)
        assert not kept(database)
