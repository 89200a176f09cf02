"""The sandbox alone, for any bot: a place from a file, and what the bot must be told to find it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from bot.clock import system_clock
from sandbox.clock import MovableClock
from sandbox.place import Place
from sandbox.server import Sandbox
from sandbox.workspace import Workspace


@contextmanager
def opened(place: Place, port: int = 0, start: datetime | None = None) -> Iterator[Sandbox]:
    """A Slack in this place, with nobody's bot in it yet."""
    clock = MovableClock(system_clock, start)
    with Sandbox(Workspace(place, clock), clock, port=port) as sandbox:
        yield sandbox


def environment(sandbox: Sandbox) -> Mapping[str, str]:
    """What to put into the bot's environment. Not the client's id: with it, Bolt for Python turns to OAuth."""
    app = sandbox.workspace.place.app
    return {
        "SLACK_API_URL": sandbox.api_url,
        "SLACK_BOT_TOKEN": app.tokens.bot,
        "SLACK_APP_TOKEN": app.tokens.app,
        "SLACK_SIGNING_SECRET": app.signing_secret,
    }
