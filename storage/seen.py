"""What Slack has delivered before: noted in the transaction of what it did, so that done and noted are one."""

from datetime import datetime
from hashlib import blake2b

from sqlmodel import Session, col, delete, select

from storage.statements import insert
from storage.tables import SeenRow


def _opaque(key: str) -> str:
    """What was delivered, without a word of who did what."""
    return blake2b(key.encode(), digest_size=16).hexdigest()


def first_time(session: Session, key: str, now: datetime) -> bool:
    """Whether this comes for the first time. While another transaction does it, this one waits for that one's end."""
    note = insert(session, SeenRow).values(key=_opaque(key), at=now).on_conflict_do_nothing(index_elements=["key"])
    return session.exec(note.returning(col(SeenRow.key))).first() is not None


def again(session: Session, key: str) -> None:
    """It may come again: what it asked for is not settled yet."""
    session.exec(delete(SeenRow).where(col(SeenRow.key) == _opaque(key)))


def has_old(session: Session, before: datetime) -> bool:
    """Whether there is anything to forget."""
    return session.exec(select(SeenRow.key).where(col(SeenRow.at) < before).limit(1)).first() is not None


def forget(session: Session, before: datetime) -> None:
    """Forget what is so old that Slack delivers it no more."""
    session.exec(delete(SeenRow).where(col(SeenRow.at) < before))
