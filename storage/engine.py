"""How each kind of database is opened: SQLite in a file, or PostgreSQL through psycopg."""

import sqlite3
from pathlib import Path
from threading import Event
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

PATIENCE: Final = 2.0
"""Seconds: Slack gives three to acknowledge, and to hear no in time is better than to hear nothing."""
PAUSE: Final = 0.02
"""Seconds between two tries where SQLite does not wait by itself."""
WAL: Final = "WAL"
"""SQLite's log beside the file, in which one may write while others read."""
READS: Final = "reads"
"""The execution option that marks a connection as reading only."""


class UnknownDatabase(ValueError):  # noqa: N818 - a fault in what we were told, in words
    """An address that is neither a SQLite file nor PostgreSQL, in words and without its secrets."""


def address(url: str) -> URL:
    """Read a database's address, or raise `UnknownDatabase`."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise UnknownDatabase("The database's address is not one: it should look like sqlite:///name.db") from None
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return parsed.set(drivername="sqlite+pysqlite")
        case "sqlite":
            raise UnknownDatabase("SQLite needs a file to keep things in: sqlite:///name.db")
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+psycopg")
        case other:
            raise UnknownDatabase(f"Answers are kept in sqlite:/// or postgresql://, and not in {other}.")


def is_postgres(engine: Engine) -> bool:
    """Whether several processes share it, and rows are locked one by one."""
    return engine.dialect.name == "postgresql"


def open_engine(url: URL, *, patience: float, foreign_keys: bool = True, journal: str = WAL) -> Engine:
    """Open it; nothing is connected yet. Statements' parameters, which may be answers, stay out of error messages."""
    if url.get_backend_name() == "postgresql":
        return _postgres(url, patience)
    return _sqlite(url, patience, foreign_keys=foreign_keys, journal=journal)


def _postgres(url: URL, patience: float) -> Engine:
    return create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,  # after a restart of the server the first question is asked again, not lost
        pool_timeout=patience,
        pool_size=20,  # as many as answer at once; more are opened at need, and not kept
        max_overflow=5,
        connect_args={"options": f"-c lock_timeout={int(patience * 1000)}"},
    )


def _sqlite(url: URL, patience: float, *, foreign_keys: bool, journal: str) -> Engine:
    Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_timeout=patience,
        max_overflow=20,
        connect_args={"timeout": patience, "check_same_thread": False, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        """Make it durable: with synchronous = NORMAL a power cut may undo an acknowledged answer."""
        if journal == WAL:
            _write_ahead(connection, patience)
        else:
            connection.execute(f"PRAGMA journal_mode = {journal}")
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten, and not only forgotten
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA foreign_keys = {foreign_keys:d}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        """Take the write lock first: a transaction that reads, waits and then writes would lose another's answer."""
        reads = connection.get_execution_options().get(READS, False)
        if connection.info.get(READS) is not reads:
            connection.exec_driver_sql(f"PRAGMA query_only = {reads:d}")
            connection.info[READS] = reads
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _write_ahead(connection: sqlite3.Connection, patience: float) -> None:
    """Keep a log of what is written. Where another is about to, SQLite says no without its usual patience."""
    connection.execute("PRAGMA busy_timeout = 0")
    for left in reversed(range(int(patience / PAUSE) + 1)):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as fault:
            if not left or fault.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            Event().wait(PAUSE)
    connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
