"""The closed card's one button: an organisation takes its view out, and the summary with it."""

from collections.abc import Callable

from slack_bolt import Ack, App

from bot import payloads
from bot.desk import Desk, withdrawing
from bot.names import Action
from bot.payloads import Body
from bot.screens import Screens


def register(app: App, desk: Desk, screens: Screens, wake: Callable[[], None]) -> None:
    """Listen to it."""

    @app.action(Action.WITHDRAW_SUMMARY)
    def withdraw(ack: Ack, body: Body) -> None:
        where = payloads.place(body)
        withdrawing.withdraw(desk, payloads.caller(body), where.assessment)
        screens.follow(where.assessment)
        wake()
        ack()
