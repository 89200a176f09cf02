"""What is left of a round when the time for which its details are kept is over."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.desk import purging
from flows.judgement import Judgement
from flows.moderation import Decision, Moderation
from flows.notices import Notice, NoticeKind
from flows.people import UserId
from flows.round import Mode
from storage import audit, moderations, outbox, partnerships, rounds
from storage.database import Database
from storage.tables import NoticeRow, Row
from tests.closings import HERE, Place, answered, begun, level
from tests.storage.place import LEA, WORKSPACE

STAYS = {
    *("partnership", "lead", "partner", "contributor"),
    *("round", "decision", "meeting", "audit", "audit_head", "notice"),
}
"""Tables in which something is left; of notices only those still owed."""
TWO_YEARS = timedelta(days=731)


@pytest.fixture(params=list(Mode))
def over(request: pytest.FixtureRequest, database: Database) -> Place:
    """A round that was closed, moderated and agreed."""
    place = begun(database, 9, request.param)
    answered(place, 9, lambda n, one: replace(level(n, one), evidence="the plan"))
    place.closes()
    with database.begin() as session:
        agreed = Moderation(place.round.id, agreed_at=place.clock.now, agreed_by=LEA, revision=1)
        decision = Decision(HERE, Judgement.of(2), rationale="as minuted", revision=1)
        moderations.save_decision(session, place.round.id, decision, LEA, place.clock.now)
        moderations.save_meeting(session, agreed, LEA, place.clock.now)
    return place


def filled(database: Database) -> set[str]:
    """The tables in which there is anything."""
    with database.read() as session:
        return {one.name for one in Row.metadata.sorted_tables if session.connection().execute(one.select()).first()}


def beats(place: Place, at: datetime) -> None:
    place.clock.now = at
    purging.purge_due(place.desk)


def test_until_then_everything_is_kept(over: Place) -> None:
    before = filled(over.database)
    beats(over, over.round.meeting_at + TWO_YEARS - timedelta(days=2))
    assert filled(over.database) == before > STAYS


def test_then_only_the_agreement_and_the_audit_trail_are_left(over: Place) -> None:
    beats(over, over.round.meeting_at + TWO_YEARS)
    assert filled(over.database) - {"notice"} == STAYS - {"notice"}
    with over.database.read() as session:
        assert moderations.agreed(session, over.round.id) == {HERE: Judgement.of(2)}
        assert rounds.load(session, over.round.id)
        last = audit.of_round(session, over.round.id)[-1]
        assert (last.actor, last.action, audit.verify(session).wrong) == ("clock", "details deleted", "")


def test_the_key_of_an_open_round_goes_too(over: Place) -> None:
    assert over.database.keys.find(over.round.id)
    beats(over, over.round.meeting_at + TWO_YEARS)
    assert over.round.id not in over.database.keys.held()


def test_it_happens_once(over: Place) -> None:
    for day in range(2):
        beats(over, over.round.meeting_at + TWO_YEARS + timedelta(days=day))
    with over.database.read() as session:
        told = [one.action for one in audit.of_round(session, over.round.id)]
    assert told.count("details deleted") == 1


def test_a_partnership_may_keep_less(over: Place) -> None:
    with over.database.begin() as session:
        place = partnerships.load(session, over.round.partnership)
        assert place
        partnerships.save(session, replace(place, keep_months=6))
    beats(over, over.round.meeting_at + timedelta(days=190))
    assert "snapshot" not in filled(over.database)


def test_a_change_of_the_round_does_not_bring_it_back(over: Place) -> None:
    beats(over, over.round.meeting_at + TWO_YEARS)
    with over.database.begin() as session:
        found = rounds.load(session, over.round.id, lock=True)
        assert found
        rounds.save(session, replace(found, revision=found.revision + 1))
    beats(over, over.clock.now + timedelta(days=1))
    with over.database.read() as session:
        assert sum(one.action == "details deleted" for one in audit.of_round(session, over.round.id)) == 1


def test_what_is_still_owed_stays_owed_and_what_was_sent_is_forgotten(over: Place) -> None:
    owed = {NoticeKind.ACTION_DUE: "pending", NoticeKind.ACTION_SOON: "sent", NoticeKind.INVITATION: "dead"}
    with over.database.begin() as session:
        for kind, state in owed.items():
            notice = Notice(kind, f"{kind}:x", over.round.id, over.clock.now, UserId("U-1"))
            outbox.owe(session, [notice], WORKSPACE)
            row = session.get_one(NoticeRow, outbox.notice_id(notice.key))
            row.state, row.slack_ts = state, "1.2" if state == "sent" else None
    beats(over, over.round.meeting_at + TWO_YEARS)
    with over.database.read() as session:
        left = {row.dedupe_key for row in session.connection().execute(NoticeRow.metadata.tables["notice"].select())}
    assert {"action_due:x", "action_soon:x"} <= left
    assert "invitation:x" not in left
