"""What people see, kept up with the state: opens modals, publishes Home tabs and redraws living cards.

All of it happens after the commit, in threads of its own. Whatever fails here is mended by a later redraw.
"""

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks import card as drawing
from bot.blocks import home
from bot.blocks.parts import Block
from bot.desk import Desk, seeing, walking
from flows.assessment import Walk
from flows.people import Caller
from flows.refusal import Refusal
from storage.cards import Card

log = structlog.get_logger()
GONE = {"message_not_found", "channel_not_found", "cant_update_message", "is_archived"}
"""A card that Slack will never take again; the person gets a new one with the next invitation or word."""


class Screens:
    """Draws for one workspace's bot."""

    def __init__(self, desk: Desk, client: WebClient) -> None:
        self._desk = desk
        self._client = client
        self._hands = ThreadPoolExecutor(max_workers=4, thread_name_prefix="screens")
        self._pen = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cards")
        self._asked = Event()

    def open(self, trigger: str, view: Block) -> None:
        """Open a modal, on top of the one that is there if there is one."""
        self._later(lambda: self._client.views_open(trigger_id=trigger, view=view))

    def push(self, trigger: str, view: Block) -> None:
        """Put a modal on top of another one."""
        self._later(lambda: self._client.views_push(trigger_id=trigger, view=view))

    def replace(self, view_id: str, view: Block) -> None:
        """Show something else in an open modal."""
        self._later(lambda: self._client.views_update(view_id=view_id, view=view))

    def home(self, caller: Caller) -> None:
        """Publish somebody's Home tab."""
        self._later(lambda: self._publish(caller))

    def say(self, channel: str, text: str) -> None:
        """Say a sentence in a direct message."""
        self._later(lambda: self._client.chat_postMessage(channel=channel, text=text))

    def cards(self) -> None:
        """Redraw every card whose state has moved on since it was drawn; presses meanwhile fall into one redraw."""
        if not self._asked.is_set():
            self._asked.set()
            self._later(self._redraw, self._pen)

    def stop(self) -> None:
        """Finish what is under way."""
        self._hands.shutdown(wait=True)
        self._pen.shutdown(wait=True)

    def _later(self, draw: Callable[[], Any], hands: ThreadPoolExecutor | None = None) -> None:
        """Draw in another thread."""
        with contextlib.suppress(RuntimeError):  # stopping: the state is kept, the next start redraws
            (hands or self._hands).submit(_attempt, draw)

    def _publish(self, caller: Caller) -> None:
        view = home.draw(seeing.overview(self._desk, caller))
        self._client.views_publish(user_id=caller.user, view=view)

    def _redraw(self) -> None:
        self._asked.clear()
        for card, walk in walking.stale(self._desk, limit=50):
            _attempt(partial(self._redraw_card, card, walk))

    def _redraw_card(self, card: Card, walk: Walk) -> None:
        text, blocks = drawing.draw(walk)
        try:
            self._client.chat_update(channel=card.channel, ts=card.ts, text=text, blocks=blocks)
        except SlackApiError as fault:
            if fault.response.get("error") not in GONE:
                raise
        walking.drawn(self._desk, card, walk)


def _attempt(draw: Callable[[], Any]) -> None:
    """Draw; a failure is logged by its code and spoils nothing that is kept."""
    try:
        draw()
    except SlackApiError as fault:
        log.warning("screen not drawn", error=fault.response.get("error"))
    except OSError as fault:
        log.warning("screen not drawn", error=type(fault).__name__)
    except Refusal as no:
        log.info("screen not drawn", reason=no.reason)
    except Exception:
        log.exception("screen not drawn")
