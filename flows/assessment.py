"""One partner's walk through a round: events in, the new state out. All that changes an answer is in this file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType, assert_never

from flows.calendar import in_words
from flows.judgement import Judgement, Kind
from flows.people import Partner, Partnership, UserId, require_contributor
from flows.refusal import Refusal
from flows.round import Round
from frameworks.schema import Edition, SubDomain

AssessmentId = NewType("AssessmentId", str)
LONGEST_TEXT = 3000
"""Characters that evidence or a comment may have: what one text field in Slack takes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an organisation says about one sub-domain so far; any part may be missing."""

    by: UserId
    at: datetime
    judgement: Judgement | None = None
    evidence: str = ""
    comment: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing has been said."""
        return self.judgement is None and not self.evidence and not self.comment


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


class Screen(StrEnum):
    """What a contributor's living card shows."""

    INVITATION = "invitation"
    CARD = "card"
    CONTENTS = "contents"
    STOPPED = "stopped"
    REVIEW = "review"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Sitting:
    """Where one contributor is: which screen, and at which sub-domain."""

    contributor: UserId
    screen: Screen = Screen.INVITATION
    here: str | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Walk:
    """All that one step needs to know: the round and its people, the shared answers, and this person's place."""

    partnership: Partnership
    partner: Partner
    round: Round
    edition: Edition
    assessment: Assessment
    sitting: Sitting

    @property
    def subdomains(self) -> tuple[SubDomain, ...]:
        """The sub-domains of this round, in order."""
        return tuple(self.edition.subdomain(one) for one in self.round.subdomains)

    @property
    def here(self) -> SubDomain:
        """The sub-domain this person is at; the first one to begin with."""
        return self.edition.subdomain(self.sitting.here or self.round.subdomains[0])

    def answer(self, subdomain: str) -> Answer | None:
        """What the organisation said there, if anything."""
        return self.assessment.answers.get(subdomain)

    def answered(self, subdomain: SubDomain) -> bool:
        """Whether nothing more is needed there: a judgement, or any word where no judgement is possible."""
        answer = self.answer(subdomain.id)
        return answer is not None and (answer.judgement is not None if subdomain.assessable else not answer.empty)


@dataclass(frozen=True, slots=True)
class Started:
    """Start, Continue or Edit answers: show the card at the first sub-domain still open."""


@dataclass(frozen=True, slots=True)
class LevelChosen:
    """A level's button on the card."""

    subdomain: str
    level: int


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """The answer form, saved; `then_next` turns the page."""

    subdomain: str
    judgement: Judgement | None
    evidence: str
    comment: str
    then_next: bool = True


@dataclass(frozen=True, slots=True)
class WentTo:
    """Go to a sub-domain."""

    subdomain: str


@dataclass(frozen=True, slots=True)
class WentBack:
    """Back to the one before."""

    subdomain: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """Skip for now."""

    subdomain: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Show a screen that changes nothing: contents, stopped, review."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class Submitted:
    """This is our organisation's view."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Take the submission back; the answers stay."""


Event = Started | LevelChosen | AnswerGiven | WentTo | WentBack | Skipped | Shown | Submitted | Withdrawn


def step(walk: Walk, event: Event, now: datetime) -> Walk:
    """Take one step of the walk, or raise `Refusal`; the walk that comes back is all that changed."""
    require_contributor(walk.partner, walk.sitting.contributor)
    _require_open(walk, now)
    match event:
        case Started():
            return _at(walk, _first_open(walk))
        case LevelChosen():
            return _choose(walk, event, now)
        case AnswerGiven():
            return _answer(walk, event, now)
        case WentTo():
            return _at(walk, _in_scope(walk, event.subdomain).id)
        case WentBack():
            return _at(walk, _before(walk, event.subdomain))
        case Skipped():
            return _at(walk, _next_open(walk, event.subdomain))
        case Shown():
            return _on(walk, event.screen)
        case Submitted():
            return _submit(walk, now)
        case Withdrawn():
            return _changed(_at(walk, _first_open(walk)), submitted_at=None)
        case _:
            assert_never(event)


