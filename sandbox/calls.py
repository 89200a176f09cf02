"""One call of the Web API: its arguments as Slack reads them, and what each method needs."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.events import Events
from sandbox.refused import RefusedError
from sandbox.things import Channel, Json
from sandbox.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Around:
    """What lies around the workspace: leave for a socket, the events that calls cause, and what waits for the clock."""

    ticket: Callable[[], str]
    events: Events
    at: Callable[[datetime, Callable[[], object]], None]


@dataclass(frozen=True, slots=True)
class Call:
    """The arguments of one call, whether they came as a form or as JSON."""

    workspace: Workspace
    arguments: Mapping[str, Any]
    around: Around

    def word(self, name: str) -> str:
        """A text argument, or the empty text."""
        given = self.arguments.get(name)
        return "" if given is None else str(given)

    def required(self, name: str, code: str = "invalid_arguments") -> str:
        """A text argument that must be there."""
        word = self.word(name)
        if not word:
            raise RefusedError(code, messages=(f"[ERROR] missing required field: {name}",))
        return word

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A truth value in any of Slack's spellings."""
        given = self.arguments.get(name)
        return default if given is None else str(given).lower() in {"1", "true"}

    def number(self, name: str, default: int) -> int:
        """A number."""
        try:
            return int(self.word(name) or default)
        except ValueError:
            raise RefusedError(f"invalid_{name}") from None

    def json(self, name: str, broken: str = "invalid_arguments") -> Any:
        """An object or list, in JSON or as itself."""
        given = self.arguments.get(name)
        if not isinstance(given, str):
            return given
        try:
            return json.loads(given) if given else None
        except json.JSONDecodeError:
            raise RefusedError(broken) from None

    def allowed(self, scopes: Iterable[str]) -> None:
        """Refuse unless the app has one of these scopes."""
        wanted, granted = tuple(scopes), self.workspace.manifest.scopes
        if granted is not None and wanted and not granted & set(wanted):
            raise RefusedError("missing_scope", needed=wanted[0], provided=",".join(sorted(granted)))

    def channel(self, name: str = "channel") -> Channel:
        """The channel meant: an id, a person's id for the conversation with them, or #name."""
        workspace, given = self.workspace, self.required(name, "channel_not_found")
        for channel in workspace.channels():
            if channel.kind == "channel" and f"#{channel.name}" == f"#{given.lstrip('#')}":
                return self._known(channel)
        return workspace.dm(given) if given.startswith(("U", "W")) else self._known(workspace.channel(given))

    def _known(self, channel: Channel) -> Channel:
        """A private channel is not even there for those outside it (reference/methods/conversations.info)."""
        if channel.private and self.workspace.bot.id not in channel.members:
            raise RefusedError("channel_not_found")
        return channel

    def own_channel(self, name: str = "channel") -> Channel:
        """A channel that the bot is in."""
        channel = self.channel(name)
        if self.workspace.bot.id not in channel.members:
            raise RefusedError("not_in_channel" if channel.kind == "channel" else "channel_not_found")
        return channel

    def page(self, found: list[Json], key: str, default: int = 100) -> Json:
        """One page of a list, with the cursor to the next."""
        start = self._start()
        limit = self.number("limit", default)
        end = start + max(1, min(limit, 1000))
        cursor = f"page:{end}" if end < len(found) else ""
        return {key: found[start:end], "response_metadata": {"next_cursor": cursor}}

    def _start(self) -> int:
        cursor = self.word("cursor")
        if not cursor:
            return 0
        mark, _, number = cursor.partition(":")
        if mark != "page" or not number.isdigit():
            raise RefusedError("invalid_cursor")
        return int(number)


@dataclass(frozen=True, slots=True)
class Method:
    """A method: what it does, the scopes of which it needs one, its rate tier, and whose token it takes."""

    answer: Callable[[Call], Json]
    scopes: tuple[str, ...] = ()
    per_minute: int = 50
    token: str = "bot"
