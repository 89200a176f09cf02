"""What a lead does with a round under way: a button opens a window that says what will happen; its submit does it."""

from collections.abc import Callable, Mapping

from slack_bolt import Ack, App

from bot import payloads, sheets
from bot.blocks import ruling as blocks
from bot.blocks import trail as trails
from bot.blocks.parts import Block
from bot.carried import OnRound
from bot.desk import Desk, looking_back, ruling
from bot.letter import Enclosure
from bot.names import Action, Callback
from bot.payloads import Body
from bot.reach import Reaching
from bot.screens import Screens
from flows import calendar
from flows.overview import Turnout
from flows.people import Caller, Deed
from flows.round import RoundId, Stage
from flows.trail import rows

FILE = "The audit trail of your partnership: who did what, and never an answer."
DEEDS: Mapping[Action, tuple[Deed, Callable[[Turnout], Block]]] = {
    Action.STATUS: (Deed.SEE_TURNOUT, blocks.status),
    Action.MOVE_DATES: (Deed.MOVE_DATES, blocks.move),
    Action.CLOSE_EARLY: (Deed.CLOSE_ROUND, blocks.close_early),
    Action.HAND_OVER: (Deed.HAND_OVER, blocks.hand_over),
    Action.CANCEL_ROUND: (Deed.CANCEL_ROUND, blocks.cancel),
}
"""What asks before it acts: whose right it needs, and the window."""


def register(app: App, desk: Desk, screens: Screens, reaching: Reaching, wake: Callable[[], None]) -> None:
    """Listen to those who lead a round."""

    def offer(ack: Ack, body: Body) -> None:
        pressed = OnRound.unpacked(payloads.pressed(body))
        view = asked(desk, payloads.caller(body), payloads.action(body), pressed.round)
        if payloads.modal(body):
            screens.push(body["trigger_id"], view)
        else:
            screens.open(body["trigger_id"], view)
        ack()

    for action in (*DEEDS, Action.NUDGE):
        app.action(action)(offer)

    def done(ack: Ack, caller: Caller, view: Block) -> None:
        wake()
        screens.home_again(caller)
        ack(response_action="update", view=view)

    _dates(app, desk, done)
    _ends(app, desk, done)
    _hand_over(app, desk, reaching, done)
    _trail(app, desk, screens)


def asked(desk: Desk, caller: Caller, action: Action, round_id: RoundId) -> Block:
    """The window of an act, or the reason why it is not to be done now."""
    if action is Action.NUDGE:
        return blocks.nudge(ruling.can_nudge(desk, caller, round_id))
    deed, draw = DEEDS[action]
    return draw(ruling.look(desk, caller, round_id, deed))


Done = Callable[[Ack, Caller, Block], None]
"""Wakes the heartbeat, draws Home again, and shows the last page."""


def _dates(app: App, desk: Desk, done: Done) -> None:
    @app.view(Callback.NUDGE)
    def nudge(ack: Ack, body: Body) -> None:
        caller = payloads.caller(body)
        led = ruling.nudge(desk, caller, payloads.held_round(body).round)
        due = calendar.decent(desk.clock(), led.partnership.zone)
        when = "now" if due <= desk.clock() else f"on {calendar.in_words(due, led.partnership.zone)}"
        done(ack, caller, blocks.done("Reminded", f"They get their reminder {when}."))

    @app.view(Callback.MOVE_DATES)
    def move(ack: Ack, body: Body) -> None:
        caller = payloads.caller(body)
        dates = payloads.round_dates(body["view"])
        done(ack, caller, moved(ruling.move(desk, caller, payloads.held_round(body).round, dates)))

    @app.view(Callback.MOVE_MEETING)
    def move_meeting(ack: Ack, body: Body) -> None:
        caller = payloads.caller(body)
        _, meeting, summary = payloads.round_dates(body["view"])
        done(ack, caller, moved(ruling.move_meeting(desk, caller, payloads.held_round(body).round, meeting, summary)))


def moved(led: Turnout) -> Block:
    """The last page of a change of dates: what happens now."""
    return blocks.done(
        "The dates have changed", "It is so now, and those who have to know are told.", blocks.ahead(led)
    )


def _ends(app: App, desk: Desk, done: Done) -> None:
    @app.view(Callback.CLOSE_EARLY)
    def close_early(ack: Ack, body: Body) -> None:
        caller = payloads.caller(body)
        led = ruling.close_early(desk, caller, payloads.held_round(body).round)
        at = calendar.in_words(led.round.closes_at, led.partnership.zone)
        done(ack, caller, blocks.done("Closing", f"The round closes on {at}.", blocks.ahead(led)))

    @app.view(Callback.CANCEL_ROUND)
    def cancel(ack: Ack, body: Body) -> None:
        caller = payloads.caller(body)
        led = ruling.cancel(desk, caller, payloads.held_round(body).round)
        done(ack, caller, blocks.done("Cancelled", f"The round is called off in <#{led.partnership.channel}>."))


def _hand_over(app: App, desk: Desk, reaching: Reaching, done: Done) -> None:
    @app.view(Callback.HAND_OVER)
    def hand_over(ack: Ack, body: Body) -> None:
        caller = payloads.caller(body)
        to, step_down = payloads.new_lead(body["view"])
        reaching.require_person(to, caller.workspace)
        led = ruling.hand_over(desk, caller, payloads.held_round(body).round, to, step_down=step_down)
        you = "You lead it no longer." if caller.user not in led.partnership.leads else "You lead it together."
        done(ack, caller, blocks.done("Handed over", f"<@{to}> leads the partnership now. {you}"))


def _trail(app: App, desk: Desk, screens: Screens) -> None:
    @app.action(Action.AUDIT)
    @app.action(Action.AUDIT_NEWER)
    @app.action(Action.AUDIT_OLDER)
    def show(ack: Ack, body: Body) -> None:
        wanted = OnRound.unpacked(payloads.pressed(body))
        place, acts = looking_back.acts(desk, payloads.caller(body), wanted.round)
        view = trails.draw(place, wanted.round, acts, wanted.page)
        within = payloads.modal(body)
        if within and payloads.action(body) is not Action.AUDIT:
            screens.replace_first(within, view)
        elif within:
            screens.push(body["trigger_id"], view)
        else:
            screens.open(body["trigger_id"], view)
        ack()

    @app.action(Action.AUDIT_FILE)
    def send(ack: Ack, body: Body) -> None:
        caller, wanted = payloads.caller(body), OnRound.unpacked(payloads.pressed(body))
        place, acts = looking_back.acts(desk, caller, wanted.round)
        content = sheets.write_csv(rows(reversed(acts)))
        screens.send(caller, FILE, lambda: [Enclosure("audit-trail.csv", f"{place.name}: audit trail", content)])
        ack()


def open_rounds(found: tuple[Turnout, ...]) -> tuple[Turnout, ...]:
    """Those that still take answers, else all."""
    return tuple(one for one in found if one.round.stage is Stage.OPEN) or found
