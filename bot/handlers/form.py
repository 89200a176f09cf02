"""The answer form: save and next, save for now, its evidence, its quote, and the modal being closed."""

from collections.abc import Callable
from functools import partial

from slack_bolt import Ack, App

from bot import payloads
from bot.blocks import answer
from bot.carried import OnItem
from bot.desk import Desk, walking
from bot.handlers.steps import Steps
from bot.members import Members
from bot.names import Action, Callback
from bot.payloads import Body
from bot.screens import Screens
from flows.assessment import AnswerGiven, ItemMarked, ItemsRemoved, QuoteAgreed


def register(app: App, desk: Desk, screens: Screens, members: Members) -> None:
    """Listen to everything that is done in the form."""
    steps = Steps(desk, screens)

    def given(body: Body, *, then_next: bool) -> AnswerGiven:
        """The form as it stands; names are looked up only for a quote."""
        return payloads.answer(body["view"], then_next=then_next, members=partial(names, body))

    def names(body: Body) -> tuple[str, ...]:
        """The names of everybody in the partnership that this form is about."""
        return members.names(walking.look(desk, payloads.caller(body), payloads.held(body).assessment).partnership)

    @app.view(Callback.ANSWER)
    def save_and_next(ack: Ack, body: Body) -> None:
        """Keep the form, and turn the page inside the modal: the acknowledgement carries the next one."""
        where, form, once = payloads.held(body), given(body, then_next=True), payloads.submission(body)
        ack(**answer.reply(steps.take(body, where, form, once=once, in_form=True), where.subdomain))

    @app.action(Action.SAVE_FOR_NOW)
    def save_for_now(ack: Ack, body: Body) -> None:
        """Keep the form as it stands; the modal's last page says so."""
        walk = steps.take(body, payloads.held(body), given(body, then_next=False))
        screens.replace(body["view"]["id"], answer.ending(walk))
        screens.form_ended(payloads.caller(body), walk.assessment.id)
        screens.home_again(payloads.caller(body))
        ack()

    @app.action(Action.ADD_MORE)
    def add_more(ack: Ack, body: Body) -> None:
        """Keep the form as it stands, and show it again with room for more evidence."""
        walk = steps.take(body, payloads.held(body), given(body, then_next=False), in_form=True)
        screens.replace(body["view"]["id"], answer.page(walk))
        ack()

    @app.action(Action.ITEM)
    def change_item(ack: Ack, body: Body) -> None:
        """Remove a piece of evidence, or say who may see it; what is typed meanwhile stays in the form."""
        where, chosen = payloads.held(body), OnItem.unpacked(payloads.pressed(body))
        removed = ItemsRemoved(where.subdomain, (chosen.item,))
        marked = ItemMarked(where.subdomain, chosen.item, ours=chosen.do == "ours")
        walk = steps.take(body, where, removed if chosen.do == "remove" else marked, in_form=True)
        screens.replace(body["view"]["id"], answer.form_at(walk, where.subdomain))
        ack()

    @app.view(Callback.QUOTE)
    def agree(ack: Ack, body: Body) -> None:
        """Keep the consent to the exact words that were shown."""
        where = payloads.held(body)
        agreed = QuoteAgreed(where.subdomain, where.seen, names(body))
        walk = steps.take(body, where, agreed, once=payloads.submission(body), in_form=True)
        ack(response_action="update", view=answer.page(walk, where.subdomain))

    _endings(app, steps, screens, given)


def _endings(app: App, steps: Steps, screens: Screens, given: Callable[..., AnswerGiven]) -> None:
    """Listen to modals being closed."""

    def closed(ack: Ack, body: Body) -> None:
        """Nobody is at the form any more: the card, which waited for that, follows."""
        screens.form_ended(payloads.caller(body), payloads.held(body).assessment)
        ack()

    @app.view_closed(Callback.ANSWER)
    def form_closed(ack: Ack, body: Body) -> None:
        """Keep what Slack gives of a form that was closed, which may be nothing."""
        closed(ack, body)
        if payloads.filled_in(body["view"]):
            steps.take(body, payloads.held(body), given(body, then_next=False))

    app.view_closed(Callback.QUOTE)(closed)
