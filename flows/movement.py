"""What moved since the round before: agreed levels side by side, where the same words were judged both times."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.course import alike
from flows.dossier import Dossier
from flows.judgement import Judgement
from frameworks.schema import SubDomain


@dataclass(frozen=True, slots=True)
class Moved:
    """One sub-domain that was agreed in both rounds."""

    subdomain: SubDomain
    before: Judgement
    now: Judgement

    @property
    def up(self) -> bool:
        """Whether it stands higher now."""
        return _place(self.now) > _place(self.before)

    @property
    def down(self) -> bool:
        """Whether it stands lower now."""
        return _place(self.now) < _place(self.before)


def moved(dossier: Dossier) -> tuple[Moved, ...]:
    """Every sub-domain with a position in both rounds, like for like."""
    return tuple(_compared(dossier))


def _compared(dossier: Dossier) -> Iterator[Moved]:
    if dossier.before is None:
        return
    earlier = {one.id: one for one in dossier.before.edition.subdomains}
    for one, decision in dossier.decided():
        then, now = earlier.get(one.id), decision.judgement
        before = dossier.before.agreed.get(one.id) if then and alike(then, one) else None
        if before and now and before.position is not None and now.position is not None:
            yield Moved(one, before, now)


def _place(judgement: Judgement) -> tuple[int, float]:
    """Where it stands: *not yet* is below the lowest level here, because that is what a reader wants to know."""
    return (0 if judgement.level is None else 1, float(judgement.position or 0))
