"""Keys of open rounds: apart from the database, for their owner only, shared by processes, gone when destroyed."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from stat import S_IMODE

import pytest
from sqlalchemy import URL

from flows.round import RoundId
from storage import keys
from storage.database import Database
from storage.engine import address
from storage.keys import Keys, NoKeyStore
from tests.databases import Postgres

R1 = RoundId("r1")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept-keys.db"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, file: Path, tmp_path: Path) -> URL:
    if request.param == "sqlite":
        return address(f"sqlite:///{file}")
    server: Postgres = request.getfixturevalue("server")
    return address(server.create(f"{tmp_path.name}_keys"))


@pytest.fixture
def one(url: URL) -> Iterator[Keys]:
    with closing(Keys(url, patience=2)) as store:
        yield store


@pytest.fixture
def other(url: URL) -> Iterator[Keys]:
    """The store as another process has it open."""
    with closing(Keys(url, patience=2)) as store:
        yield store


def test_i1_keys_lie_beside_the_database_and_not_in_it() -> None:
    assert keys.beside(address("sqlite:////var/lib/common-view.db")) == address(
        "sqlite:////var/lib/common-view-keys.db"
    )


def test_i1_only_their_owner_may_read_keys(file: Path) -> None:
    with closing(Keys(address(f"sqlite:///{file}"), patience=2)) as store:
        store.make(R1)
    assert S_IMODE(file.stat().st_mode) == 0o600


def test_i1_a_database_server_needs_to_be_told_where_keys_are() -> None:
    with closing(Database("postgresql://user@127.0.0.1/name")) as database, pytest.raises(NoKeyStore, match="KEYS_URL"):
        database.keys.make(R1)


def test_another_process_finds_the_key(one: Keys, other: Keys) -> None:
    made = one.make(R1)
    assert other.find(R1) == made


def test_a_round_has_one_key_however_often_it_is_made(one: Keys, other: Keys) -> None:
    made = one.make(R1)
    assert other.make(R1) == made == one.make(R1)


def test_every_round_has_keys_of_its_own(one: Keys) -> None:
    assert one.make(R1) != one.make(RoundId("r2"))


def test_a_key_that_was_destroyed_is_nobodys(one: Keys, other: Keys) -> None:
    one.make(R1)
    one.destroy(R1)
    assert (one.held(), one.find(R1), other.find(R1)) == ((), None, None)


def test_what_another_process_destroyed_is_forgotten_at_the_next_look(one: Keys, other: Keys) -> None:
    one.make(R1)
    other.find(R1)
    one.destroy(R1)
    assert (other.held(), other.find(R1)) == ((), None)


def test_i2_nothing_of_a_destroyed_key_is_left_in_the_file(file: Path) -> None:
    with closing(Keys(address(f"sqlite:///{file}"), patience=2)) as store:
        made = store.make(R1)
        there = made.data in _everything(file)
        store.destroy(R1)
        assert (there, made.data in _everything(file), made.names in _everything(file)) == (True, False, False)


def _everything(file: Path) -> bytes:
    return b"".join(one.read_bytes() for one in file.parent.iterdir() if one.is_file())


def test_keys_are_never_shown(one: Keys) -> None:
    made = one.make(R1)
    assert repr(made) == "RoundKey()"
