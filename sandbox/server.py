"""The sandbox as a server: Web API, sockets and page on one loopback address, in a thread of its own."""

import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from threading import Event, Thread
from typing import Self

import uvicorn
from anyio.to_thread import current_default_thread_limiter
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute

from sandbox import control
from sandbox.acting import Acting
from sandbox.calls import Around
from sandbox.clock import MovableClock
from sandbox.consent import Consent
from sandbox.deliveries import PATIENCE, Deliveries
from sandbox.faults import Fault
from sandbox.later import Later
from sandbox.lines import Lines, connections, hang_up
from sandbox.page.routes import routes
from sandbox.person import Person
from sandbox.side_doors import SideDoors
from sandbox.signed import Signed
from sandbox.sockets import Sockets
from sandbox.web_api import WebApi
from sandbox.workspace import Workspace

THREADS = 200
"""Pages wait for changes in threads of the pool; calls of the bot must not queue behind them."""

START_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Extra:
    """A button in the page's toolbar: `run` does something and says in one sentence what."""

    id: str
    label: str
    run: Callable[[], str]


class Sandbox:
    """A running Slack: `with Sandbox(workspace, clock) as sandbox`."""

    def __init__(  # noqa: PLR0913 - what the page shows beside Slack is the caller's
        self,
        workspace: Workspace,
        clock: MovableClock,
        *,
        port: int = 0,
        extras: Callable[[], Sequence[Extra]] = tuple,
        next_due: Callable[[], datetime | None] = lambda: None,
        on_reset: Callable[[], None] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.workspace, self.clock = workspace, clock
        self.extras, self.next_due, self.on_reset = extras, next_due, on_reset
        self.later, self.sockets = Later(clock), Sockets(workspace, patience)
        urls = workspace.place.app.urls
        self.signed = Signed(workspace, urls, patience) if urls else None
        self.deliveries = Deliveries(workspace, self.signed or self.sockets, self.later, patience)
        self.acting = Acting(workspace, self.deliveries)
        self._port, self._lines = port, Lines()
        self._ready = Event()
        self.leaving = False
        workspace.faults.on_set.append(self._struck)
        clock.on_move += [workspace.touch, self.later.moved]

    @property
    def url(self) -> str:
        """Where the page is."""
        return self.workspace.address

    @property
    def api_url(self) -> str:
        """What to give a WebClient as its base_url."""
        return f"{self.url}api/"

    def reset(self) -> None:
        """Start over: the workspace, then whatever the caller keeps beside it."""
        self.deliveries.forget()
        self.later.forget()
        self.workspace.reset()
        if self.on_reset:
            self.on_reset()

    def _struck(self, fault: Fault) -> None:
        """Some faults happen at once."""
        if fault.kind.name in {"socket_drop", "down"}:
            self.sockets.drop()
        if fault.kind.name == "deaf_socket":
            self.sockets.deafen()

    def __enter__(self) -> Self:
        listening = socket.create_server(("127.0.0.1", self._port))
        self.workspace.address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        config = uvicorn.Config(
            self._application(),
            http=connections(self._lines),
            log_level="error",
            access_log=False,
            ws_ping_interval=1.0,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = Thread(target=self._server.run, kwargs={"sockets": [listening]}, name="sandbox", daemon=True)
        self._thread.start()
        if not self._ready.wait(START_SECONDS):
            raise RuntimeError("The sandbox did not start.")
        return self

    def __exit__(self, *_: object) -> None:
        self.leaving = True  # pages that listen for news let go
        self.workspace.touch()
        self._server.should_exit = True
        self._thread.join()

    def _application(self) -> Starlette:
        around = Around(self.sockets.ticket, self.acting.events, self.later.at)
        api = WebApi(self.workspace, around, partial(hang_up, self._lines))
        return Starlette(
            routes=[
                Route("/api/{method}", api.endpoint, methods=["GET", "POST"]),
                WebSocketRoute("/link", self.sockets.endpoint),
                *SideDoors(self.workspace, self.acting.events).routes(),
                *Consent(self.workspace).routes(),
                *control.routes(self, lambda user: Person(self, user, control.PATIENCE)),
                *routes(self),
            ],
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = THREADS
        parts = [part for part in (self.later, self.sockets, self.signed, self.deliveries) if part]
        for part in parts:
            part.begin()
        self._ready.set()
        yield
        for part in reversed(parts):
            await part.end()
