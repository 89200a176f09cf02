"""Threats of docs/threats.md that belong to no one room: words that would run, bombs, and people who have left."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot import letters, partnership_file
from bot.desk import Desk, walking
from flows.assessment import LevelChosen
from flows.people import Caller
from flows.refusal import Denied
from frameworks import catalog
from frameworks.catalog import Faulty
from sandbox.drawn import drawn_text
from storage import assessments, partnerships, rounds
from storage.database import Database
from tests.bot.test_letters import LAUNCHED
from tests.frameworks.test_broken_files import BOMBS
from tests.storage.place import ADA, ASSESSMENTS, BEN, PLACE, PRACTICES, WORKSPACE
from tests.walks import NOON, SEL, a_round

TEMPLATE = "{{ 7 * 7 }} {% for one in range(9) %} {# none #} {{ by.upper() }}"
ROUND = a_round(catalog.edition(SEL))
MINE = ASSESSMENTS[PRACTICES.id]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An open round."""
    with closing(Database(f"sqlite:///{tmp_path}/kept.db")) as database:
        database.migrate()
        with database.begin() as session:
            partnerships.save(session, PLACE)
            rounds.add(session, ROUND, ASSESSMENTS)
        yield Desk(database, lambda: NOON, lambda: "id")


def test_who_answers_for_an_organisation_no_more_changes_nothing_there(desk: Desk) -> None:
    press = LevelChosen(ROUND.subdomains[0], 2)
    walking.step(desk, Caller(WORKSPACE, ADA), MINE, press)
    partners = (replace(PRACTICES, contributors=(BEN,)), *(one for one in PLACE.partners if one.id != PRACTICES.id))
    with desk.database.begin() as session:
        partnerships.save(session, replace(PLACE, partners=partners))
        before = assessments.of_round(session, ROUND.id)
    with pytest.raises(Denied, match="another organisation"):
        walking.step(desk, Caller(WORKSPACE, ADA), MINE, replace(press, level=3))
    with desk.database.read() as session:
        assert assessments.of_round(session, ROUND.id) == before


@pytest.mark.timeout(1)
@pytest.mark.parametrize("text", [text for text, _ in BOMBS.values()], ids=BOMBS)
def test_fault_49_a_bomb_for_a_partnership_is_refused_within_a_second(text: str) -> None:
    with pytest.raises(Faulty):
        partnership_file.read(text)


def test_words_that_look_like_a_template_are_only_words() -> None:
    _, blocks = letters.write("launched", **LAUNCHED | {"framework": TEMPLATE})
    assert TEMPLATE in drawn_text(blocks)
