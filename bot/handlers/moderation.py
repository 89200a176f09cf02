"""The leads' board: opened by a word, from the Home tab or from its post, and everything that is pressed on it."""

from collections.abc import Callable

from slack_bolt import Ack, App

from bot import board_forms, payloads
from bot.blocks import meeting_forms
from bot.blocks import moderation as drawing
from bot.blocks import moderation_forms as forms
from bot.blocks.parts import Block, button
from bot.board_forms import held
from bot.board_pen import BoardPen
from bot.carried import OnBoard
from bot.desk import Desk, boards, moderating
from bot.desk.moderating import ActionForm
from bot.handlers.at_board import AtBoard
from bot.names import Action, Callback
from bot.payloads import Body
from bot.screens import Screens
from flows import deciding
from flows.board import Board
from flows.moderation import ActionId
from flows.people import Caller, ChannelId
from flows.refusal import Refusal
from flows.round import RoundId

GONE = "This action was removed meanwhile. Close this page and open it again to see what is there."


def offer(desk: Desk, screens: Screens, caller: Caller, trigger: str, channel: ChannelId | None = None) -> None:
    """Open the board of the round that this person most likely means; refuses those who lead none."""
    board = boards.look(desk, caller, boards.choose(desk, caller, channel))
    screens.open(trigger, first_page(board))


def first_page(board: Board) -> Block:
    """The board, or how to start it."""
    return drawing.overview(board) if board.moderation.minutes else meeting_forms.set_up(board)


def home_button(round_id: RoundId) -> Block:
    """The way to the board from the Home tab."""
    return button("Open the board", Action.MODERATE, OnBoard(round=round_id).packed())


def register(app: App, desk: Desk, screens: Screens, wake: Callable[[], None]) -> None:
    """Listen to what leads do at the board."""
    at = AtBoard(desk, screens, BoardPen(desk, screens))

    @app.action(Action.MODERATE)
    def open_board(ack: Ack, body: Body) -> None:
        at.show(body, first_page(at.board(body)))
        ack()

    @app.view(Callback.OPEN_BOARD)
    def set_up(ack: Ack, body: Body) -> None:
        minutes = board_forms.minutes(body["view"])
        board = boards.set_up(desk, payloads.caller(body), held(body).round, minutes)
        wake()
        if body["view"].get("previous_view_id"):  # timed anew, from the board
            at.changed(body, board)
            ack()
        else:
            ack(response_action="update", view=drawing.overview(board))

    @app.action(Action.ON_ROW)
    def post(ack: Ack, body: Body) -> None:
        where = at.pressed(body)
        board = boards.post(desk, payloads.caller(body), where.round, where.subdomain)
        wake()
        at.show_instead(body, forms.decision(board, where.subdomain))
        ack()

    @app.action(Action.CONFIRM_TOGETHER)
    def ask_to_confirm(ack: Ack, body: Body) -> None:
        at.show(body, forms.together(at.board(body)))
        ack()

    @app.view(Callback.CONFIRM_TOGETHER)
    def confirm(ack: Ack, body: Body) -> None:
        caller, where = payloads.caller(body), held(body)
        given = board_forms.together(body["view"], boards.look(desk, caller, where.round))
        at.changed(body, moderating.confirm(desk, caller, where.round, given))
        ack()

    _recording(app, at, wake)
    _actions(app, at)
    _conclusion(app, at)


def _recording(app: App, at: AtBoard, wake: Callable[[], None]) -> None:
    """What is agreed on one sub-domain after the other, in one window."""

    def keep(body: Body) -> tuple[Board, str | None, Block | None]:
        """Keep the form as it stands: the board then, what comes next, and where another lead was quicker, both."""
        caller, where = payloads.caller(body), held(body)
        before = boards.look(at.desk, caller, where.round)
        board, clash = moderating.decide(at.desk, caller, where.round, board_forms.decision(body["view"], before))
        if clash:
            return board, None, forms.decision(board, where.subdomain, clash)
        at.changed(body, board)
        wake()
        return board, deciding.following(before, where.subdomain), None

    @app.view(Callback.RECORD)
    def save_and_next(ack: Ack, body: Body) -> None:
        board, follows, both = keep(body)
        page = both or (forms.decision(board, follows, turned_from=held(body).subdomain) if follows else None)
        ack(response_action="update", view=page) if page else ack()

    @app.action(Action.RECORD)
    def record(ack: Ack, body: Body) -> None:
        pressed = at.pressed(body)
        if pressed.do == forms.STOP:
            board, _, both = keep(body)
            at.show_instead(body, both or forms.stopped(board, held(body).subdomain))
        else:
            at.show(body, forms.decision(at.board(body), pressed.subdomain))
        ack()


