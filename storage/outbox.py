"""The outbox: notices that are owed, and who is sending which. A row is claimed with a token and a lease."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import NewType

from sqlalchemy import ColumnElement, and_, literal, or_
from sqlmodel import Session, col, func, select, update

from flows.notices import Notice, NoticeKind
from flows.people import UserId, WorkspaceId
from flows.round import RoundId
from storage.instant import Instant
from storage.statements import insert
from storage.tables import NoticeRow

NoticeId = NewType("NoticeId", str)
LEASE = timedelta(seconds=120)
"""How long a claim holds when its holder is heard of no more."""


class State(StrEnum):
    """Where a notice stands: pending -> sending -> sent, or back to pending, or dead; or it was never sent."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A notice that is ours to send until the lease ends. `unsure`: an earlier attempt may have arrived."""

    id: NoticeId
    token: str
    lease_until: datetime
    workspace: WorkspaceId
    kind: NoticeKind
    key: str
    round: RoundId
    to: UserId | None
    due_at: datetime
    attempts: int
    unsure: bool
    first_attempt_at: datetime


def owe(session: Session, notices: Iterable[Notice], workspace: WorkspaceId) -> None:
    """Owe each of them once for all time: a key that is known already changes nothing."""
    # In the order of their keys, so that two planners never wait for each other.
    for notice in sorted(notices, key=lambda one: one.key):
        row = NoticeRow(
            id=notice_id(notice.key),
            dedupe_key=notice.key,
            kind=notice.kind.value,
            workspace=workspace,
            round=notice.round,
            user=notice.to,
            due_at=notice.due_at,
            not_before=notice.due_at,
            state=State.PENDING.value,
        )
        session.exec(
            insert(session, NoticeRow).values(row.model_dump()).on_conflict_do_nothing(index_elements=["dedupe_key"])
        )


def notice_id(key: str) -> NoticeId:
    """The name a notice carries through Slack: the same for the same key, and telling nothing of it."""
    return NoticeId(blake2b(key.encode(), digest_size=16).hexdigest())


def claim(
    session: Session, now: datetime, token: str, *, lease: timedelta = LEASE, limit: int = 10
) -> tuple[Claimed, ...]:
    """Take up to `limit` notices that are due, or whose sender was lost, in one statement; the longest due first."""
    due = (
        select(NoticeRow.id)
        .where(_claimable(now), col(NoticeRow.kind).in_([kind.value for kind in NoticeKind]))
        .order_by(col(NoticeRow.due_at), col(NoticeRow.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    taken = session.exec(
        update(NoticeRow)
        .where(col(NoticeRow.id).in_(select(due.c.id)))
        .values(
            state=State.SENDING.value,
            attempts=NoticeRow.attempts + 1,
            unsure=or_(col(NoticeRow.unsure), col(NoticeRow.state) == State.SENDING.value),
            lease_token=token,
            lease_until=now + lease,
            first_attempt_at=func.coalesce(NoticeRow.first_attempt_at, literal(now, Instant)),
        )
        .returning(NoticeRow)
    )
    return tuple(sorted(map(_claimed, taken.scalars()), key=lambda one: (one.due_at, one.id)))


def _claimable(now: datetime) -> ColumnElement[bool]:
    waiting = and_(
        col(NoticeRow.state) == State.PENDING.value,
        col(NoticeRow.not_before) <= now,
        col(NoticeRow.due_at) <= now,
        or_(col(NoticeRow.expires_at).is_(None), col(NoticeRow.expires_at) > now),
    )
    lost = and_(col(NoticeRow.state) == State.SENDING.value, col(NoticeRow.lease_until) <= now)
    return or_(waiting, lost)


def sent(  # noqa: PLR0913, PLR0917 - the claim, and where and when it arrived
    session: Session, notice: NoticeId, token: str, channel: str, ts: str, now: datetime
) -> bool:
    """It arrived. False when the claim was lost meanwhile: then another has it, and nothing is changed."""
    return _finish(session, notice, token, state=State.SENT.value, slack_channel=channel, slack_ts=ts, sent_at=now)


def again(  # noqa: PLR0913 - the claim, and how to go on
    session: Session, notice: NoticeId, token: str, not_before: datetime, error: str, *, unsure: bool
) -> bool:
    """It did not arrive, or (`unsure`) perhaps it did; try later. False when the claim was lost meanwhile."""
    return _finish(
        session, notice, token, state=State.PENDING.value, not_before=not_before, last_error=error, unsure=unsure
    )


def dead(session: Session, notice: NoticeId, token: str, error: str) -> bool:
    """It will never arrive. False when the claim was lost meanwhile."""
    return _finish(session, notice, token, state=State.DEAD.value, last_error=error)


def _finish(session: Session, notice: NoticeId, token: str, **outcome: str | datetime | bool) -> bool:
    """End a claim, if it still holds."""
    ours = update(NoticeRow).where(
        col(NoticeRow.id) == notice,
        col(NoticeRow.lease_token) == token,
        col(NoticeRow.state) == State.SENDING.value,
    )
    return bool(session.exec(ours.values(lease_token=None, lease_until=None, **outcome)).rowcount)


def cancel(session: Session, round_id: RoundId) -> int:
    """Owe no more of a round's notices; those being sent this moment are left to their sender. How many there were."""
    return session.exec(
        update(NoticeRow)
        .where(col(NoticeRow.round) == round_id, col(NoticeRow.state) == State.PENDING.value)
        .values(state=State.CANCELLED.value)
    ).rowcount


def counts(session: Session) -> dict[State, int]:
    """How many notices stand where; states without any are left out."""
    query = select(NoticeRow.state, func.count()).group_by(col(NoticeRow.state))
    return {State(state): count for state, count in session.exec(query)}


def next_due(session: Session) -> datetime | None:
    """When the next notice can be claimed: one that waits, or one whose sender may be lost."""
    waiting = select(func.min(NoticeRow.not_before)).where(NoticeRow.state == State.PENDING.value)
    leased = select(func.min(NoticeRow.lease_until)).where(NoticeRow.state == State.SENDING.value)
    return min(filter(None, (session.exec(waiting).one(), session.exec(leased).one())), default=None)


def _claimed(row: NoticeRow) -> Claimed:
    return Claimed(
        id=NoticeId(row.id),
        token=row.lease_token or "",
        lease_until=row.lease_until or row.due_at,
        workspace=WorkspaceId(row.workspace),
        kind=NoticeKind(row.kind),
        key=row.dedupe_key,
        round=RoundId(row.round),
        to=UserId(row.user) if row.user else None,
        due_at=row.due_at,
        attempts=row.attempts,
        unsure=row.unsure,
        first_attempt_at=row.first_attempt_at or row.due_at,
    )
