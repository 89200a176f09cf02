"""What waits for the sandbox's clock: woken when its time comes, or at once when the clock is moved past it."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool

Turn = asyncio.Future[None]


class Later:
    """Lives in the server's event loop; `at`, `moved` and `forget` may be called from any thread."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._loop: asyncio.AbstractEventLoop | None = None
        self._asleep: dict[Turn, tuple[datetime, asyncio.Task[Any] | None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self) -> None:
        """Live in the running event loop."""
        self._loop = asyncio.get_running_loop()

    async def end(self) -> None:
        """Forget everything that waits."""
        await self._forget()
        self._loop = None

    async def until(self, instant: datetime, turn: Turn | None = None) -> None:
        """Wait for the sandbox's clock; or less, when somebody who was given `turn` resolves it."""
        while self._now() < instant and not (turn and turn.done()):
            waiting = turn or asyncio.get_running_loop().create_future()
            self._asleep[waiting] = (instant, asyncio.current_task())
            left = (instant - self._now()).total_seconds()
            timer = asyncio.get_running_loop().call_later(max(left, 0), self._wake)
            try:
                await waiting
            finally:
                timer.cancel()
                self._asleep.pop(waiting, None)

    def asleep(self, task: asyncio.Task[Any]) -> bool:
        """Whether this task does nothing but wait for the clock."""
        return any(owner is task and not waiting.done() for waiting, (_, owner) in self._asleep.items())

    def moved(self) -> None:
        """The clock was moved."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for waiting, (instant, _) in tuple(self._asleep.items()):
            if not waiting.done() and instant <= self._now():
                waiting.set_result(None)

    def at(self, instant: datetime, act: Callable[[], object]) -> None:
        """Do something then, in a thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._begin, instant, act)

    async def _then(self, instant: datetime, act: Callable[[], object]) -> None:
        await self.until(instant)
        await run_in_threadpool(act)

    def _begin(self, instant: datetime, act: Callable[[], object]) -> None:
        task = asyncio.ensure_future(self._then(instant, act))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def forget(self) -> None:
        """Let nothing happen that was to happen later."""
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self._forget(), self._loop).result()

    async def _forget(self) -> None:
        waiting = set(self._tasks)
        for task in waiting:
            task.cancel()
        if waiting:
            await asyncio.wait(waiting)
