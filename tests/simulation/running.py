"""Runs worlds, one after the other, quietly; a world that breaks a rule says which seed replays it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import structlog

from bot.clock import seconds_running
from storage.outbox import State
from tests.simulation.checks import check
from tests.simulation.world import CLOUDY, CRASHES, FINE, ROUGH, BrokenError, World

WEATHERS = (FINE, CLOUDY, CRASHES, ROUGH)


@dataclass(slots=True)
class Tally:
    """What was seen."""

    worlds: int = 0
    owed: int = 0
    sent: int = 0
    posts: int = 0
    crashes: int = 0
    broken: list[str] = field(default_factory=list)

    def add(self, world: World) -> None:
        """Count one world."""
        states = [row.state for row in world.rows.all.values()]
        self.worlds += 1
        self.owed += len(states)
        self.sent += states.count(State.SENT)
        self.posts += world.slack.posts
        self.crashes += world.crashed

    @property
    def words(self) -> str:
        """In a line."""
        return (
            f"{self.worlds} worlds, {self.owed} notices owed, {self.sent} sent, {self.posts} copies posted, "
            f"{self.crashes} crashes, {len(self.broken)} rules broken"
        )


def run(first: int, seconds: float, most: int = 10**9) -> Tally:
    """Run every weather of seed after seed, for so long; it stops at the tenth that breaks a rule."""
    tally, until = Tally(), seconds_running() + seconds
    with quiet():
        for seed in range(first, first + most):
            for weather in WEATHERS:
                _run(seed, World(seed, weather), tally)
            if seconds_running() > until or len(tally.broken) >= 10:
                break
    return tally


def _run(seed: int, world: World, tally: Tally) -> None:
    try:
        world.run()
        check(world)
    except BrokenError as broken:
        tally.broken.append(f"seed {seed}, {world.weather.name}: {broken}")
    tally.add(world)


@contextmanager
def quiet() -> Iterator[None]:
    """Without log lines: there are hundreds for each world."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        yield
    finally:
        structlog.reset_defaults()
