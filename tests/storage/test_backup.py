"""Backups: one moment of everything, taken while others write, and brought back into either kind of database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from storage import audit, partnerships, rounds
from storage.backup import Damaged, NotEmpty
from storage.database import Database
from tests.databases import Postgres
from tests.storage.place import LEA, NOON, PLACE, ROUND


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated database with nothing in it, to restore into."""
    url = f"sqlite:///{tmp_path}/restored.db"
    if request.param == "postgres":
        server: Postgres = request.getfixturevalue("server")
        url = server.create(f"restored-{tmp_path.name}")
    with closing(Database(url)) as database:
        database.migrate()
        yield database


def writes(database: Database, stop: Event) -> None:
    """One act after the other, each two rows in one transaction."""
    while not stop.is_set():
        with database.begin() as session:
            for action in ("first", "second"):
                audit.record(session, at=NOON, actor=LEA, action=action, partnership=PLACE.id, round=ROUND.id)


def test_fault_46_a_backup_under_load_is_restored_whole(kept: Database, fresh: Database, tmp_path: Path) -> None:
    stop = Event()
    writer = Thread(target=writes, args=(kept, stop))
    writer.start()
    Event().wait(0.2)
    kept.backup(tmp_path / "backup.db")
    stop.set()
    writer.join()
    fresh.restore(tmp_path / "backup.db")
    with fresh.read() as session:
        assert partnerships.load(session, PLACE.id) == PLACE
        assert rounds.load(session, ROUND.id) == ROUND
        verdict = audit.verify(session)
        assert (verdict.wrong, verdict.entries % 2) == ("", 0)
        assert verdict.entries == len(audit.of_round(session, ROUND.id)) > 0


def test_a_backup_is_for_its_owners_eyes_and_holds_no_key(kept: Database, tmp_path: Path) -> None:
    kept.backup(tmp_path / "backup.db")
    assert (tmp_path / "backup.db").stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(tmp_path / "backup.db")) as backup:
        tables = {name for (name,) in backup.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert "partnership" in tables
    assert "round_key" not in tables


def test_a_backup_writes_over_no_file(kept: Database, tmp_path: Path) -> None:
    kept.backup(tmp_path / "backup.db")
    with pytest.raises(FileExistsError):
        kept.backup(tmp_path / "backup.db")


def test_a_restore_writes_over_nothing(kept: Database, tmp_path: Path) -> None:
    kept.backup(tmp_path / "backup.db")
    with pytest.raises(NotEmpty):
        kept.restore(tmp_path / "backup.db")


def test_a_file_that_is_no_backup_is_refused(fresh: Database, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE cake (flavour TEXT)")
    (tmp_path / "words.db").write_text("no database " * 100)
    for name in ("other.db", "words.db"):
        with pytest.raises(Damaged):
            fresh.restore(tmp_path / name)
