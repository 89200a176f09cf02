"""Setting up a partnership: the greeting in a channel, the first form, and the screen "Our partnership"."""

from slack_bolt import Ack, App

from bot import partnership_form, payloads
from bot.blocks import setup as blocks
from bot.blocks import setup_forms as forms
from bot.blocks.parts import Block
from bot.carried import NewPlace, OnPartnership
from bot.desk import Desk, settling, walking
from bot.names import Action, Callback
from bot.payloads import Body
from bot.screens import Screens
from flows.people import Caller, ChannelId, Partnership
from flows.refusal import Refusal

NOTHING_HERE = (
    "You take part in no partnership yet. Invite me to your partnership's channel with /invite, and set it up there; "
    "or ask the lead of yours to add you."
)


def settings(desk: Desk, caller: Caller, channel: ChannelId | None = None) -> Block:
    """What `/maturity settings` opens: this channel's partnership, or the caller's own, or the form for a new one."""
    here = settling.in_channel(desk, caller, channel) if channel else None
    places = settling.mine(desk, caller)
    meant = here if here in places else places[0] if len(places) == 1 else None
    if meant:
        place, may_change = settling.look(desk, caller, meant.id)
        return blocks.overview(place, may_change=may_change)
    if places:
        return blocks.several(places)
    if here is None and channel and channel.startswith(("C", "G")):
        return forms.set_up(NewPlace(channel=channel))
    raise Refusal(NOTHING_HERE)


def register(app: App, desk: Desk, screens: Screens) -> None:
    """Listen to those who set up a partnership, and to the app's own arrival in a channel."""

    @app.event("member_joined_channel")
    def joined(body: Body) -> None:
        if payloads.is_about_us(body) and walking.is_new(desk, payloads.delivery(body)):
            channel = ChannelId(body["event"]["channel"])
            place = settling.in_channel(desk, payloads.caller(body), channel)
            screens.say(channel, *(blocks.settled(place, blocks.AGAIN) if place else blocks.greeting(channel)))

    @app.action(Action.SET_UP)
    def offer(ack: Ack, body: Body) -> None:
        where = payloads.new_place(body)
        place = settling.in_channel(desk, payloads.caller(body), where.channel)
        view = _overview(body, place) if place else forms.set_up(where)
        screens.open(body["trigger_id"], view)
        ack()

    @app.action(Action.OPEN_SETTINGS)
    def open_settings(ack: Ack, body: Body) -> None:
        view = _overview(body, OnPartnership.unpacked(payloads.pressed(body)))
        if within := payloads.modal(body):
            screens.replace_first(within, view)
        else:
            screens.open(body["trigger_id"], view)
        ack()

    def _overview(body: Body, of: Partnership | OnPartnership) -> Block:
        known = of.id if isinstance(of, Partnership) else of.partnership
        place, may_change = settling.look(desk, payloads.caller(body), known)
        return blocks.overview(place, may_change=may_change)

    @app.view(Callback.SET_UP)
    def set_up(ack: Ack, body: Body) -> None:
        where, caller = NewPlace.unpacked(body["view"]["private_metadata"]), payloads.caller(body)
        place = settling.set_up(desk, caller, where.channel, partnership_form.details(body["view"]))
        if where.ts:
            screens.say_instead(where.channel, where.ts, *blocks.settled(place, blocks.BY_ITS_LEADS))
        screens.home_again(caller)
        ack(response_action="update", view=blocks.overview(place, may_change=True))
