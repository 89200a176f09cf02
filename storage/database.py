"""The one way to the tables: a transaction that writes, or a session that only reads."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from threading import local

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlmodel import Session, func, select

from storage import backup, keys, rewriting, upgrade
from storage.engine import PATIENCE, READS, address, is_postgres, open_engine
from storage.instant import Instant
from storage.keys import Keys
from storage.queue import Queue
from storage.statements import CONNECTION, READ


class Unavailable(Exception):  # noqa: N818 - a state of the database, in words
    """The database cannot take this now (locked, full, read-only or away); promise nobody that anything was kept."""


class Database:
    """A database by its address: `sqlite:///file` or `postgresql://...`; else `UnknownDatabase`.

    `keys_url` says where the keys of open rounds are; for a SQLite file that is beside it, unless said otherwise.
    Whoever has to wait longer than `patience` (seconds) for a lock or a connection is told that it is `Unavailable`.
    """

    def __init__(self, url: str, *, keys_url: str = "", patience: float = PATIENCE) -> None:
        self._url = address(url)
        self.keys = Keys(address(keys_url) if keys_url else keys.beside(self._url), patience=patience)
        self._patience = patience
        self._engine = open_engine(self._url, patience=patience)
        self._reading = _reading(self._engine)
        self._turns = None if is_postgres(self._engine) else Queue()
        self._here = local()

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back by any exception."""
        with _in_words(), self._turn(), self._engine.begin() as connection, self._session(connection) as session:
            yield session
            session.flush()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One unmoving picture of everything; writing is refused. Within another of this thread it is the same one."""
        if (outer := getattr(self._here, "picture", None)) is not None:
            yield outer
            return
        # Committed, although nothing is written: at a rollback the driver throws away all that PostgreSQL has prepared.
        with _in_words(), self._reading.begin() as connection, self._session(connection) as session:
            session.info[READ] = {}
            self._here.picture = session
            try:
                yield session
            finally:
                self._here.picture = None

    @property
    def shared(self) -> bool:
        """Whether it is a server, which several machines may use."""
        return is_postgres(self._engine)

    def now(self) -> datetime:
        """The instant by the database's own clock."""
        with _in_words(), self._reading.begin() as connection:  # within a picture time would stand still
            told: datetime = connection.execute(select(func.now(type_=Instant))).scalar_one()
            return told

    def migrate(self) -> None:
        """Bring the tables up to date; any number of processes may do so at once."""
        try:
            upgrade.to_head(self._url)
        except upgrade.Newer as fault:
            raise Unavailable("These are tables of a newer version of Common View: install that again.") from fault

    @property
    def up_to_date(self) -> bool:
        """Whether the tables are those that this code needs."""
        with _in_words(), self._engine.connect().execution_options(**{READS: True}) as connection:
            return upgrade.is_at_head(connection)

    def rewrite(self) -> None:
        """Write everything anew, so that nothing of what was deleted is left behind; outside any transaction."""
        with _in_words(), self._turn():
            rewriting.rewrite(self._engine)

    def backup(self, file: Path) -> None:
        """Write everything but the keys to a file that is not there yet; `FileExistsError` if it is."""
        with _in_words():
            backup.take(self._engine, file)

    def restore(self, file: Path) -> int:
        """Bring everything back into empty tables, or raise `NotEmpty` or `Damaged`; how many rows."""
        with _in_words(), self._turn():
            return backup.restore(self._engine, file)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()
        self.keys.close()

    def _session(self, connection: Connection) -> Session:
        """A session that believes the database and not what it read before: a lock taken late must see the present."""
        return Session(
            connection,
            expire_on_commit=False,
            execution_options={"populate_existing": True},
            info={keys.INFO: self.keys, CONNECTION: connection},
        )

    def _turn(self) -> AbstractContextManager[None]:
        """Queue this process's writers on SQLite, whose own way of waiting is to sleep and try again."""
        return nullcontext() if self._turns is None else _held(self._turns, self._patience)


def _reading(engine: Engine) -> Engine:
    if is_postgres(engine):
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine.execution_options(**{READS: True})


@contextmanager
def _held(queue: Queue, patience: float) -> Iterator[None]:
    with queue.turn(patience) as ours:
        if not ours:
            raise Unavailable("another transaction takes too long")
        yield


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InternalError, InterfaceError, PoolTimeoutError) as fault:
        raise Unavailable(str(fault).splitlines()[0]) from fault
