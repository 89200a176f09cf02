"""One pen for living cards: it draws one after the other, and each assessment's only every few seconds.

As there is one pen, an older drawing never overtakes a newer one of this process; that of another process is noticed
when it is noted (`storage.cards.drawn`), and the card drawn again.
"""

from collections.abc import Callable
from threading import Condition, Thread

from bot.clock import seconds_running
from flows.assessment import AssessmentId

SPACING = 3.0
"""Seconds between two drawings of an assessment's cards, when they come without end."""
AT_ONCE = 10
"""Drawings that need not wait, after a while without any: somebody who turns over a few cards sees each at once."""
MOST_REMEMBERED = 1000

Draw = Callable[[AssessmentId], float]
"""Draws the cards of an assessment; gives the seconds for which Slack wants no more."""


class Redrawing:
    """Draws what it is asked to, in a thread of its own. What it misses at its end is drawn after the next start."""

    def __init__(self, draw: Draw, now: Callable[[], float] = seconds_running) -> None:
        self._draw, self._now = draw, now
        self._asked = Condition()
        self._due: dict[AssessmentId, float] = {}
        self._next: dict[AssessmentId, float] = {}
        self._closed_until = 0.0
        self._stopping = False
        self._pen = Thread(target=self._work, name="cards", daemon=True)
        self._pen.start()

    def follow(self, assessment: AssessmentId) -> None:
        """Draw this assessment's cards as soon as they may be; what changes until then falls into one drawing."""
        with self._asked:
            if not self._stopping:
                earliest = self._next.get(assessment, 0.0) - (AT_ONCE - 1) * SPACING
                self._due.setdefault(assessment, max(self._now(), earliest))
                self._asked.notify()

    def stop(self) -> None:
        """Finish the drawing under way, and leave."""
        with self._asked:
            self._stopping = True
            self._asked.notify()
        self._pen.join()

    def _work(self) -> None:
        while (assessment := self._turn()) is not None:
            pause = self._draw(assessment)
            self._closed_until = max(self._closed_until, self._now() + pause)

    def _turn(self) -> AssessmentId | None:
        """The next one to draw, once it may be; none at the end."""
        with self._asked:
            while not self._stopping:
                first = min(self._due, key=self._due.__getitem__, default=None)
                if first is None:
                    self._asked.wait()
                    continue
                wait = max(self._due[first], self._closed_until) - self._now()
                if wait <= 0:
                    return self._take(first)
                self._asked.wait(wait)
        return None

    def _take(self, assessment: AssessmentId) -> AssessmentId:
        now = self._now()
        del self._due[assessment]
        if len(self._next) > MOST_REMEMBERED:
            self._next = {one: until for one, until in self._next.items() if until > now}
        self._next[assessment] = max(now, self._next.get(assessment, 0.0)) + SPACING
        return assessment