def _actions(app: App, at: AtBoard) -> None:
    """What is done about actions while the board is open."""

    @app.action(Action.ADD_ACTION)
    def add(ack: Ack, body: Body) -> None:
        at.show(body, forms.action(at.board(body), at.pressed(body).subdomain, None))
        ack()

    @app.action(Action.ON_ACTION, matchers=[_changes])
    def change(ack: Ack, body: Body) -> None:
        pressed, board = at.pressed(body), at.board(body)
        found = board.moderation.action(ActionId(pressed.action))
        if found is None:
            raise Refusal(GONE)
        subdomain, action = found
        if pressed.do == "change":
            at.show(body, forms.action(board, subdomain, action))
        else:
            board = moderating.drop(at.desk, payloads.caller(body), pressed.round, subdomain, action.id)
            at.show_instead(body, forms.decision(board, subdomain) if subdomain else forms.opportunities(board))
            at.redraw(board)
        ack()

    @app.view(Callback.ACTION)
    def keep(ack: Ack, body: Body) -> None:
        caller, where = payloads.caller(body), held(body)
        board = boards.look(at.desk, caller, where.round)
        given = board_forms.action(body["view"], board, at.desk.clock())
        form = ActionForm(where.round, where.subdomain, given, where.seen, payloads.submission(body))
        board = moderating.act(at.desk, caller, form)
        at.changed(body, board, _under_action(board, where.subdomain))
        ack()


def _changes(body: Body) -> bool:
    return OnBoard.unpacked(payloads.pressed(body)).do in {"change", "remove"}


def _under_action(board: Board, subdomain: str) -> Block:
    """The form that an action was added in."""
    return forms.decision(board, subdomain) if subdomain else forms.opportunities(board)


def _conclusion(app: App, at: AtBoard) -> None:
    """What concerns the meeting as a whole."""

    @app.action(Action.OPPORTUNITIES)
    def ask_for_opportunities(ack: Ack, body: Body) -> None:
        at.show(body, forms.opportunities(at.board(body)))
        ack()

    @app.view(Callback.OPPORTUNITIES)
    def note(ack: Ack, body: Body) -> None:
        where, words = held(body), board_forms.opportunities(body["view"])
        at.changed(body, moderating.note_opportunities(at.desk, payloads.caller(body), where.round, words, where.seen))
        ack()

    @app.action(Action.ATTEST)
    def ask_who(ack: Ack, body: Body) -> None:
        at.show(body, meeting_forms.attendance(at.board(body)))
        ack()

    @app.view(Callback.ATTEST)
    def attest(ack: Ack, body: Body) -> None:
        caller, where = payloads.caller(body), held(body)
        present = board_forms.present(body["view"], boards.look(at.desk, caller, where.round))
        at.changed(body, moderating.attest(at.desk, caller, where.round, present, where.seen))
        ack()

    @app.action(Action.AGREE)
    def agree(ack: Ack, body: Body) -> None:
        board = moderating.agree(at.desk, payloads.caller(body), at.pressed(body).round)
        at.show_instead(body, drawing.overview(board))
        at.redraw(board)
        ack()

    @app.action(Action.REOPEN)
    def ask_why(ack: Ack, body: Body) -> None:
        at.show(body, meeting_forms.reopen(at.board(body)))
        ack()

    @app.view(Callback.REOPEN)
    def reopen(ack: Ack, body: Body) -> None:
        reason = board_forms.reason(body["view"])
        board = moderating.reopen(at.desk, payloads.caller(body), held(body).round, reason)
        at.changed(body, board)
        ack()
