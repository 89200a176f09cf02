"""Puts the house together: one bot, its door, its desk, its postman and its heartbeat."""

import contextlib
import secrets
from collections.abc import Callable
from datetime import datetime
from functools import partial
from socket import SHUT_RDWR
from threading import Thread
from typing import Protocol

from slack_bolt import App, BoltContext
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient

from bot import errors, fronts, traces, writing
from bot.boundary import CheckedApp, CheckedClient, unseen
from bot.clock import Clock, SharedClock, system_clock
from bot.desk import Desk, closing, installing, purging, reminding, walking
from bot.desk.sending import PostOffice
from bot.files import Files
from bot.fronts import Front, FrontMails, Fronts, OneFront, Open, SentAway
from bot.handlers import (
    command,
    comparing,
    evidence,
    export,
    follow_up,
    form,
    home,
    invitation,
    lead,
    leaving,
    meeting,
    moderation,
    off_slack,
    ruling,
    setup,
    setup_changes,
    setup_lists,
    walk,
    withdrawal,
    words,
)
from bot.heartbeat import Heartbeat
from bot.interactions import Interaction
from bot.members import Members
from bot.metrics import Metrics
from bot.postman import Postman
from bot.reach import Reaching
from bot.screens import Screens
from bot.settings import Settings
from bot.socket_watch import CountingHandler, SocketWatch
from bot.standing import Standing, TokenRefused
from flows.people import WorkspaceId
from storage.database import Database, Unavailable

DEAF = 60.0
"""Seconds without a beat after which a process should get no more to do."""
GOODBYE = 5.0
"""Seconds that leaving Slack may take; what was kept is kept, and Slack closes the connection by itself."""
Furnish = Callable[[Desk, Open], Fronts]
"""Makes the fronts that a house has."""


class Kept(Protocol):
    """The part of the settings that says where things are kept."""

    @property
    def database_url(self) -> str: ...  # noqa: D102 - bot/settings.py says what each is
    @property
    def keys_url(self) -> str: ...  # noqa: D102


def ignored(workspace: WorkspaceId, at: datetime) -> None:
    """Where nobody cares who has sent us away."""


class House:
    """What each process of the bot has, whichever way Slack reaches it. Stop it at any point: what was kept is kept.

    Without a clock of its own it goes by the database's, as all who share that do.
    """

    def __init__(self, settings: Kept, clock: Clock | None, furnish: Furnish) -> None:
        traces.keep_payloads_out()
        self.database = Database(settings.database_url, keys_url=settings.keys_url)
        self.database.migrate()
        self.desk = Desk(self.database, clock or shared_clock(self.database), lambda: secrets.token_hex(8))
        self.metrics = Metrics(self.desk, self.waiting, lambda: self.heartbeat.silence)
        self.fronts = furnish(self.desk, self._open)
        self.standing = Standing(only_client(self.fronts))
        self.postman = Postman(PostOffice(self.desk), FrontMails(self.fronts), partial(writing.write, self.desk))
        self.heartbeat = Heartbeat(
            lambda: closing.close_due(self.desk, partial(fronts.names, self.fronts)),
            closing.Sweep(self.desk).beat,
            lambda: reminding.owe_due(self.desk),
            self.standing.look,
            self.standing.unless_refused(self.postman.round_trip),
            self.standing.unless_refused(self.postman.sweep),
            self.standing.unless_refused(lambda: fronts.redraw_cards(self.desk, self.fronts)),
            self.standing.unless_refused(lambda: fronts.redraw_boards(self.desk, self.fronts)),
            lambda: walking.forget_seen(self.desk),
            lambda: purging.purge_due(self.desk),
        )

    def waiting(self) -> int:
        """How many interactions wait for a thread."""
        return 0

    @property
    def trouble(self) -> str:
        """What stands in the way of work, in words; empty where nothing does."""
        if (silent := self.heartbeat.silence) > DEAF:
            return f"no heartbeat for {silent:.0f} seconds"
        try:
            if not self.database.up_to_date:
                return "the database is not migrated to this version"
        except Unavailable:
            return "the database does not answer"
        return f"Slack does not take our token: {self.standing.refusal}" if self.standing.refusal else ""

    def start(self) -> None:
        """Begin to beat."""
        self.heartbeat.start()
        self.heartbeat.wake()

    def stop(self) -> None:
        """Finish what is under way, then leave."""
        self.postman.leave()
        self.heartbeat.stop()
        self.postman.stop()
        self.fronts.stop()
        self.database.close()

    def sent_away(self, workspace: WorkspaceId, at: datetime) -> None:
        """A workspace has taken the app away."""
        installing.sent_away(self.desk, workspace, at)
        self.fronts.forget(workspace)
        self.standing.removed()

    def _open(self, client: CheckedClient, screens: Screens, members: Members) -> CheckedApp:
        wake = lambda: self.heartbeat.wake()  # noqa: E731, PLW0108 - there is none yet when the first door is put in
        return build(self.desk, client, screens, members, wake, self.sent_away, self.metrics.saw)


