"""The servers that tests and benchmarks are given."""

import psycopg
import pytest

from tests.databases import DURABLE, Postgres, postgres

WAITS = ("fsync", "full_page_writes", "synchronous_commit")


def settings(server: Postgres) -> list[str]:
    """What a server says of waiting for its disk."""
    with psycopg.connect(server.url("postgres")) as connection:
        found = connection.execute("SELECT setting FROM pg_settings WHERE name = ANY(%s)", [list(WAITS)])
        return [setting for (setting,) in found]


@pytest.mark.postgres
def test_the_server_of_the_tests_waits_for_no_disk(server: Postgres) -> None:
    assert settings(server) == ["off"] * 3


@pytest.mark.postgres
@pytest.mark.usefixtures("server")  # skipped where none can start
def test_a_durable_server_waits_for_its_disk() -> None:
    with postgres(DURABLE) as server:
        assert settings(server) == ["on"] * 3
