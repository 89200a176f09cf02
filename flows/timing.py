"""How a meeting's minutes go round: what is discussed when and for how long. It rests on the public words alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.disclosure import Disclosure, Word
from flows.refusal import Refusal

USUAL = 90
"""Minutes of a moderation meeting, unless the lead says otherwise."""
SHORTEST, LONGEST = 20, 480
BEGIN, END = 5, 10
"""Minutes to open the meeting, and to close it: who was there, who does what."""
LEAST, MOST = 4, 20
"""Minutes for one sub-domain: with fewer no conversation comes about, with more the others are never reached."""
EACH_SETTLED = 1
MOST_SETTLED = 10
"""Minutes to confirm what is settled: one each, ten at most for all, and no more than a quarter of the meeting."""
WEIGHTS: Mapping[Word | None, int] = {
    Word.TWO_CAMPS: 4,
    Word.SPREAD_OUT: 3,
    Word.APART: 3,
    Word.MOSTLY_TOGETHER: 2,
    None: 1,
}
"""How much of the time a sub-domain deserves by its public word; none: too few answers to show."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One sub-domain and its minutes; 0 where the meeting is too short for it."""

    subdomain: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Timetable:
    """A meeting in order: each sub-domain to discuss, then what is confirmed together in one go."""

    discuss: tuple[Slot, ...]
    together: tuple[str, ...]
    minutes_together: int

    @property
    def later(self) -> tuple[str, ...]:
        """What the meeting has no time for."""
        return tuple(slot.subdomain for slot in self.discuss if not slot.minutes)

    def minutes(self, subdomain: str) -> int:
        """How long this one may take; 0 where nothing is planned for it."""
        return next((slot.minutes for slot in self.discuss if slot.subdomain == subdomain), 0)


def timetable(shown: Disclosure, minutes: int = USUAL, unrated: tuple[str, ...] = ()) -> Timetable:
    """Share out the minutes. `unrated` have no levels: they are taken up last, for their evidence.

    Where not everything fits, the end of the agenda is left for another time.
    """
    if not SHORTEST <= minutes <= LONGEST:
        raise Refusal(f"Choose between {SHORTEST} and {LONGEST} minutes.", "minutes")
    settled = min(MOST_SETTLED, minutes // 4, EACH_SETTLED * len(shown.together))
    weights = {row.id: WEIGHTS.get(row.word, 1) for row in (*shown.discuss, *shown.too_few)} | dict.fromkeys(unrated, 1)
    slots = _shared(weights, minutes - BEGIN - END - settled)
    return Timetable(slots, tuple(row.id for row in shown.together), settled)


def _shared(weights: Mapping[str, int], left: int) -> tuple[Slot, ...]:
    """Whole minutes by weight, for as many from the front as have time for a conversation."""
    fit = max(0, min(len(weights), left // LEAST))
    chosen = list(weights)[:fit]
    spare = left - LEAST * fit
    whole = sum(weights[one] for one in chosen) or 1
    given = {one: min(MOST, LEAST + spare * weights[one] // whole) for one in chosen}
    return tuple(Slot(one, given.get(one, 0)) for one in weights)
