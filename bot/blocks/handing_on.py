"""Passing the invitation to a colleague: the form and what comes after it."""

from bot.blocks.parts import Block, field, modal, notice, section
from bot.carried import Place
from bot.mrkdwn import bold
from bot.names import Callback, Field
from flows.assessment import Walk
from flows.people import UserId


def form(walk: Walk) -> Block:
    """Who is to answer too."""
    element: Block = {"type": "users_select", "placeholder": {"type": "plain_text", "text": "Choose a colleague"}}
    return modal(
        "Pass to a colleague",
        [
            section(
                f"Your colleague gets an invitation and answers for {bold(walk.partner.name)} too. You share one view: "
                "both of you see and can change everything in it, and you can still answer yourself."
            ),
            field(Field.COLLEAGUE, "Colleague", element),
        ],
        callback=Callback.HAND_ON,
        submit="Invite",
        close="Cancel",
        metadata=Place(assessment=walk.assessment.id).packed(),
    )


def invited(walk: Walk, colleague: UserId) -> Block:
    """The last page."""
    return notice(
        "Invited", f":white_check_mark: <@{colleague}> is invited to answer for {bold(walk.partner.name)} too."
    )
