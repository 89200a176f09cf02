from flows.people import PartnershipId
from flows.round import RoundId
from storage import audit
from storage.audit import Entry
from storage.database import Database
from tests.storage.place import LEA, NOON, PLACE, ROUND


def test_an_act_comes_back_as_it_was_recorded(kept: Database) -> None:
    with kept.begin() as session:
        audit.record(
            session, at=NOON, actor=LEA, action="launched", partnership=PLACE.id, round=ROUND.id, detail={"partners": 2}
        )
    with kept.read() as session:
        assert audit.of_round(session, ROUND.id) == (Entry(NOON, LEA, "launched", PLACE.id, ROUND.id, {"partners": 2}),)


def test_acts_come_in_the_order_they_were_recorded(database: Database) -> None:
    with database.begin() as session:
        for action in ("launched", "extended", "closed"):
            audit.record(session, at=NOON, actor=LEA, action=action, partnership=PLACE.id, round=ROUND.id)
        assert [one.action for one in audit.of_round(session, ROUND.id)] == ["launched", "extended", "closed"]


def test_an_act_of_another_round_or_place_is_left_out(database: Database) -> None:
    with database.begin() as session:
        audit.record(session, at=NOON, actor=LEA, action="set up", partnership=PLACE.id)
        audit.record(session, at=NOON, actor=LEA, action="launched", partnership=PLACE.id, round=RoundId("r2"))
        audit.record(session, at=NOON, actor=LEA, action="set up", partnership=PartnershipId("southgate"))
        assert [one.action for one in audit.of_partnership(session, PLACE.id)] == ["set up", "launched"]
        assert audit.of_round(session, ROUND.id) == ()
