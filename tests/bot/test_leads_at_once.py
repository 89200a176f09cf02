"""Leads at the same desk: two who press at once, and two partnerships in one workspace, strictly apart."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from itertools import count
from threading import Barrier

import pytest

from bot.desk import Desk, leading, ruling, seeing
from flows import proposal
from flows.people import Caller, ChannelId, Deed, Partnership, PartnershipId, UserId
from flows.refusal import Denied, Refusal, Refusals
from flows.round import Round, RoundId, Stage
from frameworks import catalog
from storage import audit, outbox, partnerships, rounds
from storage.database import Database
from storage.outbox import State
from tests.databases import database_at
from tests.storage.place import BEN, LEA, PLACE, WORKSPACE
from tests.walks import LAUNCHED, SEL

SUE = UserId("U-sue")
SOUTHGATE = replace(
    PLACE,
    id=PartnershipId("southgate"),
    channel=ChannelId("C2"),
    name="Southgate",
    leads=(SUE,),
    partners=PLACE.partners,
)


def desk_at(database: Database) -> Desk:
    numbers = count()
    return Desk(database, lambda: LAUNCHED, lambda: f"id-{next(numbers)}-{id(numbers)}")


def start(desk: Desk, user: UserId, place: Partnership = PLACE) -> Round:
    form = proposal.offered(place.id, place.zone, catalog.edition(SEL), (), LAUNCHED)
    return leading.start(desk, Caller(WORKSPACE, user), form)[1]


@pytest.fixture
def places(database: Database) -> Database:
    with database.begin() as session:
        partnerships.save(session, PLACE)
        partnerships.save(session, SOUTHGATE)
    return database


def at_once(*acts: Callable[[], object]) -> list[object]:
    """All in the same moment; what each came to, or how it was refused."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except (Refusal, Refusals) as no:
            return no

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(one, acts))


def test_of_two_leads_who_launch_at_once_one_starts_and_the_other_is_told(places: Database, database_url: str) -> None:
    with closing(database_at(database_url, patience=20)) as other:
        first, second = desk_at(places), desk_at(other)
        came_to = at_once(lambda: start(first, LEA), lambda: start(second, BEN))
    (told,) = [one for one in came_to if isinstance(one, Refusals)]
    assert "A second one would ask twice" in told.by_field["framework"]
    with places.read() as session:
        assert len(rounds.of_partnership(session, PLACE.id)) == 1


def test_what_is_done_in_one_partnership_leaves_the_other_alone(places: Database) -> None:
    desk = desk_at(places)
    north, south = start(desk, LEA), start(desk, SUE, SOUTHGATE)
    ruling.cancel(desk, Caller(WORKSPACE, LEA), north.id)
    with places.read() as session:
        kept = rounds.load(session, south.id)
        assert kept is not None
        assert kept.stage is Stage.OPEN
        assert {one.state for one in outbox.of_round(session, south.id)} == {State.PENDING}
        assert [one.action for one in audit.of_partnership(session, SOUTHGATE.id)] == ["round launched"]
    assert [one.round.id for one in seeing.overview(desk, Caller(WORKSPACE, SUE)).turnouts] == [south.id]


ACTS: dict[str, Callable[[Desk, Caller, RoundId], object]] = {
    "nudge": ruling.nudge,
    "close": ruling.close_early,
    "cancel": ruling.cancel,
    "hand over": lambda desk, who, one: ruling.hand_over(desk, who, one, SUE, step_down=False),
    "look": lambda desk, who, one: ruling.look(desk, who, one, Deed.SEE_TURNOUT),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_lead_of_another_partnership_is_denied_and_it_is_on_record(places: Database, act: str) -> None:
    desk = desk_at(places)
    north = start(desk, LEA)
    with pytest.raises(Denied, match="Only the leads of Northgate"):
        ACTS[act](desk, Caller(WORKSPACE, SUE), north.id)
    with places.read() as session:
        last = audit.of_partnership(session, PLACE.id)[-1]
    assert (last.action, last.actor) == ("denied", SUE)


def test_a_round_called_off_before_anybody_heard_of_it_is_told_to_nobody(places: Database) -> None:
    desk = desk_at(places)
    north = start(desk, LEA)
    ruling.cancel(desk, Caller(WORKSPACE, LEA), north.id)
    with places.read() as session:
        assert {one.state for one in outbox.of_round(session, north.id)} == {State.CANCELLED}


def test_handing_over_twice_is_refused_kindly(places: Database) -> None:
    desk = desk_at(places)
    north, lea = start(desk, LEA), Caller(WORKSPACE, LEA)
    ruling.hand_over(desk, lea, north.id, SUE, step_down=True)
    with pytest.raises(Denied, match="Only the leads"):
        ruling.hand_over(desk, lea, north.id, SUE, step_down=False)
    with pytest.raises(Refusal, match="They lead Northgate already"):
        ruling.hand_over(desk, Caller(WORKSPACE, SUE), north.id, BEN, step_down=False)
