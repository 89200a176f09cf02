"""Where an organisation and its contributors stand in a round: the state that a step changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NewType

from flows.answer import Answer
from flows.evidence import Item
from flows.judgement import Judgement, Kind
from flows.people import Partner, Partnership, UserId
from flows.quotation import Preview
from flows.round import Mode, Round, Stage
from frameworks.schema import Edition, SubDomain

AssessmentId = NewType("AssessmentId", str)


@dataclass(frozen=True, slots=True)
class Assessment:
    """One organisation's answers in one round, shared by its contributors."""

    id: AssessmentId
    answers: Mapping[str, Answer]
    submitted_at: datetime | None = None
    revision: int = 0

    @property
    def submitted(self) -> bool:
        """Whether the organisation's view is in, and will count at the close."""
        return self.submitted_at is not None

    def by(self, user: UserId) -> bool:
        """Whether this person gave any of it."""
        return any(answer.by == user for answer in self.answers.values())

    def item(self, key: str) -> Item | None:
        """A piece of evidence given anywhere in it, by its name."""
        return next((item for answer in self.answers.values() for item in answer.given if item.key == key), None)


class Screen(StrEnum):
    """What a contributor's living card shows."""

    INVITATION = "invitation"
    CARD = "card"
    CONTENTS = "contents"
    STOPPED = "stopped"
    SNOOZED = "snoozed"
    REVIEW = "review"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Sitting:
    """Where one contributor is: which screen, and at which sub-domain; `pressed_at` is their last press, by Slack."""

    contributor: UserId
    screen: Screen = Screen.INVITATION
    here: str | None = None
    revision: int = 0
    pressed_at: datetime | None = None


def _nothing() -> Mapping[str, Judgement]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LastTime:
    """The round before, of the same edition: what its meeting agreed, and what this organisation answered.

    The organisation's own answers are known only where that round was open; in an anonymous one nothing links them.
    """

    agreed: Mapping[str, Judgement] = field(default_factory=_nothing)
    own: Mapping[str, Judgement] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Clash:
    """What was not kept, because a colleague had changed the answer since it was looked at."""

    mine: Answer


@dataclass(frozen=True, slots=True)
class Missing:
    """Words that a judgement needs and that were asked for in vain; the judgement itself is kept."""

    field: str


@dataclass(frozen=True, slots=True)
class Walk:
    """All that one step needs to know: the round and its people, the shared answers, and this person's place.

    `aside` is what the person has to settle before going on; it is shown once and never kept. `summarised` says that
    the summary of a closed round stands in the channel, `withdrawn` that it was taken back for good.
    """

    partnership: Partnership
    partner: Partner
    round: Round
    edition: Edition
    assessment: Assessment
    sitting: Sitting
    aside: Clash | Missing | Preview | None = None
    last_time: LastTime = field(default_factory=LastTime)
    summarised: bool = False
    withdrawn: bool = False
    cancelled_at: datetime | None = None

    @property
    def subdomains(self) -> tuple[SubDomain, ...]:
        """The sub-domains of this round, in order."""
        return tuple(self.edition.subdomain(one) for one in self.round.subdomains)

    @property
    def here(self) -> SubDomain:
        """The sub-domain this person is at; the first one to begin with."""
        return self.edition.subdomain(self.sitting.here or self.round.subdomains[0])

    @property
    def screen(self) -> Screen:
        """What this person's card shows: a colleague may have submitted or withdrawn the view they share."""
        match self.sitting.screen:
            case Screen.INVITATION | Screen.SNOOZED if self.assessment.submitted:
                return Screen.RECEIPT
            case Screen.RECEIPT if not self.assessment.submitted:
                return Screen.REVIEW
            case screen:
                return screen

    @property
    def shared(self) -> bool:
        """Whether several people answer for the organisation."""
        return len(self.partner.contributors) > 1

    @property
    def colleagues(self) -> tuple[UserId, ...]:
        """Who else answers for the organisation."""
        return tuple(one for one in self.partner.contributors if one != self.sitting.contributor)

    @property
    def readable(self) -> bool:
        """Whether the organisation's own answers can be read: after an anonymous round nothing links them to it."""
        return self.round.stage is Stage.OPEN or self.round.mode is Mode.OPEN

    def answer(self, subdomain: str) -> Answer | None:
        """What the organisation said there, if anything."""
        return self.assessment.answers.get(subdomain)

    def answered(self, subdomain: SubDomain) -> bool:
        """Whether nothing more is needed there: a whole judgement, or any word where no judgement is possible."""
        answer = self.answer(subdomain.id)
        return answer is not None and (answer.complete if subdomain.assessable else not answer.empty)

    def kept(self, subdomain: SubDomain) -> bool:
        """Whether there is an answer at all: what messages may tell, for what it still lacks tells what was said."""
        answer = self.answer(subdomain.id)
        return answer is not None and (answer.judgement is not None if subdomain.assessable else not answer.empty)

    def elsewhere(self, subdomain: SubDomain) -> tuple[Item, ...]:
        """Evidence given for other sub-domains that this one does not have yet, each piece once."""
        answer = self.answer(subdomain.id)
        here = {item.key for item in answer.given} if answer else set()
        others = [self.answer(one.id) for one in self.subdomains if one is not subdomain]
        found = {item.key: item for other in others if other for item in other.given}
        return tuple(item for key, item in found.items() if key not in here)


def offered(edition: Edition, where: SubDomain) -> tuple[Judgement, ...]:
    """The judgements a partner may give here, lowest first, then those without a level."""
    if not where.assessable:
        return ()
    top = len(edition.levels)
    levels = [Judgement(Kind.NOT_YET)]
    for level in range(1, top + 1):
        levels.append(Judgement.of(level))
        if level < top:
            levels.append(Judgement.of(level, leaning=True))
    others = [Judgement(Kind.CANNOT_ASSESS)]
    if where.not_relevant_offered:
        others += [Judgement(Kind.NOT_RELEVANT), Judgement(Kind.NOT_YET_RELEVANT)]
    return (*levels, *others)
