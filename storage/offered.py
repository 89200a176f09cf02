"""What may still be read of a round after its close: evidence offered to the partnership, and quotes.

They stand here without an organisation, a person or a time, under random names and in the order of these.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from enum import StrEnum

from sqlmodel import Session, col, delete, select

from flows.round import RoundId
from storage import statements
from storage.tables import OfferedRow

Words = Mapping[str, tuple[str, ...]]
"""Pieces of text by sub-domain."""


class Kind(StrEnum):
    """What a piece is."""

    EVIDENCE = "evidence"
    QUOTE = "quote"


def keep(session: Session, round_id: RoundId, kind: Kind, words: Words, new_id: Callable[[], str]) -> None:
    """Keep the pieces of a kind; `new_id` gives random names, and they alone say where a piece stands."""
    named = sorted((new_id(), subdomain, text) for subdomain, texts in words.items() for text in texts)
    rows = [
        OfferedRow(id=name, round=round_id, subdomain=subdomain, kind=kind.value, words=text)
        for name, subdomain, text in named
    ]
    statements.add(session, OfferedRow, rows)


def evidence(session: Session, round_id: RoundId) -> Words:
    """The evidence offered to the partnership, by sub-domain; empty before the close."""
    return _pieces(session, round_id, Kind.EVIDENCE)


def quotes(session: Session, round_id: RoundId) -> Words:
    """The comments that may be quoted word for word, by sub-domain; empty before the close, and in small rounds."""
    return _pieces(session, round_id, Kind.QUOTE)


def _pieces(session: Session, round_id: RoundId, kind: Kind) -> Words:
    query = select(OfferedRow).where(OfferedRow.round == round_id, OfferedRow.kind == kind.value)
    found = defaultdict[str, list[str]](list)
    for row in session.exec(query.order_by(col(OfferedRow.id))):
        found[row.subdomain].append(row.words)
    return {subdomain: tuple(words) for subdomain, words in found.items()}


def withdraw(session: Session, round_id: RoundId) -> None:
    """Take all of it away."""
    session.exec(delete(OfferedRow).where(col(OfferedRow.round) == round_id))
