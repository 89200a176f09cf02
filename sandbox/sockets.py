"""Socket Mode: the websocket a bot connects to, envelopes out, acknowledgements back.

All of it happens in the server's event loop, so nothing here needs a lock; `ask` and `tell` are the bridges from
other threads. Envelope fields: https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import itertools
import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.deliveries import Answer
from sandbox.things import Json
from sandbox.workspace import Workspace

PATIENCE = 3.0
RETRIES = 3
CONNECTIONS = 10

Kind = Literal["interactive", "slash_commands", "events_api"]


@dataclass(eq=False, slots=True)
class _Link:
    """One open socket, and what it still owes."""

    socket: WebSocket
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
        self._telling: set[asyncio.Task[None]] = set()

    def begin(self) -> None:
        """Live in the running event loop."""
        self._loop = asyncio.get_running_loop()

    async def end(self) -> None:
        """Stop retrying, close every socket."""
        await self._forget()
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
        if self._workspace.faults.lose_next_ack:
            self._workspace.faults.lose_next_ack = False
        elif waiting and not waiting.done():
            waiting.set_result(said.get("payload"))

    # --- the person's side

    def ask(self, kind: Literal["interactive", "slash_commands"], payload: Json) -> Answer:
        """Deliver what a person waits for: once, for three seconds at most."""
        if self._loop is None:
            return Answer(silence="not connected")
        return asyncio.run_coroutine_threadsafe(self._ask(kind, payload), self._loop).result()

    async def _ask(self, kind: Kind, payload: Json) -> Answer:
        answer = await self._deliver(kind, payload, {})
        self._record(payload, answer)
        return answer

    def tell(self, payload: Json) -> None:
        """Deliver an event, in the background, again and again until it is acknowledged (three retries)."""
        if self._loop is not None:
            again = self._workspace.faults.duplicate_next_event
            self._workspace.faults.duplicate_next_event = False
            self._loop.call_soon_threadsafe(self._begin_telling, payload, again)

    def _begin_telling(self, payload: Json, again: bool) -> None:  # noqa: FBT001 - a callback's arguments are positional
        for copy in range(2 if again else 1):
            task = asyncio.ensure_future(self._tell(payload, copy))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    async def _tell(self, payload: Json, first: int) -> None:
        for attempt in range(first, RETRIES + 1):
            retry = {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
            answer = await self._deliver("events_api", payload, retry)
            self._record(payload, answer)
            if not answer.silence:
                return
            await self._until_linked()

    async def _until_linked(self) -> None:
        try:
            await asyncio.wait_for(self._linked.wait(), self._patience)
        except TimeoutError:
            return

    async def _deliver(self, kind: Kind, payload: Json, retry: Json) -> Answer:
        if not self._links:
            return Answer(silence="not connected")
        self._links.append(link := self._links.pop(0))
        envelope_id = str(UUID(int=next(self._numbers) * 0x2545F4914F6CDD1D, version=4))
        accepts = kind == "slash_commands" or payload.get("type") == "view_submission"
        envelope = {"envelope_id": envelope_id, "type": kind, "payload": payload, "accepts_response_payload": accepts}
        link.owed[envelope_id] = asyncio.get_running_loop().create_future()
        try:
            await link.socket.send_text(json.dumps(envelope | retry))
            return Answer(await asyncio.wait_for(link.owed[envelope_id], self._patience))
        except (TimeoutError, ConnectionError, WebSocketDisconnect, RuntimeError):
            return Answer(silence="too late")
        finally:
            link.owed.pop(envelope_id)

    def _record(self, payload: Json, answer: Answer) -> None:
        name = payload.get("event", {}).get("type") or payload.get("type") or payload.get("command") or "?"
        said = {"silence": answer.silence} if answer.silence else answer.payload or {}
        self._workspace.record("slack->bot", name, payload, said)

    def settle(self, seconds: float = PATIENCE) -> bool:
        """Wait until the bot has acknowledged every event; whether it has."""
        if self._loop is None:
            return True
        return asyncio.run_coroutine_threadsafe(self._settle(seconds), self._loop).result()

    async def _settle(self, seconds: float) -> bool:
        waiting = set(self._telling)
        return not waiting or not (await asyncio.wait(waiting, timeout=seconds))[1]

    def forget(self) -> None:
        """Give up on every event that is not acknowledged."""
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self._forget(), self._loop).result()

    async def _forget(self) -> None:
        waiting = set(self._telling)
        for task in waiting:
            task.cancel()
        if waiting:
            await asyncio.wait(waiting)

    # --- faults

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
