"""What every room's tests may ask for: a database, real and fresh, on both kinds."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import count
from pathlib import Path
from subprocess import CalledProcessError

import pytest

from bot.settings import ci
from storage.database import Database
from tests.databases import Postgres, postgres, sweep

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    """A PostgreSQL for this run; skipped where none can start, unless the machine promised one."""
    with ExitStack() as stack:
        try:
            running = stack.enter_context(postgres())
        except (OSError, CalledProcessError) as fault:
            if ci():
                raise
            pytest.skip(f"PostgreSQL cannot start here: {fault}")
        yield running


@pytest.fixture(scope="session")
def postgres_url(server: Postgres) -> str:
    """A migrated database for all tests of this run, one after the other."""
    return _migrated(server.create("shared"))


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    _migrated(f"sqlite:///{file}")
    return file


def _migrated(url: str) -> str:
    with closing(Database(url)) as database:
        database.migrate()
    return url


@pytest.fixture(scope="session")
def numbers() -> Iterator[int]:
    """Numbers that no other test of this run gets."""
    return count()


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path, numbers: Iterator[int]) -> str:
    """The address of a database without any tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/common-view.db"
    server: Postgres = request.getfixturevalue("server")
    return server.create(f"empty_{next(numbers)}")


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a migrated database with nothing in it."""
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("sqlite_file"), tmp_path / "common-view.db")
        return f"sqlite:///{file}"
    url: str = request.getfixturevalue("postgres_url")
    sweep(url)
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database with nothing in it."""
    with closing(Database(database_url)) as fresh:
        yield fresh
