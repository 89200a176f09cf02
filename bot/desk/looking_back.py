"""What has been: the audit trail for leads, and the summary once more for everybody in the partnership."""

from sqlmodel import Session

from bot.desk import Desk, disclosing, permitted
from bot.desk.sending import Matter
from flows.notices import NoticeKind
from flows.people import Caller, ChannelId, Deed, Partnership
from flows.refusal import Refusal
from flows.round import Round, RoundId, Stage
from flows.trail import Act
from frameworks import catalog
from storage import audit, outbox, partnerships, rounds
from storage.outbox import State


def acts(desk: Desk, caller: Caller, round_id: RoundId) -> tuple[Partnership, tuple[Act, ...]]:
    """Everything that was done in the partnership of this round, newest first."""
    with permitted.looking_at_round(desk, caller, round_id, Deed.SEE_AUDIT) as (session, place, _):
        kept = audit.of_partnership(session, place.id)
    return place, tuple(Act(one.at, one.actor, one.action, one.detail) for one in reversed(kept))


def summary(desk: Desk, caller: Caller, channel: ChannelId) -> Matter:
    """The newest summary that was posted in this channel, or else in any partnership of this person."""
    with desk.database.read() as session:
        place, found = _newest(session, caller, channel)
    with permitted.looking_at_round(desk, caller, found.id, Deed.SEE_SUMMARY) as (session, place, running):
        return Matter(place, running, catalog.edition(running.edition), disclosing.disclosed(session, running))


def _newest(session: Session, caller: Caller, channel: ChannelId) -> tuple[Partnership, Round]:
    here = partnerships.in_channel(session, caller.workspace, channel)
    places = (here,) if here else _mine(session, caller)
    posted = [(place, one) for place in places for one in _posted(session, place)]
    if not posted:
        raise Refusal("No summary has been posted yet. It comes to the partnership's channel before the meeting.")
    return max(posted, key=lambda one: one[1].summary_at)


def _mine(session: Session, caller: Caller) -> tuple[Partnership, ...]:
    lists = (partnerships.led_by, partnerships.answered_for_by, partnerships.watched_by)
    return tuple(place for one in lists for place in one(session, caller.workspace, caller.user))


def _posted(session: Session, place: Partnership) -> list[Round]:
    """The rounds whose summary stands in the channel."""
    closed = [one for one in rounds.of_partnership(session, place.id) if one.stage is Stage.CLOSED]
    names = {one.id: outbox.notice_id(f"{NoticeKind.SUMMARY.value}:{one.id}") for one in closed}
    kept = {one.id: outbox.find(session, names[one.id]) for one in closed}
    return [one for one in closed if (sent := kept[one.id]) and sent.state in {State.SENDING, State.SENT}]
