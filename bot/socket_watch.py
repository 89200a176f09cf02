"""Watches the socket: one that reconnected may stay open and deaf, and then nobody's press arrives and nobody knows.

Slack has no call that tests a socket. So one through which nothing came for a while is taken for deaf and renewed: the
new one is open before the old one closes, and Slack allows about one new connection a minute.
"""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from socket import SHUT_RDWR, socket
from threading import Condition, Event, Thread
from typing import Final

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import ConnectionState
from slack_sdk.socket_mode.request import SocketModeRequest

from bot import afterwards
from bot.clock import seconds_running

log = structlog.get_logger()
SILENCE: Final = 52.0
"""Seconds: a deaf socket is found within a minute, with a pulse to spare."""
PULSE: Final = 5.0


class CountingHandler(SocketModeHandler):
    """Bolt's way from the socket to the door, which knows how much of what arrived is not answered yet."""

    def __init__(self, app: App, app_token: str, concurrency: int) -> None:
        super().__init__(app, app_token, concurrency=concurrency)
        self._under_way = 0
        self._changed = Condition()
        self.client.on_message_listeners.append(self._arrived)

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # as Bolt's own
        """Have it answered, and then do what follows."""
        with ExitStack() as last:
            last.callback(self._count, -1)
            last.callback(last.enter_context(afterwards.put_off()))
            super().handle(client, req)

    def finish(self, patience: float) -> None:
        """Wait until all that arrived is answered: what is read from the socket is lost to everybody else."""
        with self._changed:
            self._changed.wait_for(lambda: self._under_way <= 0, patience)

    def _arrived(self, message: str) -> None:
        if '"envelope_id"' in message:
            self._count(1)

    def _count(self, change: int) -> None:
        with self._changed:
            self._under_way += change
            self._changed.notify_all()


class Ending(ConnectionState):
    """Stands in for the old socket's state, and ends it as soon as the new one is open.

    slack_sdk says so and then waits for the old one's reader, who may sleep on it for many seconds: so it is woken.
    """

    def __init__(self, state: ConnectionState, sock: socket) -> None:
        self._state, self._sock = state, sock

    @property
    def terminated(self) -> bool:
        """Whether the old socket is to be left."""
        return self._state.terminated

    @terminated.setter
    def terminated(self, ended: bool) -> None:
        self._state.terminated = ended
        if ended:
            with suppress(OSError):  # gone already
                self._sock.shutdown(SHUT_RDWR)


class SocketWatch:
    """Renews the socket when it has been silent for too long, in a thread of its own and by the steady clock."""

    def __init__(
        self,
        client: SocketModeClient,
        steady: Callable[[], float] = seconds_running,
        silence: float = SILENCE,
        pulse: float = PULSE,
    ) -> None:
        self._client, self._steady = client, steady
        self._silence, self._pulse = silence, pulse
        self._heard_at = steady()
        self._stopped = Event()
        self._watch = Thread(target=self._look, name="socket watch", daemon=True)
        client.on_message_listeners.append(self._heard)

    def start(self) -> None:
        """Begin to watch; the socket has just been opened."""
        self._heard_at = self._steady()
        self._watch.start()

    def stop(self) -> None:
        """Watch no more; a socket that is being renewed is waited for, but not for as long as Slack may like."""
        self._stopped.set()
        if self._watch.is_alive():
            self._watch.join(self._pulse)

    def _heard(self, _message: str) -> None:
        self._heard_at = self._steady()

    def _look(self) -> None:
        while not self._stopped.wait(self._pulse):
            if self._steady() - self._heard_at >= self._silence:
                self._heard_at = self._steady()
                self._renew()

    def _renew(self) -> None:
        log.debug("the socket was silent; renewing it")
        if (session := self._client.current_session) and session.sock:
            self._client.current_session_state = Ending(self._client.current_session_state, session.sock)
        try:
            self._client.connect_to_new_endpoint(force=True)
        except (SlackApiError, SlackClientError, OSError) as fault:  # the old one stays, and is tried again
            log.warning("the socket was not renewed", error=type(fault).__name__)
