from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.clock import system_clock
from sandbox.clock import MovableClock
from sandbox.person import Person
from sandbox.place import Place, read
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from tests.sandbox import greeter

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def place() -> Place:
    return read(HERE / "place.yaml")


@pytest.fixture
def alone(place: Place) -> Workspace:
    """A workspace without a server."""
    return Workspace(place, system_clock)


@pytest.fixture(scope="session")
def running(place: Place) -> Iterator[Sandbox]:
    """One server for all, without a bot."""
    clock = MovableClock(system_clock)
    with Sandbox(Workspace(place, clock), clock) as sandbox:
        yield sandbox


@pytest.fixture
def empty(running: Sandbox) -> Sandbox:
    """The server as new, nobody connected."""
    running.reset()
    return running


@pytest.fixture
def client(empty: Sandbox) -> WebClient:
    return WebClient(token="xoxb-garden", base_url=empty.api_url, retry_handlers=[])


@pytest.fixture(scope="session")
def with_bot(place: Place) -> Iterator[Sandbox]:
    """Another server, with the greeter connected to it."""
    clock = MovableClock(system_clock)
    with Sandbox(Workspace(place, clock), clock) as sandbox:
        handler = greeter.connect(greeter.app_for(sandbox))
        yield sandbox
        handler.close()  # type: ignore[no-untyped-call] # slack_bolt leaves it untyped


@pytest.fixture
def sandbox(with_bot: Sandbox) -> Sandbox:
    with_bot.sockets.settle()
    with_bot.reset()
    return with_bot


@pytest.fixture(scope="session")
def with_bot_in_haste(place: Place) -> Iterator[Sandbox]:
    """A third, which waits a third of a second where Slack waits three."""
    clock = MovableClock(system_clock)
    with Sandbox(Workspace(place, clock), clock, patience=0.3) as sandbox:
        handler = greeter.connect(greeter.app_for(sandbox))
        yield sandbox
        handler.close()  # type: ignore[no-untyped-call] # slack_bolt leaves it untyped


@pytest.fixture
def hasty(with_bot_in_haste: Sandbox) -> Sandbox:
    with_bot_in_haste.sockets.settle()
    with_bot_in_haste.reset()
    return with_bot_in_haste


@pytest.fixture
def as_person(sandbox: Sandbox) -> Callable[[str], Person]:
    return lambda user: Person(sandbox, user, patience=5.0)


@pytest.fixture
def ada(as_person: Callable[[str], Person]) -> Person:
    return as_person("U0ADA")


@pytest.fixture
def ben(as_person: Callable[[str], Person]) -> Person:
    return as_person("U0BEN")
