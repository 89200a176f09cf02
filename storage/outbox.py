"""The outbox: notices that are owed, and who is sending which. A row is claimed with a token and a lease."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from hashlib import blake2b
from typing import Any, NewType

import sqlalchemy
from sqlalchemy import ColumnElement, Row, Select, Update, and_, bindparam, case, literal, literal_column, null, or_
from sqlalchemy.sql.dml import ReturningUpdate
from sqlmodel import Session, col, delete, func, select, update

from flows.notices import Notice, NoticeKind
from flows.people import UserId, WorkspaceId
from flows.round import RoundId
from storage import installations
from storage.instant import Instant
from storage.statements import insert, plain, run
from storage.tables import NoticeRow

NoticeId = NewType("NoticeId", str)
LEASE = timedelta(seconds=120)
"""How long a claim holds when its holder is heard of no more."""
SWEEPS = tuple(timedelta(minutes=minutes) for minutes in (1, 3, 4, 5, 7))
"""How long after one look for an extra copy the next one comes, counted from the last doubtful attempt's end."""


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
    expires_at: datetime | None = None
    about: NoticeId | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """Where a notice that was claimed with this token has arrived."""

    id: NoticeId
    token: str
    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A notice as it stands, for those who look. A kind that only newer code knows is its name."""

    id: NoticeId
    key: str
    kind: str
    round: RoundId
    to: UserId | None
    state: State
    due_at: datetime
    not_before: datetime
    expires_at: datetime | None
    attempts: int
    unsure: bool
    first_attempt_at: datetime | None
    channel: str | None
    ts: str | None
    error: str | None
    workspace: WorkspaceId
    about: str | None = None


def owe(session: Session, notices: Iterable[Notice], workspace: WorkspaceId) -> None:
    """Owe each of them once for all time: a key that is known already changes nothing."""
    # In the order of their keys, so that two planners never wait for each other.
    for notice in sorted(notices, key=lambda one: one.key):
        row = NoticeRow(
            id=notice_id(notice.key),
            dedupe_key=notice.key,
            kind=notice.kind.value,
            workspace=workspace,
            round=notice.round or None,
            user=notice.to,
            about=notice.about,
            due_at=notice.due_at,
            expires_at=notice.expires_at,
            not_before=notice.due_at,
            state=State.PENDING.value,
        )
        session.exec(
            # of any kind: the id follows from the key, and PostgreSQL may meet either of the two first
            insert(session, NoticeRow).values(row.model_dump()).on_conflict_do_nothing()
        )


def notice_id(key: str) -> NoticeId:
    """The name a notice carries through Slack: the same for the same key, and telling nothing of it."""
    return NoticeId(blake2b(key.encode(), digest_size=16).hexdigest())


def claim(
    session: Session, now: datetime, token: str, *, lease: timedelta = LEASE, limit: int = 10
) -> tuple[Claimed, ...]:
    """Take up to `limit` notices that are due, or whose sender was lost, in one statement; the longest due first.

    What belongs to one round comes together, so that whoever writes the letters reads of each round once.
    """
    taken = run(session, _claim(), now=now, token=token, until=now + lease, most=limit)
    return tuple(sorted(map(_claimed, taken), key=lambda one: (one.due_at, one.round, one.id)))


@cache
def _claim() -> ReturningUpdate[Any]:
    kept, now = plain(NoticeRow), bindparam("now", type_=Instant)
    due = (
        sqlalchemy.select(kept.c.id)
        .where(_claimable(now), _welcome(), kept.c.kind.in_([kind.value for kind in NoticeKind]))
        .order_by(kept.c.due_at, kept.c.round, kept.c.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    return (
        sqlalchemy.update(kept)
        .where(kept.c.id.in_(sqlalchemy.select(due.c.id)))
        .values(
            state=State.SENDING.value,
            attempts=kept.c.attempts + 1,
            unsure=or_(kept.c.unsure, kept.c.state == State.SENDING.value),
            lease_token=bindparam("token"),
            lease_until=bindparam("until"),
            first_attempt_at=func.coalesce(kept.c.first_attempt_at, now),
        )
        .returning(kept)
    )


def _claimable(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    waiting = and_(
        col(NoticeRow.state) == State.PENDING.value,
        col(NoticeRow.not_before) <= now,
        col(NoticeRow.due_at) <= now,
        or_(col(NoticeRow.expires_at).is_(None), col(NoticeRow.expires_at) > now),
    )
    lost = and_(col(NoticeRow.state) == State.SENDING.value, col(NoticeRow.lease_until) <= now)
    return or_(waiting, lost)


def _welcome() -> ColumnElement[bool]:
    """Whether its workspace has not sent us away; what is owed there waits until it lets us in again."""
    return col(NoticeRow.workspace).not_in(installations.left())


def sent(session: Session, arrived: Sequence[Arrived], now: datetime) -> set[NoticeId]:
    """These arrived; those of them whose claim still held, and of which it is noted. One statement for all."""
    claims = set(run(session, _held(), among=[one.id for one in arrived]))
    ours = [one for one in arrived if (one.id, one.token) in claims]
    if ours:
        outcome = {"at": now, "sweep": now + SWEEPS[0]}
        rows = [outcome | {"notice": one.id, "channel": one.channel, "ts": one.ts} for one in ours]
        session.connection().execute(_noted(), rows)
    return {one.id for one in ours}


@cache
def _held() -> Select[Any]:
    kept = plain(NoticeRow)
    these = kept.c.id.in_(bindparam("among", expanding=True))
    return (
        sqlalchemy.select(kept.c.id, kept.c.lease_token)
        .where(these, kept.c.state == State.SENDING.value)
        .with_for_update()
    )


@cache
def _noted() -> Update:
    """Whatever is the same for all of them stands in its words: what is bound costs for each of them."""
    kept = plain(NoticeRow)
    return (
        sqlalchemy.update(kept)
        .where(kept.c.id == bindparam("notice"))
        .values(
            state=literal_column(f"'{State.SENT.value}'"),
            slack_channel=bindparam("channel"),
            slack_ts=bindparam("ts"),
            sent_at=bindparam("at"),
            sweep_at=case((kept.c.unsure, bindparam("sweep", type_=Instant)), else_=null()),
            sweeps=literal_column("0"),
            lease_token=null(),
            lease_until=null(),
        )
    )


def again(  # noqa: PLR0913 - the claim, and how to go on
    session: Session, notice: NoticeId, token: str, not_before: datetime, error: str, *, unsure: bool
) -> bool:
    """It did not arrive, or (`unsure`) perhaps it did; try later. False when the claim was lost meanwhile.

    What is in doubt is looked after even if it should never be tried again.
    """
    return _release(
        session,
        notice,
        token,
        state=State.PENDING.value,
        not_before=not_before,
        last_error=error,
        unsure=unsure,
        sweep_at=not_before + SWEEPS[0] if unsure else None,
        sweeps=0,
    )


def dead(session: Session, notice: NoticeId, token: str, error: str, now: datetime) -> bool:
    """It will never arrive. False when the claim was lost meanwhile."""
    return _finish(session, notice, token, State.DEAD, now, last_error=error)


def expired(session: Session, notice: NoticeId, token: str, why: str, now: datetime) -> bool:
    """It is of no use any more. False when the claim was lost meanwhile."""
    return _finish(session, notice, token, State.EXPIRED, now, last_error=why)


def _finish(
    session: Session, notice: NoticeId, token: str, state: State, now: datetime, **outcome: str | datetime
) -> bool:
    """End a claim for good, if it still holds; where an attempt was in doubt, look for an extra copy later on."""
    return _release(session, notice, token, state=state.value, sweep_at=_sweep(now), sweeps=0, **outcome)


def _sweep(now: datetime) -> ColumnElement[datetime]:
    return case((col(NoticeRow.unsure), literal(now + SWEEPS[0], Instant)), else_=null())


def _release(session: Session, notice: NoticeId, token: str, **outcome: object) -> bool:
    ours = update(NoticeRow).where(
        col(NoticeRow.id) == notice,
        col(NoticeRow.lease_token) == token,
        col(NoticeRow.state) == State.SENDING.value,
    )
    return bool(session.exec(ours.values(lease_token=None, lease_until=None, **outcome)).rowcount)


def expire(session: Session, now: datetime) -> int:
    """Drop what waits and is of no use any more; how many there were."""
    late = update(NoticeRow).where(
        col(NoticeRow.state) == State.PENDING.value, col(NoticeRow.expires_at) <= now, col(NoticeRow.due_at) <= now
    )
    values = {"state": State.EXPIRED.value, "sweep_at": _sweep(now), "last_error": "it would have come too late"}
    return session.exec(late.values(**values)).rowcount


def cancel(session: Session, round_id: RoundId) -> int:
    """Owe no more of a round's notices; those being sent this moment are left to their sender. How many there were."""
    return _cancel(session, col(NoticeRow.round) == round_id)


