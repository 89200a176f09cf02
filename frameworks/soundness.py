"""Whether the parts of an edition fit each other: every rule that no part can check alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frameworks.schema import Edition, SubDomain  # the schema asks here; only the names come back

Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Flaw:
    """What does not fit, and where: the keys and positions that lead there from the top of the file."""

    where: Where
    message: str


class Unsound(ValueError):  # noqa: N818 - a state of the edition rather than a mishap; pydantic asks for a ValueError
    """Parts of an edition do not fit each other."""

    def __init__(self, flaws: tuple[Flaw, ...]) -> None:
        super().__init__("; ".join(flaw.message for flaw in flaws))
        self.flaws = flaws


def flaws(edition: "Edition") -> Iterator[Flaw]:
    """Everything that does not fit, in the order of the file's parts."""
    yield from _said_twice((("levels", at), level) for at, level in enumerate(edition.levels))
    yield from _said_twice((("scopes", at, "id"), scope.id) for at, scope in enumerate(edition.scopes))
    yield from _said_twice((("domains", at, "id"), domain.id) for at, domain in enumerate(edition.domains))
    yield from _said_twice((("domains", at, "name"), domain.name) for at, domain in enumerate(edition.domains))
    yield from _said_twice((("subdomains", at, "id"), one.id) for at, one in enumerate(edition.subdomains))
    yield from _said_twice(chain.from_iterable(_names(at, one) for at, one in enumerate(edition.subdomains)))
    for at, one in enumerate(edition.subdomains):
        yield from _misplaced(edition, ("subdomains", at), one)
        yield from _misdescribed(edition, ("subdomains", at), one)
    yield from _left_empty(edition)


def _names(at: int, subdomain: "SubDomain") -> Iterator[tuple[Where, str]]:
    yield ("subdomains", at, "name"), subdomain.name
    for number, alias in enumerate(subdomain.aliases):
        yield ("subdomains", at, "aliases", number), alias


def _said_twice(said: Iterable[tuple[Where, str]]) -> Iterator[Flaw]:
    seen: set[str] = set()
    for where, words in said:
        if words.casefold() in seen:
            yield Flaw(where, f"“{words}” is used already; it has to be different each time")
        seen.add(words.casefold())


def _misplaced(edition: "Edition", where: Where, subdomain: "SubDomain") -> Iterator[Flaw]:
    if subdomain.domain not in {domain.id for domain in edition.domains}:
        yield Flaw((*where, "domain"), f"there is no domain “{subdomain.domain}” under `domains`")
    if subdomain.scope not in {scope.id for scope in edition.scopes}:
        yield Flaw((*where, "scope"), f"there is no scope “{subdomain.scope}” under `scopes`")


def _misdescribed(edition: "Edition", where: Where, subdomain: "SubDomain") -> Iterator[Flaw]:
    """A sub-domain is described at every level of its edition and at no other; one that is not rated, at none."""
    if not subdomain.assessable:
        if subdomain.descriptors:
            yield Flaw(
                (*where, "descriptors"), f"“{subdomain.id}” is {subdomain.status}, so it should have no descriptors"
            )
        return
    for level in edition.levels:
        if level not in subdomain.descriptors:
            yield Flaw((*where, "descriptors"), f"“{subdomain.id}” has no statements for the level {level}")
    for level in subdomain.descriptors:
        if level not in edition.levels:
            yield Flaw((*where, "descriptors", level), f"“{level}” is not one of the levels of this framework")


def _left_empty(edition: "Edition") -> Iterator[Flaw]:
    for at, domain in enumerate(edition.domains):
        if not any(one.domain == domain.id for one in edition.subdomains):
            yield Flaw(("domains", at), f"no sub-domain belongs to the domain “{domain.id}”")
    for at, scope in enumerate(edition.scopes):
        if not edition.in_scope({scope.id}):
            yield Flaw(("scopes", at), f"no sub-domain has the scope “{scope.id}”")
    if not any(one.assessable for one in edition.subdomains):
        yield Flaw(("subdomains",), "no sub-domain can be rated; at least one has to be assessable")
