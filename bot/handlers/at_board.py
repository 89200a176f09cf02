"""What every handler of the board does: look it up, show a page of it, and draw again what shows something older."""

from dataclasses import dataclass

from bot import payloads
from bot.blocks import moderation
from bot.blocks.parts import Block
from bot.board_pen import BoardPen
from bot.carried import OnBoard
from bot.desk import Desk, boards
from bot.payloads import Body
from bot.screens import Screens
from flows.board import Board
from flows.people import Deed


@dataclass(frozen=True, slots=True)
class AtBoard:
    """A desk with a board in front of it."""

    desk: Desk
    screens: Screens
    pen: BoardPen

    def pressed(self, body: Body) -> OnBoard:
        """What the button is about."""
        return OnBoard.unpacked(payloads.pressed(body))

    def board(self, body: Body, deed: Deed = Deed.MODERATE) -> Board:
        """The board that the button is on, for those who may do this with it."""
        return boards.look(self.desk, payloads.caller(body), self.pressed(body).round, deed)

    def show(self, body: Body, view: Block) -> None:
        """Open a page: on top of the modal that was pressed in, if it was one."""
        (self.screens.push if payloads.modal(body) else self.screens.open)(body["trigger_id"], view)

    def show_instead(self, body: Body, view: Block) -> None:
        """Show a page in place of the one that was pressed in."""
        if here := payloads.modal(body):
            self.screens.replace(here, view)

    def changed(self, body: Body, board: Board, under: Block | None = None) -> None:
        """Draw what the submitted page lay on, and the posts. `under` is the page right below; else it is the board."""
        view = body["view"]
        below, lowest = view.get("previous_view_id"), view.get("root_view_id")
        overview = moderation.overview(board)
        if below and below != view["id"]:
            self.screens.replace(below, under or overview)
        if lowest and lowest not in {below, view["id"]}:
            self.screens.replace(lowest, overview)
        self.redraw(board)

    def redraw(self, board: Board) -> None:
        """Draw what stands in the channel again."""
        self.pen.follow(board.round.id)
