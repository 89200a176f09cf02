"""One partner's walk through a round: events in, the new state out. All that changes an answer is in this file.

Repeating an event changes nothing more: an answer that says the same is the same answer, and every move names where
it starts from or leads to. What one contributor saves over a colleague's newer answer is put
beside it and not kept (`Clash`).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from flows import evidence
from flows.answer import LONGEST_LINE, LONGEST_TEXT, Answer, Confidence
from flows.calendar import in_words
from flows.events import (
    AnswerGiven,
    Event,
    ItemMarked,
    ItemsKept,
    ItemsMoved,
    ItemsRemoved,
    LevelChosen,
    QuoteAgreed,
    Shown,
    Skipped,
    Started,
    Submitted,
    WentBack,
    WentTo,
    Withdrawn,
)
from flows.evidence import Item, ItemKind
from flows.judgement import Judgement
from flows.naming import Names
from flows.people import require_contributor
from flows.quotation import consent_mark, preview
from flows.refusal import Denied, Refusal
from flows.round import Stage
from flows.walk import Assessment, AssessmentId, Clash, LastTime, Missing, Screen, Sitting, Walk, offered
from frameworks.schema import Edition, SubDomain

__all__ = [
    "LONGEST_TEXT",
    "Answer",
    "AnswerGiven",
    "Assessment",
    "AssessmentId",
    "Clash",
    "Confidence",
    "Event",
    "Item",
    "ItemKind",
    "ItemMarked",
    "ItemsKept",
    "ItemsMoved",
    "ItemsRemoved",
    "LastTime",
    "LevelChosen",
    "Missing",
    "QuoteAgreed",
    "Screen",
    "Shown",
    "Sitting",
    "Skipped",
    "Started",
    "Submitted",
    "Walk",
    "WentBack",
    "WentTo",
    "Withdrawn",
    "collecting",
    "offered",
    "step",
]
LATE = timedelta(minutes=1)
"""A press that was overtaken comes at most this late, for Slack gives up within seconds; more is a clock put back."""


def step(walk: Walk, event: Event, now: datetime, pressed_at: datetime | None = None) -> Walk:
    """Take one step of the walk, or raise `Refusal`; the walk that comes back is all that changed.

    `pressed_at` is when the person pressed, by Slack's clock. A press that arrives after a later one of the same person
    moves nobody, and changes no answer that the later one was about.
    """
    require_contributor(walk.partner, walk.sitting.contributor)
    _require_open(walk, now)
    overtaken = _overtaken(pressed_at, walk.sitting.pressed_at)
    after = _taken(replace(walk, aside=None), event, now, pressed_at)
    place = walk.sitting if overtaken else replace(after.sitting, pressed_at=pressed_at or walk.sitting.pressed_at)
    return replace(after, sitting=place)


def _overtaken(pressed_at: datetime | None, by: datetime | None) -> bool:
    return pressed_at is not None and by is not None and by - LATE < pressed_at < by


def _taken(walk: Walk, event: Event, now: datetime, pressed_at: datetime | None) -> Walk:  # noqa: C901 - flat
    match event:
        case Started():
            return _at(walk, _first_open(walk))
        case LevelChosen():
            return _choose(walk, event, now, pressed_at)
        case AnswerGiven():
            return _answer(walk, event, now, pressed_at)
        case QuoteAgreed():
            return _agree(walk, event, now)
        case ItemsKept() | ItemsRemoved() | ItemsMoved() | ItemMarked():
            return _collect(walk, event, now)
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
            there = _at(walk, _first_open(walk))
            return _changed(there, submitted_at=None) if walk.assessment.submitted else there
        case _:
            assert_never(event)


def _require_open(walk: Walk, now: datetime) -> None:
    if walk.round.stage is Stage.CANCELLED:
        raise Denied("This round was cancelled, so nothing more is asked.", why="cancelled")
    if not walk.round.takes_answers(now):
        closed = in_words(walk.round.deadline, walk.partnership.zone)
        raise Denied(f"This round closed on {closed}. Bring what you wanted to add to the meeting.", why="closed")


# --- judging and writing


def _choose(walk: Walk, event: LevelChosen, now: datetime, pressed_at: datetime | None) -> Walk:
    """Keep the level at once; what was written before stays."""
    known = _known(walk, event.subdomain, now)
    if _overtaken(pressed_at, known.pressed_at):
        return walk
    mine = replace(known, judgement=Judgement.of(event.level), pressed_at=pressed_at or known.pressed_at)
    return _kept(walk, event.subdomain, mine, now, event.seen)


def _answer(walk: Walk, event: AnswerGiven, now: datetime, pressed_at: datetime | None) -> Walk:
    """Keep the form; then, unless something has to be settled first, turn the page."""
    kept = _kept(walk, event.subdomain, _written(walk, event, now, pressed_at), now, event.seen)
    if kept.aside:
        return kept
    answer = _known(kept, event.subdomain, now)
    if answer.asks and getattr(event, answer.asks) is not None:
        return replace(kept, aside=Missing(answer.asks))
    if event.quote and not answer.consent and (shown := preview(answer.comment, _names(walk, event.members))).text:
        return replace(kept, aside=shown)
    return _onward(kept, event.subdomain) if event.then_next else kept


def _written(walk: Walk, event: AnswerGiven, now: datetime, pressed_at: datetime | None) -> Answer:
    """The answer that a form makes of what is known. Pieces of evidence are only added: no form takes one away."""
    known = _known(walk, event.subdomain, now)
    overtaken = _overtaken(pressed_at, known.pressed_at)
    comment = event.comment.strip()
    added = [evidence.link(event.link)] if event.link.strip() else []
    reused = [item for key in event.reuse if (item := walk.assessment.item(key))]
    return replace(
        known,
        judgement=known.judgement if overtaken else event.judgement,
        evidence=event.evidence.strip(),
        comment=comment,
        reason=known.reason if event.reason is None else event.reason.strip(),
        revisit=known.revisit if event.revisit is None else event.revisit.strip(),
        own_note=event.own_note,
        items=evidence.together(known.items, added, reused) if added or reused else known.items,
        consent=known.consent if event.quote and comment == known.comment else "",
        confidence=event.confidence,
        pressed_at=known.pressed_at if overtaken else pressed_at or known.pressed_at,
    )


def _agree(walk: Walk, event: QuoteAgreed, now: datetime) -> Walk:
    """Keep the consent to exactly what was shown; to what has changed meanwhile it is no consent."""
    answer = _known(walk, event.subdomain, now)
    shown = preview(answer.comment, _names(walk, event.members))
    if answer.revision != event.seen or not shown.clean:
        return replace(_at(walk, event.subdomain), aside=shown if shown.text else None)
    agreed = replace(answer, consent=consent_mark(shown.text))
    return _onward(_kept(walk, event.subdomain, agreed, now), event.subdomain)


def _names(walk: Walk, members: tuple[str, ...]) -> Names:
    return Names.of(walk.partnership, members)


def _collect(walk: Walk, event: ItemsKept | ItemsRemoved | ItemsMoved | ItemMarked, now: datetime) -> Walk:
    """Keep, remove, move or mark pieces of evidence. Where the person is does not change."""
    known = _known(walk, event.subdomain, now).items
    match event:
        case ItemsKept(subdomain, items):
            return _holding(walk, subdomain, evidence.together(known, items), now)
        case ItemsRemoved(subdomain, keys):
            return _holding(walk, subdomain, [one for one in known if one.key not in keys], now)
        case ItemMarked(subdomain, key, ours):
            return _holding(walk, subdomain, [replace(one, ours=ours) if one.key == key else one for one in known], now)
        case ItemsMoved(subdomain, keys, to):
            moving = [one for one in known if one.key in keys and to != subdomain]
            there = _holding(walk, to, evidence.together(_known(walk, to, now).items, moving), now)
            return _holding(there, subdomain, [one for one in known if one not in moving], now)


def _holding(walk: Walk, subdomain: str, items: Iterable[Item], now: datetime) -> Walk:
    """The walk in which the answer there has these pieces of evidence."""
    answer = replace(_known(walk, subdomain, now), items=tuple(items))
    return replace(_kept(walk, subdomain, answer, now), sitting=walk.sitting)


def collecting(walk: Walk) -> str:
    """The sub-domain that evidence from outside the form is for: where the person is, else the first one open."""
    here = walk.sitting.here if walk.sitting.screen is Screen.CARD else None
    return here or _first_open(walk) or walk.here.id


def _known(walk: Walk, subdomain: str, now: datetime) -> Answer:
    """What was said there, or an empty answer; when a colleague pressed last is no matter of this person's."""
    known = walk.answer(subdomain) or Answer(walk.sitting.contributor, now)
    return known if known.by == walk.sitting.contributor else replace(known, pressed_at=None)


