import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.clock import system_clock
from sandbox.clock import MovableClock
from sandbox.person import Person
from sandbox.place import Place, Urls, read
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
    with_bot.deliveries.settle()
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
    with_bot_in_haste.deliveries.settle()
    with_bot_in_haste.reset()
    return with_bot_in_haste


@pytest.fixture(scope="session")
def with_bot_over_http(place: Place) -> Iterator[Sandbox]:
    """A fourth, which delivers by signed HTTP; it waits as briefly as the third."""
    clock = MovableClock(system_clock)
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    there = place.listening(Urls(events=f"http://127.0.0.1:{port}/slack/events"))
    with (
        Sandbox(Workspace(there, clock), clock, patience=0.5) as sandbox,
        greeter.Listening(greeter.app_for(sandbox), port),
    ):
        until_connected(sandbox)
        yield sandbox


def until_connected(sandbox: Sandbox) -> None:
    """Wait for the bot."""
    while not sandbox.workspace.connected:
        sandbox.workspace.wait(sandbox.workspace.version, 5)


@pytest.fixture
def by_http(with_bot_over_http: Sandbox) -> Sandbox:
    with_bot_over_http.deliveries.settle()
    with_bot_over_http.reset()
    return with_bot_over_http


@pytest.fixture(params=["sockets", "http"])
def either(request: pytest.FixtureRequest) -> Sandbox:
    """Both ways of delivery, one after the other."""
    found: Sandbox = request.getfixturevalue({"sockets": "hasty", "http": "by_http"}[request.param])
    return found


@pytest.fixture
def as_person(sandbox: Sandbox) -> Callable[[str], Person]:
    return lambda user: Person(sandbox, user, patience=5.0)


@pytest.fixture
def ada(as_person: Callable[[str], Person]) -> Person:
    return as_person("U0ADA")


@pytest.fixture
def ben(as_person: Callable[[str], Person]) -> Person:
    return as_person("U0BEN")
