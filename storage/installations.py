"""Installations: which workspaces have let us in, and the tokens with which we speak there, sealed.

A workspace that has sent us away keeps its row without tokens: what is owed there waits (`left`), and nothing is lost
when it lets us in again. Where the token is in the settings there are no rows.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Session, col, func, or_, select, update
from sqlmodel.sql.expression import SelectOfScalar

from flows.people import UserId, WorkspaceId
from storage.sealing import NONCE, SIZE
from storage.statements import insert
from storage.tables import InstallationRow


class WrongKey(Exception):  # noqa: N818 - a fault in what we were told, in words
    """A kept token was sealed with none of the keys we were given, or was moved to another row."""


class TokenSeal:
    """Seals tokens with the first of its keys and opens what any of them sealed, so that keys can be changed."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(one) != SIZE for one in keys):
            raise ValueError(f"a key has {SIZE} bytes")
        self._keys = tuple(map(AESGCM, keys))

    def seal(self, token: str, place: str) -> bytes:
        """Seal a token to the place where it is kept: AES-256-GCM, with the place as associated data."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._keys[0].encrypt(nonce, token.encode(), place.encode())

    def unseal(self, sealed: bytes, place: str) -> str:
        """Read what was sealed to this place, or raise `WrongKey`."""
        for key in self._keys:
            try:
                return key.decrypt(sealed[:NONCE], sealed[NONCE:], place.encode()).decode()
            except InvalidTag:
                continue
        raise WrongKey


@dataclass(frozen=True, slots=True)
class Tokens:
    """What opens the door to a workspace. Never printed. Those that are rotated end, and are renewed with `renewal`."""

    access: str = field(repr=False)
    renewal: str = field(default="", repr=False)
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Installation:
    """A workspace that has let us in; `enterprise` is the company it belongs to, if it belongs to one."""

    workspace: WorkspaceId
    name: str
    bot: UserId
    scopes: tuple[str, ...]
    by: UserId
    at: datetime
    tokens: Tokens
    enterprise: str = ""


def save(session: Session, seal: TokenSeal, one: Installation) -> None:
    """Keep it, new or once more; from now on what is owed there is sent."""
    told = InstallationRow(
        workspace=one.workspace,
        name=one.name,
        enterprise=one.enterprise,
        bot=one.bot,
        scopes=",".join(one.scopes),
        installed_by=one.by,
        installed_at=one.at,
    )
    row = told.model_dump() | _sealed(seal, one.workspace, one.tokens)
    session.exec(
        insert(session, InstallationRow).values(row).on_conflict_do_update(index_elements=["workspace"], set_=row)
    )


def load(session: Session, seal: TokenSeal, workspace: WorkspaceId) -> Installation | None:
    """The installation in a workspace; none where we are not, or not any more."""
    row = session.exec(select(InstallationRow).where(InstallationRow.workspace == workspace)).first()
    if row is None or row.token is None:
        return None
    return Installation(
        workspace=workspace,
        name=row.name,
        bot=UserId(row.bot),
        scopes=tuple(row.scopes.split(",")),
        by=UserId(row.installed_by),
        at=row.installed_at,
        tokens=Tokens(
            seal.unseal(row.token, f"{workspace} token"),
            seal.unseal(row.renewal, f"{workspace} renewal") if row.renewal else "",
            row.ends_at,
        ),
        enterprise=row.enterprise,
    )


def leave(session: Session, workspace: WorkspaceId, now: datetime, *, told_at: datetime) -> bool:
    """We were sent away: the tokens go. False when that is known, or older than the newest installation."""
    there = update(InstallationRow).where(
        col(InstallationRow.workspace) == workspace,
        col(InstallationRow.token).is_not(None),
        col(InstallationRow.installed_at) <= told_at,
    )
    return bool(session.exec(there.values(left_at=now, **NO_TOKENS)).rowcount)


NO_TOKENS = {"token": None, "renewal": None, "ends_at": None, "renewing_until": None}


def begin_renewal(
    session: Session, workspace: WorkspaceId, ends_at: datetime | None, now: datetime, until: datetime
) -> bool:
    """Whether the tokens that end at `ends_at` are ours to renew until then.

    One process at a time, and only the next after one that died; none when they have been renewed meanwhile.
    """
    free = update(InstallationRow).where(
        col(InstallationRow.workspace) == workspace,
        col(InstallationRow.ends_at) == ends_at,
        col(InstallationRow.renewal).is_not(None),
        or_(col(InstallationRow.renewing_until).is_(None), col(InstallationRow.renewing_until) <= now),
    )
    return bool(session.exec(free.values(renewing_until=until)).rowcount)


def renewed(session: Session, seal: TokenSeal, workspace: WorkspaceId, tokens: Tokens, until: datetime) -> bool:
    """Keep what Slack gave; false when it was not ours to renew any more, and what is kept is newer."""
    ours = update(InstallationRow).where(
        col(InstallationRow.workspace) == workspace, col(InstallationRow.renewing_until) == until
    )
    return bool(session.exec(ours.values(renewing_until=None, **_sealed(seal, workspace, tokens))).rowcount)


def _sealed(seal: TokenSeal, workspace: WorkspaceId, tokens: Tokens) -> dict[str, bytes | datetime | None]:
    return {
        "token": seal.seal(tokens.access, f"{workspace} token"),
        "renewal": seal.seal(tokens.renewal, f"{workspace} renewal") if tokens.renewal else None,
        "ends_at": tokens.ends_at,
    }


def left() -> SelectOfScalar[str]:
    """The workspaces that have sent us away, as a part of other queries: nothing is done there."""
    return select(InstallationRow.workspace).where(col(InstallationRow.left_at).is_not(None))


def counts(session: Session) -> tuple[int, int]:
    """In how many workspaces we are, and how many have sent us away."""
    query = select(func.count(), func.count(col(InstallationRow.left_at))).select_from(InstallationRow)
    everywhere, gone = session.exec(query).one()
    return everywhere - gone, gone
