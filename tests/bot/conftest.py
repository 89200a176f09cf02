"""A Slack on this machine, for what needs an answer from it."""

from collections.abc import Iterator

import pytest

from bot.boundary import CheckedClient
from bot.clock import system_clock
from sandbox import place
from sandbox.clock import MovableClock
from sandbox.server import Sandbox
from sandbox.trial import PLACE
from sandbox.workspace import Workspace


@pytest.fixture(scope="module")
def slack() -> Iterator[Sandbox]:
    """The sandbox without a bot."""
    clock = MovableClock(system_clock)
    with Sandbox(Workspace(place.read(PLACE), clock), clock) as sandbox:
        yield sandbox


@pytest.fixture
def slack_client(slack: Sandbox) -> CheckedClient:
    """A client of it, as the bot has one."""
    return CheckedClient(slack.workspace.place.app.tokens.bot, slack.api_url)
