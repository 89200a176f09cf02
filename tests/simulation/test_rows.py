"""The model of the outbox does what the outbox does: random acts on both, compared after each."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from sqlmodel import Session

from flows.notices import Notice, NoticeKind
from storage import outbox, partnerships, rounds
from storage.database import Database
from storage.outbox import Arrived, Claimed, NoticeId
from tests.simulation.rows import Rows
from tests.storage.place import ADA, ASSESSMENTS, BEN, NOON, PLACE, ROUND, WORKSPACE

ACTS = 60


@pytest.mark.parametrize("seed", range(6))
def test_the_model_does_what_the_outbox_does(database: Database, seed: int) -> None:
    with database.begin() as session:
        partnerships.save(session, PLACE)
        rounds.add(session, ROUND, ASSESSMENTS)
    both = Both(Random(seed))  # noqa: S311 - no secret
    for _ in range(ACTS):
        with database.begin() as session:
            both.act(session)
            assert outbox.of_round(session, ROUND.id) == both.model.kept()


class Both:
    """The same act on the outbox and on its model."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.model, self.now = chance, Rows(), NOON
        self.claimed: list[Claimed] = []

    def act(self, session: Session) -> None:
        self.now += timedelta(seconds=self.chance.choice([0, 1, 30, 119, 120, 600, 4000]))
        acts: list[Callable[[Session], None]] = [self.owe, self.claim, self.claim, self.end, self.end, self.tidy]
        self.chance.choice(acts)(session)

    def owe(self, session: Session) -> None:
        key = f"invitation:{self.chance.randrange(9)}"
        due = self.now + timedelta(seconds=self.chance.choice([-60, 0, 90]))
        ends = self.chance.choice([None, due + timedelta(minutes=self.chance.randrange(60))])
        one = Notice(NoticeKind.INVITATION, key, ROUND.id, due, self.chance.choice([ADA, BEN, None]), ends)
        outbox.owe(session, [one], WORKSPACE)
        self.model.owe([one])

    def claim(self, session: Session) -> None:
        limit, token = self.chance.randrange(1, 4), f"token-{self.chance.random()}"
        real = outbox.claim(session, self.now, token, limit=limit)
        model = self.model.claim(self.now, token, limit=limit)
        assert [(one.id, one.unsure, one.attempts) for one in real] == [
            (one.id, one.unsure, one.attempts) for one in model
        ]
        self.claimed.extend(real)

    def end(self, session: Session) -> None:
        if not self.claimed:
            return
        one = self.chance.choice(self.claimed)
        claim = (one.id, one.token)
        later, unsure = self.now + timedelta(seconds=45), self.chance.random() < 0.5
        pairs: list[tuple[Callable[[], bool], Callable[[], bool]]] = [
            (
                lambda: bool(outbox.sent(session, [Arrived(*claim, "C1", "1.1")], self.now)),
                lambda: self.model.sent(*claim, "C1", "1.1", self.now),
            ),
            (
                lambda: outbox.again(session, *claim, later, "timeout", unsure=unsure),
                lambda: self.model.again(*claim, later, "timeout", unsure=unsure),
            ),
            (
                lambda: outbox.dead(session, *claim, "is_archived", self.now),
                lambda: self.model.dead(*claim, "is_archived", self.now),
            ),
            (
                lambda: outbox.expired(session, *claim, "useless", self.now),
                lambda: self.model.expired(*claim, "useless", self.now),
            ),
        ]
        real, model = self.chance.choice(pairs)
        assert real() == model()

    def tidy(self, session: Session) -> None:
        which = self.chance.randrange(5)
        some = NoticeId(self.chance.choice(sorted(self.model.all))) if self.model.all else NoticeId("none")
        if which == 0:
            assert outbox.expire(session, self.now) == self.model.expire(self.now)
        elif which == 1:
            assert outbox.withdraw(session, [some]) == self.model.withdraw([some])
        elif which == 2 and self.model.all:
            outbox.suspect(session, some, self.now)
            self.model.suspect(some, self.now)
        elif which == 3:
            real, model = outbox.suspects(session, self.now), self.model.suspects(self.now)
            assert {one.id for one in real} == {one.id for one in model}
            for one in real:
                outbox.swept(session, one.id, self.now)
                self.model.swept(one.id, self.now)
        else:
            assert outbox.retry(session, self.now) == self.model.retry(self.now)
