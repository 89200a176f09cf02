"""A database of every revision there has ever been, with something in each table, comes through the upgrade whole.

The revisions are those in the migrations folder, so that each new one is tried from all before it without a word here.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table, Text, func, select
from sqlalchemy.exc import IntegrityError

from storage import upgrade
from storage.database import Database
from storage.engine import address, open_engine
from tests.storage.place import NOON

REVISIONS = [
    one.revision for one in ScriptDirectory(str(Path(upgrade.__file__).parent / "migrations")).walk_revisions()
]
Values = Mapping[str, Any]


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection in a transaction, as migrations have one."""
    engine = open_engine(address(url), patience=2, foreign_keys=False)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def filled(connection: Connection) -> dict[str, Values]:
    """One row in each table as it is at this revision, made from nothing but its columns."""
    rows: dict[str, Values] = {}
    for table in _tables(connection).sorted_tables:
        rows[table.name] = {one.name: _value(one, rows) for one in table.columns if not one.nullable}
        connection.execute(table.insert().values(rows[table.name]))
    return rows


def _tables(connection: Connection) -> MetaData:
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name != "alembic_version")
    return found


def _value(column: Column[Any], rows: Mapping[str, Values]) -> object:
    for key in column.foreign_keys:
        if key.column.table.name in rows:
            return rows[key.column.table.name][key.column.name]
    if isinstance(column.type, Text):
        return "[]"
    if isinstance(column.type, LargeBinary):
        return b"sealed"
    usual: dict[type, object] = {int: 1, bool: False, str: f"{column.table.name}.{column.name}"}
    return usual.get(column.type.python_type, NOON)


def lost(connection: Connection, rows: Mapping[str, Values]) -> set[str]:
    """The tables in which the row is not there any more as it was; columns that a revision drops are let be."""
    tables = _tables(connection).tables
    return {name for name, row in rows.items() if name not in tables or not _there(connection, tables[name], row)}


def _there(connection: Connection, table: Table, row: Values) -> bool:
    same = [table.c[name] == value for name, value in row.items() if name in table.c]
    return bool(connection.execute(select(func.count()).select_from(table).where(*same)).scalar_one())


def lost_through(url: str, revision: str, upgrading: Callable[[], None]) -> set[str]:
    """What an upgrade loses of a database that was filled at this revision."""
    with connected(url) as connection:
        command.upgrade(upgrade.config(connection), revision)
        rows = filled(connection)
        assert not lost(connection, rows)
    upgrading()
    with connected(url) as connection:
        return lost(connection, rows)


@pytest.mark.parametrize("revision", REVISIONS)
def test_what_was_kept_under_a_revision_is_there_after_the_upgrade(empty_url: str, revision: str) -> None:
    with closing(Database(empty_url)) as database:
        assert lost_through(empty_url, revision, database.migrate) == set()
        assert database.up_to_date


def test_an_upgrade_that_loses_something_is_found_out(empty_url: str) -> None:
    def loses() -> None:
        with connected(empty_url) as connection:
            connection.execute(_tables(connection).tables["answer"].delete())

    assert lost_through(empty_url, REVISIONS[0], loses) == {"answer"}


def test_the_rows_refer_to_each_other(empty_url: str) -> None:
    """So that an upgrade which breaks references would break these."""
    with connected(empty_url) as connection:
        command.upgrade(upgrade.config(connection), "head")
        filled(connection)
    engine = open_engine(address(empty_url), patience=2)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(_tables(connection).tables["round"].delete())
    engine.dispose()
