"""Being let into a workspace and sent away again: what is kept of it. The leads' data stays either way."""

import secrets
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.desk import Desk
from flows.people import UserId, WorkspaceId
from storage import audit, consents, installations, partnerships
from storage.installations import Installation, TokenSeal

CONSENT = timedelta(minutes=10)
"""How long somebody may take to say yes; Slack's code is good for as long."""


def begin(desk: Desk) -> str:
    """The state with which somebody is sent to Slack, and comes back once."""
    state = secrets.token_urlsafe(32)
    with desk.database.begin() as session:
        consents.forget(session, desk.clock())
        consents.remember(session, state, desk.clock() + CONSENT)
    return state


def came_back(desk: Desk, state: str) -> bool:
    """Whether somebody comes back whom we sent, lately and for the first time."""
    with desk.database.begin() as session:
        return consents.redeem(session, state, desk.clock())


def let_in(desk: Desk, seal: TokenSeal, one: Installation) -> None:
    """Keep an installation; whatever waits to be sent there goes on."""
    with desk.database.begin() as session:
        installations.save(session, seal, one)
        _note(session, desk, one.workspace, one.by, "app installed")


def sent_away(desk: Desk, workspace: WorkspaceId, told_at: datetime) -> bool:
    """The tokens go, and what is owed there waits; false when there was none."""
    with desk.database.begin() as session:
        gone = installations.leave(session, workspace, desk.clock(), told_at=told_at)
        if gone:
            _note(session, desk, workspace, UserId("slack"), "app removed")
    return gone


def _note(session: Session, desk: Desk, workspace: WorkspaceId, actor: UserId, action: str) -> None:
    """In the trail of each partnership that it concerns."""
    for place in partnerships.of_workspace(session, workspace):
        audit.record(session, at=desk.clock(), actor=actor, action=action, partnership=place.id)
