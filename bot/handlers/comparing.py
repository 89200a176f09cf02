"""Agreed levels side by side: what has moved from round to round, and the view across partnerships."""

from collections.abc import Sequence

from slack_bolt import Ack, App

from bot import payloads
from bot.blocks import comparing as drawing
from bot.blocks.parts import Block, button, notice
from bot.board_pen import BoardPen
from bot.carried import OnBoard
from bot.desk import Desk, comparing
from bot.handlers.at_board import AtBoard
from bot.letter import Enclosure
from bot.names import Action
from bot.payloads import Body
from bot.reports import system
from bot.screens import Screens
from flows.course import Course
from flows.people import Caller, Partnership
from flows.refusal import Refusal
from flows.round import RoundId

ON_ITS_WAY = "It comes to you as a message from this app in a moment."
PICTURE = "What has moved: agreed levels, round by round."
WORKBOOK = "Agreed levels across the partnerships that you lead."
NO_PICTURE = "No two rounds can be compared yet: a picture needs levels agreed twice in the same words and scope."


def offer_system(desk: Desk, screens: Screens, caller: Caller, trigger: str) -> None:
    """Open the view across partnerships; refuses those who lead fewer than two."""
    screens.open(trigger, drawing.system(comparing.led(desk, caller)))


def home_button() -> Block:
    """The way there from the Home tab, for those who lead several partnerships."""
    return button("Across partnerships", Action.SEE_SYSTEM, "all")


def progress_button(round_id: RoundId) -> Block:
    """The way to what has moved up to a round."""
    return button("What has moved", Action.SEE_PROGRESS, OnBoard(round=round_id).packed())


def register(app: App, desk: Desk, screens: Screens) -> None:
    """Listen to those who compare."""
    at = AtBoard(desk, screens, BoardPen(desk, screens))

    @app.action(Action.SEE_PROGRESS)
    def see_progress(ack: Ack, body: Body) -> None:
        where = at.pressed(body)
        place, found = comparing.course(desk, payloads.caller(body), where.round)
        at.show(body, drawing.progress(place, found, where.packed()))
        ack()

    @app.action(Action.SEND_PROGRESS)
    def send_progress(ack: Ack, body: Body) -> None:
        caller = payloads.caller(body)
        place, found = comparing.course(desk, caller, at.pressed(body).round)
        if not any(len(one.comparable) > 1 for one in found):
            raise Refusal(NO_PICTURE)
        screens.send(caller, PICTURE, lambda: _pictures(place, found))
        at.show(body, notice("What has moved", ON_ITS_WAY))
        ack()

    @app.action(Action.SEE_SYSTEM)
    def see_system(ack: Ack, body: Body) -> None:
        at.show(body, drawing.system(comparing.led(desk, payloads.caller(body))))
        ack()

    @app.action(Action.SEND_SYSTEM)
    def send_system(ack: Ack, body: Body) -> None:
        caller = payloads.caller(body)
        found = comparing.led(desk, caller)
        screens.send(caller, WORKBOOK, lambda: [system.workbook(found, desk.clock())])
        at.show(body, notice("Across partnerships", ON_ITS_WAY))
        ack()


def _pictures(place: Partnership, found: Sequence[Course]) -> list[Enclosure]:
    from bot.reports import progress  # who draws nothing does without matplotlib

    drawn = progress.draw(found, place.name)
    return [Enclosure(one.name, f"What has moved in {place.name}", one.png, one.alt) for one in drawn]
