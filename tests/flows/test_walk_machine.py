"""Three colleagues walk in any order, with repeats, late presses and restarts; a model follows, and nothing is lost."""

import contextlib
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.settings import ci
from flows.assessment import (
    AnswerGiven,
    Clash,
    Event,
    Item,
    ItemKind,
    ItemsKept,
    ItemsRemoved,
    LevelChosen,
    Screen,
    Shown,
    Skipped,
    Started,
    Submitted,
    Walk,
    WentBack,
    WentTo,
    Withdrawn,
    offered,
)
from flows.judgement import Judgement, Kind
from flows.people import UserId
from flows.refusal import Refusal
from tests.flows.worlds import PEOPLE, START, AtTheDesk, InMemory, World
from tests.walks import NOON

WHO = st.sampled_from(PEOPLE)
EVERYWHERE = st.sampled_from([*START.round.subdomains[:3], "clinical-and-professional-leadership", "elsewhere"])
JUDGEMENTS = st.sampled_from(
    [None, Judgement.of(1), Judgement.of(3, leaning=True), Judgement.of(4, leaning=True)]
    + [Judgement(kind) for kind in list(Kind)[1:]]
)
WORDS = st.sampled_from(["", " ", "minutes", "a plan"])
ITEMS = st.sampled_from([Item(ItemKind.FILE, name, ref=name) for name in ("F1", "F2", "F3")])
Delivery = tuple[UserId, Event, datetime | None, str]
LATE = st.sampled_from([timedelta(0), timedelta(0), timedelta(seconds=-20)])


@dataclass(frozen=True)
class Said:
    """What the model knows of one answer."""

    judgement: Judgement | None = None
    evidence: str = ""
    comment: str = ""
    items: tuple[str, ...] = ()


@dataclass
class Kept:
    """The same, with who said it last, the how-manyth change it was, and when it was pressed last."""

    said: Said
    by: UserId
    revision: int
    pressed_at: datetime | None = None


