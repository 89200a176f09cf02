"""The close of a round: its answers are frozen in a snapshot, and the names go.

All that is decided happens in one transaction. What cannot be part of it, destroying the key, follows at the same
heartbeat; after a crash in between, at the first one of the process that comes next, or of any other within a minute.
"""

import json
import secrets
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import structlog
from pydantic import TypeAdapter
from sqlmodel import Session

from bot import traces
from bot.desk import Desk, reminding
from flows import offering, reminders
from flows import round as rules
from flows.assessment import Assessment
from flows.disclosure import RULES, Snapshot, freeze, kept
from flows.divergence import Ballot
from flows.naming import Names
from flows.people import PartnerId, Partnership
from flows.round import Mode, Round, RoundId, Stage
from frameworks import catalog
from frameworks.schema import Edition
from storage import assessments, audit, offered, outbox, partnerships, rounds, snapshots, votes

log = structlog.get_logger()
SNAPSHOT = TypeAdapter(Snapshot)
"""A snapshot as JSON text and back."""
SWEPT_EVERY = timedelta(minutes=1)
"""A sweep reads the name of every key that is held, so it is not for every beat."""
Members = Callable[[Partnership], tuple[str, ...] | None]
"""The names of the people in a partnership, which no quote may show; none when they are not to be had."""


@dataclass(frozen=True, slots=True)
class Closing:
    """A round that is being closed, and whose views count: those who submitted and are still here (rule C1)."""

    round: Round
    place: Partnership
    edition: Edition
    submitted: Sequence[Assessment]
    silent: AbstractSet[PartnerId]
    members: tuple[str, ...] | None
    at: datetime


def nobody(_: Partnership) -> tuple[str, ...]:
    """Where nobody can be asked for the names of people."""
    return ()


def close_due(desk: Desk, members: Members = nobody) -> None:
    """Close every round whose deadline and grace have passed, each in a transaction of its own."""
    with desk.database.read() as session:
        due = rounds.due_to_close(session, desk.clock())
    if due:
        traces.each("a round was not closed", due, lambda one: _close(desk, one, members))
        destroy_due(desk)


def _close(desk: Desk, round_id: RoundId, members: Members) -> None:
    now = desk.clock()
    with desk.database.read() as session:  # who is in it is asked of Slack, so not inside the transaction
        before = _place(session, rounds.load(session, round_id))
    names = members(before)
    with desk.database.begin() as session:
        running = rounds.load(session, round_id, lock=True)
        if running and running.stage is Stage.OPEN and not running.takes_answers(now):  # else another was first
            closed = rules.close(running)
            rounds.save(session, closed)
            _freeze(session, _closing(session, closed, names, now))


def _place(session: Session, running: Round | None) -> Partnership:
    place = partnerships.load(session, running.partnership) if running else None
    if place is None:
        raise LookupError("a round is to be closed whose partnership is not kept")
    return place


def _closing(session: Session, closed: Round, members: tuple[str, ...] | None, now: datetime) -> Closing:
    place = _place(session, closed)
    here = {partner.id for partner in place.partners}  # who has left takes its view along
    given = {partner: one for partner, one in assessments.of_round(session, closed.id).items() if partner in here}
    submitted = [one for one in given.values() if one.submitted]
    silent = {partner for partner, one in given.items() if not one.submitted}
    return Closing(closed, place, catalog.edition(closed.edition), submitted, silent, members, now)


def _freeze(session: Session, it: Closing) -> None:
    """Keep what counted and what may be read, let go of all else, and owe what the calendar has due by now."""
    body = _body(_snapshot(it))
    snapshots.keep(session, it.round.id, body, it.at)
    _offer(session, it)
    if it.round.mode is Mode.ANONYMOUS:
        assessments.let_go(session, it.round.id, it.at)
    reminding.plan(session, it.round, it.place, it.at)
    outbox.owe(session, reminders.not_submitted(it.round, it.place, it.silent), it.place.workspace)
    audit.record(
        session,
        at=it.at,
        actor="clock",
        action="round closed",
        partnership=it.place.id,
        round=it.round.id,
        detail={"snapshot": sha256(body.encode()).hexdigest(), "rules": RULES},
    )


def _body(snapshot: Snapshot) -> str:
    """As it is kept, with a salt: else whoever reads its hash could try all counts until one of them fits."""
    return json.dumps({"salt": secrets.token_hex(16), **SNAPSHOT.dump_python(kept(snapshot), mode="json")})


def _snapshot(it: Closing) -> Snapshot:
    """The ballots of the organisations that submitted (rule C1), without their names."""
    rated = [one for one in map(it.edition.subdomain, it.round.subdomains) if one.assessable]
    ballots = [
        {one: Ballot(answer.judgement, answer.evidenced) for one, answer in assessment.answers.items()}
        for assessment in it.submitted
    ]
    return freeze(it.edition.id, len(it.edition.levels), [(one.id, one.short_term) for one in rated], ballots)


def _offer(session: Session, it: Closing) -> None:
    """Keep the evidence for the partnership, and the comments that may be quoted, under names that say nothing.

    Where nobody can tell whose names a quote must not show, there is none (rule T2).
    """
    evidence = offering.evidence(it.submitted, it.round.subdomains)
    offered.keep(session, it.round.id, offered.Kind.EVIDENCE, evidence, secrets.token_hex)
    if it.members is None:
        log.warning("round closed without quotes: Slack did not tell the names of its people", round=it.round.id)
        return
    names = Names.of(it.place, it.members)
    quotes = offering.quoted(it.submitted, it.round.subdomains, names, secrets.SystemRandom().shuffle)
    offered.keep(session, it.round.id, offered.Kind.QUOTE, quotes, secrets.token_hex)


class Sweep:
    """Looks for keys that are due when a process begins, for a crash may have left some, and then once a minute."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._swept_at: datetime | None = None

    def beat(self) -> None:
        """Sweep if it is time, also by a clock that was set back."""
        now = self._desk.clock()
        if self._swept_at is None or abs(now - self._swept_at) >= SWEPT_EVERY:
            destroy_due(self._desk)
            self._swept_at = now


def destroy_due(desk: Desk) -> None:
    """Destroy the keys of rounds and votes that are over and were not to stay open; forget what others destroyed."""
    held = desk.database.keys.held()
    with desk.database.read() as session:
        over = [one for one in rounds.ended(session, held) if _is_over(one)]
        voted = votes.closed(session, held)
    traces.each("a key was not destroyed", over, lambda one: _destroy(desk, one))
    traces.each("the key of a vote was not destroyed", voted, desk.database.keys.destroy)


def _is_over(one: Round) -> bool:
    return one.stage is Stage.CANCELLED or (one.stage is Stage.CLOSED and one.mode is Mode.ANONYMOUS)


def _destroy(desk: Desk, over: Round) -> None:
    """Write the tables anew without what was deleted, then destroy the key; the key also where the first fails."""
    if over.stage is Stage.CANCELLED:
        with desk.database.begin() as session:
            assessments.let_go(session, over.id, desk.clock())
    try:
        desk.database.rewrite()
    finally:
        desk.database.keys.destroy(over.id)
