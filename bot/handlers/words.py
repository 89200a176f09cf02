"""Words and files in the direct message. Words move the walk; nothing typed is ever taken for an answer."""

from collections.abc import Callable, Mapping

from slack_bolt import App

from bot import payloads
from bot.blocks import evidence, home, nudge
from bot.blocks.parts import Block, section
from bot.desk import Desk, collecting, seeing, walking
from bot.handlers.off_slack import Workbooks
from bot.handlers.setup_lists import Lists
from bot.mrkdwn import bold
from bot.payloads import Body
from bot.screens import Screens
from flows.assessment import Event, Screen, Shown, Skipped, Started, Walk, WentBack
from flows.people import Caller

HOW = (
    "I do not take answers from messages, so that nothing you say about your partnership is left in a chat. "
    "Use the buttons on your card above, or open the *Home* tab of this app. To find your way you can type "
    "*next*, *back*, *skip*, *all*, *review*, *submit*, *stop*, *start*, *status* or *help*."
)
HELP = (
    "These words work here: *start* or *next* and *back* turn the card, *skip* leaves one for later, *all* lists "
    "everything, *review* and *submit* lead to the end, *stop* puts the card away, *status* tells how far you are.\n"
    "A file dropped here is kept as evidence for the sub-domain you are at; for a message, use *Keep as evidence* in "
    "its menu. Answers are given on the card; or type *workbook* to get a workbook for Excel, fill it in and drop it "
    "here again. Leads can drop a list of who takes part, too."
)
WORKBOOK = "workbook"
NOTHING_OPEN = "There is no open round in which you answer at the moment."
SAID = (None, "file_share")
"""Kinds of message events in which a person says something; the others tell of changes to messages."""
MOVES: Mapping[str, Callable[[Walk], Event]] = {
    "start": lambda _: Started(),
    "continue": lambda _: Started(),
    "next": lambda walk: Skipped(walk.here.id),
    "skip": lambda walk: Skipped(walk.here.id),
    "back": lambda walk: WentBack(walk.here.id),
    "all": lambda _: Shown(Screen.CONTENTS),
    "review": lambda _: Shown(Screen.REVIEW),
    "submit": lambda _: Shown(Screen.REVIEW),
    "stop": lambda _: Shown(Screen.STOPPED),
}
"""Typed words that move the card. Submitting itself takes a button: it is asked for once more, with all answers."""
SHOWS = {
    Screen.CONTENTS: "Your card above lists all sub-domains.",
    Screen.REVIEW: "Nothing is submitted yet: look through your answers once more, and submit them there.",
    Screen.STOPPED: "Everything is kept. Come back whenever it suits you.",
    Screen.RECEIPT: "Your view is submitted.",
}


def register(app: App, desk: Desk, screens: Screens, workbooks: Workbooks, lists: Lists) -> None:
    """Listen to people who write to the app."""

    @app.event("message")
    def written(body: Body) -> None:
        if not _by_a_person(body["event"]):
            return
        if payloads.files(body["event"]):
            if items := lists.brought(body, workbooks.brought(body)):
                _keep(desk, screens, body, items)
        else:
            answer(body, payloads.caller(body))

    def answer(body: Body, caller: Caller) -> None:
        channel, word = body["event"]["channel"], payloads.said(body["event"])
        walk = collecting.current(desk, caller)
        if word in MOVES and walk:
            if after := collecting.said(desk, caller, walk, MOVES[word](walk), payloads.delivery(body)):
                screens.follow(after.assessment.id)
                screens.say(channel, *where(after))
        elif walking.is_new(desk, payloads.delivery(body)):
            if word == WORKBOOK:
                workbooks.give_own(caller)
            else:
                screens.say(channel, words(word, home.in_words(seeing.overview(desk, caller))))


def _by_a_person(event: Body) -> bool:
    """Whether somebody wrote to the app, rather than something being changed."""
    return event.get("channel_type") == "im" and not event.get("bot_id") and event.get("subtype") in SAID


def _keep(desk: Desk, screens: Screens, body: Body, items: payloads.Items) -> None:
    """Keep what was dropped as evidence, and say for what."""
    if kept := collecting.keep(desk, payloads.caller(body), items, payloads.delivery(body)):
        walk, here = kept
        screens.follow(walk.assessment.id)
        screens.say(body["event"]["channel"], *evidence.kept(walk, here, tuple(one.key for one in items)))


def words(word: str, standing: str) -> str:
    """What is said to words that move nothing."""
    if word == "help":
        return HELP
    if word == "status":
        return standing
    return NOTHING_OPEN if word in MOVES else f"{HOW}\n\n{standing}"


def where(walk: Walk) -> tuple[str, list[Block]]:
    """What a typed word did; and the way on, because the card may be far above."""
    said = SHOWS.get(walk.screen, f"Your card above shows {bold(walk.here.name)}.")
    way = {Screen.REVIEW: nudge.check, Screen.CARD: nudge.this_one}.get(walk.screen)
    return said, [section(said), *([way(walk)] if way else [])]
