"""The smaller forms of a meeting: how long it talks, who was there, why it is reopened, votes and challenges."""

from bot.blocks import moderation
from bot.blocks.moderation_forms import options
from bot.blocks.parts import (
    Block,
    context,
    divider,
    field,
    header,
    long_text,
    modal,
    option,
    section,
    select,
    short_text,
)
from bot.carried import OnBoard
from bot.names import Callback, Field
from flows import timing
from flows.board import Board
from flows.deciding import LONGEST_LINE
from flows.moderation import Present
from flows.walk import offered


def set_up(board: Board) -> Block:
    """How long the meeting talks, before its agenda goes into the channel or afterwards."""
    timed = bool(board.moderation.minutes)
    box = short_text(str(board.moderation.minutes or timing.USUAL), "90", 3)
    channel = f"<#{board.partnership.channel}>"
    words = (
        f"The agenda in {channel} is timed anew. What is recorded stays."
        if timed
        else f"A timed agenda goes into {channel}: what to discuss first, what to confirm together. Each sub-domain to "
        "discuss gets a post of its own, one after the other as you record."
    )
    return modal(
        "Change the minutes" if timed else "Start the moderation",
        [
            section(words),
            *([] if timed else moderation.unfinished(board)),
            field(Field.MINUTES, "How many minutes do you have?", box),
            context(moderation.NIGHT),
        ],
        callback=Callback.OPEN_BOARD,
        submit="Save" if timed else "Post the agenda",
        close="Cancel" if timed else "Not yet",
        metadata=moderation.carried(board),
    )


def attendance(board: Board) -> Block:
    """Who was there, by organisation and function."""
    held = board.moderation.present
    named = {one.name for one in board.partnership.partners}
    others = "\n".join(f"{one.organisation}: {one.function}" for one in held if one.organisation not in named)
    return modal(
        "Who was there",
        [
            section("By organisation and function, as the return asks for it. Leave out who was not there."),
            *(_functions(one.id, one.name, held) for one in board.partnership.partners),
            field(
                Field.OTHERS_PRESENT,
                "Others",
                long_text(others, "Healthwatch Larkmere: observer"),
                hint="One on each line: organisation, a colon, function.",
                optional=True,
            ),
        ],
        callback=Callback.ATTEST,
        submit="Save",
        metadata=OnBoard(round=board.round.id, seen=board.moderation.revision).packed(),
    )


def _functions(partner: str, name: str, held: tuple[Present, ...]) -> Block:
    there = "; ".join(one.function for one in held if one.organisation == name)
    box = short_text(there, "Chief operating officer; programme manager", LONGEST_LINE)
    return field(Field.PRESENT, name, box, about=partner, optional=True)


def reopen(board: Board) -> Block:
    """Why it is opened again."""
    box = short_text("", "A figure in the evidence was wrong", LONGEST_LINE)
    return modal(
        "Reopen",
        [
            section("Everything stays as it is and can be corrected. That and why it was reopened is recorded."),
            field(Field.REASON, "Why?", box),
        ],
        callback=Callback.REOPEN,
        submit="Reopen",
        close="Leave it agreed",
        metadata=moderation.carried(board),
    )


def vote(board: Board, subdomain: str) -> Block:
    """One organisation's vote; nothing is chosen beforehand and nothing of it is shown again."""
    choices = offered(board.edition, board.subdomain(subdomain))
    element = select("Choose what fits best", *options(board, choices, None))
    return modal(
        "Vote again",
        [
            header(board.subdomain(subdomain).name),
            section("One vote for your organisation; if a colleague votes too, the last counts. Nobody is shown it."),
            field(Field.VOTE, "After what you heard", element, about=subdomain),
            divider(),
            *moderation.descriptors(board, subdomain),
        ],
        callback=Callback.VOTE,
        submit="Vote",
        metadata=moderation.carried(board, subdomain),
    )


def challenge(board: Board, subdomain: str) -> Block:
    """What an observer asks the meeting to think about."""
    box = long_text("", "Whose voice is missing here?")
    names = {one: option(board.subdomain(one).name, one) for one in board.order}
    chosen = names.get(subdomain)
    return modal(
        "A challenge",
        [
            section("The leads read it beside the sub-domain, with your name. It goes into no document."),
            field(Field.SUBDOMAIN, "About", select("Choose", list(names.values()), chosen)),
            field(Field.CHALLENGE, "What should the meeting think about?", box),
        ],
        callback=Callback.CHALLENGE,
        submit="Leave it",
        metadata=moderation.carried(board, subdomain),
    )
