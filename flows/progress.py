"""How far a walk has come, and how long the rest will take."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from flows.assessment import Walk
from frameworks.schema import SubDomain

MINUTES_EACH = 2
"""A considered judgement with a line of evidence; 13 take the 25 to 30 minutes that partners are promised."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of sub-domains."""

    answered: int
    total: int

    @property
    def left(self) -> int:
        """How many still need an answer."""
        return self.total - self.answered

    @property
    def minutes_in_all(self) -> int:
        """About how long the whole takes."""
        return self.total * MINUTES_EACH

    @property
    def minutes_left(self) -> int:
        """About how long the rest takes."""
        return self.left * MINUTES_EACH


def of(walk: Walk) -> Progress:
    """Count what needs a judgement; sub-domains that cannot be rated are in no denominator."""
    return _count(walk, walk.subdomains)


def by_domain(walk: Walk) -> tuple[tuple[str, Progress], ...]:
    """The same for each domain in which something is rated, by the domain's name, in the framework's order."""
    counted = [
        (walk.edition.domain(domain).name, _count(walk, tuple(some)))
        for domain, some in groupby(walk.subdomains, key=lambda one: one.domain)
    ]
    return tuple((name, so_far) for name, so_far in counted if so_far.total)


def _count(walk: Walk, some: Iterable[SubDomain]) -> Progress:
    rated = [one for one in some if one.assessable]
    return Progress(sum(map(walk.kept, rated)), len(rated))
