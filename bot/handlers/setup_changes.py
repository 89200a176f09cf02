"""What is pressed on the screen "Our partnership": forms on top of it, and what they change."""

from collections.abc import Callable

from slack_bolt import Ack, App

from bot import partnership_form, payloads
from bot.blocks import setup as blocks
from bot.blocks import setup_forms as forms
from bot.blocks.parts import Block
from bot.carried import OnPartnership
from bot.desk import Desk, settling
from bot.names import Action, Callback
from bot.payloads import Body
from bot.screens import Screens
from flows.people import PartnerId, Partnership

Changed = Callable[[Body, Partnership], None]


def register(app: App, desk: Desk, screens: Screens, wake: Callable[[], None]) -> None:
    """Listen to leads who change a partnership."""

    def changed(body: Body, place: Partnership) -> None:
        """Send what is owed now, and draw the screen under the form anew."""
        caller = payloads.caller(body)
        wake()
        screens.home_again(caller)
        may_change = caller.user in place.leads
        screens.replace_first(body["view"]["root_view_id"], blocks.overview(place, may_change=may_change))

    _buttons(app, desk, screens)
    _forms(app, desk, changed)
    _forms_of_partners(app, desk, changed)


def _buttons(app: App, desk: Desk, screens: Screens) -> None:
    def pushes(action: Action, draw: Callable[[Partnership], Block]) -> None:
        """A button of the screen that opens a form on top of it."""

        @app.action(action)
        def push(ack: Ack, body: Body) -> None:
            place = settling.to_change(desk, payloads.caller(body), _held(body).partnership)
            screens.push(body["trigger_id"], draw(place))
            ack()

    pushes(Action.EDIT_DETAILS, forms.details)
    pushes(Action.EDIT_PEOPLE, forms.people)
    pushes(Action.ADD_PARTNER, forms.new_partner)
    pushes(Action.TAKE_IN_LIST, forms.list_form)

    @app.action(Action.PARTNER_MENU)
    def chosen(ack: Ack, body: Body) -> None:
        held, caller = _held(body), payloads.caller(body)
        place = settling.to_change(desk, caller, held.partnership)
        partner = place.partner(held.partner)
        if held.do == "remove":
            view = forms.removal(place, partner, settling.open_rounds(desk, caller, place.id))
        else:
            view = forms.partner(place, partner)
        screens.push(body["trigger_id"], view)
        ack()

    @app.action(Action.SEE_CHANGES)
    def see_changes(ack: Ack, body: Body) -> None:
        place, entries = settling.history(desk, payloads.caller(body), _held(body).partnership)
        screens.push(body["trigger_id"], blocks.history(place, entries))
        ack()


def _forms(app: App, desk: Desk, changed: Changed) -> None:
    @app.view(Callback.DETAILS)
    def describe(ack: Ack, body: Body) -> None:
        held = _form(body)
        place = settling.describe(desk, payloads.caller(body), held.partnership, partnership_form.details(body["view"]))
        changed(body, place)
        ack()

    @app.view(Callback.PEOPLE)
    def lead_and_watch(ack: Ack, body: Body) -> None:
        held, view = _form(body), body["view"]
        leads, observers = partnership_form.leads(view, held), partnership_form.observers(view, held)
        place = settling.lead_and_watch(desk, payloads.caller(body), held.partnership, leads, observers)
        changed(body, place)
        ack()


def _forms_of_partners(app: App, desk: Desk, changed: Changed) -> None:
    @app.view(Callback.ADD_PARTNER)
    def add_partner(ack: Ack, body: Body) -> None:
        partner = partnership_form.partner(body["view"], PartnerId(""))
        place = settling.add_partner(desk, payloads.caller(body), _form(body).partnership, partner)
        changed(body, place)
        ack(response_action="update", view=forms.new_partner(place, partner.name))

    @app.view(Callback.EDIT_PARTNER)
    def change_partner(ack: Ack, body: Body) -> None:
        held = _form(body)
        partner = partnership_form.partner(body["view"], held.partner)
        people = partnership_form.contributors(body["view"], held)
        changed(body, settling.change_partner(desk, payloads.caller(body), held.partnership, partner, people))
        ack()

    @app.view(Callback.REMOVE_PARTNER)
    def remove_partner(ack: Ack, body: Body) -> None:
        held = _form(body)
        changed(body, settling.remove_partner(desk, payloads.caller(body), held.partnership, held.partner))
        ack()


def _held(body: Body) -> OnPartnership:
    return OnPartnership.unpacked(payloads.pressed(body))


def _form(body: Body) -> OnPartnership:
    return OnPartnership.unpacked(body["view"]["private_metadata"])
