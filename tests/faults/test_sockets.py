"""Faults of the socket, and processes that come and go: no press is lost, and nobody waits for a deaf ear."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from bot import socket_watch
from bot.socket_watch import SocketWatch
from flows.judgement import Judgement
from sandbox.person import Person
from sandbox.trial import Trial
from tests.stories.acts import CHANNEL, begins, card_of, carried, kept, start_a_round
from tests.waiting import until

MONDAY_TEN = datetime(2026, 6, 1, 9, tzinfo=UTC)
RESTARTS = 6
FIRST = "operating-integrated-functions"


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    one = Trial(tmp_path, start=MONDAY_TEN)
    with one.open():
        yield one


def test_fault_41_a_deaf_socket_is_found_and_restarted(trial: Trial) -> None:
    priya = Person(trial.sandbox, "U01PRIYA").opens_channel(CHANNEL)
    trial.sandbox.workspace.faults.set("deaf_socket")
    deaf = trial.bot.socket.current_session
    hasty = SocketWatch(trial.bot.socket, silence=0.3, pulse=0.05)
    hasty.start()
    until(lambda: trial.bot.socket.current_session is not deaf)
    hasty.stop()
    priya.runs("/maturity help").sees("Common View walks each partner")
    assert trial.sandbox.workspace.faults.active(), "it was the new socket that helped"


def test_fault_41_it_takes_no_more_than_a_minute() -> None:
    assert socket_watch.SILENCE + socket_watch.PULSE < 60


def test_fault_42_in_a_rolling_restart_no_press_is_lost(trial: Trial) -> None:
    """Slack may send to a socket that closes this moment: then the person is told, and the next press works."""
    start_a_round(Person(trial.sandbox, "U01PRIYA"))
    megan = begins(Person(trial.sandbox, "U05MEGAN"))
    place, buttons = card_of(trial, megan), [carried(trial, megan, FIRST, level) for level in (1, 2, 3, 4)]
    done, pressed, told = Event(), 0, 0
    rolling = Thread(target=restart_in_turn, args=(trial, done))
    rolling.start()
    while not done.is_set():
        level = pressed % 4 + 1
        if megan.presses_forged("choose_level", place, value=buttons[level - 1]).trouble:
            told += 1
            assert megan.presses_forged("choose_level", place, value=buttons[level - 1]).trouble is None
        assert kept(trial, "U05MEGAN").answers[FIRST].judgement == Judgement.of(level)
        pressed += 1
    rolling.join()
    assert pressed >= 4
    assert told <= RESTARTS


def restart_in_turn(trial: Trial, done: Event) -> None:
    """Two processes of the bot, one of which is always there."""
    for _ in range(RESTARTS // 2):
        other = trial.another_bot()
        trial.restart_bot()
        other.stop()
    done.set()
