"""What stands below words in a chat: how much is left, and the buttons that lead straight to it."""

from dataclasses import dataclass

from bot.blocks.parts import Block, actions, button
from bot.carried import Place
from bot.names import Action
from flows import progress
from flows.assessment import Walk
from flows.progress import Progress

CHECK = ("Check and submit", Action.CHECK_AND_SUBMIT)


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
    if so_far.left == so_far.total:
        return f"You have not begun yet: {so_far.total} sub-domains, about {so_far.minutes_left} minutes in all."
    are = "is" if so_far.left == 1 else "are"
    return f"{so_far.left} of {so_far.total} sub-domains {are} still open: about {so_far.minutes_left} minutes."


def _way(walk: Walk, so_far: Progress) -> Block:
    """Answer what is open, or check and submit; or let a colleague do it."""
    first = _button("Answer now", Action.ANSWER_NOW, walk) if so_far.left else _button(*CHECK, walk)
    return actions(first, _button("Pass to a colleague", Action.HAND_ON, walk, first=False))


def check(walk: Walk) -> Block:
    """The button that shows all answers once more, to submit them."""
    return actions(_button(*CHECK, walk))


def this_one(walk: Walk) -> Block:
    """The button that opens the form of the sub-domain where somebody is."""
    return actions(_button("Answer this one", Action.OPEN_ANSWER, walk, walk.here.id))


def _button(words: str, action: Action, walk: Walk, subdomain: str = "", *, first: bool = True) -> Block:
    return button(
        words, action, Place(assessment=walk.assessment.id, subdomain=subdomain).packed(), "primary" if first else None
    )
