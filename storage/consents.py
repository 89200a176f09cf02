"""Leave to come back: the state that a person carries through Slack's consent page, good once and not for long."""

from datetime import datetime
from hashlib import sha256

from sqlmodel import Session, col, delete

from storage.statements import insert
from storage.tables import ConsentRow


def _opaque(state: str) -> str:
    """What is kept of a state: whoever reads the table can use none."""
    return sha256(state.encode()).hexdigest()


def remember(session: Session, state: str, until: datetime) -> None:
    """Somebody was sent to Slack with this state."""
    session.exec(insert(session, ConsentRow).values(state=_opaque(state), until=until))


def redeem(session: Session, state: str, now: datetime) -> bool:
    """Whether somebody was, lately, and has not come back yet; from now on they have."""
    this = delete(ConsentRow).where(col(ConsentRow.state) == _opaque(state), col(ConsentRow.until) > now)
    return bool(session.exec(this).rowcount)


def forget(session: Session, now: datetime) -> None:
    """Forget those who were sent long ago and never came back."""
    session.exec(delete(ConsentRow).where(col(ConsentRow.until) <= now))
