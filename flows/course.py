"""What has moved from round to round: agreed levels and public words side by side, and what is like for like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flows import calendar
from flows.disclosure import Disclosure, Word
from flows.judgement import Judgement, Kind
from flows.people import Partnership
from flows.round import Round
from frameworks.schema import Edition, SubDomain

DIVISION = {Word.TOGETHER: 0, Word.MOSTLY_TOGETHER: 1, Word.SPREAD_OUT: 2, Word.TWO_CAMPS: 2, Word.APART: 2}
"""How far apart views are by their public word; of the last three nobody can say which is further."""


@dataclass(frozen=True, slots=True)
class Past:
    """One closed round: what was agreed, nothing while it is not, and what was shown of it."""

    round: Round
    edition: Edition
    agreed: Mapping[str, Judgement]
    disclosure: Disclosure | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """One sub-domain in one round. `alike`: its wording and scope are those of the newest round.

    `was` is the public word of the round before, where rule P10 lets a change of it be told.
    """

    past: Past
    agreed: Judgement | None
    word: Word | None
    was: Word | None
    alike: bool

    @property
    def comparable(self) -> bool:
        """Whether a level was agreed, in the words and scope of the newest round."""
        return self.alike and self.agreed is not None and self.agreed.position is not None

    @property
    def closer(self) -> bool | None:
        """Whether views are closer together than in the round before; none where that is not told or not known."""
        if self.word is None or self.was is None or DIVISION.get(self.word) == DIVISION.get(self.was):
            return None
        return DIVISION[self.word] < DIVISION[self.was]


@dataclass(frozen=True, slots=True)
class Course:
    """One sub-domain of the newest round through all rounds, the oldest first."""

    subdomain: SubDomain
    stops: tuple[Stop, ...]

    @property
    def comparable(self) -> tuple[Stop, ...]:
        """The rounds that agreed on a level in the same words and scope."""
        return tuple(stop for stop in self.stops if stop.comparable)

    @property
    def rises(self) -> tuple[Fraction | None, ...]:
        """By how many levels each round is above the one before it; none where the two are not like for like."""
        return tuple(map(_rise, (None, *self.stops), self.stops))


def _rise(before: Stop | None, now: Stop) -> Fraction | None:
    if before is None or not (before.comparable and now.comparable):
        return None
    return _place(now.agreed) - _place(before.agreed)


def _place(agreed: Judgement | None) -> Fraction:
    """Where it stands: *not yet* is a level below the lowest here, because that is what a reader wants to know."""
    known = agreed.position if agreed and agreed.kind is Kind.LEVEL else None
    return known or Fraction(0)


def month(one: Round, zone: str) -> str:
    """By which month a round is known among several: that of its meeting, where its levels are agreed."""
    return f"{calendar.local(one.meeting_at, zone):%B %Y}"


def courses(rounds: Sequence[Past]) -> tuple[Course, ...]:
    """Every sub-domain of the newest round; `rounds` in order, the oldest first."""
    if not rounds:
        return ()
    newest = rounds[-1]
    here = [newest.edition.subdomain(one) for one in newest.round.subdomains]
    return tuple(Course(one, tuple(_stop(past, one) for past in rounds if _has(past, one))) for one in here)


def _has(past: Past, wanted: SubDomain) -> bool:
    return wanted.id in past.round.subdomains


def _stop(past: Past, wanted: SubDomain) -> Stop:
    then = past.edition.subdomain(wanted.id)
    shown = next((one for one in past.disclosure.rows if one.id == wanted.id), None) if past.disclosure else None
    return Stop(
        past=past,
        agreed=past.agreed.get(wanted.id),
        word=shown.word if shown else None,
        was=shown.was if shown else None,
        alike=alike(then, wanted),
    )


def alike(then: SubDomain, now: SubDomain) -> bool:
    """Whether levels agreed on these two compare like for like: the same wording and scope."""
    return (then.descriptors, then.scope) == (now.descriptors, now.scope)


@dataclass(frozen=True, slots=True)
class Place:
    """One partnership's newest agreed round of one framework, for somebody who leads several."""

    partnership: Partnership
    past: Past


@dataclass(frozen=True, slots=True)
class System:
    """One framework across partnerships: by name, never by level."""

    edition: Edition
    places: tuple[Place, ...]

    @property
    def subdomains(self) -> tuple[SubDomain, ...]:
        """What any of them agreed on, in the order of the framework."""
        agreed = {one for place in self.places for one in place.past.agreed}
        return tuple(one for one in self.edition.subdomains if one.id in agreed)


def systems(places: Sequence[Place]) -> tuple[System, ...]:
    """The partnerships by framework edition, in the order of their names."""
    editions = {one.past.edition.id: one.past.edition for one in places}
    by_name = sorted(places, key=lambda one: one.partnership.name.casefold())
    return tuple(
        System(edition, tuple(one for one in by_name if one.past.edition.id == edition.id))
        for edition in editions.values()
    )