def _require_open(walk: Walk, now: datetime) -> None:
    if not walk.round.takes_answers(now):
        closed = in_words(walk.round.deadline, walk.partnership.zone)
        raise Refusal(f"This round closed on {closed}. Bring what you wanted to add to the meeting.")


def _choose(walk: Walk, event: LevelChosen, now: datetime) -> Walk:
    """Keep the level at once; what was written before stays."""
    known = walk.answer(event.subdomain)
    return _kept(
        walk,
        event.subdomain,
        Answer(
            by=walk.sitting.contributor,
            at=now,
            judgement=Judgement.of(event.level),
            evidence=known.evidence if known else "",
            comment=known.comment if known else "",
        ),
    )


def _answer(walk: Walk, event: AnswerGiven, now: datetime) -> Walk:
    answer = Answer(
        by=walk.sitting.contributor,
        at=now,
        judgement=event.judgement,
        evidence=event.evidence.strip(),
        comment=event.comment.strip(),
    )
    kept = _kept(walk, event.subdomain, answer)
    return _at(kept, _next_open(kept, event.subdomain)) if event.then_next else kept


def _kept(walk: Walk, subdomain: str, answer: Answer) -> Walk:
    """The walk with this answer in it, standing at its sub-domain."""
    where = _in_scope(walk, subdomain)
    _require_offered(walk.edition, where, answer.judgement)
    for field, text in (("evidence", answer.evidence), ("comment", answer.comment)):
        if len(text) > LONGEST_TEXT:
            raise Refusal(f"Please keep this within {LONGEST_TEXT:,} characters; it has {len(text):,}.", field)
    answers = {**walk.assessment.answers, subdomain: answer}
    return _changed(_at(walk, subdomain), answers=answers)


def _require_offered(edition: Edition, where: SubDomain, judgement: Judgement | None) -> None:
    """Refuse a judgement that this sub-domain does not offer."""
    if judgement is None:
        return
    if not where.assessable:
        raise Refusal(
            f"{where.name} has no level descriptors yet, so it takes evidence and comments only.", "judgement"
        )
    if judgement not in offered(edition, where):
        raise Refusal(f"That is not one of the judgements offered for {where.name}.", "judgement")


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


def _submit(walk: Walk, now: datetime) -> Walk:
    if not any(answer.judgement for answer in walk.assessment.answers.values()):
        raise Refusal("Give at least one judgement before you submit.")
    return _on(_changed(walk, submitted_at=now), Screen.RECEIPT)


def _in_scope(walk: Walk, subdomain: str) -> SubDomain:
    if subdomain not in walk.round.subdomains:
        raise Refusal("That sub-domain is not part of this round.")
    return walk.edition.subdomain(subdomain)


def _before(walk: Walk, subdomain: str) -> str:
    place = walk.round.subdomains.index(_in_scope(walk, subdomain).id)
    return walk.round.subdomains[max(0, place - 1)]


def _first_open(walk: Walk) -> str | None:
    return next((one.id for one in walk.subdomains if not walk.answered(one)), None)


def _next_open(walk: Walk, subdomain: str) -> str | None:
    """The next one still open after this one; none leads to the review."""
    place = walk.round.subdomains.index(_in_scope(walk, subdomain).id)
    return next((one.id for one in walk.subdomains[place + 1 :] if not walk.answered(one)), None)


def _at(walk: Walk, subdomain: str | None) -> Walk:
    """Stand at a sub-domain; at none, the review."""
    if subdomain is None:
        return _on(walk, Screen.REVIEW)
    here = replace(walk.sitting, screen=Screen.CARD, here=subdomain, revision=walk.sitting.revision + 1)
    return replace(walk, sitting=here)


def _on(walk: Walk, screen: Screen) -> Walk:
    return replace(walk, sitting=replace(walk.sitting, screen=screen, revision=walk.sitting.revision + 1))


def _changed(walk: Walk, **changes: object) -> Walk:
    assessment = replace(walk.assessment, revision=walk.assessment.revision + 1, **changes)  # type: ignore[arg-type]
    return replace(walk, assessment=assessment)
