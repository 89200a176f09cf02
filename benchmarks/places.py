"""As many partnerships with a round each as one likes, in a real database."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from tempfile import TemporaryDirectory

from sqlmodel import Session

from flows import reminders
from flows.assessment import AssessmentId
from flows.notices import Notice, NoticeKind
from flows.people import ChannelId, Partner, PartnerId, Partnership, PartnershipId, Sector, UserId, WorkspaceId
from flows.round import Label, Round, RoundId
from frameworks import catalog
from storage import outbox, partnerships, rounds
from storage.database import Database
from tests.databases import DURABLE, database_at, postgres

NOON = datetime(2026, 6, 10, 11, tzinfo=UTC)
"""Wednesday at twelve in London: letters go out."""
AT_ONCE = 100
WORKSPACE = WorkspaceId("T0BENCH")
PEOPLE = tuple(UserId(f"U{number:02}PERSON") for number in range(12))


class Kind(StrEnum):
    """Which database."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


@contextmanager
def address(kind: Kind) -> Iterator[str]:
    """A fresh database, which goes afterwards; on disk, where the folder for temporary files (`TMPDIR`) is."""
    if kind is Kind.POSTGRES:
        with postgres(DURABLE) as server:
            yield server.create("benchmark")
    else:
        with TemporaryDirectory(prefix="common-view-benchmark-") as folder:
            yield f"sqlite:///{folder}/kept.db"


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """That database with its tables, and its keys where tests keep them."""
    with closing(database_at(url)) as database:
        database.migrate()
        yield database


def fill(database: Database, count: int, *, owed: bool = False, first: int = 0) -> int:
    """Keep so many open rounds, launched two days ago, with nothing due; or with a nudge `owed` to every partner."""
    for start in range(first, first + count, AT_ONCE):
        with database.begin() as session:
            for number in range(start, min(start + AT_ONCE, first + count)):
                _fill_one(session, number, owed=owed)
    return count * len(PEOPLE) if owed else 0


def _fill_one(session: Session, number: int, *, owed: bool) -> None:
    place, running = _place(number), _round(number)
    partnerships.save(session, place)
    rounds.add(session, running, {one.id: AssessmentId(f"as-{number}-{one.id}") for one in place.partners})
    rounds.sleep(session, running.id, NOON + timedelta(days=1))
    if owed:
        outbox.owe(session, [_nudge(running, user) for user in PEOPLE], WORKSPACE)


def _nudge(running: Round, user: UserId) -> Notice:
    key = reminders.key(NoticeKind.HALFWAY, running, user)
    return Notice(NoticeKind.HALFWAY, key, running.id, NOON - timedelta(minutes=1), user)


def _place(number: int) -> Partnership:
    partners = tuple(
        Partner(PartnerId(f"p{n}"), f"Organisation {n}", Sector.PRIMARY_CARE, (user,)) for n, user in enumerate(PEOPLE)
    )
    return Partnership(
        id=PartnershipId(f"place-{number}"),
        workspace=WORKSPACE,
        channel=ChannelId(f"C{number}"),
        name=f"Place {number}",
        hosts=("The Trust",),
        zone="Europe/London",
        leads=(UserId("U00LEAD"),),
        partners=partners,
    )


def _round(number: int) -> Round:
    edition = catalog.edition("sel-2025-08")
    return Round(
        id=RoundId(f"round-{number}"),
        partnership=PartnershipId(f"place-{number}"),
        edition=edition.id,
        label=Label.BASELINE,
        subdomains=tuple(one.id for one in edition.subdomains if one.assessable)[:13],
        launched_at=NOON - timedelta(days=2),
        launched_by=UserId("U00LEAD"),
        deadline=NOON + timedelta(days=9),
        meeting_at=NOON + timedelta(days=16),
        summary_at=NOON + timedelta(days=12),
    )
