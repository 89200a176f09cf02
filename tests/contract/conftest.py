from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

from bot.clock import system_clock
from bot.settings import ci
from sandbox.clock import MovableClock
from sandbox.person import Person
from sandbox.place import Urls, read
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from tests.contract import javascript, packages

GARDEN = Path(__file__).parents[1] / "sandbox" / "place.yaml"
PATIENCE = 5.0


def sandbox(port: int | None) -> Sandbox:
    """A sandbox of its own; with a port, the bot is at that one, else it comes by itself."""
    clock, place = MovableClock(system_clock), read(GARDEN)
    if port:
        place = place.listening(Urls(events=f"http://127.0.0.1:{port}/slack/events"))
    return Sandbox(Workspace(place, clock), clock)


def until(workspace: Workspace, seen: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait for something to be so."""
    deadline = workspace.seconds() + seconds
    while not seen():
        assert workspace.seconds() < deadline, [(one.name, one.response) for one in workspace.traffic()]
        workspace.wait(workspace.version, 0.1)


@pytest.fixture(scope="session")
def node() -> Path:
    """Node.js, with Slack's own packages; skipped where they cannot be had, unless the machine promised them."""
    try:
        return packages.installed()
    except packages.PackagesMissing as reason:
        if ci():
            raise
        pytest.skip(str(reason))


@pytest.fixture(scope="session", params=["socket mode", "signed http"])
def port(request: pytest.FixtureRequest) -> int | None:
    """Where the bot listens; over Socket Mode it does not."""
    return javascript.free_port() if request.param == "signed http" else None


@pytest.fixture(scope="session")
def garden(port: int | None) -> Iterator[Sandbox]:
    """A sandbox that delivers in one of the two ways."""
    with sandbox(port) as running:
        yield running


@pytest.fixture(scope="session")
def bot(node: Path, garden: Sandbox, port: int | None) -> Iterator[IO[str]]:
    """The JavaScript bot in the garden, and what it complains of."""
    with javascript.running(node, garden, port) as complaints:
        until(garden.workspace, lambda: garden.workspace.connected)
        yield complaints


@pytest.fixture
def ada(garden: Sandbox, bot: IO[str]) -> Iterator[Person]:
    """Somebody in front of a fresh sandbox; what the bot complained of is shown when her test fails."""
    garden.deliveries.settle()
    garden.reset()
    yield Person(garden, "U0ADA", PATIENCE)
    print(bot.read())  # noqa: T201 - pytest shows it beside a failure only
