"""Who may do what: the whole table, every deed by every role, at the real desk on a real database."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing as closed
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.desk import (
    Desk,
    closing,
    comparing,
    exporting,
    handing_on,
    leading,
    looking_back,
    moderating,
    off_slack,
    ruling,
    settling,
    voting,
    walking,
)
from flows import proposal
from flows.assessment import AssessmentId, Walk
from flows.events import AnswerGiven
from flows.judgement import Judgement
from flows.membership import Details
from flows.moderation import Decision, Present
from flows.people import (
    PERMISSIONS,
    Caller,
    ChannelId,
    Deed,
    Partner,
    PartnerId,
    PartnershipId,
    Role,
    Sector,
    UserId,
    WorkspaceId,
    roles,
)
from flows.proposal import RoundForm, When
from flows.refusal import Denied
from flows.round import RoundId
from frameworks import catalog
from storage import assessments, audit, outbox, partnerships
from storage.database import Database
from storage.outbox import Arrived
from tests.storage.place import ADA, CHANNEL, LEA, NOON, PLACE, PRACTICES, VOICES, WORKSPACE

OLA, EVE, ZOE = UserId("UOLA"), UserId("UEVE"), UserId("UZOE")
OUTSIDE = Partner(PartnerId("outside"), "Northgate Carers", Sector.VOLUNTARY_SECTOR, (), "Cara, cara@carers.example")
HERE = replace(PLACE, leads=(LEA,), observers=(OLA,), partners=(VOICES, PRACTICES, OUTSIDE))
WHO = {Role.LEAD: LEA, Role.CONTRIBUTOR: ADA, Role.OBSERVER: OLA, Role.STRANGER: EVE}
SEL, MIDLANDS = (one.id for one in sorted(catalog.shipped(), key=lambda one: one.id, reverse=True))
CLOSED, OPEN = RoundId("id0"), RoundId("id100")
LATER = NOON + timedelta(days=30)
THERE = Present(PRACTICES.id, "Ada, practice manager")


@dataclass
class World:
    """A desk in a place with a round that has closed and one that is open, at a time of our choosing."""

    database: Database
    now: datetime
    first: int

    @property
    def desk(self) -> Desk:
        ids = count(self.first)
        return Desk(self.database, lambda: self.now, lambda: f"id{next(ids)}")

    def assessment(self, partner: Partner) -> AssessmentId:
        with self.database.read() as session:
            found = assessments.of_partner(session, OPEN, partner.id)
        assert found
        return found

    def denials(self) -> list[tuple[str, str]]:
        with self.database.read() as session:
            entries = audit.of_partnership(session, HERE.id)
        return [(one.actor, str(one.detail["event"])) for one in entries if one.action == "denied"]


def by(user: UserId) -> Caller:
    return Caller(WORKSPACE, user)


def form(framework: str, now: datetime) -> RoundForm:
    return proposal.offered(HERE.id, HERE.zone, catalog.edition(framework), (), now)


def dates(world: World) -> tuple[When, When, When]:
    on = [When.of(world.now + timedelta(days=days), HERE.zone) for days in (20, 30)]
    return on[0], on[1], When()


def subdomain() -> str:
    return next(one.id for one in catalog.edition(SEL).subdomains if one.assessable and one.short_term)


def voted(world: World, caller: Caller) -> None:
    voting.cast(world.desk, caller, CLOSED, subdomain(), Judgement.of(2))


def changed(world: World, caller: Caller) -> None:
    settling.describe(world.desk, caller, HERE.id, replace(Details.of(HERE), name="Southgate"))


def answered(world: World, caller: Caller) -> Walk:
    event = AnswerGiven(catalog.edition(MIDLANDS).subdomains[0].id, Judgement.of(2), "", "")
    return walking.step(world.desk, caller, world.assessment(PRACTICES), event)


ACTS: Mapping[Deed, Callable[[World, Caller], object]] = {
    Deed.SEE_PARTNERSHIP: lambda world, who: settling.look(world.desk, who, HERE.id),
    Deed.CHANGE_PARTNERSHIP: changed,
    Deed.SEE_CHANGES: lambda world, who: settling.history(world.desk, who, HERE.id),
    Deed.START_ROUND: lambda world, who: leading.start(world.desk, who, form(SEL, world.now)),
    Deed.SEE_TURNOUT: lambda world, who: ruling.look(world.desk, who, OPEN, Deed.SEE_TURNOUT),
    Deed.NUDGE: lambda world, who: ruling.nudge(world.desk, who, OPEN),
    Deed.MOVE_DATES: lambda world, who: ruling.move(world.desk, who, OPEN, dates(world)),
    Deed.CLOSE_ROUND: lambda world, who: ruling.close_early(world.desk, who, OPEN),
    Deed.CANCEL_ROUND: lambda world, who: ruling.cancel(world.desk, who, OPEN),
    Deed.HAND_OVER: lambda world, who: ruling.hand_over(world.desk, who, OPEN, ZOE, step_down=False),
    Deed.SEE_AUDIT: lambda world, who: looking_back.acts(world.desk, who, OPEN),
    Deed.CARRY_WORKBOOKS: lambda world, who: off_slack.for_organisation(world.desk, who, OPEN, OUTSIDE.id),
    Deed.ANSWER: answered,
    Deed.INVITE_COLLEAGUE: lambda world, who: handing_on.hand_on(world.desk, who, world.assessment(PRACTICES), ZOE),
    Deed.SEE_SUMMARY: lambda world, who: looking_back.summary(world.desk, who, CHANNEL),
    Deed.MODERATE: lambda world, who: moderating.decide(
        world.desk, who, CLOSED, Decision(subdomain(), Judgement.of(2), "As discussed.")
    ),
    Deed.CONCLUDE: lambda world, who: moderating.attest(world.desk, who, CLOSED, (THERE,), 0),
    Deed.RUN_VOTE: lambda world, who: voting.close(world.desk, who, CLOSED, subdomain()),
    Deed.VOTE: voted,
    Deed.CHALLENGE: lambda world, who: voting.challenge(world.desk, who, CLOSED, subdomain(), "Why?"),
    Deed.SEE_AGREED: lambda world, who: comparing.course(world.desk, who, CLOSED),
    Deed.EXPORT: lambda world, who: exporting.look(world.desk, who, CLOSED),
}
"""What stands for each deed: the desk's own function, in a round in which it makes sense."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round of one framework that has closed and is being voted on, and an open one of the other."""
    folder = tmp_path_factory.mktemp("permissions")
    with closed(Database(f"sqlite:///{folder}/kept.db")) as database:
        database.migrate()
        _closed_round(World(database, NOON, 0))
        later = World(database, LATER, 100)
        leading.start(later.desk, by(LEA), form(MIDLANDS, LATER))
        moderating_begins(later)
    return folder


