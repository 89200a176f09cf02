"""The letters of a meeting: the board in the channel, the word that it is agreed, and words to owners of actions."""

from bot import letters
from bot.blocks import follow_up, moderation
from bot.desk import Desk, boards, following_up
from bot.letter import Letter, TooEarlyError
from bot.mrkdwn import said
from flows import deciding, telling
from flows.board import Board
from flows.calendar import day_in_words
from flows.notices import NoticeKind
from flows.round import RoundId
from storage.outbox import Claimed, Kept, State

IN_CHANNEL = frozenset({NoticeKind.BOARD, NoticeKind.BOARD_ROW, NoticeKind.AGREED})
KINDS = IN_CHANNEL | {NoticeKind.ACTION_SOON, NoticeKind.ACTION_DUE}
"""What is written here."""


def write(desk: Desk, claimed: Claimed) -> Letter | None:
    """Put one of them into words; none when there is no point in it any more."""
    if claimed.kind not in IN_CHANNEL:
        return action(claimed.kind, claimed.round, following_up.due(desk, claimed))
    if claimed.kind is not NoticeKind.BOARD:
        _after_the_agenda(boards.standing(desk, claimed.round))
    board = boards.for_channel(desk, claimed.round)
    return agreed(board, claimed.key) if claimed.kind is NoticeKind.AGREED else on_the_board(board, claimed.about)


def _after_the_agenda(agenda: Kept | None) -> None:
    """Everything else comes after the agenda, while that is still on its way."""
    if agenda and agenda.state in {State.PENDING, State.SENDING}:
        raise TooEarlyError


def on_the_board(board: Board | None, subdomain: str | None) -> Letter | None:
    """The agenda of the moderation, or the post of one sub-domain."""
    if board is None:
        return None
    text, blocks = moderation.row(board, subdomain) if subdomain else moderation.agenda(board)
    return Letter(text, blocks, to_channel=board.partnership.channel)


def agreed(board: Board | None, owed_as: str) -> Letter | None:
    """The word in the channel that the meeting has agreed, and where to read what; none when it was opened again."""
    if board is None or board.moderation.agreed_at is None or owed_as != telling.agreed_key(board.moderation):
        return None
    held = board.moderation
    text, blocks = letters.write(
        "agreed",
        place=board.partnership.name,
        again=bool(held.reopened),
        subdomains=sum(bool(moderation.agreed_on(board, one)) for one in board.round.subdomains),
        actions=len(tuple(held.every_action())),
        agenda=moderation.agenda(board)[0],
    )
    return Letter(text, blocks, to_channel=board.partnership.channel)


def action(kind: NoticeKind, round_id: RoundId, about: following_up.About | None) -> Letter | None:
    """A word about an agreed action to its owner, with one press to answer."""
    if about is None or about.action.due is None:
        return None
    text, blocks = letters.write(
        kind.value,
        place=about.partnership.name,
        about=about.subdomain or "the whole system",
        due=day_in_words(about.action.due),
        unowned=not deciding.owned(about.action),
        owner_elsewhere="" if about.action.owner else about.action.owner_name or about.action.organisation,
    )
    heading, *rest = blocks
    what = said(about.action.what)
    return Letter(text, [heading, what, *rest, follow_up.ways(round_id, about.action)], to_person=about.to)
