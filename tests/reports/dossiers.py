"""Dossiers to make documents of: the published return, and a round of each framework as it might end."""

from dataclasses import replace
from datetime import UTC, date, datetime

from flows.disclosure import Disclosure, disclose, freeze
from flows.divergence import Ballot
from flows.dossier import Before, Dossier
from flows.judgement import Judgement, Kind
from flows.moderation import Action, ActionId, Decision, Moderation, Present
from flows.people import (
    ChannelId,
    Partner,
    PartnerId,
    Partnership,
    PartnershipId,
    Sector,
    UserId,
    WorkspaceId,
)
from flows.round import Label, Round, RoundId, Stage
from frameworks import catalog
from frameworks.schema import Edition
from tests.reports.filled_in import FILLED_IN

MIDLANDS, SEL = catalog.edition("midlands-2025-06"), catalog.edition("sel-2025-08")
AGREED_AT = datetime(2025, 7, 22, 15, 30, tzinfo=UTC)
ORGANISATIONS = {
    "Larkmere General Practice Federation": Sector.PRIMARY_CARE,
    "Larkmere Community Health Trust": Sector.COMMUNITY_CARE,
    "Larkmere Borough Council": Sector.LOCAL_AUTHORITY,
    "St Brannoc's Hospitals": Sector.ACUTE_TRUST,
    "Larkmere Mental Health Trust": Sector.MENTAL_HEALTH,
    "Larkmere Voluntary Action": Sector.VOLUNTARY_SECTOR,
    "Fernhill Hospice": Sector.VOLUNTARY_SECTOR,
    "Larkmere Healthwatch": Sector.OTHER,
    "Ashgrove Housing": Sector.OTHER,
}
LARKMERE = Partnership(
    id=PartnershipId("larkmere"),
    workspace=WorkspaceId("T1"),
    channel=ChannelId("C1"),
    name="Larkmere Neighbourhood Partnership",
    hosts=("Larkmere Community Health Trust",),
    zone="Europe/London",
    leads=(UserId("U1"),),
    partners=tuple(
        Partner(PartnerId(f"p{number}"), name, sector, (UserId(f"U{number}"),))
        for number, (name, sector) in enumerate(ORGANISATIONS.items(), 10)
    ),
    region_contact="the regional team",
    allocation=250_000,
)


def a_round(edition: Edition, *scopes: str) -> Round:
    """A closed round of an edition, whole or of some scopes."""
    chosen = edition.in_scope(scopes or [one.id for one in edition.scopes])
    return Round(
        id=RoundId("r1"),
        partnership=LARKMERE.id,
        edition=edition.id,
        label=Label.BASELINE,
        subdomains=tuple(one.id for one in chosen),
        launched_at=datetime(2025, 6, 20, 9, tzinfo=UTC),
        launched_by=UserId("U1"),
        deadline=datetime(2025, 7, 11, 11, tzinfo=UTC),
        meeting_at=datetime(2025, 7, 22, 13, tzinfo=UTC),
        summary_at=datetime(2025, 7, 18, 8, tzinfo=UTC),
        stage=Stage.CLOSED,
    )


def published() -> Dossier:
    """The published return's own column, entered as what a meeting agreed."""
    decisions = tuple(
        Decision(one, judgement=_printed(level), evidence=evidence) for one, (level, evidence) in FILLED_IN.items()
    )
    return Dossier(
        partnership=replace(LARKMERE, name="Sandwell"),
        round=a_round(MIDLANDS),
        edition=MIDLANDS,
        moderation=Moderation(RoundId("r1"), decisions, agreed_at=AGREED_AT),
    )


def _printed(level: str) -> Judgement | None:
    if not level:
        return None
    first, _, leaning = level.partition("/")
    return Judgement.of(MIDLANDS.level_number(first.title()), leaning=bool(leaning))


def ready(edition: Edition, *scopes: str) -> Dossier:
    """A round that ended well: everything agreed, attested, and with somebody to do it."""
    running = a_round(edition, *scopes)
    subdomains = [edition.subdomain(one) for one in running.subdomains]
    return Dossier(
        partnership=LARKMERE,
        round=running,
        edition=edition,
        moderation=Moderation(
            running.id,
            tuple(_decision(place, one.id, rated=one.assessable) for place, one in enumerate(subdomains)),
            present=tuple(Present(one.name, "Chief executive", "Sam Example") for one in LARKMERE.partners[:7]),
            actions=(_action("whole", "Publish one plan for data sharing across the borough", 40_000),),
            opportunities="- A shared bid for the estates fund.\n- One induction for all neighbourhood staff.",
            agreed_at=AGREED_AT,
            agreed_by=UserId("U1"),
        ),
        disclosure=a_disclosure(edition, running),
        before=Before(
            Label.BASELINE,
            edition,
            {one.id: Judgement.of(1 + place % 2) for place, one in enumerate(subdomains) if one.assessable},
        ),
    )


def _decision(place: int, subdomain: str, *, rated: bool) -> Decision:
    judgement = Judgement.of(1 + place % 3, leaning=place % 5 == 4) if rated else None
    return Decision(
        subdomain,
        judgement=judgement,
        rationale="Most of what the level describes is in place in four of six neighbourhoods.",
        minority="One view was that the approach is not yet felt by staff." if place % 4 == 0 else "",
        evidence="- Joint teams meet every week in all six neighbourhoods, for adults and for children.\n"
        "- A shared record is in use in four of them.\n- Plans for the other two are agreed.",
        priority=place % 5 == 0,
        lead_organisation=LARKMERE.partners[place % 9].name,
        actions=(_action(f"a{place}", "Agree one shared protocol for weekend cover", 15_000),)
        if place % 4 == 0
        else (),
    )


def _action(name: str, what: str, amount: int) -> Action:
    return Action(
        ActionId(name),
        what,
        owner=UserId("U12"),
        owner_name="Priya Shah",
        organisation="Larkmere Borough Council",
        due=date(2025, 10, 31),
        funding="Development funding",
        amount=amount,
        wanted="Advice on information governance" if name == "whole" else "",
        practice="Our joint huddle model" if name == "a0" else "",
    )


def a_disclosure(edition: Edition, running: Round) -> Disclosure:
    """What may be shown of nine organisations' answers, of every kind there is."""
    rated = [one for one in map(edition.subdomain, running.subdomains) if one.assessable]
    spread = ((2,) * 9, (1, 1, 1, 1, 4, 4, 4, 4, 4), (1, 1, 2, 2, 3, 3, 4, 4, 2), (2, 2, 2, 2, 2, 2, 2, 2, 4))
    answers = [
        {
            str(one.id): Ballot(Judgement.of(spread[place % 4][organisation]), evidence=True)
            for place, one in enumerate(rated)
        }
        for organisation in range(9)
    ]
    return disclose(freeze(edition.id, 4, [(one.id, one.short_term) for one in rated], answers))


CANNOT_ASSESS = Judgement(Kind.CANNOT_ASSESS)
