"""The pen for boards: draws again what stands in a channel and shows something older. What fails is drawn later."""

from functools import partial

from bot.blocks import moderation
from bot.desk import Desk, boards
from bot.screens import Post, Screens
from flows.round import RoundId
from storage.board_posts import BoardPost
from storage.outbox import State

GIVEN_UP = {State.DEAD, State.CANCELLED, State.EXPIRED}
"""A post that will never arrive has nothing to be drawn again."""


class BoardPen:
    """Follows the boards of one workspace."""

    def __init__(self, desk: Desk, screens: Screens) -> None:
        self._desk, self._screens = desk, screens

    def follow(self, round_id: RoundId) -> None:
        """Draw the posts of this board that are behind."""
        for one in boards.stale(self._desk, round_id):
            self._screens.amend(partial(self._post, one))

    def _post(self, behind: BoardPost) -> Post | None:
        """The post as it is at the moment of drawing; none while it has not arrived, or when it is drawn already."""
        newest = next(
            (one for one in boards.stale(self._desk, behind.round) if one.subdomain == behind.subdomain), None
        )
        where = boards.standing(self._desk, behind.round, behind.subdomain)
        board = boards.for_channel(self._desk, behind.round)
        if newest and where and where.state in GIVEN_UP:
            boards.drawn(self._desk, newest)
        if newest is None or board is None or where is None or where.channel is None or where.ts is None:
            return None
        text, blocks = moderation.row(board, newest.subdomain) if newest.subdomain else moderation.agenda(board)
        return Post(where.channel, where.ts, text, blocks, partial(boards.drawn, self._desk, newest))
