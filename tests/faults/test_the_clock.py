"""Faults of clocks and of the heartbeat, by their numbers."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from threading import Event

import pytest

from bot.app import shared_clock
from bot.clock import SharedClock, system_clock
from bot.heartbeat import Heartbeat
from flows import calendar
from flows.round import GRACE, Stage
from storage import rounds
from storage.database import Database
from tests.databases import database_at
from tests.faults.conftest import House

FIVE = timedelta(minutes=5)


def test_fault_37_a_pulse_that_fell_silent_is_noticed_and_beaten_for() -> None:
    """APScheduler sleeps until an instant: when the clock is set back an hour, for an hour too long."""
    beats: list[None] = []
    enough = Event()

    def chore() -> None:
        beats.append(None)
        if len(beats) >= 2:
            enough.set()

    silent = Heartbeat(chore, pulse=timedelta(hours=1), patience=timedelta(seconds=0.05))
    silent.start()
    try:
        assert enough.wait(5)
    finally:
        silent.stop()


def test_fault_38_processes_whose_clocks_are_5_minutes_apart_go_by_the_database_s(postgres_url: str) -> None:
    """Each asks the database; what its own machine believes matters to nothing."""
    with (
        closing(database_at(postgres_url)) as first,
        closing(database_at(postgres_url)) as second,
    ):
        one, other = shared_clock(first), shared_clock(second)
        assert abs(one() - other()) < timedelta(seconds=1)
        assert isinstance(one, SharedClock)


def test_fault_38_only_a_steady_clock_is_used_between_two_questions() -> None:
    seconds = [0.0]
    answers = iter([datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC) + FIVE])
    clock = SharedClock(lambda: next(answers), lambda: seconds[0])
    first = clock()
    seconds[0] = 0.5
    assert clock() - first == timedelta(seconds=0.5)
    seconds[0] = 1.0
    assert clock() - first == FIVE


def test_a_file_goes_by_the_machine_s_clock(sqlite_url: str) -> None:
    with closing(Database(sqlite_url)) as database:
        assert shared_clock(database) is system_clock


@pytest.mark.parametrize(
    ("night", "closes_at"),
    [
        pytest.param(date(2027, 3, 28), datetime(2027, 3, 28, 1, 30, tzinfo=UTC), id="39 March"),  # read as 02:30 BST
        pytest.param(date(2026, 10, 25), datetime(2026, 10, 25, 0, 30, tzinfo=UTC), id="40 October"),  # the first 01:30
    ],
)
def test_fault_39_and_40_half_past_one_comes_once_at_the_documented_time(
    house: House, night: date, closes_at: datetime
) -> None:
    deadline = calendar.at(night, time(1, 30), "Europe/London")
    assert deadline == closes_at
    moved = replace(house.round, deadline=deadline, meeting_at=deadline + timedelta(days=9), revision=2)
    with house.database.begin() as session:
        rounds.save(session, moved)
    house.clock.move_to(deadline + GRACE - timedelta(seconds=1))
    house.beat()
    assert house.round.stage is Stage.OPEN
    house.later(seconds=1)
    house.beat()
    assert (house.round.stage, house.round.revision) == (Stage.CLOSED, 3)
    house.later(hours=1)
    house.beat()
    assert house.round.revision == 3
