from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from subprocess import Popen
from sys import executable
from threading import Barrier

import pytest
from alembic import command
from sqlalchemy import inspect

from storage import partnerships, upgrade
from storage.database import Database
from storage.engine import address, open_engine
from storage.tables import Row
from tests.storage.place import PLACE

START = """
import sys, warnings
warnings.simplefilter("error")
from storage.database import Database
Database(sys.argv[1]).migrate()
"""


def test_the_revisions_make_exactly_the_tables_we_use(database_url: str) -> None:
    engine = open_engine(address(database_url))
    with engine.begin() as connection:
        command.check(upgrade.config(connection))
    engine.dispose()


def test_the_check_of_the_revisions_can_fail(database_url: str) -> None:
    engine = open_engine(address(database_url), foreign_keys=False)
    with pytest.raises(Exception, match="New upgrade operations"), engine.begin() as connection:  # noqa: PT012
        Row.metadata.tables["snapshot"].drop(connection)
        command.check(upgrade.config(connection))
    engine.dispose()


def test_the_revisions_can_be_taken_back(database_url: str) -> None:
    engine = open_engine(address(database_url), foreign_keys=False)
    with engine.begin() as connection:
        command.downgrade(upgrade.config(connection), "base")
        left = inspect(connection).get_table_names()
        command.upgrade(upgrade.config(connection), "head")
    engine.dispose()
    assert left == ["alembic_version"]


def test_a_database_that_is_up_to_date_is_left_alone(kept: Database) -> None:
    kept.migrate()
    with kept.read() as session:
        assert partnerships.load(session, PLACE.id) == PLACE


def test_eight_threads_migrate_at_once(empty_url: str) -> None:
    start = Barrier(8)

    def migrate(_: int) -> None:
        with closing(Database(empty_url)) as database:
            start.wait()
            database.migrate()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(migrate, range(8)))
    _usable(empty_url)


def test_processes_migrate_at_once(empty_url: str) -> None:
    root = Path(__file__).parents[2]
    starting = [Popen([executable, "-c", START, empty_url], cwd=root) for _ in range(4)]  # noqa: S603 - our own words
    assert [one.wait() for one in starting] == [0] * len(starting)
    _usable(empty_url)


def _usable(url: str) -> None:
    with closing(Database(url)) as database, database.begin() as session:
        partnerships.save(session, PLACE)
