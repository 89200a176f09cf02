"""A partner's living card: presses that move it, and those that lead into the answer form."""

from collections.abc import Callable, Mapping
from functools import partial

from slack_bolt import Ack, App

from bot import payloads
from bot.blocks import answer, my_answers, review
from bot.carried import Place
from bot.desk import Desk, walking
from bot.handlers.steps import Steps
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
    Action.CHOOSE_LEVEL: lambda where: LevelChosen(where.subdomain, where.level, where.seen),
    Action.OPEN_ANSWER: lambda where: WentTo(where.subdomain),
    Action.REWORD: lambda where: WentTo(where.subdomain),
    Action.NOT_QUOTED: lambda where: Skipped(where.subdomain),
    Action.ANSWER_NOW: lambda _: Started(),
}
"""Presses that show the answer form; a chosen level is kept before it opens."""


def register(app: App, desk: Desk, screens: Screens) -> None:
    """Listen to every press on the card, and to the review at its end."""
    steps = Steps(desk, screens)

    def move(ack: Ack, body: Body) -> None:
        where = payloads.place(body)
        steps.take(body, where, ON_THE_CARD[payloads.action(body)](where))
        ack()

    def show_form(ack: Ack, body: Body) -> None:
        """In the modal that is open, or in one of its own; if Slack opens none, the card offers it again."""
        where, caller = payloads.place(body), payloads.caller(body)
        action = payloads.action(body)
        walk = steps.take(body, where, INTO_THE_FORM[action](where), in_form=True)
        draw = partial(answer.page, walk, reworded=where.subdomain if action is Action.REWORD else "")
        if (modal := payloads.modal(body)) and payloads.held(body).assessment == where.assessment:
            screens.work_out(modal, draw)
        else:
            missed = partial(screens.form_ended, caller, where.assessment)
            screens.open_worked_out(body["trigger_id"], draw, missed)
        ack()

    for action in INTO_THE_FORM:  # first the commonest: Bolt asks one listener after the other
        app.action(action)(show_form)
    for action in ON_THE_CARD:
        app.action(action)(move)

    _reading(app, desk, screens)
    _ending(app, desk, screens, steps)


def _reading(app: App, desk: Desk, screens: Screens) -> None:
    """Listen to those who read what their organisation answered."""

    def read(ack: Ack, body: Body) -> None:
        """The organisation's own answers, in the window that shows them if it is open."""
        where = payloads.place(body)
        walk = walking.read(desk, payloads.caller(body), where.assessment)
        view = my_answers.whole(walk, where.subdomain) if where.subdomain else my_answers.draw(walk)
        if modal := payloads.modal(body):
            screens.replace(modal, view)
        else:
            screens.open(body["trigger_id"], view)
        ack()

    for reading in (Action.MY_ANSWERS, Action.READ_ANSWER):
        app.action(reading)(read)


def _ending(app: App, desk: Desk, screens: Screens, steps: Steps) -> None:
    """Listen to the review at the end of the walk."""

    @app.action(Action.CHECK_AND_SUBMIT)
    def check_and_submit(ack: Ack, body: Body) -> None:
        walk = walking.read(desk, payloads.caller(body), payloads.place(body).assessment)
        screens.open(body["trigger_id"], review.review(walk))
        ack()

    @app.view(Callback.REVIEW)
    def submit(ack: Ack, body: Body) -> None:
        walk = steps.take(body, payloads.held(body), Submitted(), once=payloads.submission(body))
        screens.form_ended(payloads.caller(body), walk.assessment.id)
        screens.home_again(payloads.caller(body))
        ack(response_action="update", view=review.submitted(walk))

    @app.view_closed(Callback.REVIEW)
    def review_closed(ack: Ack, body: Body) -> None:
        screens.form_ended(payloads.caller(body), payloads.held(body).assessment)
        ack()
