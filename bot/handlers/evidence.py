"""Evidence from outside the form: files dropped in the chat, and messages kept by the shortcut in their menu."""

from slack_bolt import Ack, App

from bot import payloads
from bot.blocks import evidence as blocks
from bot.blocks.parts import notice
from bot.carried import Pieces, Source
from bot.desk import Desk, collecting, walking
from bot.names import Action, Callback, Shortcut
from bot.payloads import Body
from bot.screens import Screens
from flows.assessment import ItemsKept, ItemsMoved, ItemsRemoved


def register(app: App, desk: Desk, screens: Screens) -> None:
    """Listen to what is done with pieces of evidence."""

    @app.shortcut(Shortcut.KEEP_EVIDENCE)
    def ask_where(ack: Ack, body: Body) -> None:
        walks, here = collecting.walks(desk, payloads.caller(body))
        screens.open(body["trigger_id"], blocks.keep(walks, here, payloads.source(body).packed()))
        ack()

    @app.view(Callback.KEEP_EVIDENCE)
    def keep(ack: Ack, body: Body) -> None:
        view = body["view"]
        where = payloads.chosen_place(view)
        item = payloads.message(Source.unpacked(view["private_metadata"]), ours=payloads.own_note(view))
        event = ItemsKept(where.subdomain, (item,))
        walk = walking.step(desk, payloads.caller(body), where.assessment, event)
        screens.follow(where.assessment)
        ack(response_action="update", view=notice("Kept", blocks.told(walk, where.subdomain)))

    @app.action(Action.MOVE_EVIDENCE)
    def ask_where_else(ack: Ack, body: Body) -> None:
        kept = payloads.pieces(body)
        walk = walking.look(desk, payloads.caller(body), kept.assessment)
        screens.open(body["trigger_id"], blocks.move(walk, kept.packed(), kept.subdomain))
        ack()

    @app.view(Callback.MOVE_EVIDENCE)
    def move(ack: Ack, body: Body) -> None:
        kept, where = Pieces.unpacked(body["view"]["private_metadata"]), payloads.chosen_place(body["view"])
        event = ItemsMoved(kept.subdomain, kept.items, where.subdomain)
        walk = walking.step(desk, payloads.caller(body), kept.assessment, event)
        screens.follow(kept.assessment)
        if kept.channel:
            screens.say_instead(kept.channel, kept.ts, *blocks.kept(walk, where.subdomain, kept.items))
        ack()

    @app.action(Action.REMOVE_EVIDENCE)
    def remove(ack: Ack, body: Body) -> None:
        kept = payloads.pieces(body)
        walking.step(desk, payloads.caller(body), kept.assessment, ItemsRemoved(kept.subdomain, kept.items))
        screens.follow(kept.assessment)
        if kept.channel:
            screens.say_instead(kept.channel, kept.ts, *blocks.removed())
        ack()
