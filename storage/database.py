"""The one way to the tables: a transaction that writes, or a session that only reads."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from threading import Lock

from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlmodel import Session, func, select

from storage import upgrade
from storage.engine import PATIENCE, READS, address, is_postgres, open_engine
from storage.instant import Instant


class Unavailable(Exception):  # noqa: N818 - a state of the database, in words
    """The database cannot take this now (locked, full, read-only or away); promise nobody that anything was kept."""


class Database:
    """A database by its address: `sqlite:///file` or `postgresql://...`; else `UnknownDatabase`.

    Whoever has to wait longer than `patience` (seconds) for a lock or a connection is told that it is `Unavailable`.
    """

    def __init__(self, url: str, *, patience: float = PATIENCE) -> None:
        self._url = address(url)
        self._patience = patience
        self._engine = open_engine(self._url, patience=patience)
        self._reading = _reading(self._engine)
        self._turns = None if is_postgres(self._engine) else Lock()

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back by any exception."""
        with _in_words(), self._turn(), _session(self._engine) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One unmoving picture of everything; writing is refused."""
        with _in_words(), _session(self._reading) as session:
            yield session

    @property
    def shared(self) -> bool:
        """Whether it is a server, which several machines may use."""
        return is_postgres(self._engine)

    def now(self) -> datetime:
        """The instant by the database's own clock."""
        with self.read() as session:
            told: datetime = session.exec(select(func.now(type_=Instant))).one()
            return told

    def migrate(self) -> None:
        """Bring the tables up to date; any number of processes may do so at once."""
        upgrade.to_head(self._url)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def _turn(self) -> AbstractContextManager[None]:
        """Queue this process's writers on SQLite, whose own way of waiting is to sleep and try again."""
        return nullcontext() if self._turns is None else _held(self._turns, self._patience)


def _reading(engine: Engine) -> Engine:
    if is_postgres(engine):
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine.execution_options(**{READS: True})


def _session(engine: Engine) -> Session:
    """A session that believes the database and not what it read before: a lock taken late must see the present."""
    return Session(engine, expire_on_commit=False, execution_options={"populate_existing": True})


@contextmanager
def _held(lock: Lock, patience: float) -> Iterator[None]:
    if not lock.acquire(timeout=patience):
        raise Unavailable("another transaction takes too long")
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InternalError, InterfaceError, PoolTimeoutError) as fault:
        raise Unavailable(str(fault).splitlines()[0]) from fault
