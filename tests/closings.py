"""A round at the desk, without Slack: so many organisations answer, and then its deadline passes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.desk import Desk, closing
from flows.answer import Answer
from flows.assessment import Assessment, AssessmentId
from flows.judgement import Judgement
from flows.people import Partner, PartnerId, Sector, UserId
from flows.round import Mode, Round
from frameworks import catalog
from storage import assessments, partnerships, rounds
from storage.database import Database
from tests.storage.place import PLACE
from tests.walks import NOON, SEL, a_round

HERE, THERE = "operating-integrated-functions", "shared-clinical-risk"
Said = Callable[[int, str], Answer]
"""What an organisation, by its number, says of a sub-domain."""


@dataclass(slots=True)
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, slots=True)
class Place:
    """A partnership of so many organisations, and its round."""

    database: Database
    clock: Clock
    round: Round

    @property
    def desk(self) -> Desk:
        """Its desk."""
        numbers = iter(range(10**6))
        return Desk(self.database, self.clock, lambda: f"id-{next(numbers)}")

    def closes(self) -> None:
        """The deadline and the grace pass."""
        self.clock.now = self.round.closes_at + timedelta(minutes=1)
        closing.close_due(self.desk)


def partners(organisations: int) -> tuple[Partner, ...]:
    """So many, each with one person."""
    return tuple(
        Partner(PartnerId(f"org-{n}"), f"Organisation Number {n}", Sector.OTHER, (UserId(f"U-{n}"),))
        for n in range(organisations)
    )


def begun(database: Database, organisations: int, mode: Mode = Mode.ANONYMOUS) -> Place:
    """The round has begun and nobody has answered."""
    running = replace(a_round(catalog.edition(SEL)), mode=mode)
    with database.begin() as session:
        partnerships.save(session, replace(PLACE, partners=partners(organisations)))
        empty = {one.id: AssessmentId(f"as-{one.id}") for one in partners(organisations)}
        rounds.add(session, running, empty)
    return Place(database, Clock(), running)


def answered(place: Place, organisations: int, said: Said, at: datetime = NOON) -> None:
    """So many have answered everything, and submitted."""
    with place.database.begin() as session:
        for n in range(organisations):
            before = assessments.load(session, place.round.id, PartnerId(f"org-{n}"))
            given = {one: said(n, one) for one in place.round.subdomains}
            assessments.save(session, before, Assessment(before.id, given, at, before.revision + 1))


def level(organisation: int, subdomain: str) -> Answer:
    """Views that differ, and nothing beside them."""
    judgement = Judgement.of(1 + (organisation + len(subdomain)) % 4)
    return Answer(UserId(f"U-{organisation}"), NOON, judgement)