def _closed_round(world: World) -> None:
    with world.database.begin() as session:
        partnerships.save(session, HERE)
    leading.start(world.desk, by(LEA), form(SEL, NOON))
    world.now = LATER
    closing.close_due(world.desk)
    with world.database.begin() as session:
        claimed = outbox.claim(session, LATER, "token", limit=100)
        outbox.sent(session, [Arrived(one.id, "token", "C1", "1.1") for one in claimed], LATER)


def moderating_begins(world: World) -> None:
    voting.begin(world.desk, by(LEA), CLOSED, subdomain())


@pytest.fixture
def world(template: Path, tmp_path: Path) -> Iterator[World]:
    shutil.copytree(template, tmp_path / "place")
    with closed(Database(f"sqlite:///{tmp_path}/place/kept.db")) as database:
        yield World(database, LATER + timedelta(hours=2), 200)


def test_every_deed_stands_in_the_table_and_is_tried_here() -> None:
    assert set(PERMISSIONS) == set(Deed) == set(ACTS)


def test_everybody_here_is_exactly_what_they_are_called() -> None:
    assert {role: roles(HERE, user) for role, user in WHO.items()} == {role: frozenset({role}) for role in Role}


@pytest.mark.parametrize("deed", Deed)
def test_the_table_is_what_the_desk_does(world: World, deed: Deed) -> None:
    denied = [user for role, user in WHO.items() if role not in PERMISSIONS[deed]]
    for user in denied:
        with pytest.raises(Denied):
            ACTS[deed](world, by(user))
    assert [actor for actor, _ in world.denials()] == denied
    for role in PERMISSIONS[deed]:
        ACTS[deed](world, by(WHO[role]))
    assert len(world.denials()) == len(denied)


@pytest.mark.parametrize("deed", [Deed.CHANGE_PARTNERSHIP, Deed.NUDGE])
def test_somebody_who_leads_elsewhere_is_a_stranger_here(world: World, deed: Deed) -> None:
    elsewhere = replace(HERE, id=PartnershipId("elsewhere"), channel=ChannelId("C2"), leads=(EVE,), partners=())
    with world.database.begin() as session:
        partnerships.save(session, elsewhere)
    with pytest.raises(Denied, match="Only the leads of Northgate can"):
        ACTS[deed](world, by(EVE))


@pytest.mark.parametrize("deed", [Deed.CHANGE_PARTNERSHIP, Deed.NUDGE])
def test_the_same_person_in_another_workspace_finds_nothing(world: World, deed: Deed) -> None:
    with pytest.raises(Denied, match="is not known here any more"):
        ACTS[deed](world, Caller(WorkspaceId("T2"), LEA))


def test_the_page_about_permissions_says_what_the_table_says() -> None:
    page = (Path(__file__).parents[2] / "docs" / "permissions.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]
    told = {row[0]: {role for role, cell in zip(Role, row[1:], strict=True) if cell == "yes"} for row in rows[2:]}
    assert told == {deed.value: set(PERMISSIONS[deed]) for deed in Deed}
