"""What a partner may say about one sub-domain."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Self


class Kind(StrEnum):
    """The kinds of judgement; only the first two are positions (rule C3)."""

    LEVEL = "level"
    NOT_YET = "not_yet"
    CANNOT_ASSESS = "cannot_assess"
    NOT_RELEVANT = "not_relevant"
    NOT_YET_RELEVANT = "not_yet_relevant"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement. `level` (1 is the lowest) and `leaning` (half-way to the next) belong to `Kind.LEVEL` only."""

    kind: Kind
    level: int | None = None
    leaning: bool = False

    def __post_init__(self) -> None:
        if (self.kind is Kind.LEVEL) != (self.level is not None):
            raise ValueError("a level belongs to a judgement of the kind level, and to no other")
        if self.leaning and self.kind is not Kind.LEVEL:
            raise ValueError("only a level can lean")

    @classmethod
    def of(cls, level: int, *, leaning: bool = False) -> Self:
        """A level, or a level leaning to the next."""
        return cls(Kind.LEVEL, level, leaning)

    @property
    def position(self) -> Fraction | None:
        """The place on the scale (rule C2): leaning is half a level up; not yet counts as the lowest; else none."""
        match self.kind:
            case Kind.LEVEL:
                return Fraction(self.level or 1) + (Fraction(1, 2) if self.leaning else 0)
            case Kind.NOT_YET:
                return Fraction(1)
            case _:
                return None


def in_words(judgement: Judgement, levels: Sequence[str]) -> str:
    """The judgement as people say it, with the framework's names of its levels, lowest first."""
    match judgement:
        case Judgement(Kind.LEVEL, int(level), True):
            return f"{levels[level - 1]}, leaning to {levels[level]}"
        case Judgement(Kind.LEVEL, int(level)):
            return levels[level - 1]
        case Judgement(Kind.NOT_YET):
            return f"Not yet at {levels[0]}"
        case Judgement(Kind.CANNOT_ASSESS):
            return "Cannot assess"
        case Judgement(Kind.NOT_RELEVANT):
            return "Not relevant here"
        case _:
            return "Not yet relevant"
