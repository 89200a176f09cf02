"""The form that starts a round: `/maturity start`, the global shortcut and the button, through its three steps."""

from collections.abc import Callable

from slack_bolt import Ack, App

from bot import payloads
from bot.blocks import card, lead, lead_check
from bot.blocks.parts import Block
from bot.desk import Desk, leading
from bot.desk.leading import Opening, Rehearsal
from bot.names import Action, Callback, Field, Shortcut
from bot.payloads import Body
from bot.reach import Reaching
from bot.screens import Screens
from flows import preflight
from flows.people import Caller, ChannelId, PartnershipId


def register(app: App, desk: Desk, screens: Screens, reaching: Reaching, wake: Callable[[], None]) -> None:
    """Listen to those who start rounds."""

    @app.shortcut(Shortcut.START_ROUND)
    def shortcut(ack: Ack, body: Body) -> None:
        offer(desk, screens, reaching, payloads.caller(body), body["trigger_id"])
        ack()

    @app.action(Action.BEGIN_ROUND)
    def begin(ack: Ack, body: Body) -> None:
        meant = PartnershipId(payloads.pressed(body))
        offer(desk, screens, reaching, payloads.caller(body), body["trigger_id"], meant)
        ack()

    @app.action(Field.PARTNERSHIP)
    @app.action(Field.FRAMEWORK)
    def choose_again(ack: Ack, body: Body) -> None:
        """Another partnership or framework: the same form with what belongs to it; what was filled in stays."""
        opened = leading.again(desk, payloads.caller(body), payloads.round_form(body["view"]))
        reaching.ask(opened.place)
        screens.replace_first(body["view"]["id"], first(opened))
        ack()

    @app.view(Callback.START_ROUND)
    def to_dates(ack: Ack, body: Body) -> None:
        opened = leading.parts(desk, payloads.caller(body), payloads.round_form(body["view"]))
        ack(response_action="update", view=lead.when(opened.form, opened.place))

    @app.view(Callback.ROUND_DATES)
    def to_check(ack: Ack, body: Body) -> None:
        ready = leading.rehearse(desk, payloads.caller(body), payloads.round_form(body["view"]))
        ack(response_action="update", view=last(ready, reaching))

    @app.view(Callback.LAUNCH_ROUND)
    def launch(ack: Ack, body: Body) -> None:
        caller = payloads.caller(body)
        partnership, running, edition = leading.start(desk, caller, payloads.round_form(body["view"]))
        wake()
        screens.home_again(caller)
        ack(response_action="update", view=lead.started(partnership, running, edition))

    _within(app, desk, screens, reaching)


def _within(app: App, desk: Desk, screens: Screens, reaching: Reaching) -> None:
    """Listen to the buttons of the second and third step; each press carries all that was filled in."""

    @app.action(Action.STEP_BACK)
    def back(ack: Ack, body: Body) -> None:
        opened = leading.again(desk, payloads.caller(body), payloads.round_form(body["view"]))
        to_dates = payloads.pressed(body) == lead.WHEN
        view = lead.when(opened.form, opened.place) if to_dates else first(opened)
        screens.replace_first(body["view"]["id"], view)
        ack()

    @app.action(Action.CHECK_AGAIN)
    def check_again(ack: Ack, body: Body) -> None:
        ready = leading.rehearse(desk, payloads.caller(body), payloads.round_form(body["view"]))
        reaching.ask(ready.place)
        screens.replace_first(body["view"]["id"], last(ready, reaching))
        ack()

    @app.action(Action.PREVIEW)
    def preview(ack: Ack, body: Body) -> None:
        caller = payloads.caller(body)
        ready = leading.rehearse(desk, caller, payloads.round_form(body["view"]))
        walks = leading.as_seen_by(ready, caller)
        drawn = [block for walk in walks for block in card.draw(walk)[1]]
        screens.push(body["trigger_id"], lead_check.preview(walks[0].partner.name, drawn))
        ack()


def offer(  # noqa: PLR0913, PLR0917 - who asks where, and who answers
    desk: Desk,
    screens: Screens,
    reaching: Reaching,
    caller: Caller,
    trigger: str,
    where: ChannelId | PartnershipId | None = None,
) -> None:
    """Open the form; while it is filled in, Slack is asked who can be reached."""
    opened = leading.opening(desk, caller, where)
    reaching.ask(opened.place)
    screens.open(trigger, first(opened))


def first(opened: Opening) -> Block:
    """The first step."""
    return lead.what(
        opened.form,
        choices=opened.choices,
        place=opened.place,
        editions=leading.frameworks(),
        edition=opened.edition,
        earlier=opened.earlier,
    )


def last(ready: Rehearsal, reaching: Reaching) -> Block:
    """The third step, with what was found out about the people meanwhile."""
    found = preflight.check(ready.place, ready.round, reaching.look(ready.place))
    return lead_check.check(ready.form, ready.place, ready.round, ready.edition, found, ready.unfinished)
