"""Puts the house together: one bot, its door, its desk, its postman and its heartbeat."""

import secrets
from functools import partial

from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot import errors, writing
from bot.boundary import CheckedApp, CheckedClient
from bot.clock import Clock
from bot.desk import Desk, closing
from bot.handlers import home, lead, walk
from bot.heartbeat import Heartbeat
from bot.postman import Postman
from bot.screens import Screens
from bot.settings import Settings
from storage.database import Database


class Bot:
    """The bot of one workspace over Socket Mode. Start it, and stop it at any point: what was kept is kept."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.database = Database(settings.database_url)
        self.database.migrate()
        self.desk = Desk(self.database, clock, lambda: secrets.token_hex(8))
        client = CheckedClient(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
        self.screens = Screens(self.desk, client)
        self.postman = Postman(self.desk, client, partial(writing.write, self.desk))
        self.heartbeat = Heartbeat(self.chores)
        self._socket = SocketModeHandler(
            build(self.desk, client, self.screens, self.heartbeat),
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
        self._socket.client.close()
        self.heartbeat.stop()
        self.screens.stop()
        self.database.close()

    def chores(self) -> None:
        """What the clock has made due."""
        closing.close_due(self.desk)
        self.postman.round_trip()
        self.screens.cards()


def build(desk: Desk, client: CheckedClient, screens: Screens, heartbeat: Heartbeat) -> CheckedApp:
    """The door, with every surface's handlers.

    Handlers answer before the response goes out (`process_before_response`), so that an acknowledgement is a promise
    that the step is kept; whatever may be slow happens in the threads of `screens`.
    """
    app = CheckedApp(client=client, process_before_response=True, token_verification_enabled=False)
    walk.register(app, desk, screens)
    lead.register(app, desk, screens, heartbeat.wake)
    home.register(app, desk, screens)
    errors.register(app, screens)
    return app
