"""What may be read after the close: pieces by sub-domain, without a name, in an order of their own."""

from itertools import count

from storage import offered
from storage.database import Database
from storage.offered import Kind
from tests.storage.place import ROUND

PIECES = {"a": ("one", "two", "three"), "b": ("four",)}


def test_pieces_come_back_by_sub_domain_and_kind(kept: Database) -> None:
    with kept.begin() as session:
        numbers = count()
        offered.keep(session, ROUND.id, Kind.EVIDENCE, PIECES, lambda: f"{next(numbers)}")
        assert (offered.evidence(session, ROUND.id), offered.quotes(session, ROUND.id)) == (PIECES, {})


def test_i2_their_order_follows_random_names_and_not_who_gave_them(kept: Database) -> None:
    with kept.begin() as session:
        names = iter(["2", "3", "1", "4"])
        offered.keep(session, ROUND.id, Kind.QUOTE, PIECES, lambda: next(names))
        assert offered.quotes(session, ROUND.id)["a"] == ("three", "one", "two")


def test_what_is_withdrawn_is_gone(kept: Database) -> None:
    with kept.begin() as session:
        numbers = count()
        offered.keep(session, ROUND.id, Kind.QUOTE, PIECES, lambda: f"{next(numbers)}")
        offered.withdraw(session, ROUND.id)
        assert offered.quotes(session, ROUND.id) == {}
