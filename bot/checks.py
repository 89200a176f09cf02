"""What can be found wrong on this machine, and how to mend it: the database, its clock, the keys, the disk."""

import shutil
import stat
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from zoneinfo import available_timezones

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from flows.people import Partnership, WorkspaceId
from flows.round import RoundId, Stage
from storage import audit, keys, outbox, partnerships, persons, rounds
from storage.database import Database, Unavailable
from storage.engine import UnknownDatabase, address
from storage.keys import NoKeyStore
from storage.outbox import State

ENOUGH = 500 * 1024 * 1024
"""Bytes that should be free: a backup, and the rewriting at a close, need room beside the database."""
APART = timedelta(seconds=30)
"""How far clocks may go apart: a deadline has a grace of minutes, and Slack signs for five."""
SERVER = "Is the server running, are name and password in DATABASE_URL right, and may this user write there?"
FILE = (
    "May the bot's own user read it (sudo -u common-view)? If it is damaged, or no database of Common View: "
    "keep a copy, set DATABASE_URL to a new one, and `common-view restore` the newest backup."
)
TABLES = (
    "Start `common-view serve` once: it brings them up to date (take a backup before, unless it is new). "
    "If it says that they are newer, this is an older version: install the newer one again."
)
AS_THE_BOT = "Run this as the bot's own user (sudo -u common-view), and set DATABASE_URL to a place where it may write."
OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `mend` says what to do where it is not right."""

    what: str
    found: str
    mend: str = ""

    @property
    def right(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.mend


def machine(database_url: str, keys_url: str, now: datetime) -> Iterator[Finding]:
    """Everything that can be looked at without Slack. Nothing is made or changed."""
    try:
        where, store = address(database_url), address(keys_url) if keys_url else None
    except UnknownDatabase as fault:
        yield Finding("Database", str(fault), "Set DATABASE_URL (and KEYS_URL) to an address of this form.")
        return
    yield from _disk(where)
    if is_new(where):
        yield Finding("Database", f"{where.database} is not there yet; the first start makes it")
        return
    with closing(Database(database_url, keys_url=keys_url)) as database:
        yield from _database(database, store or keys.beside(where), now)


def first_line(fault: Exception) -> str:
    """What a database says is wrong, without the pages it points at."""
    return str(fault).splitlines()[0]


def is_new(where: URL) -> bool:
    """Whether it is a file that nobody has made yet."""
    return where.get_backend_name() == "sqlite" and not Path(where.database or "").exists()


def _disk(where: URL) -> Iterator[Finding]:
    """The room beside a file; a server's disk is looked at where the server is."""
    if where.get_backend_name() != "sqlite":
        return
    folder = Path(where.database or "").absolute().parent
    if not folder.is_dir():
        yield Finding("Disk", f"there is no folder {folder}", f"Make it: mkdir -p {folder}")
        return
    try:
        TemporaryFile(dir=folder).close()
    except OSError as fault:
        yield Finding("Disk", f"nothing can be written in {folder}: {fault.strerror}", AS_THE_BOT)
        return
    free = shutil.disk_usage(folder).free
    told = f"{free // 1024**2:,} MB free in {folder}"
    yield Finding("Disk", told, "" if free >= ENOUGH else f"Free some space: {ENOUGH // 1024**2} MB at least.")


def _database(database: Database, store: URL | None, now: datetime) -> Iterator[Finding]:
    try:
        kind = "PostgreSQL" if database.shared else "SQLite"
        current = database.up_to_date
        yield Finding("Database", f"{kind}, reachable")
        yield Finding(
            "Tables",
            "as this version needs them" if current else "not those of this version",
            "" if current else TABLES,
        )
        if current:
            yield from _contents(database, store, now)
    except (Unavailable, DBAPIError) as fault:
        yield Finding("Database", first_line(fault), SERVER if database.shared else FILE)


def _contents(database: Database, store: URL | None, now: datetime) -> Iterator[Finding]:
    if database.shared:
        away = abs(database.now() - now)
        yield Finding("Clock", f"{away.total_seconds():.0f} s from the database's", _slow(away))
    with database.read() as session:
        places = [one for where in persons.workspaces(session) for one in partnerships.of_workspace(session, where)]
        dead, trail = outbox.counts(session).get(State.DEAD, 0), audit.verify(session)
        awaited = {one.id for one in rounds.running(session) if one.stage is Stage.OPEN}
    yield _zones(places)
    yield _keys(database, store, awaited)
    yield Finding(
        "Letters",
        f"{dead} could not be delivered",
        "`common-view outbox list` says why; `common-view outbox retry` tries again." if dead else "",
    )
    yield Finding(
        "Audit trail",
        trail.wrong or f"whole, {trail.entries} entries",
        "Somebody changed the database by hand. Compare with the last backup." if trail.wrong else "",
    )


def _slow(away: timedelta) -> str:
    return "" if away <= APART else "Set the machine's clock by a time server (timedatectl set-ntp true)."


def _zones(places: list[Partnership]) -> Finding:
    known = available_timezones()
    strange = sorted({one.zone for one in places} - known)
    if strange or "Europe/London" not in known:
        return Finding(
            "Time zones", f"not known here: {', '.join(strange) or 'Europe/London'}", "Install again: make setup"
        )
    return Finding("Time zones", "known")


def _keys(database: Database, store: URL | None, awaited: Collection[RoundId]) -> Finding:
    """Every round that takes answers has its key, and nobody else can read them. Opening a store would make it."""
    if store is None:
        return Finding("Keys", str(NoKeyStore()), "Choose a place that every process reaches, apart from the database.")
    file = Path(store.database or "") if store.get_backend_name() == "sqlite" else None
    if file and not file.exists():
        return _lost(len(awaited)) if awaited else Finding("Keys", f"{file} is not there yet; the first round makes it")
    if file and file.stat().st_mode & OTHERS:
        mode = stat.S_IMODE(file.stat().st_mode)
        return Finding("Keys", f"{file} has mode {mode:04o}, so others may read it", f"chmod 600 {file}")
    try:
        lost = set(awaited) - set(database.keys.held())
    except (DBAPIError, OSError) as fault:
        return Finding("Keys", first_line(fault), "Is KEYS_URL right, and may the bot's user read it?")
    return _lost(len(lost)) if lost else Finding("Keys", f"readable, and there for all open rounds ({len(awaited)})")


def _lost(count: int) -> Finding:
    return Finding(
        "Keys",
        f"missing for open rounds: {count}",
        "Point KEYS_URL at the store that these rounds began with; without it nobody can read their answers.",
    )


def places_of(database_url: str, keys_url: str, workspace: WorkspaceId) -> tuple[Partnership, ...]:
    """The partnerships of a workspace; none where the database cannot be read, which was found above."""
    try:
        if is_new(address(database_url)):
            return ()
        with closing(Database(database_url, keys_url=keys_url)) as database, database.read() as session:
            return partnerships.of_workspace(session, workspace)
    except (Unavailable, UnknownDatabase, DBAPIError):
        return ()
