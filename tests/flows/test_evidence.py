"""Pieces of evidence: links that are links, nothing twice, nothing endless."""

import pytest

from flows.evidence import LONGEST_LINK, MOST_ITEMS, Item, ItemKind, link, together
from flows.refusal import Denied, Refusal

FILE = Item(ItemKind.FILE, "Plan.pdf", "https://example.org/plan", "F1")


@pytest.mark.parametrize("typed", ["https://example.org/plan?x=1#2", " http://example.org ", "https://user@[::1]/x"])
def test_a_link_is_kept_as_it_was_typed(typed: str) -> None:
    assert link(typed) == Item(ItemKind.LINK, typed.strip(), typed.strip())


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "ftp://example.org", "https://", "https://a b", "plan", "https://[x"]
)
def test_what_is_no_link_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(Refusal) as no:
        link(typed)
    assert no.value.field == "link"


def test_a_link_without_end_is_denied() -> None:
    with pytest.raises(Denied):
        link("https://example.org/" + "x" * LONGEST_LINK)


def test_the_same_file_under_another_name_is_the_same() -> None:
    assert Item(ItemKind.FILE, "Renamed.pdf", "https://example.org/other", "F1").key == FILE.key


def test_a_file_and_a_message_with_the_same_id_are_two() -> None:
    assert Item(ItemKind.MESSAGE, "Plan.pdf", "https://example.org/plan", "F1").key != FILE.key


def test_the_same_piece_is_kept_once_and_stays_our_own_note() -> None:
    ours = Item(ItemKind.FILE, "Plan.pdf", "https://example.org/plan", "F1", ours=True)
    assert together([ours], [FILE]) == (ours,)


def test_there_is_room_for_twenty_pieces() -> None:
    many = [Item(ItemKind.FILE, "Plan", ref=str(n)) for n in range(MOST_ITEMS)]
    assert len(together(many)) == MOST_ITEMS
    with pytest.raises(Refusal, match="room for 20"):
        together(many, [FILE])
