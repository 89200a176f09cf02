"""Summaries for tests: what the channel is shown when so many organisations answered so."""

from collections.abc import Iterable

from bot import summary_letters
from bot.desk.sending import Matter
from bot.letter import Letter
from flows.disclosure import disclose, freeze
from flows.divergence import Ballot
from flows.judgement import Judgement, Kind
from flows.people import Partnership
from frameworks import catalog
from tests.storage.place import PLACE
from tests.walks import SEL, a_round

CANNOT = Judgement(Kind.CANNOT_ASSESS)


def summary(*organisations: Iterable[Judgement | None], edition: str = SEL, place: Partnership = PLACE) -> Letter:
    """The letter, when each organisation said this of the sub-domains in order, over every scope of the edition."""
    matrix = catalog.edition(edition)
    running = a_round(matrix, [one.id for one in matrix.scopes])
    rated = [
        (str(one), matrix.subdomain(one).short_term) for one in running.subdomains if matrix.subdomain(one).assessable
    ]
    answers = [
        {one: Ballot(judgement, evidence=False) for (one, _), judgement in zip(rated, said, strict=True)}
        for said in organisations
    ]
    shown = disclose(freeze(edition, len(matrix.levels), rated, answers))
    letter = summary_letters.summary(Matter(place, running, matrix, shown))
    assert letter is not None
    return letter


def view(organisation: int, subdomain: int) -> Judgement:
    """Of each four sub-domains: all alike, two camps, all over the place, and hardly anybody could tell."""
    match subdomain % 4:
        case 0:
            return Judgement.of(2)
        case 1:
            return Judgement.of(1 if organisation % 2 == 0 else 4)
        case 2:
            return Judgement.of(1 + organisation % 4)
        case _:
            return Judgement.of(3) if organisation == 0 else CANNOT


def views(organisations: int, edition: str = SEL) -> list[list[Judgement]]:
    """What so many organisations say of every sub-domain that can be rated."""
    count = sum(one.assessable for one in catalog.edition(edition).subdomains)
    return [[view(organisation, n) for n in range(count)] for organisation in range(organisations)]