class Walking(RuleBasedStateMachine):
    """The model says what has to be kept by rules of its own; the world is compared with it after every step."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, Kept] = {}
        self.looked: dict[tuple[UserId, str], int] = {}
        self.submitted = False
        self.time = NOON
        self.last: Delivery | None = None
        self.forms: list[Delivery] = []
        self.count = 0

    def does(self, who: UserId, event: Event, late: timedelta | None = None, *, once: bool = False) -> Walk | None:
        """Take a step; none when it is refused."""
        self.count += 1
        self.time += timedelta(seconds=1)
        pressed_at = self.time + late if late is not None else None
        key = f"view {self.count}" if once else ""
        self.last = (who, event, pressed_at, key)
        try:
            walk = self.world.step(who, event, pressed_at, key)
        except Refusal:
            return None
        if key and not walk.aside:
            self.forms.append(self.last)
        return walk

    def revision(self, where: str) -> int:
        return self.kept[where].revision if where in self.kept else 0

    def keeps(self, who: UserId, where: str, said: Said, pressed_at: datetime | None = None) -> None:
        """What a save has to leave: nothing new when it says the same."""
        known = self.kept.get(where)
        if said != (known.said if known else Said()):
            before = known.pressed_at if known and known.by == who else None
            self.kept[where] = Kept(said, who, self.revision(where) + 1, pressed_at or before)

    def clashes(self, who: UserId, where: str, said: Said) -> bool:
        known = self.kept.get(where)
        seen = self.looked.get((who, where), 0)
        return known is not None and known.by != who and known.revision > seen and said != known.said

    @rule(who=WHO, where=EVERYWHERE)
    def looks(self, who: UserId, where: str) -> None:
        """Somebody's card or form is drawn from what is kept now."""
        self.looked[who, where] = self.revision(where)

    @rule(
        who=WHO,
        event=st.one_of(
            st.builds(Started),
            st.builds(WentTo, EVERYWHERE),
            st.builds(WentBack, EVERYWHERE),
            st.builds(Skipped, EVERYWHERE),
            st.builds(Shown, st.sampled_from([Screen.CONTENTS, Screen.STOPPED, Screen.REVIEW])),
        ),
        late=LATE,
    )
    def goes_about(self, who: UserId, event: Event, late: timedelta) -> None:
        self.does(who, event, late)

    @rule(who=WHO)
    def submits(self, who: UserId) -> None:
        if self.does(who, Submitted()):
            self.submitted = True
            assert any(one.said.judgement for one in self.kept.values())

    @rule(who=WHO)
    def withdraws(self, who: UserId) -> None:
        self.does(who, Withdrawn())
        self.submitted = False

    @rule(who=WHO, where=EVERYWHERE, level=st.integers(0, 5), late=LATE)
    def presses_a_level(self, who: UserId, where: str, level: int, late: timedelta) -> None:
        seen = self.looked.get((who, where), 0)
        walk = self.does(who, LevelChosen(where, level, seen), late)
        fits = where in START.round.subdomains and Judgement.of(level) in offered(
            START.edition, START.edition.subdomain(where)
        )
        known = self.kept.get(where)
        if known and known.by == who and known.pressed_at and self.time + late < known.pressed_at:
            return  # overtaken by a later press of the same person
        assert (walk is not None) == fits
        if walk is None:
            return
        said = replace(known.said if known else Said(), judgement=Judgement.of(level))
        assert isinstance(walk.aside, Clash) == self.clashes(who, where, said)
        if not walk.aside:
            self.keeps(who, where, said, self.time + late)

    @rule(
        who=WHO,
        where=EVERYWHERE,
        judgement=JUDGEMENTS,
        evidence=WORDS,
        comment=WORDS,
        reason=WORDS,
        next_=st.booleans(),
    )
    def saves_the_form(  # noqa: PLR0913, PLR0917 - a form has many fields
        self,
        who: UserId,
        where: str,
        judgement: Judgement | None,
        evidence: str,
        comment: str,
        reason: str,
        *,
        next_: bool,
    ) -> None:
        del reason
        seen = self.looked.get((who, where), 0)
        form = AnswerGiven(where, judgement, evidence, comment, then_next=next_, seen=seen)
        walk = self.does(who, form, once=True)
        if walk is None:
            return
        items = self.kept[where].said.items if where in self.kept else ()
        said = Said(judgement, evidence.strip(), comment.strip(), items)
        assert isinstance(walk.aside, Clash) == self.clashes(who, where, said)
        if isinstance(walk.aside, Clash):
            assert (walk.aside.mine.evidence, walk.aside.mine.comment) == (said.evidence, said.comment)
        else:
            self.keeps(who, where, said)

    @rule(who=WHO, where=EVERYWHERE, item=ITEMS)
    def drops_a_file(self, who: UserId, where: str, item: Item) -> None:
        if self.does(who, ItemsKept(where, (item,)), once=True):
            known = self.kept[where].said if where in self.kept else Said()
            self.keeps(who, where, replace(known, items=tuple(dict.fromkeys((*known.items, item.key)))))

    @rule(who=WHO, where=EVERYWHERE, item=ITEMS)
    def removes_a_file(self, who: UserId, where: str, item: Item) -> None:
        if self.does(who, ItemsRemoved(where, (item.key,))) and where in self.kept:
            known = self.kept[where].said
            self.keeps(who, where, replace(known, items=tuple(one for one in known.items if one != item.key)))

    @rule()
    def the_last_one_comes_again(self) -> None:
        """Delivered twice, sent again by somebody who recorded it: nothing changes."""
        if self.last:
            self.comes_again(*self.last)

    @rule(which=st.integers(0, 50))
    def an_old_form_is_sent_again(self, which: int) -> None:
        """By somebody who recorded it; what was typed since stays."""
        if self.forms:
            self.comes_again(*self.forms[which % len(self.forms)])

    def comes_again(self, who: UserId, event: Event, pressed_at: datetime | None, once: str) -> None:
        before = self.world.assessment()
        with contextlib.suppress(Refusal):
            self.world.step(who, event, pressed_at, once)
        assert self.world.assessment() == before

    @rule()
    def everything_restarts(self) -> None:
        self.world.restart()

    @invariant()
    def nothing_said_is_lost(self) -> None:
        kept = self.world.assessment()
        said = {
            where: (
                Said(one.judgement, one.evidence, one.comment, tuple(i.key for i in one.items)),
                one.by,
                one.revision,
            )
            for where, one in kept.answers.items()
        }
        assert said == {where: (one.said, one.by, one.revision) for where, one in self.kept.items()}
        assert kept.submitted == self.submitted

    def teardown(self) -> None:
        self.world.end()


class WalkingInMemory(Walking):
    @initialize()
    def begin(self) -> None:
        self.world = InMemory()


class WalkingAtTheDesk(Walking):
    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.world = AtTheDesk.begin(self.folder)

    def teardown(self) -> None:
        super().teardown()
        shutil.rmtree(self.folder)


def test_nothing_is_lost_in_any_order() -> None:
    """500 walks in memory."""
    run_state_machine_as_test(
        WalkingInMemory, settings=settings(max_examples=500, stateful_step_count=25, deadline=None)
    )


@pytest.mark.timeout(600)
def test_nothing_is_lost_on_disk_either() -> None:
    """The same walks at the desk with a database that is closed and opened again: 500 where time is no object."""
    walks = 500 if ci() else 40
    run_state_machine_as_test(
        WalkingAtTheDesk, settings=settings(max_examples=walks, stateful_step_count=25, deadline=None)
    )
