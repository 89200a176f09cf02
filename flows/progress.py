"""How far a walk has come, and how long the rest will take."""

from dataclasses import dataclass

from flows.assessment import Walk

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
    def minutes_left(self) -> int:
        """About how long the rest takes."""
        return self.left * MINUTES_EACH


def of(walk: Walk) -> Progress:
    """Count what needs a judgement; sub-domains that cannot be rated are in no denominator."""
    rated = [one for one in walk.subdomains if one.assessable]
    return Progress(sum(walk.answered(one) for one in rated), len(rated))
