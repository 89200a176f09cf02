"""A partner's walk: the living card and the modals it opens."""

from collections.abc import Callable, Mapping

from slack_bolt import Ack, App

from bot import payloads
from bot.blocks import answer
from bot.carried import Place
from bot.desk import Desk, walking
from bot.names import Action, Callback
from bot.payloads import Body
from bot.screens import Screens
from flows.assessment import (
    Event,
    LevelChosen,
    Screen,
    Shown,
    Skipped,
    Started,
    Submitted,
    Walk,
    WentBack,
    WentTo,
    Withdrawn,
)

ON_THE_CARD: Mapping[Action, Callable[[Place], Event]] = {
    Action.START: lambda _: Started(),
    Action.GO_TO: lambda where: WentTo(where.subdomain),
    Action.BACK: lambda where: WentBack(where.subdomain),
    Action.SKIP: lambda where: Skipped(where.subdomain),
    Action.CONTENTS: lambda _: Shown(Screen.CONTENTS),
    Action.STOP: lambda _: Shown(Screen.STOPPED),
    Action.REVIEW: lambda _: Shown(Screen.REVIEW),
    Action.WITHDRAW: lambda _: Withdrawn(),
}
"""Presses that move the card and nothing else."""

INTO_THE_FORM: Mapping[Action, Callable[[Place], Event]] = {
    Action.CHOOSE_LEVEL: lambda where: LevelChosen(where.subdomain, where.level),
    Action.OPEN_ANSWER: lambda where: WentTo(where.subdomain),
    Action.ANSWER_NOW: lambda _: Started(),
}
"""Presses that open the answer form; a chosen level is kept before it opens."""


def register(app: App, desk: Desk, screens: Screens) -> None:
    """Listen to every press of the walk."""

    def step(body: Body, where: Place, event: Event) -> Walk:
        """Take a step; when this returns it is on disk, and the card follows."""
        walk = walking.step(desk, payloads.caller(body), where.assessment, event)
        screens.cards()
        return walk

    def move(ack: Ack, body: Body) -> None:
        where = payloads.place(body)
        step(body, where, ON_THE_CARD[payloads.action(body)](where))
        ack()

    def open_form(ack: Ack, body: Body) -> None:
        where = payloads.place(body)
        walk = step(body, where, INTO_THE_FORM[payloads.action(body)](where))
        screens.open(body["trigger_id"], answer.page(walk))
        ack()

    for action in ON_THE_CARD:
        app.action(action)(move)
    for action in INTO_THE_FORM:
        app.action(action)(open_form)

    @app.action(Action.CHECK_AND_SUBMIT)
    def check_and_submit(ack: Ack, body: Body) -> None:
        walk = walking.look(desk, payloads.caller(body), payloads.place(body).assessment)
        screens.open(body["trigger_id"], answer.review(walk))
        ack()

    @app.action(Action.SAVE_AND_CLOSE)
    def save_and_close(ack: Ack, body: Body) -> None:
        """Keep the form as it stands; the modal's last page says so."""
        step(body, payloads.place(body), payloads.answer(body["view"], then_next=False))
        screens.replace(body["view"]["id"], answer.saved())
        ack()

    @app.view(Callback.ANSWER)
    def save_and_next(ack: Ack, body: Body) -> None:
        """Keep the form, and turn the page inside the modal: the acknowledgement carries the next one."""
        where = Place.unpacked(body["view"]["private_metadata"])
        walk = step(body, where, payloads.answer(body["view"], then_next=True))
        ack(response_action="update", view=answer.page(walk))

    @app.view(Callback.REVIEW)
    def submit(ack: Ack, body: Body) -> None:
        where = Place.unpacked(body["view"]["private_metadata"])
        walk = step(body, where, Submitted())
        screens.home(payloads.caller(body))
        ack(response_action="update", view=answer.submitted(walk))