def _kept(walk: Walk, subdomain: str, mine: Answer, now: datetime, seen: int | None = None) -> Walk:
    """The walk with this answer in it, standing at its sub-domain; beside it instead, if a colleague was first."""
    where = _in_scope(walk, subdomain)
    _require_offered(walk.edition, where, mine.judgement)
    _require_short(mine)
    me, here, known = walk.sitting.contributor, _at(walk, subdomain), walk.answer(subdomain)
    if mine.says_the_same(known or Answer(me, now)):
        return here
    if known and seen is not None and known.revision > seen and known.by != me:
        return replace(here, aside=Clash(mine))
    answer = replace(mine, by=me, at=now, revision=(known.revision if known else 0) + 1)
    return _changed(here, answers={**walk.assessment.answers, subdomain: answer})


def _require_short(answer: Answer) -> None:
    lengths = (
        ("evidence", LONGEST_TEXT),
        ("comment", LONGEST_TEXT),
        ("reason", LONGEST_LINE),
        ("revisit", LONGEST_LINE),
    )
    for field, most in lengths:
        size = len(getattr(answer, field))
        if size > most:
            raise Denied(f"Please keep this within {most:,} characters; it has {size:,}.", field, why="too long")


def _require_offered(edition: Edition, where: SubDomain, judgement: Judgement | None) -> None:
    """Refuse a judgement that this sub-domain does not offer."""
    if judgement is None:
        return
    if not where.assessable:
        raise Denied(f"{where.name} has no level descriptors yet, so it takes evidence and comments only.", "judgement")
    if judgement.leaning and judgement.level == len(edition.levels):
        raise Refusal("This is the highest level, so there is none to lean to.", "leaning")
    if judgement not in offered(edition, where):
        raise Denied(f"That is not one of the judgements offered for {where.name}.", "judgement")


def _submit(walk: Walk, now: datetime) -> Walk:
    if not any(answer.judgement for answer in walk.assessment.answers.values()):
        raise Refusal("Give at least one judgement before you submit.")
    return _on(walk if walk.assessment.submitted else _changed(walk, submitted_at=now), Screen.RECEIPT)


# --- going about


def _in_scope(walk: Walk, subdomain: str) -> SubDomain:
    if subdomain not in walk.round.subdomains:
        raise Denied("That sub-domain is not part of this round.", why="another round")
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


def _onward(walk: Walk, subdomain: str) -> Walk:
    """To the next page, unless a judgement here still needs its words."""
    answer = walk.answer(subdomain)
    return _at(walk, subdomain if answer and answer.asks else _next_open(walk, subdomain))


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
