"""Walks on the real editions, for tests: two organisations in Northgate, one of which is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flows.assessment import Answer, Assessment, AssessmentId, Event, Screen, Sitting, Walk, step
from flows.judgement import Judgement, Kind
from flows.people import Partner, UserId
from flows.round import Label, Round, RoundId
from frameworks import catalog
from frameworks.schema import Edition
from tests.storage.place import ADA, PLACE, PRACTICES

SEL, MIDLANDS = "sel-2025-08", "midlands-2025-06"
LAUNCHED = datetime(2026, 6, 1, 9, tzinfo=UTC)
"""A Monday, ten in the morning in London."""
NOON = LAUNCHED + timedelta(days=1, hours=2)
DEADLINE = datetime(2026, 6, 15, 11, tzinfo=UTC)
MEETING = datetime(2026, 6, 22, 13, tzinfo=UTC)
SUMMARY = datetime(2026, 6, 18, 8, tzinfo=UTC)
LEAD = UserId("ULEA")
CANNOT = Judgement(Kind.CANNOT_ASSESS)


def a_round(edition: Edition, scopes: Iterable[str] = ()) -> Round:
    """A round over these scopes, else over those that the edition preselects."""
    chosen = set(scopes) or {one.id for one in edition.scopes if one.preselected}
    return Round(
        id=RoundId("r1"),
        partnership=PLACE.id,
        edition=edition.id,
        label=Label.BASELINE,
        subdomains=tuple(one.id for one in edition.in_scope(chosen)),
        launched_at=LAUNCHED,
        launched_by=LEAD,
        deadline=DEADLINE,
        meeting_at=MEETING,
        summary_at=SUMMARY,
    )


def a_walk(  # noqa: PLR0913 - what a walk consists of, each by name
    edition: str = SEL,
    *,
    scopes: Iterable[str] = (),
    who: UserId = ADA,
    partner: Partner = PRACTICES,
    screen: Screen = Screen.CARD,
    here: str | None = None,
    answers: Mapping[str, Answer] | None = None,
    submitted_at: datetime | None = None,
) -> Walk:
    """A walk of Northgate Practices, in front of the first sub-domain."""
    matrix = catalog.edition(edition)
    return Walk(
        partnership=PLACE,
        partner=partner,
        round=a_round(matrix, scopes),
        edition=matrix,
        assessment=Assessment(AssessmentId("as-practices"), answers or {}, submitted_at),
        sitting=Sitting(who, screen, here),
    )


def an_answer(level: int | Judgement | None = 2, evidence: str = "", comment: str = "") -> Answer:
    """An answer by Ada."""
    judgement = Judgement.of(level) if isinstance(level, int) else level
    return Answer(ADA, NOON, judgement, evidence, comment)


def all_answered(walk: Walk, given: Answer | None = None) -> Mapping[str, Answer]:
    """The same answer for every sub-domain that can be rated."""
    return {one.id: given or an_answer() for one in walk.subdomains if one.assessable}


def with_answers(walk: Walk, answers: Mapping[str, Answer], submitted_at: datetime | None = None) -> Walk:
    """The same walk with these answers."""
    return replace(walk, assessment=replace(walk.assessment, answers=answers, submitted_at=submitted_at))


def after(walk: Walk, *events: Event, now: datetime = NOON) -> Walk:
    """The walk after these steps."""
    for event in events:
        walk = step(walk, event, now)
    return walk


def reworded(edition: Edition, subdomain: str) -> Edition:
    """Another edition in which the lowest level of one sub-domain says less."""
    one, lowest = edition.subdomain(subdomain), edition.levels[0]
    other = one.model_copy(update={"descriptors": {**one.descriptors, lowest: one.descriptors[lowest][:1]}})
    whole = {name: getattr(edition, name) for name in Edition.model_fields}  # a copy would keep what was looked up
    return Edition.model_validate(
        whole | {"subdomains": tuple(other if each.id == one.id else each for each in edition.subdomains)}
    )
