"""Random worlds on virtual time: whatever crashes, lies or stops, nothing is missing, nothing twice, nothing early.

`make simulate` tries new ones for as long as you like, and `make simulate SEED=n` replays one.
"""

import pytest

from bot.postman import Postman
from tests.simulation.checks import check
from tests.simulation.running import quiet, run
from tests.simulation.world import CLOUDY, BrokenError, World

SECONDS = 60.0


@pytest.mark.timeout(180)
def test_no_rule_is_broken_in_a_minute_of_random_worlds() -> None:
    tally = run(first=0, seconds=SECONDS)
    assert tally.broken == []
    assert tally.worlds > 1000


def test_the_same_seed_is_the_same_world() -> None:
    def posts(seed: int) -> list[str]:
        world = World(seed, CLOUDY)
        with quiet():
            world.run()
        return [f"{one.at} {one.notice}" for channel in world.slack.copies.values() for one in channel]

    assert posts(7) == posts(7)
    assert posts(7) != posts(8)


class Certain(Postman):
    """A postman who is certain that what was not answered did not arrive."""

    def _missing(self, *_: object) -> bool:
        return True


def test_a_postman_who_does_not_look_first_is_found_out() -> None:
    def fifty() -> None:
        for seed in range(50):
            world = World(seed, CLOUDY, postman=Certain)
            world.run()
            check(world)

    with quiet(), pytest.raises(BrokenError, match="was seen twice"):
        fifty()
