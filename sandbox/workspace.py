"""The state of the sandbox's Slack: one object, one lock, and a version that goes up at every change."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal

from sandbox.leave import Codes, ResponseAddresses, Triggers
from sandbox.place import Manifest
from sandbox.refused import RefusedError
from sandbox.state import State
from sandbox.talk import Talk
from sandbox.things import Channel, Exchange, File, Json, Member, Message, Team, View
from sandbox.windows import Views

__all__ = ["Channel", "Exchange", "Json", "Member", "Message", "Team", "View", "Workspace"]

TOKEN_LIFE = timedelta(hours=12)
"""Of tokens that are rotated."""


class Workspace(Talk, Views):
    """A Slack workspace with one bot in it. Safe to use from any thread."""

    # --- people and the app

    @property
    def team(self) -> Team:
        """The team."""
        return self.place.its_team

    @property
    def bot(self) -> Member:
        """The bot as a member."""
        return self.place.bot

    @property
    def manifest(self) -> Manifest:
        """What the app may do."""
        return self.place.manifest

    @property
    def commands(self) -> tuple[Json, ...]:
        """Slash commands as the manifest declares them."""
        return self.place.manifest.commands

    @property
    def shortcuts(self) -> tuple[Json, ...]:
        """Shortcuts as the manifest declares them."""
        return self.place.manifest.shortcuts

    @property
    def installed(self) -> bool:
        """Whether the app is installed: its bot's token lives."""
        return self._state.token is not None

    @property
    def bot_token(self) -> str | None:
        """The bot's token, while it lives."""
        return self._state.token

    def install(self) -> str:
        """Install the app: an installed one keeps its token, another gets a new one."""
        with self._changing() as state:
            if state.token is None or (self.manifest.rotates and not state.renewal):
                self._issue(state)
            return state.token or ""

    @property
    def renewal(self) -> str:
        """What the newest token is renewed with, where tokens are rotated."""
        return self._state.renewal

    def renew(self, renewal: str) -> str:
        """Another token (docs.slack.dev/authentication/using-token-rotation); the one before is good until its end."""
        with self._changing() as state:
            if state.token is None or not renewal or renewal != state.renewal:
                raise RefusedError("invalid_refresh_token")
            return self._issue(state)

    def _issue(self, state: State) -> str:
        state.token = f"{self.place.app.tokens.bot}-{next(self._numbers)}"
        if self.manifest.rotates:
            state.token = f"xoxe.{state.token}"
            state.ends[state.token] = self.now() + TOKEN_LIFE
            state.renewal = f"xoxe-1-{next(self._numbers)}"
        return state.token

    def opens(self, token: str) -> bool:
        """Whether this is the bot's token, or an older one that has not ended; `token_expired` for one that has."""
        if self._state.token is None:
            return False
        if (end := self._state.ends.get(token)) and self.now() >= end:
            raise RefusedError("token_expired")
        return token == self._state.token or end is not None

    def uninstall(self) -> None:
        """Take the app away: its tokens are dead from now on."""
        with self._changing() as state:
            state.token, state.renewal = None, ""
            state.ends.clear()

    @property
    def connected(self) -> bool:
        """Whether the bot is there."""
        return self.links > 0

    def linked(self, links: int) -> None:
        """So many sockets are open."""
        with self._changing():
            self.links = links

    def people(self) -> tuple[Member, ...]:
        """The humans."""
        return self.place.members

    def member(self, user: str) -> Member:
        """A person or the bot; `user_not_found` for anybody else."""
        for member in (*self.people(), self.bot):
            if member.id == user:
                return member
        raise RefusedError("user_not_found")

    # --- files, leave to answer, traffic

    def file(self, file_id: str) -> File:
        """One file; `file_not_found` when there is none."""
        found = self._state.files.get(file_id)
        if found is None:
            raise RefusedError("file_not_found")
        return found

    def keep_file(self, file: File) -> File:
        """Keep a file, new or changed."""
        with self._changing() as state:
            state.files[file.id] = file
            return file

    def drop_file(self, file_id: str) -> None:
        """Delete a file; messages that showed it go on without."""
        with self._changing() as state:
            state.files.pop(file_id)
            for channel, messages in state.messages.items():
                state.messages[channel] = [_without(message, file_id) for message in messages]

    @property
    def triggers(self) -> Triggers:
        """Leave to open modals."""
        return self._state.triggers

    @property
    def codes(self) -> Codes:
        """Leave to ask for a token."""
        return self._state.codes

    @property
    def addresses(self) -> ResponseAddresses:
        """Leave to answer without a token."""
        return self._state.addresses

    def traffic(self, after: int = 0) -> tuple[Exchange, ...]:
        """The latest calls and deliveries, oldest first, after the given number."""
        with self._changed:
            return tuple(exchange for exchange in self._state.traffic if exchange.n > after)

    def record(self, direction: Literal["bot->slack", "slack->bot"], name: str, request: Json, response: Json) -> None:
        """Keep one exchange for the inspector."""
        with self._changing() as state:
            exchange = Exchange(next(self._numbers), self.now(), direction, name, redacted(request), redacted(response))
            state.traffic.append(exchange)


def _without(message: Message, file_id: str) -> Message:
    kept = tuple(file for file in message.files if file["id"] != file_id)
    return message if len(kept) == len(message.files) else replace(message, files=kept)


def redacted(value: Any) -> Any:
    """The same payload without tokens, tickets and leave to answer."""
    if isinstance(value, dict):
        return {key: "(redacted)" if key == "token" and item else redacted(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [redacted(item) for item in value]
    if isinstance(value, str) and value.startswith(("xoxb-", "xapp-", "xoxp-", "Bearer ")):
        return "(redacted)"
    return value
