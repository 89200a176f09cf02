"""What follows an answer: done once the acknowledgement is out, so that nobody who pressed waits for it.

A door answers within `put_off()` and calls the rest once the answer has left; everybody else says what is to be done
`after` an answer, and need not know whether one is under way.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context

Act = Callable[[], object]


class Rest:
    """What is left to do after one answer. It is called once; from then on nothing is put off any more."""

    def __init__(self) -> None:
        self._waiting: list[Act] | None = []
        self._around = copy_context()

    def put(self, act: Act) -> None:
        """Do it in its turn."""
        if self._waiting is None:
            act()
        else:
            self._waiting.append(act)

    def __call__(self) -> None:
        """Do all of it, in the order it came; what is logged meanwhile belongs to the same interaction."""
        waiting, self._waiting = self._waiting or [], None
        for act in waiting:
            self._around.run(act)


_UNDER_WAY: ContextVar[Rest | None] = ContextVar("answer_under_way", default=None)


@contextmanager
def put_off() -> Iterator[Rest]:
    """While this lasts, what is to be done `after` it waits in a rest."""
    rest = Rest()
    token = _UNDER_WAY.set(rest)
    try:
        yield rest
    finally:
        _UNDER_WAY.reset(token)


def after(act: Act) -> None:
    """Do it once the answer under way is out; at once where none is."""
    rest = _UNDER_WAY.get()
    if rest is None:
        act()
    else:
        rest.put(act)
