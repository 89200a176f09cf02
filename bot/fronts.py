"""The fronts of the house: one for each workspace we speak with, so that nothing of one is ever drawn in another."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Protocol

from slack_bolt import App

from bot.board_pen import BoardPen
from bot.boundary import CheckedClient
from bot.desk import Desk, boards, walking
from bot.letter import Unanswered
from bot.mail import SlackMail
from bot.members import Members
from bot.screens import Screens
from bot.tokens import LivingClient, LivingTokens, Uninstalled
from flows.people import Partnership, WorkspaceId

Open = Callable[[CheckedClient, Screens, Members], App]
"""Puts every listener of the house to a door of its own."""
SentAway = Callable[[WorkspaceId, datetime], None]
"""Is told which workspace has sent us away, and when."""


class Front:
    """All that speaks with one workspace: a client with its token, and a door behind which every surface listens."""

    def __init__(self, desk: Desk, client: CheckedClient, build: Open) -> None:
        self.screens, self.members, self.mail = Screens(desk, client), Members(client), SlackMail(client)
        self.pen = BoardPen(desk, self.screens)
        self.door = build(client, self.screens, self.members)

    def stop(self) -> None:
        """Finish what is under way."""
        self.screens.stop()
        self.members.stop()


class Fronts(Protocol):
    """Where the front of each workspace is."""

    def at(self, workspace: WorkspaceId) -> Front: ...  # noqa: D102 - the front, or `Uninstalled`
    def forget(self, workspace: WorkspaceId) -> None: ...  # noqa: D102 - it is not installed there any more
    def stop(self) -> None: ...  # noqa: D102 - finish what is under way in all of them


@dataclass(frozen=True, slots=True)
class OneFront:
    """The only one, where the token is in the settings: whatever happens, happens in its workspace."""

    front: Front

    def at(self, workspace: WorkspaceId) -> Front:  # noqa: ARG002 - there is no other
        """The only one."""
        return self.front

    def forget(self, workspace: WorkspaceId) -> None:
        """It is there as long as its token is in the settings."""

    def stop(self) -> None:
        """Finish what is under way."""
        self.front.stop()


class ManyFronts:
    """One for each workspace that has let us in, made when it is needed first."""

    def __init__(self, desk: Desk, tokens: LivingTokens, build: Open, api_url: Callable[[WorkspaceId], str]) -> None:
        self._desk, self._tokens, self._build, self._api_url = desk, tokens, build, api_url
        self._fronts: dict[WorkspaceId, Front] = {}
        self._lock = Lock()

    def at(self, workspace: WorkspaceId) -> Front:
        """The front of this workspace, or `Uninstalled`."""
        with self._lock:
            if workspace not in self._fronts:
                self._tokens.of(workspace)
                client = LivingClient(lambda: self._tokens.of(workspace), self._api_url(workspace))
                self._fronts[workspace] = Front(self._desk, client, self._build)
            return self._fronts[workspace]

    def forget(self, workspace: WorkspaceId) -> None:
        """It has sent us away: what is under way fails by itself, without a token."""
        with self._lock:
            self._fronts.pop(workspace, None)

    def stop(self) -> None:
        """Finish what is under way in all of them."""
        with self._lock:
            fronts, self._fronts = tuple(self._fronts.values()), {}
        for one in fronts:
            one.stop()


@dataclass(frozen=True, slots=True)
class FrontMails:
    """The mail of whichever workspace a letter is owed in."""

    fronts: Fronts

    def at(self, workspace: WorkspaceId) -> SlackMail:
        """The mail of this workspace; where we are not installed, it waits."""
        try:
            return self.fronts.at(workspace).mail
        except Uninstalled:
            raise Unanswered("not_installed") from None


def names(fronts: Fronts, place: Partnership) -> tuple[str, ...] | None:
    """The names of all people in a partnership; none where they are not to be had."""
    try:
        return fronts.at(place.workspace).members.all_names(place)
    except Uninstalled:
        return None


def redraw_cards(desk: Desk, fronts: Fronts) -> None:
    """Redraw every card that is behind, whoever left it so: another process, an outage, the close of a round."""
    for workspace, assessment in walking.behind(desk):
        with suppress(Uninstalled):
            fronts.at(workspace).screens.follow(assessment)


def redraw_boards(desk: Desk, fronts: Fronts) -> None:
    """Redraw the posts of every board that are behind."""
    for workspace, round_id in boards.behind(desk):
        with suppress(Uninstalled):
            fronts.at(workspace).pen.follow(round_id)
