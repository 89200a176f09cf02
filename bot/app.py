"""Puts the house together: one bot, its door, its desk, its postman and its heartbeat."""

import contextlib
import secrets
from collections.abc import Callable
from functools import partial
from socket import SHUT_RDWR
from threading import Thread

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.builtin import SocketModeClient

from bot import errors, traces, writing
from bot.boundary import CheckedApp, CheckedClient
from bot.clock import Clock, SharedClock, system_clock
from bot.desk import Desk, closing, reminding, walking
from bot.desk.sending import PostOffice
from bot.handlers import evidence, form, home, invitation, lead, walk, words
from bot.heartbeat import Heartbeat
from bot.mail import SlackMail
from bot.members import Members
from bot.postman import Postman
from bot.screens import Screens
from bot.settings import Settings
from storage.database import Database

GOODBYE = 5.0
"""Seconds that leaving Slack may take; what was kept is kept, and Slack closes the connection by itself."""


class Bot:
    """The bot of one workspace over Socket Mode. Start it, and stop it at any point: what was kept is kept."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        """Without a clock of its own it goes by the database's, as all who share that do."""
        traces.keep_payloads_out()
        self.database = Database(settings.database_url)
        self.database.migrate()
        self.desk = Desk(self.database, clock or shared_clock(self.database), lambda: secrets.token_hex(8))
        client = CheckedClient(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
        self.screens = Screens(self.desk, client)
        self.members = Members(client)
        self.postman = Postman(PostOffice(self.desk), SlackMail(client), partial(writing.write, self.desk))
        self.heartbeat = Heartbeat(
            lambda: closing.close_due(self.desk),
            lambda: reminding.owe_due(self.desk),
            self.postman.round_trip,
            self.postman.sweep,
            self.screens.cards,
            lambda: walking.forget_seen(self.desk),
        )
        self._socket = SocketModeHandler(
            build(self.desk, client, self.screens, self.members, self.heartbeat),
            settings.slack_app_token.get_secret_value(),
            concurrency=20,
        )

    def start(self) -> None:
        """Connect to Slack and begin to beat; raises what the connection raises."""
        self._socket.client.connect()
        self.heartbeat.start()
        self.heartbeat.wake()

    def stop(self) -> None:
        """Finish what is under way, then leave."""
        self._close_socket()
        self.heartbeat.stop()
        self.postman.stop()
        self.screens.stop()
        self.members.stop()
        self.database.close()

    def _close_socket(self) -> None:
        """Disconnect; slack_sdk's readers, asleep for seconds on the socket and on the queue, are woken to end."""
        client = self._socket.client
        client.current_session_state.terminated = True
        if client.current_session and client.current_session.sock:
            with contextlib.suppress(OSError):  # gone already
                client.current_session.sock.shutdown(SHUT_RDWR)
        client.message_processor.event.set()
        client.message_queue.put(None)
        closing_down = Thread(target=_leave, args=(client,), name="goodbye", daemon=True)
        closing_down.start()
        closing_down.join(GOODBYE)  # its close waits for ever for a reader that a reconnect has crossed


def _leave(client: SocketModeClient) -> None:
    """Close the client; when a reader took the socket away meanwhile, slack_sdk trips once and its threads are left."""
    try:
        client.close()
    except AttributeError:
        client.close()


def shared_clock(database: Database) -> Clock:
    """The clock of a database server, which several machines share; with a file on this machine, the machine's."""
    return SharedClock(database.now) if database.shared else system_clock


def build(desk: Desk, client: CheckedClient, screens: Screens, members: Members, heartbeat: Heartbeat) -> CheckedApp:
    """The door, with every surface's handlers.

    Handlers answer before the response goes out (`process_before_response`), so that an acknowledgement is a promise
    that the step is kept; whatever may be slow happens in the threads of `screens`.
    """
    app = CheckedApp(client=client, process_before_response=True, token_verification_enabled=False)
    listen(app, desk, screens, members, heartbeat.wake)
    return app


def listen(app: App, desk: Desk, screens: Screens, members: Members, wake: Callable[[], None]) -> None:
    """Put every listener of the house to the door."""
    walk.register(app, desk, screens)
    form.register(app, desk, screens, members)
    invitation.register(app, desk, screens, members, wake)
    lead.register(app, desk, screens, wake)
    evidence.register(app, desk, screens)
    words.register(app, desk, screens)
    home.register(app, screens)
    errors.register(app, screens)
