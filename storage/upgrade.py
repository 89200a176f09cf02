"""Bringing the tables up to date at the start: one process does it, the others wait."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, text

from storage.engine import READS, is_postgres, open_engine

LOCK: Final = 0x436F6D56
"""PostgreSQL's advisory locks go by numbers; this one is ours."""
PATIENCE: Final = 60.0
"""Seconds to wait for another process that is migrating."""


class Newer(Exception):  # noqa: N818 - a state of the database, in words
    """The tables are those of a newer version, which this one does not know."""


class BrokenReferences(Exception):  # noqa: N818 - a state of the data, in words
    """A migration left rows that refer to nothing; it was rolled back."""


def to_head(url: URL) -> None:
    """Run the revisions that are missing, all in one transaction, or do nothing quickly."""
    # On SQLite a table is changed by building it anew, and dropping the old one would delete its children by cascade.
    engine = open_engine(url, patience=PATIENCE, foreign_keys=False)
    try:
        with engine.connect().execution_options(**{READS: True}) as connection:
            if is_at_head(connection):
                return
        with engine.begin() as connection:
            if is_postgres(engine):
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            _require_known(connection)
            command.upgrade(config(connection), "head")
            if not is_postgres(engine) and connection.execute(text("PRAGMA foreign_key_check")).first():
                raise BrokenReferences
    finally:
        engine.dispose()


def _require_known(connection: Connection) -> None:
    known = {one.revision for one in ScriptDirectory.from_config(config(connection)).walk_revisions()}
    if set(MigrationContext.configure(connection).get_current_heads()) - known:
        raise Newer


def config(connection: Connection) -> Config:
    """Alembic's settings: where the revisions are, and the connection (in its transaction) that they run on."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def is_at_head(connection: Connection) -> bool:
    """Whether no revision is missing."""
    heads = ScriptDirectory.from_config(config(connection)).get_heads()
    return set(MigrationContext.configure(connection).get_current_heads()) == set(heads)
