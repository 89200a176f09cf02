"""One of several processes behind a load balancer: the house with its way in by HTTP, from start to end."""

import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from threading import Thread
from typing import Final

import structlog
import uvicorn
from anyio import CapacityLimiter, move_on_after, to_thread
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette

from bot.app import Furnish, House, one_front
from bot.boundary import CheckedClient
from bot.clock import Clock
from bot.desk import Desk
from bot.fronts import Fronts, ManyFronts, Open
from bot.health import Health
from bot.oauth import OAuth
from bot.settings import WebSettings
from bot.tokens import LivingTokens
from bot.web import Door
from bot.welcome import REDIRECT, Consent, Welcome
from flows.people import WorkspaceId
from storage.installations import TokenSeal

log = structlog.get_logger()
HANDS: Final = 20
"""Threads that answer Slack; each needs a connection to the database for a moment."""
REQUESTS: Final = 4
"""Seconds that requests under way may take at the end: Slack waits for three."""
LEAVE: Final = 5.0
"""Seconds for all else that is under way; what takes longer is found and finished by the next process."""


class WebHouse(House):
    """A house that Slack reaches by HTTP, for one workspace or for many."""

    def __init__(self, settings: WebSettings, clock: Clock | None = None, furnish: Furnish | None = None) -> None:
        self._hands = CapacityLimiter(HANDS)
        ours = consent(settings)
        super().__init__(settings, clock, furnish or fronts_for(settings, ours))
        verifier = SignatureVerifier(settings.slack_signing_secret.get_secret_value())
        pages = Welcome(self, ours).routes() if ours else ()
        self._door = Door(self, verifier, self._hands, pages)

    def waiting(self) -> int:
        """How many interactions wait for a thread."""
        return self._hands.statistics().tasks_waiting

    def application(self) -> Starlette:
        """What a server serves: the house begins to beat when it starts, and is left when it ends."""
        return self._door.application(self._lifespan)

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self.start()
        yield
        with move_on_after(LEAVE) as patience:
            await to_thread.run_sync(self.stop, abandon_on_cancel=True)
        if patience.cancelled_caught:
            log.warning("left while something was under way; the next process finishes it")


def consent(settings: WebSettings) -> Consent | None:
    """How people let us in, where we are for many workspaces."""
    if settings.slack_bot_token or settings.oauth_client_secret is None:
        return None
    oauth = OAuth(
        settings.oauth_client_id,
        settings.oauth_client_secret.get_secret_value(),
        settings.slack_api_url,
        f"{settings.public_url}{REDIRECT}",
    )
    return Consent(oauth, TokenSeal(settings.token_keys))


def fronts_for(settings: WebSettings, ours: Consent | None) -> Furnish:
    """One front with the token in the settings, or one for each workspace that has let us in."""
    if ours is None:
        token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
        return partial(one_front, CheckedClient(token, settings.slack_api_url))
    return partial(many_fronts, ours, lambda _: settings.slack_api_url)


def many_fronts(ours: Consent, api_url: Callable[[WorkspaceId], str], desk: Desk, build: Open) -> Fronts:
    """A front for each workspace, made when it is needed first."""
    return ManyFronts(desk, LivingTokens(desk, ours.seal, ours.oauth.renew), build, api_url)


def run(house: WebHouse, listening: socket.socket) -> None:
    """Serve until somebody says stop; then nothing new is taken, and what is under way is finished."""
    _server(house.application()).run(sockets=[listening])


@contextmanager
def watched(house: House, listening: socket.socket) -> Iterator[None]:
    """While this lasts, whoever looks after a house that Slack reaches by a socket is answered, in a thread apart."""
    server = _server(Starlette(routes=Health(house).routes()))
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, name="watched", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(LEAVE)


def _server(application: Starlette) -> uvicorn.Server:
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=REQUESTS,
    )
    return uvicorn.Server(config)
