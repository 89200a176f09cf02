"""What every repository says to the database, on both kinds of it.

To build a statement costs SQLAlchemy more than to execute it costs the database. What is said at every press is built
once (`functools.cache` around it), of plain tables and parameters with names, and is `run`.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import sqlalchemy
from sqlalchemy import Connection, CursorResult, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from storage.tables import Row

T = TypeVar("T")
POSTGRES = "postgresql"
READ = "read"
"""Under which name a session that only reads keeps what it has read."""
CONNECTION = "connection"
"""Under which name a session keeps its connection; to ask the session itself takes as long as a small statement."""


def add(session: Session, table: type[Row], rows: Iterable[Row]) -> None:
    """Insert new rows of one table, at once and without the session remembering them."""
    if values := [row.model_dump() for row in rows]:
        session.exec(sqlalchemy.insert(table), params=values)


def insert(session: Session, table: type[Row]) -> postgresql.Insert | sqlite.Insert:
    """An insert that may say what happens `on_conflict_...`, which SQLAlchemy spells once for each database."""
    return upsert(dialect(session), table)


def upsert(dialect: str, table: type[Row] | Table) -> postgresql.Insert | sqlite.Insert:
    """The same for a statement that is built once for each kind of database."""
    return postgresql.insert(table) if dialect == POSTGRES else sqlite.insert(table)


def dialect(session: Session) -> str:
    """Which kind of database it is."""
    connection: Connection = session.info[CONNECTION]
    return connection.dialect.name


def plain(table: type[Row]) -> Table:
    """A table without its class: what is read of it are plain rows, of which the session keeps no account."""
    return table.metadata.tables[str(table.__tablename__)]


def run(session: Session, statement: Executable, **values: object) -> CursorResult[Any]:
    """Execute a statement on plain tables with these values."""
    connection: Connection = session.info[CONNECTION]
    return connection.execute(statement, values)


def once(session: Session, what: tuple[object, ...], read: Callable[[], T]) -> T:
    """Read it; a session that only reads sees one unmoving picture, and need not read the same of it twice."""
    seen = session.info.get(READ)
    if seen is None:
        return read()
    if what not in seen:
        seen[what] = read()
    found: T = seen[what]
    return found
