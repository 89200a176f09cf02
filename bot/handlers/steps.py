"""One step of the walk as every surface takes it: on disk when it returns, with the card on its way."""

from dataclasses import dataclass

from bot import payloads
from bot.carried import Place
from bot.desk import Desk, walking
from bot.payloads import Body
from bot.screens import Screens
from flows.assessment import Event, Walk


@dataclass(frozen=True, slots=True)
class Steps:
    """Takes steps at a desk."""

    desk: Desk
    screens: Screens

    def take(self, body: Body, where: Place, event: Event, *, once: str = "", in_form: bool = False) -> Walk:
        """Take a step; with `in_form` the card waits until nobody is at the form any more."""
        walk = walking.step(
            self.desk,
            payloads.caller(body),
            where.assessment,
            event,
            pressed_at=payloads.pressed_at(body),
            once=once,
            in_form=in_form,
        )
        if not in_form:
            self.screens.follow(where.assessment)
        return walk
