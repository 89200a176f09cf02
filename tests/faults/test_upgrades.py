"""Faults of upgrades: killed in the middle or with a parent table that is built anew."""

import sys
from contextlib import closing
from pathlib import Path
from subprocess import Popen

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import String, inspect, text

from storage import partnerships
from storage.database import Database
from storage.engine import address, open_engine
from storage.tables import ContributorRow
from tests.storage.place import PLACE

KILLED = """
import os, signal, sys
from sqlalchemy import Engine, event
from storage.database import Database
event.listen(Engine, "commit", lambda connection: os.kill(os.getpid(), signal.SIGKILL))
Database(sys.argv[1]).migrate()
"""


def test_fault_43_a_migration_that_is_killed_leaves_nothing_half_made(empty_url: str) -> None:
    root = Path(__file__).parents[2]
    assert Popen([sys.executable, "-c", KILLED, empty_url], cwd=root).wait() == -9  # noqa: S603 - our own words
    engine = open_engine(address(empty_url), patience=5)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == []
    engine.dispose()
    with closing(Database(empty_url)) as database:
        database.migrate()
        with database.begin() as session:
            partnerships.save(session, PLACE)


@pytest.mark.parametrize(("foreign_keys", "stay"), [(False, True), (True, False)])
def test_fault_45_a_parent_table_that_is_rebuilt_keeps_its_children(
    tmp_path: Path, *, foreign_keys: bool, stay: bool
) -> None:
    """With foreign keys on, SQLite deletes the children by cascade when the old table goes: so they are off."""
    url = f"sqlite:///{tmp_path}/kept.db"
    with closing(Database(url)) as database:
        database.migrate()
        with database.begin() as session:
            partnerships.save(session, PLACE)
    engine = open_engine(address(url), patience=5, foreign_keys=foreign_keys)
    with engine.begin() as connection:
        with Operations(MigrationContext.configure(connection)).batch_alter_table(
            "partnership", recreate="always"
        ) as rebuilt:
            rebuilt.alter_column("name", type_=String(200))
        children = connection.execute(text(f"SELECT count(*) FROM {ContributorRow.__tablename__}")).scalar()  # noqa: S608 - our own name
        assert bool(children) is stay
        assert connection.execute(text("PRAGMA foreign_key_check")).first() is None
    engine.dispose()
