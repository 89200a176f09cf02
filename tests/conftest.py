"""What every room's tests may ask for: a real database of each kind, with nothing in it, and a real browser."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path
from subprocess import CalledProcessError

import pytest
from hypothesis import HealthCheck, Phase, settings
from playwright.sync_api import Browser

from bot.settings import chromium, ci
from storage.database import Database
from tests.browsers import launched
from tests.databases import Postgres, database_at, postgres, sweep

Opened = Callable[[str], Database]
BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


def pytest_configure() -> None:
    """Let hypothesis judge what is right and not how busy the machine is, and not trace every line to explain it."""
    phases = [one for one in Phase if one is not Phase.explain]
    settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=phases)
    settings.load_profile("house")


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
def postgres_url(server: Postgres, opened: Opened) -> str:
    """A migrated database for all tests of this run, one after the other."""
    url = server.create("common_view")
    opened(url).migrate()
    return url


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory, opened: Opened) -> str:
    """A migrated file for all tests of this run, one after the other."""
    url = f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/common-view.db"
    opened(url).migrate()
    return url


@pytest.fixture(scope="session")
def opened() -> Iterator[Opened]:
    """Opens each database once, and closes it when the run ends."""
    with ExitStack() as stack:
        yield cache(lambda url: stack.enter_context(closing(database_at(url))))


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, opened: Opened) -> str:
    """The address of a migrated database with nothing in it."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    sweep(opened(url))
    return url


@pytest.fixture
def database(database_url: str, opened: Opened) -> Database:
    """A migrated database with nothing in it."""
    return opened(database_url)


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/common-view.db"
    server: Postgres = request.getfixturevalue("server")
    return server.create(tmp_path.name)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser for this run; skipped where there is none, unless the machine promised one."""
    program = chromium()
    if program is None:
        if ci():
            pytest.fail("Chromium is not installed (apt install chromium)")
        pytest.skip("Chromium is not installed (apt install chromium), so the page was not tested")
    with launched(program) as browser:
        yield browser
