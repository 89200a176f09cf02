"""What happens at the meeting beside the record: other minutes, a vote once more, the challenges of observers."""

from collections.abc import Callable

from slack_bolt import Ack, App

from bot import board_forms, payloads
from bot.blocks import meeting_forms
from bot.blocks import moderation_forms as forms
from bot.blocks.parts import notice
from bot.board_forms import held
from bot.board_pen import BoardPen
from bot.desk import Desk, voting
from bot.handlers.at_board import AtBoard
from bot.names import Action, Callback
from bot.payloads import Body
from bot.screens import Screens
from flows.people import Deed


def register(app: App, desk: Desk, screens: Screens, wake: Callable[[], None]) -> None:
    """Listen to votes and challenges."""
    at = AtBoard(desk, screens, BoardPen(desk, screens))

    @app.action(Action.TIME_MEETING)
    def time_anew(ack: Ack, body: Body) -> None:
        at.show(body, meeting_forms.set_up(at.board(body)))
        ack()

    @app.action(Action.REVOTE)
    def begin(ack: Ack, body: Body) -> None:
        where = at.pressed(body)
        board = voting.begin(desk, payloads.caller(body), where.round, where.subdomain)
        wake()
        at.show_instead(body, forms.decision(board, where.subdomain))
        at.redraw(board)
        ack()

    @app.action(Action.CLOSE_REVOTE)
    def close(ack: Ack, body: Body) -> None:
        where = at.pressed(body)
        board = voting.close(desk, payloads.caller(body), where.round, where.subdomain)
        at.show_instead(body, forms.decision(board, where.subdomain))
        at.redraw(board)
        ack()

    @app.action(Action.VOTE)
    def ask_for_vote(ack: Ack, body: Body) -> None:
        at.show(body, meeting_forms.vote(at.board(body, Deed.VOTE), at.pressed(body).subdomain))
        ack()

    @app.view(Callback.VOTE)
    def vote(ack: Ack, body: Body) -> None:
        where, caller = held(body), payloads.caller(body)
        voting.cast(desk, caller, where.round, where.subdomain, board_forms.vote(body["view"]))
        ack(response_action="update", view=notice("Vote again", ":white_check_mark: Your organisation's vote is kept."))

    @app.action(Action.CHALLENGE)
    def ask_for_challenge(ack: Ack, body: Body) -> None:
        at.show(body, meeting_forms.challenge(at.board(body, Deed.CHALLENGE), at.pressed(body).subdomain))
        ack()

    @app.view(Callback.CHALLENGE)
    def challenge(ack: Ack, body: Body) -> None:
        subdomain, words = board_forms.challenge(body["view"])
        voting.challenge(desk, payloads.caller(body), held(body).round, subdomain, words)
        ack(response_action="update", view=notice("A challenge", ":white_check_mark: Thank you. The leads have it."))
