"""What a reminder carries below its words: how much is left, and the one button that leads straight to it."""

from dataclasses import dataclass

from bot.blocks.parts import Block, actions, button
from bot.carried import Place
from bot.names import Action
from flows import progress
from flows.assessment import Walk
from flows.progress import Progress


@dataclass(frozen=True, slots=True)
class Nudge:
    """How many are left, in a sentence and how long they take; and the way to them."""

    left: int
    still: str
    way: Block


def of(walk: Walk) -> Nudge:
    """What is left of a walk, counted once."""
    so_far = progress.of(walk)
    return Nudge(so_far.left, _still(so_far), _way(walk, so_far))


def _still(so_far: Progress) -> str:
    if not so_far.left:
        return f"All {so_far.total} sub-domains are answered; they only need submitting."
    are = "is" if so_far.left == 1 else "are"
    return f"{so_far.left} of {so_far.total} sub-domains {are} still open: about {so_far.minutes_left} minutes."


def _way(walk: Walk, so_far: Progress) -> Block:
    """Answer what is open, or check and submit."""
    words, action = ("Answer now", Action.ANSWER_NOW) if so_far.left else ("Check and submit", Action.CHECK_AND_SUBMIT)
    return actions(button(words, action, Place(assessment=walk.assessment.id).packed(), "primary"))
