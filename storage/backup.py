"""A backup: everything as it was at one moment, in a SQLite file, whichever database it came from.

The keys of open rounds are not in it, on purpose: whoever finds a backup can read no answer that was still open.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, Table, func, insert, select, text
from sqlalchemy.exc import DatabaseError, OperationalError

from storage import upgrade
from storage.engine import PATIENCE, READS, address, is_postgres, open_engine
from storage.tables import Row

AT_ONCE: Final = 500


class NotEmpty(Exception):  # noqa: N818 - a state of the database, in words
    """There is something in the database already, and a restore writes over nothing."""


class Damaged(Exception):  # noqa: N818 - a state of the file, in words
    """The file is no whole backup."""


def take(engine: Engine, file: Path) -> None:
    """Write everything to a file that is not there yet, while others go on writing; for its owner's eyes only."""
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        _copy_of_server(engine, file) if is_postgres(engine) else _copy_of_file(engine, file)
    except BaseException:
        file.unlink()
        raise


def _copy_of_file(engine: Engine, file: Path) -> None:
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(file),))
    finally:
        connection.close()


def _copy_of_server(engine: Engine, file: Path) -> None:
    upgrade.to_head(_file(file))
    still = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    copy = open_engine(_file(file), patience=PATIENCE, journal="DELETE")  # one file, without a log beside it
    try:
        with still.connect() as source, copy.begin() as target:
            _pour(source, target)
    finally:
        copy.dispose()


def restore(engine: Engine, file: Path) -> int:
    """Bring back everything into migrated, empty tables, or nothing; how many rows. Older ones are migrated."""
    with TemporaryDirectory(prefix="common-view-restore-") as folder:
        at_head = Path(copyfile(file, Path(folder) / "backup.db"))
        backup = open_engine(_file(at_head), patience=PATIENCE)
        try:
            _require_whole(backup)
            upgrade.to_head(_file(at_head))
            with backup.connect().execution_options(**{READS: True}) as source, engine.begin() as target:
                if _rows(target):
                    raise NotEmpty
                _pour(source, target)
                return _rows(target)
        finally:
            backup.dispose()


def _require_whole(backup: Engine) -> None:
    try:
        with backup.connect() as connection:
            if connection.execute(text("PRAGMA integrity_check")).scalar() != "ok":
                raise Damaged
            if not connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")).first():
                raise Damaged
    except OperationalError:
        raise
    except DatabaseError as fault:  # SQLite says that it is no database, or a broken one
        raise Damaged from fault


def _rows(connection: Connection) -> int:
    tables = Row.metadata.sorted_tables
    return sum(connection.execute(select(func.count()).select_from(one)).scalar_one() for one in tables)


def _pour(source: Connection, target: Connection) -> None:
    for table in Row.metadata.sorted_tables:
        for batch in _batches(_parents_first(table, source.execute(select(table)).mappings().all())):
            target.execute(insert(table), batch)


def _parents_first(table: Table, rows: Iterable[Mapping[Any, Any]]) -> Iterator[dict[str, Any]]:
    """Where rows refer to rows of the same table, as a round does to the one before it: those first."""
    own = [(key.parent.name, key.column.name) for key in table.foreign_keys if key.column.table is table]
    waiting, there = [dict(row) for row in rows], {name: {None} for _, name in own}
    while waiting:
        ready = [row for row in waiting if all(row[child] in there[parent] for child, parent in own)]
        if not ready:
            raise Damaged
        yield from ready
        for _, parent in own:
            there[parent].update(row[parent] for row in ready)
        waiting = [row for row in waiting if row not in ready] if own else []


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _file(file: Path) -> URL:
    return address(f"sqlite:///{file}")
