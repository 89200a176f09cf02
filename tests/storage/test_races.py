from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from itertools import count
from threading import Barrier
from typing import TypeVar

import pytest

from flows import round as rules
from flows.notices import Notice, NoticeKind
from flows.people import UserId
from flows.round import GRACE
from storage import assessments, outbox, partnerships, rounds
from storage.assessments import Stale
from storage.database import Database
from storage.outbox import State
from tests.databases import database_at
from tests.storage.place import DEADLINE, LEA, NOON, PLACE, PRACTICES, ROUND, WORKSPACE, answer, with_answer

THREADS, TIMES = 8, 10
T = TypeVar("T")


@pytest.fixture(params=["one process", "several processes"])
def desks(request: pytest.FixtureRequest, kept: Database, database_url: str) -> Iterator[list[Database]]:
    """What each thread works with: all with one `Database`, or each with its own, as separate processes would."""
    if request.param == "one process":
        yield [kept] * THREADS
        return
    with ExitStack() as stack:
        yield [stack.enter_context(closing(database_at(database_url, patience=30))) for _ in range(THREADS)]


def at_once(desks: list[Database], act: Callable[[Database, int], T]) -> list[T]:
    """Let all threads begin together, each with its number; what each came to."""
    start = Barrier(THREADS)

    def begin(desk: Database, number: int) -> T:
        start.wait()
        return act(desk, number)

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(begin, desks, range(THREADS)))


def kept_answers(database: Database) -> tuple[int, int]:
    """How many answers are kept, and which revision it is."""
    with database.read() as session:
        found = assessments.load(session, ROUND.id, PRACTICES.id)
    return len(found.answers), found.revision


def test_answers_given_at_once_under_a_lock_are_all_kept(kept: Database, desks: list[Database]) -> None:
    def give(desk: Database, number: int) -> None:
        for turn in range(TIMES):
            with desk.begin() as session:
                before = assessments.load(session, ROUND.id, PRACTICES.id, lock=True)
                assessments.save(session, before, with_answer(before, f"{number}-{turn}", answer(1)))

    at_once(desks, give)
    assert kept_answers(kept) == (THREADS * TIMES, THREADS * TIMES)


def test_an_answer_built_on_an_old_reading_is_refused_and_given_again(kept: Database, desks: list[Database]) -> None:
    all_have_read = Barrier(THREADS)

    def give(desk: Database, number: int) -> int:
        for refused in count():
            with desk.read() as session:
                before = assessments.load(session, ROUND.id, PRACTICES.id)
            if not refused:
                all_have_read.wait()
            with suppress(Stale), desk.begin() as session:
                assessments.save(session, before, with_answer(before, f"{number}", answer(1)))
                return refused
        raise AssertionError

    assert sum(refused > 0 for refused in at_once(desks, give)) == THREADS - 1
    assert kept_answers(kept) == (THREADS, THREADS)


def test_a_round_is_closed_once_by_whoever_is_first(desks: list[Database]) -> None:
    def close(desk: Database, _: int) -> bool:
        with desk.begin() as session:
            running = rounds.load(session, ROUND.id, lock=True)
            if running is None or not rounds.due_to_close(session, DEADLINE + GRACE):
                return False
            rounds.save(session, rules.close(running))
            return True

    assert sum(at_once(desks, close)) == 1


def test_planners_that_race_owe_one_row(kept: Database, desks: list[Database]) -> None:
    owed = [Notice(NoticeKind.INVITATION, f"invitation:{one}", ROUND.id, NOON) for one in range(5)]

    def plan(desk: Database, number: int) -> None:
        with desk.begin() as session:
            outbox.owe(session, owed if number % 2 else reversed(owed), WORKSPACE)

    at_once(desks, plan)
    with kept.read() as session:
        assert outbox.counts(session) == {State.PENDING: len(owed)}


def test_claimers_that_race_never_get_the_same_notice(kept: Database, desks: list[Database]) -> None:
    with kept.begin() as session:
        outbox.owe(session, [Notice(NoticeKind.INVITATION, f"i:{one}", ROUND.id, NOON) for one in range(60)], WORKSPACE)

    def claim(desk: Database, number: int) -> list[str]:
        mine: list[str] = []
        while True:
            with desk.begin() as session:
                found = outbox.claim(session, NOON, f"token {number}", limit=3)
            if not found:
                return mine
            mine += [one.key for one in found]

    claimed = [key for mine in at_once(desks, claim) for key in mine]
    assert sorted(claimed) == sorted(set(claimed))
    assert len(claimed) == 60


def test_a_partnership_saved_at_once_is_one_of_those_saved(kept: Database, desks: list[Database]) -> None:
    def named(desk: Database, number: int) -> None:
        with desk.begin() as session:
            partnerships.save(session, replace(PLACE, name=f"Place {number}", leads=(LEA, UserId(f"U{number}"))))

    at_once(desks, named)
    with kept.read() as session:
        found = partnerships.load(session, PLACE.id)
    assert found
    assert found == replace(PLACE, name=found.name, leads=(LEA, UserId(f"U{found.name.removeprefix('Place ')}")))
