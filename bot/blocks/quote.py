"""A comment as a quote: the exact preview to agree to, and what keeps it from being one."""

from bot.blocks.parts import Block, actions, button, context, modal, section
from bot.carried import Place
from bot.limits import shorten
from bot.mrkdwn import said
from bot.names import Action, Callback
from flows.assessment import Walk
from flows.quotation import Preview

FEW = 5
"""Hits that are told at once; after these are mended, the rest follow."""
LONGEST_SHOWN = 60


def agree(walk: Walk, shown: Preview) -> Block:
    """Exactly what may be shown, to be agreed to: consent is to these very letters."""
    known = walk.answer(walk.here.id)
    where = Place(assessment=walk.assessment.id, subdomain=walk.here.id, seen=known.revision if known else 0).packed()
    return modal(
        "May this be quoted?",
        [
            section(
                "Your answer is kept. This is exactly what may be shown, without saying who wrote it, "
                "and never beside a level:"
            ),
            said(shown.text),
            section("*Does it name anybody else, or show who you are?* Then go back and change it."),
            context(
                "Quotes appear only when there are at least three from three organisations. "
                "If you change the comment, your consent ends."
            ),
            actions(
                button("Save without quoting", Action.NOT_QUOTED, where),
                button("Back to the form", Action.REWORD, where),
            ),
        ],
        callback=Callback.QUOTE,
        submit="Agree and next",
        close="Close",
        metadata=where,
        tells_of_closing=True,
    )


def faults(shown: Preview) -> str:
    """What keeps a comment from being quoted, in words; its author rewrites it, or unticks the box."""
    told = [f'"{shorten(hit.found, LONGEST_SHOWN)}": {hit.reason}' for hit in shown.hits[:FEW]]
    return " ".join(["To be quoted, this has to change (or untick Quoting).", *told])


def told(shown: Preview) -> Block:
    """The same inside a form, every character as it was typed."""
    return {"type": "section", "text": {"type": "plain_text", "text": faults(shown), "emoji": False}}
