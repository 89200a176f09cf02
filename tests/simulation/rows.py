"""A model of the outbox in memory, with the functions of `storage.outbox`; a test holds it to the real one."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flows.notices import Notice, NoticeKind
from flows.people import UserId, WorkspaceId
from flows.round import RoundId
from storage.outbox import LEASE, SWEEPS, Claimed, Kept, NoticeId, State, notice_id


@dataclass(frozen=True, slots=True)
class Row:
    """One notice, as the table keeps it."""

    notice: Notice
    not_before: datetime
    state: State = State.PENDING
    attempts: int = 0
    unsure: bool = False
    token: str | None = None
    lease_until: datetime | None = None
    first_attempt_at: datetime | None = None
    channel: str | None = None
    ts: str | None = None
    sweep_at: datetime | None = None
    sweeps: int = 0
    error: str | None = None
    ended_at: datetime | None = None

    @property
    def id(self) -> NoticeId:
        return notice_id(self.notice.key)


class Rows:
    """The table."""

    def __init__(self) -> None:
        self.all: dict[NoticeId, Row] = {}

    def owe(self, notices: Iterable[Notice]) -> None:
        for one in notices:
            self.all.setdefault(notice_id(one.key), Row(one, one.due_at))

    def _change(self, which: Callable[[Row], bool], **values: object) -> list[Row]:
        chosen = [replace(row, **values) for row in self.all.values() if which(row)]  # type: ignore[arg-type]  # columns by name
        self.all.update({row.id: row for row in chosen})
        return chosen

    def claim(self, now: datetime, token: str, *, lease: timedelta = LEASE, limit: int = 10) -> tuple[Claimed, ...]:
        due = sorted((row for row in self.all.values() if _claimable(row, now)), key=_order)[:limit]
        taken = [
            replace(
                row,
                state=State.SENDING,
                attempts=row.attempts + 1,
                unsure=row.unsure or row.state is State.SENDING,
                token=token,
                lease_until=now + lease,
                first_attempt_at=row.first_attempt_at or now,
            )
            for row in due
        ]
        self.all.update({row.id: row for row in taken})
        return tuple(map(_claimed, taken))

    def _release(self, notice: NoticeId, token: str, **values: object) -> bool:
        return bool(
            self._change(
                lambda row: row.id == notice and row.token == token and row.state is State.SENDING,
                token=None,
                lease_until=None,
                **values,
            )
        )

    def _finish(self, notice: NoticeId, token: str, state: State, now: datetime, **values: object) -> bool:
        sweep_at = now + SWEEPS[0] if self.all[notice].unsure else None
        return self._release(notice, token, state=state, sweep_at=sweep_at, sweeps=0, ended_at=now, **values)

    def sent(self, notice: NoticeId, token: str, channel: str, ts: str, now: datetime) -> bool:
        return self._finish(notice, token, State.SENT, now, channel=channel, ts=ts)

    def again(self, notice: NoticeId, token: str, not_before: datetime, error: str, *, unsure: bool) -> bool:
        return self._release(
            notice,
            token,
            state=State.PENDING,
            not_before=not_before,
            error=error,
            unsure=unsure,
            sweep_at=not_before + SWEEPS[0] if unsure else None,
            sweeps=0,
        )

    def dead(self, notice: NoticeId, token: str, error: str, now: datetime) -> bool:
        return self._finish(notice, token, State.DEAD, now, error=error)

    def expired(self, notice: NoticeId, token: str, why: str, now: datetime) -> bool:
        return self._finish(notice, token, State.EXPIRED, now, error=why)

    def expire(self, now: datetime) -> int:
        late = [row for row in self.all.values() if row.state is State.PENDING and _over(row, now)]
        for row in late:
            sweep_at = now + SWEEPS[0] if row.unsure else None
            self.all[row.id] = replace(
                row, state=State.EXPIRED, sweep_at=sweep_at, error="it would have come too late", ended_at=now
            )
        return len(late)

    def withdraw(self, notices: Collection[NoticeId]) -> int:
        return len(self._change(lambda row: row.id in notices and row.state is State.PENDING, state=State.CANCELLED))

    def cancel(self, round_id: RoundId) -> int:
        return self.withdraw([row.id for row in self.all.values() if row.notice.round == round_id])

    def suspect(self, notice: NoticeId, now: datetime) -> None:
        self._change(lambda row: row.id == notice, unsure=True, sweep_at=now + SWEEPS[0], sweeps=0)

    def suspects(self, now: datetime, limit: int = 10) -> tuple[Kept, ...]:
        due = [
            row for row in self.all.values() if row.sweep_at and row.sweep_at <= now and row.state is not State.SENDING
        ]
        chosen = {row.id for row in sorted(due, key=lambda row: (row.sweep_at, row.id))[:limit]}
        return tuple(map(_kept, self._change(lambda row: row.id in chosen, sweep_at=now + LEASE)))

    def swept(self, notice: NoticeId, now: datetime) -> None:
        row = self.all[notice]
        if row.sweep_at:
            following = row.sweeps + 1
            sweep_at = now + SWEEPS[following] if following < len(SWEEPS) else None
            self.all[notice] = replace(row, sweep_at=sweep_at, sweeps=following)

    def look_later(self, notice: NoticeId, at: datetime) -> None:
        self._change(lambda row: row.id == notice, sweep_at=at)

    def retry(self, now: datetime) -> int:
        return len(
            self._change(
                lambda row: row.error is not None and row.state in {State.DEAD, State.PENDING},
                state=State.PENDING,
                not_before=now,
                attempts=0,
            )
        )

    def kept(self) -> tuple[Kept, ...]:
        return tuple(map(_kept, sorted(self.all.values(), key=_order)))

    def next_due(self) -> datetime | None:
        waiting = [max(row.not_before, row.notice.due_at) for row in self.all.values() if row.state is State.PENDING]
        leased = [row.lease_until for row in self.all.values() if row.state is State.SENDING and row.lease_until]
        sweeps = [row.sweep_at for row in self.all.values() if row.sweep_at and row.state is not State.SENDING]
        ends = [row.notice.expires_at for row in self.all.values() if row.state is State.PENDING]
        return min(filter(None, [*waiting, *leased, *sweeps, *ends]), default=None)


def _order(row: Row) -> tuple[datetime, str]:
    return (row.notice.due_at, row.id)


def _over(row: Row, now: datetime) -> bool:
    return row.notice.expires_at is not None and row.notice.expires_at <= now and row.notice.due_at <= now


def _claimable(row: Row, now: datetime) -> bool:
    if row.state is State.SENDING:
        return row.lease_until is not None and row.lease_until <= now
    over = row.notice.expires_at is not None and row.notice.expires_at <= now
    return row.state is State.PENDING and row.not_before <= now and row.notice.due_at <= now and not over


def _claimed(row: Row) -> Claimed:
    one = row.notice
    return Claimed(
        id=row.id,
        token=row.token or "",
        lease_until=row.lease_until or one.due_at,
        workspace=WorkspaceId("T1"),
        kind=one.kind,
        key=one.key,
        round=one.round,
        to=one.to,
        due_at=one.due_at,
        attempts=row.attempts,
        unsure=row.unsure,
        first_attempt_at=row.first_attempt_at or one.due_at,
        expires_at=one.expires_at,
        about=NoticeId(one.about) if one.about else None,
    )


def _kept(row: Row) -> Kept:
    one = row.notice
    return Kept(
        id=row.id,
        key=one.key,
        kind=NoticeKind(one.kind).value,
        round=one.round,
        to=UserId(one.to) if one.to else None,
        state=row.state,
        due_at=one.due_at,
        not_before=row.not_before,
        expires_at=one.expires_at,
        attempts=row.attempts,
        unsure=row.unsure,
        first_attempt_at=row.first_attempt_at,
        channel=row.channel,
        ts=row.ts,
        error=row.error,
        workspace=WorkspaceId("T1"),
    )
