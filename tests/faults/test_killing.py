"""Real processes, killed with -9 again and again through a whole round, on each database."""

import pytest

from storage.outbox import State
from tests.faults.killing import Outcome, kill, on_postgres, on_sqlite

KILLS = 20
EVERYTHING = 46
"""To each of ten an invitation, two nudges and a word at the close; one to the lead and five to the channel.

Nobody answers, so nothing hangs below the summary: the word that would carry it expires.
"""


@pytest.mark.timeout(400)
def test_processes_that_are_killed_drop_nothing_and_double_nothing_on_sqlite() -> None:
    with on_sqlite() as url:
        require(kill(url, KILLS, seed=1))


@pytest.mark.postgres
@pytest.mark.timeout(400)
def test_processes_that_are_killed_drop_nothing_and_double_nothing_on_postgresql() -> None:
    with on_postgres() as url:
        require(kill(url, KILLS, seed=2))


def require(outcome: Outcome) -> None:
    assert outcome.kills == KILLS
    assert (outcome.doubled, outcome.missing, outcome.unsent) == ([], [], [])
    assert outcome.states == {State.SENT: EVERYTHING, State.EXPIRED: 1}
