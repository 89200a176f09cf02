"""A post stays behind until it was drawn from its newest state."""

from storage import board_posts
from storage.board_posts import BoardPost
from storage.database import Database
from tests.storage.place import ROUND


def test_what_was_changed_is_behind_until_it_is_drawn(kept: Database) -> None:
    with kept.begin() as session:
        board_posts.touch(session, ROUND.id, ["", "a"])
        agenda, post = board_posts.stale(session, ROUND.id)
        board_posts.drawn(session, post)
        assert board_posts.stale(session, ROUND.id) == (agenda,) == (BoardPost(ROUND.id, "", 1),)


def test_what_changed_while_it_was_drawn_is_still_behind(kept: Database) -> None:
    with kept.begin() as session:
        board_posts.touch(session, ROUND.id, ["a"])
        (before,) = board_posts.stale(session, ROUND.id)
        board_posts.touch(session, ROUND.id, ["a"])
        board_posts.drawn(session, before)
        assert board_posts.stale(session, ROUND.id) == (BoardPost(ROUND.id, "a", 2),)
