"""Writers on SQLite: one at a time, in the order they came, and none waits longer than was said."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from storage.queue import Queue

SOON, LONG = 0.02, 10.0


def test_who_comes_first_goes_first() -> None:
    queue, order, came = Queue(), list[int](), [Event() for _ in range(5)]

    def go(number: int) -> None:
        came[number].set()
        with queue.turn(LONG):
            order.append(number)

    with ThreadPoolExecutor(5) as hands, queue.turn(LONG):
        for number, here in enumerate(came):
            hands.submit(go, number)
            here.wait(LONG)
            Event().wait(SOON)
    assert order == [0, 1, 2, 3, 4]


def test_nobody_has_a_turn_while_another_has_it() -> None:
    queue = Queue()
    with queue.turn(LONG) as first, queue.turn(SOON) as second:
        assert (first, second) == (True, False)


def test_who_waited_in_vain_holds_up_nobody_afterwards() -> None:
    queue = Queue()
    with queue.turn(LONG), queue.turn(SOON):
        pass
    with queue.turn(SOON) as ours:
        assert ours


def test_a_turn_ends_when_what_was_done_in_it_fails() -> None:
    queue = Queue()
    with pytest.raises(ZeroDivisionError), queue.turn(LONG):
        _ = 1 / 0
    with queue.turn(SOON) as ours:
        assert ours