class Bot(House):
    """The bot of one workspace over Socket Mode."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        token, api_url = settings.slack_bot_token.get_secret_value(), settings.slack_api_url
        super().__init__(settings, clock, partial(one_front, CheckedClient(token, api_url)))
        front = self.fronts.at(WorkspaceId(""))
        self.screens, self.members = front.screens, front.members
        app_token = settings.slack_app_token.get_secret_value()
        self._socket = CountingHandler(front.door, app_token, concurrency=20)
        self._watch = SocketWatch(self._socket.client)

    @property
    def trouble(self) -> str:
        """The same, and whether Slack reaches us."""
        return super().trouble or ("" if self.socket.is_connected() else "not connected to Slack")

    def start(self) -> None:
        """Connect to Slack and begin to beat; raises `TokenRefused`, and what the connection raises."""
        self.standing.look()
        if self.standing.refusal:
            raise TokenRefused(self.standing.refusal)
        self._socket.client.connect()
        self._watch.start()
        super().start()

    @property
    def socket(self) -> SocketModeClient:
        """The connection to Slack."""
        return self._socket.client

    def stop(self) -> None:
        """Finish what is under way, then leave."""
        self._watch.stop()
        self._socket.finish(GOODBYE)
        self._close_socket()
        super().stop()

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


def one_front(client: CheckedClient, desk: Desk, build: Open) -> OneFront:
    """The front of the one workspace whose token is in the settings."""
    return OneFront(Front(desk, client, build))


def only_client(fronts: Fronts) -> WebClient | None:
    """What speaks with the one workspace whose token is in the settings; none where there are many."""
    return fronts.front.door.client if isinstance(fronts, OneFront) else None


def build(  # noqa: PLR0913, PLR0917 - what a door needs of a house
    desk: Desk,
    client: CheckedClient,
    screens: Screens,
    members: Members,
    wake: Callable[[], None],
    sent_away: SentAway = ignored,
    witness: Callable[[Interaction], None] = unseen,
) -> CheckedApp:
    """The door, with every surface's handlers.

    Handlers answer before the response goes out (`process_before_response`), so that an acknowledgement is a promise
    that the step is kept; whatever may be slow happens in the threads of `screens`.
    """

    def with_our_client(context: BoltContext, next: Callable[[], None]) -> None:  # noqa: A002 - Bolt's name for it
        """Bolt makes a client for each request, with the token that was good when the door was put in."""
        context["client"] = client
        next()

    app = CheckedApp(
        witness=witness,
        client=client,
        before_authorize=with_our_client,
        process_before_response=True,
        token_verification_enabled=False,
        request_verification_enabled=False,  # over HTTP bot/web.py has verified it, and a socket is ours
    )
    listen(app, desk, screens, members, wake, sent_away)
    return app


def listen(  # noqa: PLR0913, PLR0917 - the same
    app: App,
    desk: Desk,
    screens: Screens,
    members: Members,
    wake: Callable[[], None],
    sent_away: SentAway = ignored,
) -> None:
    """Put every listener of the house to the door."""
    walk.register(app, desk, screens)
    form.register(app, desk, screens, members)
    invitation.register(app, desk, screens, members, wake)
    reaching = Reaching(app.client)
    lead.register(app, desk, screens, reaching, wake)
    ruling.register(app, desk, screens, reaching, wake)
    command.register(app, desk, screens, reaching)
    setup.register(app, desk, screens)
    setup_changes.register(app, desk, screens, wake)
    lists = setup_lists.Lists(desk, screens, app.client, wake)
    setup_lists.register(app, desk, screens, lists)
    evidence.register(app, desk, screens)
    workbooks = off_slack.Workbooks(desk, screens, Files(app.client))
    off_slack.register(app, workbooks, screens)
    words.register(app, desk, screens, workbooks, lists)
    withdrawal.register(app, desk, screens, wake)
    export.register(app, desk, screens, members)
    home.register(app, screens)
    moderation.register(app, desk, screens, wake)
    meeting.register(app, desk, screens, wake)
    follow_up.register(app, desk, screens)
    comparing.register(app, desk, screens)
    leaving.register(app, sent_away)
    errors.register(app, desk, screens)
