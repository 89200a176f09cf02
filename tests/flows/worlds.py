"""Two worlds in which three colleagues walk: one in memory, and the desk with a database closed and opened again."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.desk import Desk, walking
from flows import assessment as core
from flows.assessment import Assessment, AssessmentId, Event, Screen, Sitting, Walk
from flows.people import Caller, UserId
from storage import partnerships, rounds
from storage.database import Database
from tests.storage.place import ADA, BEN, PLACE, PRACTICES, WORKSPACE
from tests.walks import MIDLANDS, NOON, a_walk

CAT = UserId("U-cat")
PEOPLE = (ADA, BEN, CAT)
OURS = replace(PRACTICES, contributors=PEOPLE)
NORTHGATE = replace(PLACE, partners=tuple(OURS if one is PRACTICES else one for one in PLACE.partners))
START = a_walk(MIDLANDS, screen=Screen.INVITATION, partner=OURS)


class World(Protocol):
    """Where steps are taken."""

    def step(self, who: UserId, event: Event, pressed_at: datetime | None, once: str) -> Walk:
        """Take one; raises what the core refuses."""

    def assessment(self) -> Assessment:
        """What is kept."""

    def restart(self) -> None:
        """End, and begin again with what is kept."""

    def end(self) -> None:
        """Leave nothing open."""


class InMemory:
    """The core alone."""

    def __init__(self) -> None:
        self._kept = START.assessment
        self._sittings = {who: Sitting(who) for who in PEOPLE}
        self._seen: set[str] = set()

    def step(self, who: UserId, event: Event, pressed_at: datetime | None, once: str) -> Walk:
        before = replace(START, assessment=self._kept, sitting=self._sittings[who], partnership=NORTHGATE)
        if once in self._seen:
            return before
        after = core.step(before, event, NOON, pressed_at)
        self._kept, self._sittings[who] = after.assessment, after.sitting
        if once and not after.aside:
            self._seen.add(once)
        return after

    def assessment(self) -> Assessment:
        return self._kept

    def restart(self) -> None:
        """Nothing is anywhere else."""

    def end(self) -> None:
        """Nothing is open."""


@dataclass(slots=True)
class AtTheDesk:
    """The desk, on a database in a file."""

    url: str
    desk: Desk

    @classmethod
    def begin(cls, folder: Path) -> "AtTheDesk":
        """A new database in which the round has begun."""
        url = f"sqlite:///{folder}/walk.db"
        Database(url).migrate()
        world = cls(url, opened(url))
        with world.desk.database.begin() as session:
            partnerships.save(session, NORTHGATE)
            rounds.add(session, START.round, {OURS.id: START.assessment.id})
        return world

    def step(self, who: UserId, event: Event, pressed_at: datetime | None, once: str) -> Walk:
        return walking.step(self.desk, Caller(WORKSPACE, who), self._id, event, pressed_at=pressed_at, once=once)

    def assessment(self) -> Assessment:
        return walking.look(self.desk, Caller(WORKSPACE, ADA), self._id).assessment

    def restart(self) -> None:
        self.desk.database.close()
        self.desk = opened(self.url)

    def end(self) -> None:
        self.desk.database.close()

    @property
    def _id(self) -> AssessmentId:
        return START.assessment.id


def opened(url: str) -> Desk:
    return Desk(Database(url), lambda: NOON, lambda: "id")
