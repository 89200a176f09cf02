from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import TypeVar

from flows import round as rules
from flows.notices import Notice, NoticeKind
from flows.people import UserId
from flows.round import GRACE
from storage import assessments, outbox, partnerships, rounds
from storage.assessments import Stale
from storage.database import Database
from storage.outbox import State
from tests.storage.place import DEADLINE, LEA, NOON, PLACE, PRACTICES, ROUND, WORKSPACE, answer, with_answer

THREADS, TIMES = 8, 10
T = TypeVar("T")


def at_once(act: Callable[[int], T]) -> list[T]:
    """Let all threads begin together, each with its number; what each came to."""
    start = Barrier(THREADS)

    def begin(number: int) -> T:
        start.wait()
        return act(number)

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(begin, range(THREADS)))


def kept_answers(database: Database) -> tuple[int, int]:
    """How many answers are kept, and which revision it is."""
    with database.read() as session:
        found = assessments.load(session, ROUND.id, PRACTICES.id)
    return len(found.answers), found.revision


def test_answers_given_at_once_under_a_lock_are_all_kept(kept: Database) -> None:
    def give(number: int) -> None:
        for turn in range(TIMES):
            with kept.begin() as session:
                before = assessments.load(session, ROUND.id, PRACTICES.id, lock=True)
                assessments.save(session, before, with_answer(before, f"{number}-{turn}", answer(1)))

    at_once(give)
    assert kept_answers(kept) == (THREADS * TIMES, THREADS * TIMES)


def test_an_answer_built_on_an_old_reading_is_refused_and_given_again(kept: Database) -> None:
    def give(number: int) -> int:
        for lost in range(1000):
            with kept.read() as session:
                before = assessments.load(session, ROUND.id, PRACTICES.id)
            try:
                with kept.begin() as session:
                    assessments.save(session, before, with_answer(before, f"{number}", answer(1)))
            except Stale:
                continue
            return lost
        raise AssertionError("it was never taken")

    assert sum(at_once(give)) > 0, "nobody was ever late: this test proves nothing"
    assert kept_answers(kept) == (THREADS, THREADS)


def test_a_round_is_closed_once_by_whoever_is_first(kept: Database) -> None:
    def close(_: int) -> bool:
        with kept.begin() as session:
            running = rounds.load(session, ROUND.id, lock=True)
            if running is None or not rounds.due_to_close(session, DEADLINE + GRACE):
                return False
            rounds.save(session, rules.close(running))
            return True

    assert sum(at_once(close)) == 1


def test_planners_that_race_owe_one_row(kept: Database) -> None:
    owed = [Notice(NoticeKind.INVITATION, f"invitation:{one}", ROUND.id, NOON) for one in range(5)]

    def plan(number: int) -> None:
        with kept.begin() as session:
            outbox.owe(session, owed if number % 2 else reversed(owed), WORKSPACE)

    at_once(plan)
    with kept.read() as session:
        assert outbox.counts(session) == {State.PENDING: len(owed)}


def test_claimers_that_race_never_get_the_same_notice(kept: Database) -> None:
    with kept.begin() as session:
        outbox.owe(session, [Notice(NoticeKind.INVITATION, f"i:{one}", ROUND.id, NOON) for one in range(60)], WORKSPACE)

    def claim(number: int) -> list[str]:
        mine: list[str] = []
        while True:
            with kept.begin() as session:
                found = outbox.claim(session, NOON, f"token {number}", limit=3)
            if not found:
                return mine
            mine += [one.key for one in found]

    claimed = [key for mine in at_once(claim) for key in mine]
    assert sorted(claimed) == sorted(set(claimed))
    assert len(claimed) == 60


def test_a_partnership_saved_at_once_is_one_of_those_saved(kept: Database) -> None:
    def named(number: int) -> None:
        with kept.begin() as session:
            partnerships.save(session, replace(PLACE, name=f"Place {number}", leads=(LEA, UserId(f"U{number}"))))

    at_once(named)
    with kept.read() as session:
        found = partnerships.load(session, PLACE.id)
    assert found
    assert found == replace(PLACE, name=found.name, leads=(LEA, UserId(f"U{found.name.removeprefix('Place ')}")))
