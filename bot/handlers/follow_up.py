"""Agreed actions after the meeting: owners report with one press, leads look at the list."""

from slack_bolt import Ack, App

from bot import board_forms, payloads
from bot.blocks import follow_up as drawing
from bot.blocks.parts import Block, button, notice
from bot.board_forms import held
from bot.board_pen import BoardPen
from bot.carried import OnBoard
from bot.desk import Desk, following_up
from bot.handlers.at_board import AtBoard
from bot.names import Action, Callback
from bot.payloads import Body
from bot.screens import Screens
from flows.moderation import ActionId, FollowUp, Progress
from flows.people import Caller

PRESSES = {Action.ACTION_DONE: Progress.DONE, Action.ACTION_LATE: Progress.LATE}
IN_LIST = {"done": Progress.DONE, "late": Progress.LATE}


def offer(desk: Desk, screens: Screens, caller: Caller, trigger: str) -> None:
    """Open the list of actions that this person's partnerships have agreed; refuses those who lead none."""
    screens.open(trigger, drawing.listed(following_up.led(desk, caller)))


def home_button() -> Block:
    """The way to the list from the Home tab."""
    return button("Actions", Action.SEE_ACTIONS, "all")


def register(app: App, desk: Desk, screens: Screens) -> None:
    """Listen to what becomes of actions."""
    at = AtBoard(desk, screens, BoardPen(desk, screens))

    @app.action(Action.ACTION_DONE)
    @app.action(Action.ACTION_LATE)
    def report(ack: Ack, body: Body) -> None:
        where, said = at.pressed(body), FollowUp(PRESSES[payloads.action(body)])
        action = following_up.report(desk, payloads.caller(body), where.round, ActionId(where.action), said)
        stands_in = body.get("container") or {}
        if stands_in.get("message_ts"):
            screens.say_instead(stands_in["channel_id"], stands_in["message_ts"], *drawing.reported(action))
        ack()

    @app.action(Action.ACTION_CHANGED)
    def ask_what(ack: Ack, body: Body) -> None:
        where = at.pressed(body)
        action = following_up.look(desk, payloads.caller(body), where.round, ActionId(where.action))
        at.show(body, drawing.changed(where.round, action))
        ack()

    @app.view(Callback.ACTION_CHANGED)
    def change(ack: Ack, body: Body) -> None:
        where, said = held(body), board_forms.changed(body["view"])
        action = following_up.report(desk, payloads.caller(body), where.round, ActionId(where.action), said)
        ack(response_action="update", view=notice("What has changed?", drawing.THANKS[action.progress]))

    @app.action(Action.SEE_ACTIONS)
    def see(ack: Ack, body: Body) -> None:
        at.show(body, drawing.listed(following_up.led(desk, payloads.caller(body))))
        ack()

    @app.action(Action.ON_ACTION, matchers=[_reports])
    def report_in_list(ack: Ack, body: Body) -> None:
        where, caller = at.pressed(body), payloads.caller(body)
        following_up.report(desk, caller, where.round, ActionId(where.action), FollowUp(IN_LIST[where.do]))
        at.show_instead(body, drawing.listed(following_up.led(desk, caller)))
        ack()


def _reports(body: Body) -> bool:
    return OnBoard.unpacked(payloads.pressed(body)).do in IN_LIST