def withdraw(session: Session, notices: Collection[NoticeId]) -> int:
    """Owe these no more, as far as they wait; how many there were."""
    return _cancel(session, col(NoticeRow.id).in_(notices)) if notices else 0


def forget(session: Session, keys: Collection[str]) -> None:
    """Let these be owed once more, as they are news again; one being sent this moment is news already."""
    which = col(NoticeRow.dedupe_key).in_(keys) & (col(NoticeRow.state) != State.SENDING.value)
    session.exec(delete(NoticeRow).where(which))


def _cancel(session: Session, which: ColumnElement[bool]) -> int:
    waiting = update(NoticeRow).where(which, col(NoticeRow.state) == State.PENDING.value)
    return session.exec(waiting.values(state=State.CANCELLED.value)).rowcount


def suspect(session: Session, notice: NoticeId, now: datetime) -> None:
    """There may be a copy more than the one that is noted: look for it soon, whatever becomes of the notice."""
    session.exec(
        update(NoticeRow).where(col(NoticeRow.id) == notice).values(unsure=True, sweep_at=now + SWEEPS[0], sweeps=0)
    )


def suspects(session: Session, now: datetime, limit: int = 10) -> tuple[Kept, ...]:
    """Notices to look after: an attempt was in doubt, and a copy may have appeared since. Ours for the next minutes."""
    due = (
        select(NoticeRow.id)
        .where(col(NoticeRow.sweep_at) <= now, col(NoticeRow.state) != State.SENDING.value, _welcome())
        .order_by(col(NoticeRow.sweep_at), col(NoticeRow.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    taken = session.exec(
        update(NoticeRow)
        .where(col(NoticeRow.id).in_(select(due.c.id)))
        .values(sweep_at=now + LEASE)
        .returning(NoticeRow)
    )
    return tuple(map(_kept, taken.scalars()))


def swept(session: Session, notice: NoticeId, now: datetime) -> None:
    """Looked after once; again a little later, until nothing can come any more."""
    steps = [(col(NoticeRow.sweeps) == n, literal(now + gap, Instant)) for n, gap in enumerate(SWEEPS[1:])]
    session.exec(
        update(NoticeRow)
        .where(col(NoticeRow.id) == notice, col(NoticeRow.sweep_at).is_not(None))
        .values(sweep_at=case(*steps, else_=null()), sweeps=NoticeRow.sweeps + 1)
    )


def look_later(session: Session, notice: NoticeId, at: datetime) -> None:
    """It could not be looked after; that look still counts as to come."""
    session.exec(update(NoticeRow).where(col(NoticeRow.id) == notice).values(sweep_at=at))


def retry(session: Session, now: datetime, notice: NoticeId | None = None) -> int:
    """Try dead ones again, one or all, and at once what waits with an error; how many there are."""
    failed = and_(
        col(NoticeRow.last_error).is_not(None), col(NoticeRow.state).in_([State.DEAD.value, State.PENDING.value])
    )
    which = failed if notice is None else and_(failed, col(NoticeRow.id) == notice)
    return session.exec(
        update(NoticeRow).where(which).values(state=State.PENDING.value, not_before=now, attempts=0)
    ).rowcount


def find(session: Session, notice: NoticeId) -> Kept | None:
    """One notice as it stands, by its name."""
    row = session.exec(select(NoticeRow).where(NoticeRow.id == notice)).first()
    return _kept(row) if row else None


def of_round(session: Session, round_id: RoundId) -> tuple[Kept, ...]:
    """All of a round's notices, in the order they were due."""
    query = select(NoticeRow).where(NoticeRow.round == round_id).order_by(col(NoticeRow.due_at), col(NoticeRow.id))
    return tuple(map(_kept, session.exec(query)))


def unreached(session: Session, round_id: RoundId) -> tuple[UserId, ...]:
    """Those whom some letter of a round could not reach."""
    query = select(NoticeRow.user).where(
        col(NoticeRow.round) == round_id, col(NoticeRow.state) == State.DEAD.value, col(NoticeRow.user).is_not(None)
    )
    return tuple(UserId(user) for user in dict.fromkeys(session.exec(query)) if user)


def troubled(session: Session, limit: int) -> tuple[Kept, ...]:
    """The dead letters, and what waits after an error; the newest first."""
    query = (
        select(NoticeRow)
        .where(
            col(NoticeRow.state).in_([State.DEAD.value, State.PENDING.value, State.SENDING.value]),
            or_(col(NoticeRow.last_error).is_not(None), col(NoticeRow.state) == State.DEAD.value),
        )
        .order_by(col(NoticeRow.due_at).desc(), col(NoticeRow.id))
        .limit(limit)
    )
    return tuple(map(_kept, session.exec(query)))


def counts(session: Session) -> dict[State, int]:
    """How many notices stand where; states without any are left out."""
    query = select(NoticeRow.state, func.count()).group_by(col(NoticeRow.state))
    return {State(state): count for state, count in session.exec(query)}


def next_due(session: Session) -> datetime | None:
    """When the next notice can be claimed: one that waits, or one whose sender may be lost."""
    waiting = select(func.min(NoticeRow.not_before)).where(NoticeRow.state == State.PENDING.value)
    leased = select(func.min(NoticeRow.lease_until)).where(NoticeRow.state == State.SENDING.value)
    return min(filter(None, (session.exec(waiting).one(), session.exec(leased).one())), default=None)


def _claimed(row: Row[Any]) -> Claimed:
    return Claimed(
        id=NoticeId(row.id),
        token=row.lease_token or "",
        lease_until=row.lease_until or row.due_at,
        workspace=WorkspaceId(row.workspace),
        kind=NoticeKind(row.kind),
        key=row.dedupe_key,
        round=RoundId(row.round or ""),
        to=UserId(row.user) if row.user else None,
        due_at=row.due_at,
        attempts=row.attempts,
        unsure=row.unsure,
        first_attempt_at=row.first_attempt_at or row.due_at,
        expires_at=row.expires_at,
        about=NoticeId(row.about) if row.about else None,
    )


def _kept(row: NoticeRow) -> Kept:
    return Kept(
        id=NoticeId(row.id),
        key=row.dedupe_key,
        kind=row.kind,
        round=RoundId(row.round or ""),
        to=UserId(row.user) if row.user else None,
        state=State(row.state),
        due_at=row.due_at,
        not_before=row.not_before,
        expires_at=row.expires_at,
        attempts=row.attempts,
        unsure=row.unsure,
        first_attempt_at=row.first_attempt_at,
        channel=row.slack_channel,
        ts=row.slack_ts,
        error=row.last_error,
        workspace=WorkspaceId(row.workspace),
        about=row.about,
    )
