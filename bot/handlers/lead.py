"""The lead's surfaces: `/maturity`, the global shortcut, and the form that starts a round."""

from collections.abc import Callable

from slack_bolt import Ack, App

from bot import payloads
from bot.blocks import home, lead
from bot.desk import Desk, leading, seeing
from bot.names import Action, Callback, Command, Field, Shortcut
from bot.payloads import Body
from bot.screens import Screens
from flows.people import Caller, ChannelId
from frameworks import catalog

HELP = (
    "*Common View* walks each partner through a maturity self-assessment, and shows where views differ.\n"
    "• `/maturity start` starts a round (leads)\n"
    "• `/maturity status` tells who has submitted, never what (leads), and how far you are (partners)\n"
    "• `/maturity help` shows this\n"
    "Your own rounds are on the *Home* tab of this app and in its messages."
)


def register(app: App, desk: Desk, screens: Screens, wake: Callable[[], None]) -> None:
    """Listen to what leads do."""

    def offer_round(caller: Caller, trigger: str, channel: ChannelId | None = None) -> None:
        choices = leading.choices(desk, caller, channel)
        editions = leading.frameworks()
        screens.open(trigger, lead.start_form(choices, choices[0], editions, editions[0], desk.clock()))

    @app.command(Command.MATURITY)
    def maturity(ack: Ack, body: Body) -> None:
        caller = payloads.caller(body)
        match payloads.words(body):
            case "start":
                offer_round(caller, body["trigger_id"], ChannelId(body["channel_id"]))
                ack()
            case "status":
                ack(response_type="ephemeral", text=home.in_words(seeing.overview(desk, caller)))
            case _:
                ack(response_type="ephemeral", text=HELP)

    @app.shortcut(Shortcut.START_ROUND)
    def shortcut(ack: Ack, body: Body) -> None:
        offer_round(payloads.caller(body), body["trigger_id"])
        ack()

    @app.action(Action.BEGIN_ROUND)
    def begin_round(ack: Ack, body: Body) -> None:
        offer_round(payloads.caller(body), body["trigger_id"])
        ack()

    @app.action(Field.PARTNERSHIP)
    @app.action(Field.FRAMEWORK)
    def choose_again(ack: Ack, body: Body) -> None:
        """Another partnership or framework: the same form with what belongs to it; what was filled in stays."""
        form = payloads.round_form(body["view"])
        choices = leading.choices(desk, payloads.caller(body))
        chosen = next((one for one in choices if one.id == form.partnership), choices[0])
        edition = catalog.edition(form.framework)
        view = lead.start_form(choices, chosen, leading.frameworks(), edition, desk.clock())
        screens.replace_first(body["view"]["id"], view)
        ack()

    @app.view(Callback.START_ROUND)
    def start_round(ack: Ack, body: Body) -> None:
        caller = payloads.caller(body)
        partnership, running, edition = leading.start(desk, caller, payloads.round_form(body["view"]))
        wake()
        screens.home_again(caller)
        ack(response_action="update", view=lead.started(partnership, running, edition))
