"""The invitation's other two buttons: a reminder tomorrow, and a colleague who answers too."""

from collections.abc import Callable

from slack_bolt import Ack, App

from bot import payloads
from bot.blocks import handing_on as blocks
from bot.carried import Place
from bot.desk import Desk, handing_on, walking
from bot.members import Members
from bot.names import Action, Callback
from bot.payloads import Body
from bot.screens import Screens


def register(app: App, desk: Desk, screens: Screens, members: Members, wake: Callable[[], None]) -> None:
    """Listen to people who do not begin at once."""

    @app.action(Action.SNOOZE)
    def snooze(ack: Ack, body: Body) -> None:
        where = payloads.place(body)
        walking.snooze(desk, payloads.caller(body), where.assessment, payloads.pressed_at(body))
        screens.follow(where.assessment)
        ack()

    @app.action(Action.HAND_ON)
    def ask_whom(ack: Ack, body: Body) -> None:
        walk = walking.look(desk, payloads.caller(body), payloads.place(body).assessment)
        screens.open(body["trigger_id"], blocks.form(walk))
        ack()

    @app.view(Callback.HAND_ON)
    def hand_on(ack: Ack, body: Body) -> None:
        where, colleague = Place.unpacked(body["view"]["private_metadata"]), payloads.colleague(body["view"])
        caller = payloads.caller(body)
        members.require_colleague(colleague, caller.workspace)
        walk = handing_on.hand_on(desk, caller, where.assessment, colleague)
        screens.follow(where.assessment)
        wake()
        ack(response_action="update", view=blocks.invited(walk, colleague))
