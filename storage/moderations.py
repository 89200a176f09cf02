"""What meetings agreed: every revision of every decision is kept, and the newest is what holds."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from flows.judgement import Judgement
from flows.moderation import ActionId, Decision, FollowUp, Moderation
from flows.people import UserId
from flows.round import RoundId
from storage import statements
from storage.assessments import Stale
from storage.tables import DecisionRow, FollowUpRow, MeetingRow, RoundRow, Row

DECISION = TypeAdapter(Decision)
MEETING = TypeAdapter(Moderation)
FOLLOW_UP = TypeAdapter(FollowUp)
"""As JSON text and back; who, when and which revision stand in columns of their own."""


def load(session: Session, round_id: RoundId) -> Moderation:
    """All that was agreed in a round so far, its actions as they stand today; empty when nothing was."""
    newest = _decisions(session, round_id)
    meeting = session.exec(
        select(MeetingRow).where(MeetingRow.round == round_id).order_by(col(MeetingRow.revision).desc()).limit(1)
    ).first()
    decisions = tuple(newest[one] for one in _order(session, round_id) if one in newest)
    found = replace(_meeting(meeting) if meeting else Moderation(round_id), decisions=decisions)
    return found.followed_up(_follow_ups(session, round_id), meeting.at if meeting else None)


def at_revision(session: Session, round_id: RoundId, revision: int) -> Moderation:
    """What concerned the meeting as a whole at that revision, without its decisions; empty where there is none."""
    query = select(MeetingRow).where(MeetingRow.round == round_id, MeetingRow.revision == revision)
    row = session.exec(query).first()
    return _meeting(row) if row else Moderation(round_id)


def _meeting(row: MeetingRow) -> Moderation:
    return MEETING.validate_python({**json.loads(row.body), "round": row.round, "revision": row.revision})


def _decisions(session: Session, round_id: RoundId) -> dict[str, Decision]:
    """The newest of each sub-domain."""
    query = select(DecisionRow).where(DecisionRow.round == round_id).order_by(col(DecisionRow.revision))
    return {row.subdomain: _decision(row) for row in session.exec(query)}


def _order(session: Session, round_id: RoundId) -> tuple[str, ...]:
    """The round's sub-domains in the order of the framework."""
    kept = session.exec(select(RoundRow.subdomains).where(RoundRow.id == round_id)).first()
    return tuple(json.loads(kept or "[]"))


def _follow_ups(session: Session, round_id: RoundId) -> dict[ActionId, FollowUp]:
    """The newest word about each action."""
    query = select(FollowUpRow).where(FollowUpRow.round == round_id).order_by(col(FollowUpRow.revision))
    return {ActionId(row.action): _follow_up(row) for row in session.exec(query)}


def agreed(session: Session, round_id: RoundId) -> Mapping[str, Judgement]:
    """What was agreed on each sub-domain; nothing at all while the round's moderation is not agreed as a whole."""
    found = load(session, round_id)
    if found.agreed_at is None:
        return {}
    return {one.subdomain: one.judgement for one in found.decisions if one.judgement}


def save_decision(session: Session, round_id: RoundId, decision: Decision, by: UserId, at: datetime) -> None:
    """Keep the next revision of a decision; `Stale` when that revision is kept already."""
    body = DECISION.dump_json(decision, exclude={"revision", "by", "at"}).decode()
    row = DecisionRow(
        round=round_id, subdomain=decision.subdomain, revision=decision.revision, body=body, at=at, actor=by
    )
    _append(session, row)


def save_meeting(session: Session, meeting: Moderation, by: UserId, at: datetime) -> None:
    """Keep the next revision of what concerns the meeting as a whole; its decisions are kept one by one."""
    body = MEETING.dump_json(meeting, exclude={"round", "decisions", "revision"}).decode()
    _append(session, MeetingRow(round=meeting.round, revision=meeting.revision, body=body, at=at, actor=by))


def save_follow_up(  # noqa: PLR0913, PLR0917 - which action, what about it, and who said so when
    session: Session, round_id: RoundId, action: ActionId, follow_up: FollowUp, by: UserId, at: datetime
) -> None:
    """Keep the newest word about an action; `Stale` when somebody was faster."""
    body = FOLLOW_UP.dump_json(follow_up, exclude={"revision", "by", "at"}).decode()
    row = FollowUpRow(round=round_id, action=action, revision=follow_up.revision, body=body, at=at, actor=by)
    _append(session, row)


def word(session: Session, round_id: RoundId, action: ActionId) -> FollowUp | None:
    """The newest word about an action, if there is one."""
    return _follow_ups(session, round_id).get(action)


def _append(session: Session, row: Row) -> None:
    """Add a revision that nobody has added before."""
    try:
        with session.begin_nested():
            statements.add(session, type(row), [row])
    except IntegrityError:
        raise Stale("somebody else was faster") from None


def history(session: Session, round_id: RoundId, subdomain: str) -> tuple[Decision, ...]:
    """Everything that was ever agreed on a sub-domain, oldest first."""
    query = (
        select(DecisionRow)
        .where(DecisionRow.round == round_id, DecisionRow.subdomain == subdomain)
        .order_by(col(DecisionRow.revision))
    )
    return tuple(map(_decision, session.exec(query)))


def _decision(row: DecisionRow) -> Decision:
    return DECISION.validate_python({**json.loads(row.body), "revision": row.revision, "by": row.actor, "at": row.at})


def _follow_up(row: FollowUpRow) -> FollowUp:
    return FOLLOW_UP.validate_python({**json.loads(row.body), "revision": row.revision, "by": row.actor, "at": row.at})
