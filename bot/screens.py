"""What people see, kept up with the state: opens modals, publishes Home tabs and redraws living cards.

All of it happens after the commit, in threads of its own. Whatever fails here is mended by a later redraw.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from threading import Lock
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import afterwards, mail, traces
from bot.blocks import card as drawing
from bot.blocks import home
from bot.blocks.parts import Block, notice
from bot.desk import Desk, seeing, walking
from bot.letter import Enclosure
from bot.redrawing import Redrawing
from flows.assessment import AssessmentId, Walk
from flows.people import Caller
from flows.refusal import Refusal
from storage.cards import Card

log = structlog.get_logger()
DELETED = {"message_not_found", "cant_update_message", "edit_window_closed"}
"""A card that is there no more, or can be changed no more: it is posted anew."""
GONE = {"channel_not_found", "is_archived"}
"""A conversation that Slack will never take anything for again."""
NOT_SENT = "Your files could not be sent. Nothing is lost: please ask for them again in a minute."
PAUSE = 30.0
"""Seconds to let Slack be when it does not say for how long."""


@dataclass(frozen=True, slots=True)
class Post:
    """A message of ours in a channel, what it is to show, and what is done once it does or can no more."""

    channel: str
    ts: str
    text: str
    blocks: list[Block]
    drawn: Callable[[], None]


class Screens:
    """Draws for one workspace's bot."""

    def __init__(self, desk: Desk, client: WebClient) -> None:
        self._desk = desk
        self._client = client
        self._hands = ThreadPoolExecutor(max_workers=4, thread_name_prefix="screens")
        self._cards = Redrawing(self._redraw)
        self._at_home: set[Caller] = set()
        self._posts = Lock()

    def open(self, trigger: str, view: Block) -> None:
        """Open a modal, on top of the one that is there if there is one."""
        self._later(lambda: self._client.views_open(trigger_id=trigger, view=view))

    def open_worked_out(self, trigger: str, make: Callable[[], Block], missed: Callable[[], None]) -> None:
        """The same with what is drawn after the answer; `missed` is done when Slack opens none."""
        self._later(lambda: self._open(trigger, make(), missed))

    def push(self, trigger: str, view: Block) -> None:
        """Open a modal on top of the one that was pressed in; closing it leads back there."""
        self._later(lambda: self._client.views_push(trigger_id=trigger, view=view))

    def tell(self, caller: Caller, trigger: str, words: Sequence[str], *, on_top: bool) -> None:
        """Tell somebody something, in a modal (`on_top` of the one that is open), else in a direct message."""
        self._later(lambda: self._tell(caller, trigger, words, on_top=on_top))

    def replace(self, view_id: str, view: Block) -> None:
        """Show something else in an open modal."""
        self._later(lambda: self._client.views_update(view_id=view_id, view=view))

    def work_out(self, view_id: str, make: Callable[[], Block]) -> None:
        """Show something else in an open modal, found out after the answer: Slack waits for that no longer than 3 s."""
        self._later(lambda: self._client.views_update(view_id=view_id, view=make()))

    def replace_first(self, view_id: str, view: Block) -> None:
        """The same before the press is answered: what is pressed next is pressed in the new view, never overtaken."""
        _attempt(lambda: self._client.views_update(view_id=view_id, view=view))

    def home(self, caller: Caller) -> None:
        """Publish somebody's Home tab, which they look at."""
        self._at_home.add(caller)
        self._later(lambda: self._publish(caller))

    def home_again(self, caller: Caller) -> None:
        """Publish it again for those who have looked at it before; the others get it when they look."""
        if caller in self._at_home:
            self.home(caller)

    def say(self, channel: str, text: str, blocks: Sequence[Block] = ()) -> None:
        """Say a sentence in a direct message."""
        drawn = list(blocks) or None
        self._later(lambda: self._client.chat_postMessage(channel=channel, text=text, blocks=drawn))

    def say_worked_out(self, channel: str, make: Callable[[], str]) -> None:
        """Say a sentence that takes longer to find out than Slack waits for an answer."""
        self._later(lambda: self._client.chat_postMessage(channel=channel, text=make()))

    def say_instead(self, channel: str, ts: str, text: str, blocks: Sequence[Block] = ()) -> None:
        """Say something else where we said a sentence before."""
        self._later(lambda: self._client.chat_update(channel=channel, ts=ts, text=text, blocks=list(blocks)))

    def send(self, caller: Caller, words: str, make: Callable[[], Sequence[Enclosure]]) -> None:
        """Make files that somebody asked for, and put them all into one direct message; whoever gets none is told."""
        self._later(lambda: self._send(caller, words, make))

    def amend(self, post: Callable[[], Post | None]) -> None:
        """Draw a post again as it is looked up at that moment: one after the other, so that no older one comes last."""
        self._later(lambda: self._amend(post))

    def _amend(self, post: Callable[[], Post | None]) -> None:
        with self._posts:
            if now := post():
                try:
                    self._client.chat_update(channel=now.channel, ts=now.ts, text=now.text, blocks=now.blocks)
                except SlackApiError as fault:
                    if fault.response.get("error") not in DELETED | GONE:
                        raise
                now.drawn()

    def follow(self, assessment: AssessmentId) -> None:
        """Redraw the cards of this assessment that are due, as soon as they may be."""
        afterwards.after(lambda: self._cards.follow(assessment))

    def form_ended(self, caller: Caller, assessment: AssessmentId) -> None:
        """Nobody is at the form any more: the cards, which waited for that, follow."""
        walking.form_ended(self._desk, caller, assessment)
        self.follow(assessment)

    def stop(self) -> None:
        """Finish what is under way."""
        self._hands.shutdown(wait=True)
        self._cards.stop()

    def _later(self, draw: Callable[[], Any]) -> None:
        """Draw in another thread, once the answer is out."""
        afterwards.after(lambda: self._hand_over(draw))

    def _hand_over(self, draw: Callable[[], Any]) -> None:
        with contextlib.suppress(RuntimeError):  # stopping: the state is kept, the next start redraws
            self._hands.submit(copy_context().run, _attempt, draw)

    def _open(self, trigger: str, view: Block, missed: Callable[[], None]) -> None:
        try:
            self._client.views_open(trigger_id=trigger, view=view)
        except (SlackApiError, OSError):
            missed()
            raise

    def _tell(self, caller: Caller, trigger: str, words: Sequence[str], *, on_top: bool) -> None:
        show = self._client.views_push if on_top else self._client.views_open
        try:
            show(trigger_id=trigger, view=notice("Common View", *words))
        except SlackApiError:  # the trigger has expired, or three modals are open: no modal can open any more
            conversation = self._client.conversations_open(users=caller.user)["channel"]["id"]
            self._client.chat_postMessage(channel=conversation, text=" ".join(words))

    def _send(self, caller: Caller, words: str, make: Callable[[], Sequence[Enclosure]]) -> None:
        conversation = self._client.conversations_open(users=caller.user)["channel"]["id"]
        try:
            uploads = [mail.upload(one) for one in make()]
            self._client.files_upload_v2(channel=conversation, initial_comment=words, file_uploads=uploads)
        except Exception:
            self._client.chat_postMessage(channel=conversation, text=NOT_SENT)
            raise

    def _publish(self, caller: Caller) -> None:
        view = home.draw(seeing.overview(self._desk, caller))
        self._client.views_publish(user_id=caller.user, view=view)

    def _redraw(self, assessment: AssessmentId) -> float:
        """Draw the cards of an assessment that are due; the seconds for which Slack wants no more."""
        pauses = [0.0]
        with _logged():
            for card, walk in walking.stale(self._desk, assessment):
                with _logged():
                    pauses.append(self._redraw_card(card, walk))
        return max(pauses)

    def _redraw_card(self, card: Card, walk: Walk) -> float:
        text, blocks = drawing.draw(walk)
        try:
            self._client.chat_update(channel=card.channel, ts=card.ts, text=text, blocks=blocks)
        except SlackApiError as fault:
            match fault.response.get("error"):
                case "ratelimited" | "rate_limited":
                    return float(fault.response.headers.get("Retry-After") or PAUSE)
                case error if error in DELETED:
                    self._post_anew(card, walk, text, blocks)
                    return 0.0
                case error if error not in GONE:
                    walking.in_vain(self._desk, card)
                    raise
        walking.drawn(self._desk, card)
        return 0.0

    def _post_anew(self, card: Card, walk: Walk, text: str, blocks: list[Block]) -> None:
        answer = self._client.chat_postMessage(channel=card.channel, text=text, blocks=blocks)
        walking.posted(self._desk, walk, str(answer["channel"]), str(answer["ts"]))


def _attempt(draw: Callable[[], Any]) -> None:
    """Draw, whatever comes of it."""
    with _logged():
        draw()


@contextlib.contextmanager
def _logged() -> Iterator[None]:
    """A failure is logged by its code and spoils nothing that is kept."""
    try:
        yield
    except SlackApiError as fault:
        log.warning("screen not drawn", error=fault.response.get("error"))
    except OSError as fault:
        log.warning("screen not drawn", error=type(fault).__name__)
    except Refusal as no:
        log.info("screen not drawn", reason=no.reason)
    except Exception as error:  # noqa: BLE001 - what is kept is kept, whatever it was
        traces.bug("screen not drawn", error)
