"""Agreed actions after the meeting: the word to an owner with its buttons, and the lead's list."""

from collections.abc import Sequence

from bot.blocks.moderation import listed_action
from bot.blocks.parts import Block, actions, button, context, field, header, menu, modal, option, section, short_text
from bot.carried import OnBoard
from bot.mrkdwn import said
from bot.names import Action, Callback, Field
from flows.deciding import LONGEST_LINE
from flows.moderation import Action as Agreed
from flows.moderation import Progress
from flows.people import Partnership
from flows.round import Round, RoundId

MOST_LISTED = 80
THANKS = {
    Progress.DONE: "Thank you: noted as done. Nothing more is asked of you.",
    Progress.LATE: "Thank you: noted as late. The leads see it in their list.",
    Progress.CHANGED: "Thank you: noted as changed. The leads see it in their list.",
    Progress.OPEN: "Noted as open again.",
}
NONE = "No actions are open. They come from the board, and count once a round is agreed."


def ways(round_id: RoundId, action: Agreed) -> Block:
    """One press says how it stands."""
    here = OnBoard(round=round_id, action=action.id).packed()
    return actions(
        button("Done", Action.ACTION_DONE, here, "primary"),
        button("It will be late", Action.ACTION_LATE, here),
        button("Something changed…", Action.ACTION_CHANGED, here),
    )


def reported(action: Agreed) -> tuple[str, list[Block]]:
    """What the word becomes once its owner has answered."""
    thanks = THANKS[action.progress]
    return thanks, [said(action.what), section(thanks)]


def changed(round_id: RoundId, action: Agreed) -> Block:
    """What has changed, and the new date if there is one."""
    day: Block = {"type": "datepicker"} | ({"initial_date": action.due.isoformat()} if action.due else {})
    return modal(
        "What has changed?",
        [
            said(action.what),
            field(Field.NEWS, "In a few words", short_text("", "Waiting for the new system", LONGEST_LINE)),
            field(Field.DUE, "By when now?", day, optional=True),
        ],
        callback=Callback.ACTION_CHANGED,
        submit="Save",
        metadata=OnBoard(round=round_id, action=action.id).packed(),
    )


def listed(rounds: Sequence[tuple[Partnership, Round, Sequence[tuple[str, Agreed]]]]) -> Block:
    """Every open action of the rounds that somebody leads."""
    blocks = [block for place, one, found in rounds if found for block in _of_round(place, one, found)]
    return modal("Agreed actions", blocks[:MOST_LISTED] or [section(NONE)])


def _of_round(place: Partnership, one: Round, found: Sequence[tuple[str, Agreed]]) -> list[Block]:
    return [
        header(f"{place.name}, {one.label}"),
        context("The earliest first. Owners get a word five working days before an action is due, and on the day."),
        *(block for _, action in found for block in _entry(one.id, action)),
    ]


def _entry(round_id: RoundId, action: Agreed) -> list[Block]:
    def choice(words: str, do: str) -> Block:
        return option(words, OnBoard(round=round_id, action=action.id, do=do).packed())

    entry, small = listed_action(
        action, menu(Action.ON_ACTION, choice("It is done", "done"), choice("It is late", "late"))
    )
    return [entry | {"block_id": f"open {action.id}"}, small]
