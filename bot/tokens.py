"""The living token of each workspace: read where it is kept whenever it is used, and renewed before it ends.

Nothing is remembered here, so that all processes speak with the newest one and none with one that was taken away.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Final

import structlog
from slack_sdk.errors import SlackApiError

from bot.boundary import CheckedClient
from bot.desk import Desk
from flows.people import WorkspaceId
from flows.refusal import Refusal
from storage import installations
from storage.installations import Installation, Tokens, TokenSeal

log = structlog.get_logger()
EARLY: Final = timedelta(hours=2)
"""Before its end a token is renewed; the old one is good until then, so nobody waits for it."""
LEASE: Final = timedelta(seconds=30)
"""How long a process has the renewing to itself; Slack answers well within it."""
LOOKS, PAUSE = 20, 0.25
"""How often, and after how many seconds, whoever finds a token that has ended looks for what another renews."""

Renew = Callable[[str, datetime], Tokens]
"""Gives new tokens for what the old ones are renewed with; raises what Slack says."""


class Uninstalled(Refusal):
    """This workspace has not let us in, or not any more."""

    def __init__(self) -> None:
        super().__init__(
            "Common View is not installed in this workspace. Ask whoever looks after your Slack to install it again."
        )


@dataclass(frozen=True, slots=True)
class LivingTokens:
    """Gives the token that is good now."""

    desk: Desk
    seal: TokenSeal
    renew: Renew

    def of(self, workspace: WorkspaceId) -> str:
        """This workspace's token, or `Uninstalled`."""
        found, now = self._look(workspace), self.desk.clock()
        if found.tokens.ends_at is None or now < found.tokens.ends_at - EARLY:
            return found.tokens.access
        return self._renewed(found, now)

    def _look(self, workspace: WorkspaceId) -> Installation:
        with self.desk.database.read() as session:
            found = installations.load(session, self.seal, workspace)
        if found is None:
            raise Uninstalled
        return found

    def _renewed(self, found: Installation, now: datetime) -> str:
        """Renew it, if no other does; who does not goes on with the old one, and waits only when that has ended."""
        until = now + LEASE
        with self.desk.database.begin() as session:
            ours = installations.begin_renewal(session, found.workspace, found.tokens.ends_at, now, until)
        if ours:
            self._renew(found, now, until)
        for _ in range(LOOKS):
            newest = self._look(found.workspace).tokens
            if newest.ends_at is None or self.desk.clock() < newest.ends_at:
                return newest.access
            Event().wait(PAUSE)
        return found.tokens.access  # Slack will say that it has ended

    def _renew(self, found: Installation, now: datetime, until: datetime) -> None:
        try:
            fresh = self.renew(found.tokens.renewal, now)
        except (SlackApiError, OSError) as fault:
            said = fault.response.get("error") if isinstance(fault, SlackApiError) else type(fault).__name__
            log.error("a token was not renewed", workspace=found.workspace, error=said)  # noqa: TRY400 - its code is enough
            return
        with self.desk.database.begin() as session:
            installations.renewed(session, self.seal, found.workspace, fresh, until)
        log.info("a token was renewed", workspace=found.workspace)


class LivingClient(CheckedClient):
    """Slack's client for one workspace, which asks for the token at every call."""

    def __init__(self, living: Callable[[], str], base_url: str) -> None:
        self._living = living
        super().__init__("", base_url)

    @property
    def token(self) -> str:
        """The token that is good now."""
        return self._living()

    @token.setter
    def token(self, token: str | None) -> None:
        """slack_sdk sets one when the client is made; ours comes from where it is kept."""
