"""What a reminder carries below its words: how much is left, and the one button that leads straight to it."""

from bot.blocks.parts import Block, actions, button
from bot.carried import Place
from bot.names import Action
from flows import progress
from flows.assessment import Walk


def still(walk: Walk) -> str:
    """How much is left and how long it takes, in a sentence."""
    so_far = progress.of(walk)
    if not so_far.left:
        return f"All {so_far.total} sub-domains are answered; they only need submitting."
    are = "is" if so_far.left == 1 else "are"
    return f"{so_far.left} of {so_far.total} sub-domains {are} still open: about {so_far.minutes_left} minutes."


def way(walk: Walk) -> Block:
    """Answer what is open, or check and submit."""
    words, action = (
        ("Answer now", Action.ANSWER_NOW) if progress.of(walk).left else ("Check and submit", Action.CHECK_AND_SUBMIT)
    )
    return actions(button(words, action, Place(assessment=walk.assessment.id).packed(), "primary"))
