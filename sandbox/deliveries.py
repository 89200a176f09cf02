"""How the sandbox hands things to the bot: once and awaited, or again and again until acknowledged.

Retries and faults are here, the same for every way of carrying; `sockets` and `signed` carry.
"""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal, Protocol

from sandbox.later import Later, Turn
from sandbox.things import Json
from sandbox.workspace import Workspace

PATIENCE = 3.0
"""Seconds that Slack waits for an acknowledgement (https://docs.slack.dev/interactivity/handling-user-interaction)."""

DELAYS = tuple(timedelta(minutes=minutes) for minutes in (0, 0, 1, 5))
"""An event comes, nearly at once again, after one and after five minutes (https://docs.slack.dev/apis/events-api)."""

LOOK_AGAIN = 0.005

Kind = Literal["interactive", "slash_commands", "events_api"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `silence` says why there is no acknowledgement, `reason` the same in Slack's words."""

    payload: Json | None = None
    silence: Literal["not connected", "too late", "refused"] | None = None
    reason: str = ""
    no_retry: bool = False


@dataclass(frozen=True, slots=True)
class Retry:
    """Which time this is, counted from 0, and why there was a time before."""

    attempt: int = 0
    reason: str = ""


class Delivery(Protocol):
    """A way to the bot, for those who act."""

    def ask(self, kind: Literal["interactive", "slash_commands"], payload: Json) -> Answer:
        """Deliver something a person waits for; at most three seconds."""

    def tell(self, payload: Json) -> None:
        """Deliver an event; it is sent again when it is not acknowledged."""


class Carrier(Protocol):
    """What carries one delivery to the bot and its acknowledgement back, in the server's event loop."""

    async def send(self, kind: Kind, payload: Json, retry: Retry) -> Answer:
        """Deliver once."""

    async def ready(self) -> None:
        """Wait for the bot to be there, for as long as one would wait for an acknowledgement."""


class Deliveries:
    """A `Delivery` over whatever carries. `ask`, `tell`, `settle` and `forget` are called from other threads."""

    def __init__(self, workspace: Workspace, carrier: Carrier, later: Later, patience: float = PATIENCE) -> None:
        self._workspace, self._carrier, self._later, self._patience = workspace, carrier, later, patience
        self._loop: asyncio.AbstractEventLoop | None = None
        self._telling: set[asyncio.Task[None]] = set()
        self._held: list[Turn] = []

    def begin(self) -> None:
        """Live in the running event loop."""
        self._loop = asyncio.get_running_loop()

    async def end(self) -> None:
        """Stop retrying."""
        await self._forget()
        self._loop = None

    # --- what a person waits for

    def ask(self, kind: Literal["interactive", "slash_commands"], payload: Json) -> Answer:
        """Deliver what a person waits for: once, for three seconds at most."""
        if self._loop is None:
            return Answer(silence="not connected")
        return asyncio.run_coroutine_threadsafe(self._ask(kind, payload), self._loop).result()

    async def _ask(self, kind: Kind, payload: Json) -> Answer:
        if not self._workspace.installed:
            return Answer(silence="not connected", reason="app_not_installed")
        await self._hold(named(payload))
        return await self._once(kind, payload, Retry())

    # --- events

    def tell(self, payload: Json) -> None:
        """Deliver an event, in the background, again and again until it is acknowledged (three retries)."""
        if self._loop is not None:
            again = self._workspace.faults.take("duplicate", named(payload)) is not None
            self._loop.call_soon_threadsafe(self._begin_telling, payload, again)

    def _begin_telling(self, payload: Json, again: bool) -> None:  # noqa: FBT001 - a callback's arguments are positional
        for copy in range(2 if again else 1):
            task = asyncio.ensure_future(self._tell(payload, copy))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    async def _tell(self, payload: Json, first: int) -> None:
        await self._hold(named(payload))
        reason = "http_timeout" if first else ""
        for attempt, delay in tuple(enumerate(DELAYS))[first:]:
            await self._later.until(self._workspace.now() + delay)
            if attempt == 1 and reason:
                await self._carrier.ready()
            answer = await self._once("events_api", payload, Retry(attempt, reason))
            if not answer.silence or answer.no_retry:
                return
            reason = answer.reason or "http_timeout"

    # --- one delivery, and what may happen to it

    async def _hold(self, name: str) -> None:
        """Keep a delivery back when a fault says so: for a while, or until another has overtaken it."""
        faults, now = self._workspace.faults, self._workspace.now()
        late, behind = faults.take("late_delivery", name), faults.take("out_of_order", name)
        if late:
            await asyncio.sleep(late.seconds())
        if behind:
            turn: Turn = asyncio.get_running_loop().create_future()
            self._held.append(turn)
            await self._later.until(now + timedelta(seconds=behind.seconds()), turn)

    async def _once(self, kind: Kind, payload: Json, retry: Retry) -> Answer:
        name, faults = named(payload), self._workspace.faults
        if faults.take("down", name):
            answer = Answer(silence="not connected", reason="connection_failed")
        else:
            answer = await self._carried(kind, payload, retry)
        said = {"silence": answer.silence, "reason": answer.reason} if answer.silence else answer.payload or {}
        request = payload | {"retry_attempt": retry.attempt, "retry_reason": retry.reason} if retry.attempt else payload
        self._workspace.record("slack->bot", name, request, said)
        self._overtake()
        return answer

    async def _carried(self, kind: Kind, payload: Json, retry: Retry) -> Answer:
        begun = asyncio.get_running_loop().time()
        lost = self._workspace.faults.take("lost_ack", named(payload))  # now: acknowledgements may overtake each other
        answer = await self._carrier.send(kind, payload, retry)
        if answer.silence or not lost:
            return answer
        await asyncio.sleep(max(0, begun + self._patience - asyncio.get_running_loop().time()))
        return replace(answer, payload=None, silence="too late", reason="http_timeout")

    def _overtake(self) -> None:
        """Another delivery is through: those held back may go now."""
        for turn in self._held:
            if not turn.done():
                turn.set_result(None)
        self._held.clear()

    # --- the end of waiting

    def settle(self, seconds: float = PATIENCE) -> bool:
        """Wait until every event is acknowledged, given up or waits for the clock; whether none waits any more."""
        if self._loop is None:
            return True
        return asyncio.run_coroutine_threadsafe(self._settle(seconds), self._loop).result()

    async def _settle(self, seconds: float) -> bool:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while loop.time() < deadline and not all(map(self._resting, self._telling)):  # noqa: ASYNC110 - tests alone wait
            await asyncio.sleep(LOOK_AGAIN)
        return all(task.done() for task in self._telling)

    def _resting(self, task: asyncio.Task[None]) -> bool:
        return task.done() or self._later.asleep(task)

    def forget(self) -> None:
        """Give up on every event that is not acknowledged."""
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self._forget(), self._loop).result()

    async def _forget(self) -> None:
        self._held.clear()
        waiting = set(self._telling)
        for task in waiting:
            task.cancel()
        if waiting:
            await asyncio.wait(waiting)


def named(payload: Json) -> str:
    """What a delivery is called: an event's type, a command, or the kind of interaction."""
    return str(payload.get("event", {}).get("type") or payload.get("type") or payload.get("command") or "?")
