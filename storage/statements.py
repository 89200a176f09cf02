"""What every repository says to the database, on both kinds of it."""

from collections.abc import Iterable

import sqlalchemy
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from storage.tables import Row


def add(session: Session, table: type[Row], rows: Iterable[Row]) -> None:
    """Insert new rows of one table, at once and without the session remembering them."""
    if values := [row.model_dump() for row in rows]:
        session.exec(sqlalchemy.insert(table), params=values)


def insert(session: Session, table: type[Row]) -> postgresql.Insert | sqlite.Insert:
    """An insert that may say what happens `on_conflict_...`, which SQLAlchemy spells once for each database."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
