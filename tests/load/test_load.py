"""The load, small: two partnerships, two processes on one PostgreSQL, one of which is killed."""

from pathlib import Path
from random import Random

import pytest

from tests.databases import Postgres
from tests.load.running import WORKSPACE, Load
from tests.load.world import Vale


@pytest.mark.postgres
def test_two_partnerships_come_to_their_summaries_while_a_process_dies(server: Postgres, tmp_path: Path) -> None:
    vales = (Vale(1, WORKSPACE), Vale(2, WORKSPACE))
    chance = Random(1)  # noqa: S311 - chance is no secret
    load = Load(server.create("load"), tmp_path, vales, 2, chance, 1.0, looks=0, speed=60.0, most_kills=1)
    outcome = load.run()
    assert outcome.wrong == []
    assert outcome.acknowledged == 2 * (1 + 6 * 13 + 5)  # a launch, each form, and all but one submit
    assert outcome.kills == 1
