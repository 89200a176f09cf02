"""The heartbeat: at once when woken, one at a time, and on after a failure."""

from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Event, Thread

import pytest
from structlog.testing import capture_logs

from bot.heartbeat import Heartbeat

PATIENCE = 4.0
"""Seconds, less than a pulse: what comes sooner was woken."""


@contextmanager
def beating(heartbeat: Heartbeat) -> Iterator[Heartbeat]:
    heartbeat.start()
    try:
        yield heartbeat
    finally:
        heartbeat.stop()


def test_it_beats_at_once_when_woken_again_and_again() -> None:
    beats: Queue[None] = Queue()
    with beating(Heartbeat(lambda: beats.put(None))) as heartbeat:
        for _ in range(3):
            heartbeat.wake()
            beats.get(timeout=PATIENCE)


def test_being_woken_during_a_beat_leads_to_another_one() -> None:
    begun: Queue[None] = Queue()
    go_on = Event()

    def chores() -> None:
        begun.put(None)
        go_on.wait(PATIENCE)

    with beating(Heartbeat(chores)) as heartbeat:
        heartbeat.wake()
        begun.get(timeout=PATIENCE)
        heartbeat.wake()
        go_on.set()
        begun.get(timeout=PATIENCE)


def test_two_beats_are_never_under_way_at_once() -> None:
    under_way: list[int] = []
    most: list[int] = []

    def chores() -> None:
        under_way.append(1)
        most.append(len(under_way))
        Event().wait(0.01)
        under_way.pop()

    heartbeat = Heartbeat(chores)
    threads = [Thread(target=heartbeat.beat) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert most == [1] * 8


def test_a_chore_that_fails_is_logged_without_its_words_and_the_next_beat_comes() -> None:
    left: Queue[Exception] = Queue()
    left.put(ValueError("canary"))
    done = Event()

    def chores() -> None:
        if not left.empty():
            raise left.get()
        done.set()

    with capture_logs() as logs:
        heartbeat = Heartbeat(chores)
        heartbeat.beat()
        heartbeat.beat()
    assert done.is_set()
    assert [(one["event"], one["kind"]) for one in logs] == [("a chore failed", "ValueError")]
    assert "canary" not in str(logs)


@pytest.mark.parametrize("times", [1, 5])
def test_waking_it_while_it_stops_or_after_is_no_fault(times: int) -> None:
    heartbeat = Heartbeat(lambda: None)
    heartbeat.start()
    for _ in range(times):
        heartbeat.wake()
    heartbeat.stop()
    heartbeat.wake()
