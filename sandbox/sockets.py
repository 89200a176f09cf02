"""Socket Mode: the websocket a bot connects to, envelopes out, acknowledgements back.

All of it happens in the server's event loop, so nothing here needs a lock. Envelope fields: https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import itertools
import json
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.deliveries import PATIENCE, Answer, Kind, Retry, named
from sandbox.things import Json
from sandbox.workspace import Workspace

CONNECTIONS = 10
"""Sockets that an app may have open (https://docs.slack.dev/apis/events-api/using-socket-mode)."""

ANSWERED = frozenset({"view_submission", "block_suggestion"})
"""Interactions whose acknowledgement may say something."""


@dataclass(eq=False, slots=True)
class _Link:
    """One open socket, and what it still owes."""

    socket: WebSocket
    deaf: bool = False
    owed: dict[str, asyncio.Future[Json | None]] = field(default_factory=dict)


class Sockets:
    """Every socket of the bot. Each delivery goes to one of them, in turn."""

    def __init__(self, workspace: Workspace, patience: float = PATIENCE) -> None:
        self._workspace, self._patience = workspace, patience
        self._loop: asyncio.AbstractEventLoop | None = None
        self._links: list[_Link] = []
        self._linked = asyncio.Event()
        self._tickets: set[str] = set()
        self._numbers = itertools.count(1)

    def begin(self) -> None:
        """Live in the running event loop."""
        self._loop = asyncio.get_running_loop()

    async def end(self) -> None:
        """Close every socket."""
        await self._drop()
        self._loop = None

    def ticket(self) -> str:
        """Leave to open one socket."""
        ticket = UUID(int=next(self._numbers) * 0x9E3779B97F4A7C15, version=4).hex
        self._tickets.add(ticket)
        return ticket

    # --- the bot's side

    async def endpoint(self, socket: WebSocket) -> None:
        """Greet a bot with a ticket and read its acknowledgements until it goes."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets or len(self._links) >= CONNECTIONS:
            await socket.close(4403)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        link = _Link(socket)
        await socket.send_text(json.dumps(self._hello()))
        self._changed_links(link)
        try:
            while True:
                self._acknowledged(link, await socket.receive_text())
        except WebSocketDisconnect:
            self._left(link)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._links) + 1,
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._workspace.place.app.app_id},
        }

    def _changed_links(self, arrived: _Link | None = None) -> None:
        if arrived:
            self._links.append(arrived)
        if self._links:
            self._linked.set()
        else:
            self._linked.clear()
        self._workspace.linked(len(self._links))

    def _left(self, link: _Link) -> None:
        if link in self._links:
            self._links.remove(link)
            self._changed_links()
        for waiting in link.owed.values():
            if not waiting.done():
                waiting.set_exception(ConnectionError())

    def _acknowledged(self, link: _Link, text: str) -> None:
        said = json.loads(text)
        waiting = link.owed.get(said.get("envelope_id", ""))
        if waiting and not waiting.done():
            waiting.set_result(said.get("payload"))

    # --- the person's side

    async def ready(self) -> None:
        """Wait for a socket, for as long as one would wait for an acknowledgement."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._linked.wait(), self._patience)

    async def send(self, kind: Kind, payload: Json, retry: Retry) -> Answer:
        """Deliver once, through the socket whose turn it is."""
        if not self._links:
            return Answer(silence="not connected", reason="timeout")
        self._links.append(link := self._links.pop(0))
        envelope_id = str(UUID(int=next(self._numbers) * 0x2545F4914F6CDD1D, version=4))
        envelope = {"envelope_id": envelope_id, "type": kind, "payload": payload, "accepts_response_payload": False}
        if kind == "events_api":
            envelope |= {"retry_attempt": retry.attempt, "retry_reason": retry.reason.removeprefix("http_")}
        else:
            envelope["accepts_response_payload"] = kind == "slash_commands" or payload["type"] in ANSWERED
        deaf = link.deaf and self._workspace.faults.take("deaf_socket", named(payload))
        link.owed[envelope_id] = asyncio.get_running_loop().create_future()
        try:
            if not deaf:
                await link.socket.send_text(json.dumps(envelope))
            return Answer(await asyncio.wait_for(link.owed[envelope_id], self._patience))
        except (TimeoutError, ConnectionError, WebSocketDisconnect, RuntimeError):
            return Answer(silence="too late", reason="timeout")
        finally:
            link.owed.pop(envelope_id)

    # --- faults

    def deafen(self) -> None:
        """From now on nothing arrives through the sockets that are open; those that open later hear."""
        for link in self._links:
            link.deaf = True

    def drop(self) -> None:
        """Close every socket, as a network would."""
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self._drop(), self._loop).result()

    async def _drop(self) -> None:
        for link in tuple(self._links):
            self._left(link)
            with suppress(RuntimeError, WebSocketDisconnect):  # the bot may have hung up first
                await link.socket.close(1012)

    def refresh(self) -> None:
        """Ask every bot to connect anew, as Slack does every few hours."""
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self._refresh(), self._loop).result()

    async def _refresh(self) -> None:
        goodbye = {"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "sandbox"}}
        for link in tuple(self._links):
            with suppress(RuntimeError, WebSocketDisconnect):
                await link.socket.send_text(json.dumps(goodbye))
