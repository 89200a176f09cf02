"""The keys of open rounds, in a store of their own, so that the database and its backups alone tell nothing.

By default that is a SQLite file beside the database, for its owner's eyes only. What is destroyed here is gone, so keep
this store out of every backup. A process remembers keys while rounds are open, and forgets what another has destroyed.
"""

import os
from pathlib import Path
from threading import Lock

from sqlalchemy import URL, Column, Connection, Engine, LargeBinary, MetaData, String, Table, delete, select, text
from sqlmodel import Session

from flows.round import RoundId
from storage.engine import READS, is_postgres, open_engine
from storage.sealing import RoundKey

INFO = "keys"
"""Under which name a session knows them."""
KEYS = Table(
    "round_key",
    MetaData(),
    Column("round", String, primary_key=True),
    Column("data", LargeBinary, nullable=False),
    Column("names", LargeBinary, nullable=False),
)
LOCK = 0x436F6D4B
"""The number of our advisory lock for making the table."""


class LostKey(Exception):  # noqa: N818 - a state of the store, in words
    """A round is open and its key is not in the store, so that nobody can read its answers."""


class NoKeyStore(Exception):  # noqa: N818 - a fault in what we were told, in words
    """The database is a server, and nobody said where keys are kept."""

    def __init__(self) -> None:
        super().__init__("KEYS_URL is not set: with PostgreSQL, say where the keys of open rounds are kept.")


def beside(database: URL) -> URL | None:
    """Where keys are kept unless it is said: beside a file; for a server there is no such place."""
    if database.get_backend_name() != "sqlite":
        return None
    file = Path(database.database or "")
    return database.set(database=str(file.with_name(f"{file.stem}-keys.db")))


class Keys:
    """The store at an address. Safe to use from any thread; any number of processes may share it."""

    def __init__(self, url: URL | None, *, patience: float) -> None:
        self._url, self._patience = url, patience
        self._engine: Engine | None = None
        self._known: dict[RoundId, RoundKey | None] = {}
        self._lock = Lock()

    def make(self, round_id: RoundId) -> RoundKey:
        """The key of a round that begins; when this returns, it is kept."""
        fresh = RoundKey.new()
        with self._open().begin() as connection:
            kept = _read(connection, round_id)
            if kept is None:
                connection.execute(KEYS.insert().values(round=round_id, data=fresh.data, names=fresh.names))
        with self._lock:
            self._known[round_id] = kept or fresh
        return kept or fresh

    def find(self, round_id: RoundId) -> RoundKey | None:
        """A round's key; none once it is destroyed."""
        with self._lock:
            if round_id in self._known:
                return self._known[round_id]
        with self._reading() as connection:
            found = _read(connection, round_id)
        with self._lock:
            return self._known.setdefault(round_id, found)

    def held(self) -> tuple[RoundId, ...]:
        """Rounds whose keys are still there; this process forgets all others."""
        if self._url is None:
            return ()
        with self._reading() as connection:
            there = tuple(map(RoundId, connection.scalars(select(KEYS.c.round).order_by(KEYS.c.round))))
        kept = frozenset(there)
        with self._lock:
            self._known = {one: key if one in kept else None for one, key in self._known.items()}
        return there

    def destroy(self, round_id: RoundId) -> None:
        """Destroy a round's key, for good. Who is reading this moment may finish: it is forgotten at the next look."""
        with self._open().begin() as connection:
            connection.execute(delete(KEYS).where(KEYS.c.round == round_id))
        if is_postgres(self._open()):
            with self._open().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM FULL round_key"))

    def close(self) -> None:
        """Let go of all connections, and forget every key."""
        with self._lock:
            self._known.clear()
            if self._engine:
                self._engine.dispose()

    def _reading(self) -> Connection:
        return self._open().connect().execution_options(**{READS: True})

    def _open(self) -> Engine:
        with self._lock:
            if self._engine is None:
                self._engine = _opened(self._url, self._patience)
            return self._engine


def of(session: Session) -> Keys:
    """The keys that belong to a session's database."""
    found: Keys = session.info[INFO]
    return found


def _opened(url: URL | None, patience: float) -> Engine:
    if url is None:
        raise NoKeyStore
    if url.get_backend_name() == "sqlite":
        _private(Path(url.database or ""))
    engine = open_engine(url, patience=patience, journal="TRUNCATE")  # a log could be read after the key is gone
    with engine.begin() as connection:
        if is_postgres(engine):
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        KEYS.create(connection, checkfirst=True)
    return engine


def _private(file: Path) -> None:
    """Make the file before SQLite does, for its owner only; what SQLite puts beside it gets the same mode."""
    file.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    file.chmod(0o600)


def _read(connection: Connection, round_id: RoundId) -> RoundKey | None:
    row = connection.execute(select(KEYS.c.data, KEYS.c.names).where(KEYS.c.round == round_id)).first()
    return RoundKey(row.data, row.names) if row else None
