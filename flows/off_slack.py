"""Answers that come on a workbook: whose it is, and its cells as answers. All of it is taken in, or nothing."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from flows import assessment as core
from flows.answer import ASKS, Answer
from flows.assessment import AnswerGiven, AssessmentId, Clash, Missing, Started, Submitted, Walk
from flows.judgement import Judgement, in_words
from flows.people import Deed, Partner, require, require_contributor
from flows.refusal import Denied, Refusal
from flows.round import RoundId
from flows.walk import offered
from frameworks.schema import Edition, SubDomain

FORM = 1
"""How the workbook is laid out; one of another layout is not read."""
PURPOSE = "workbook"
"""What the round's key is asked for when it seals a workbook."""
CANNOT_BE_READ = (
    "Its sheets are not as I made them, so I cannot tell whose answers these are. "
    "Please ask for a fresh workbook, and paste the answers into that one."
)
YES = {"yes": True, "y": True, "no": False, "n": False}


class Asked(StrEnum):
    """What a workbook asks for: for each sub-domain, and once at its end."""

    JUDGEMENT = "judgement"
    WORDS = "words"
    EVIDENCE = "evidence"
    OWN_NOTE = "own_note"
    COMMENT = "comment"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Marker:
    """Whose workbook it is. `seen` holds the revisions of the answers that it was filled with, if it was."""

    round: RoundId
    assessment: AssessmentId
    seen: Mapping[str, int]
    form: int = FORM

    @property
    def words(self) -> str:
        """The marker as text, the same whenever it is written: this is what is sealed."""
        said = {"form": self.form, "round": self.round, "assessment": self.assessment, "seen": dict(self.seen)}
        return json.dumps(said, sort_keys=True)

    @classmethod
    def read(cls, words: str) -> "Marker":
        """Read it back; whether it is true is for its seal to say."""
        try:
            said = json.loads(words)
            seen = {str(one): int(revision) for one, revision in said["seen"].items()}
            return cls(RoundId(str(said["round"])), AssessmentId(str(said["assessment"])), seen, int(said["form"]))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise Denied(CANNOT_BE_READ, why="unreadable marker") from None


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell that somebody could fill in: what it is about, where it is, and what it holds."""

    subdomain: str
    asked: str
    at: str
    text: str = ""
    formula: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and in which cell. It never repeats what the cell says."""

    at: str
    problem: str


@dataclass(eq=False)
class Faulty(Exception):  # noqa: N818 - a refusal with all its reasons
    """The workbook cannot be taken in as it is; nothing of it was. `carried` as in `TakenIn`."""

    faults: tuple[Fault, ...]
    carried: bool


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The walk with the workbook's answers in it, of how many sub-domains, and whether they are the submitted view.

    `carried`: somebody brought it who does not answer for that organisation.
    """

    walk: Walk
    answers: int
    submitted: bool
    carried: bool


def is_off_slack(partner: Partner) -> bool:
    """Whether an organisation answers on a workbook that a lead passes on."""
    return bool(partner.contact) or not partner.contributors


def require_may_carry(walk: Walk, carried: AbstractSet[str] = frozenset()) -> None:
    """Refuse everyone but the organisation's contributors, and the leads for one that is not in Slack.

    `carried` are those who brought a workbook for it: whatever anybody else answered was answered in Slack, also when
    they are not among its people any more. Otherwise a lead could take them away and make their answers their own.
    """
    user = walk.sitting.contributor
    if user in walk.partnership.leads and user not in walk.partner.contributors:
        require(Deed.CARRY_WORKBOOKS, walk.partnership, user)
        given = {one.by for one in walk.assessment.answers.values()}
        if not is_off_slack(walk.partner) or given - carried:
            reason = f"{walk.partner.name} answers in Slack, so its people bring their workbook themselves."
            raise Denied(f"{reason} Please ask one of them to drop it here.", why="not outside Slack")
        return
    require_contributor(walk.partner, user)


def require_true(marker: Marker, seal: str, true_seal: str) -> None:
    """Refuse a marker that was changed, and a form of another layout."""
    if seal != true_seal:
        raise Denied(CANNOT_BE_READ, why="tampered marker")
    if marker.form != FORM:
        raise Refusal("This workbook is of an older kind. Please ask for a fresh one, and copy the answers into that.")


def require_open(walk: Walk, now: datetime) -> None:
    """Refuse a round that takes no more answers, in its own words."""
    core.step(_by_hand(walk), Started(), now)


def choices(edition: Edition, where: SubDomain) -> Mapping[str, Judgement]:
    """The judgements offered there, by the words that a workbook has for them, the levels first."""
    given = sorted(offered(edition, where), key=lambda one: one.level is None)
    return {in_words(one, edition.levels): one for one in given}


def take_in(walk: Walk, entries: Iterable[Entry], marker: Marker, now: datetime) -> TakenIn:
    """Take the answers in, or raise `Faulty` with every fault. What is left empty stays as it is.

    Whether a workbook that a lead carries is faulty depends on its own cells alone: else a lead could find out by
    trying what was answered before.
    """
    asked = defaultdict[str, dict[str, Entry]](dict)
    faults: list[Fault] = []
    for one in entries:
        if one.asked in asked[one.subdomain]:
            faults.append(Fault(one.at, "this row stands twice; please remove one of the two"))
        asked[one.subdomain][one.asked] = one
    ours = asked.pop("", {}).get(Asked.OURS)
    carried = walk.sitting.contributor not in walk.partner.contributors
    after, answers = _by_hand(walk), 0
    for subdomain, cells in asked.items():
        row = _Row(after, subdomain, cells, faults, carried=carried)
        if event := row.event(marker.seen.get(subdomain, 0)):
            after, answers = row.step(event, now), answers + 1
    after = _submitted(after, ours, faults, now)
    if faults:
        raise Faulty(tuple(faults), carried)
    return TakenIn(replace(walk, assessment=after.assessment), answers, after.assessment.submitted, carried)


def _by_hand(walk: Walk) -> Walk:
    """The walk as one of whoever brings the workbook: they write down what their own organisation, or another, said."""
    user = walk.sitting.contributor
    if user in walk.partner.contributors:
        return walk
    return replace(walk, partner=replace(walk.partner, contributors=(*walk.partner.contributors, user)))


def _submitted(walk: Walk, ours: Entry | None, faults: list[Fault], now: datetime) -> Walk:
    """The walk submitted, if the last line says that this is the organisation's view."""
    if ours is None or not ours.text.strip() or ours.formula:
        faults += [Fault(ours.at, _FORMULA)] if ours and ours.formula else []
        return walk
    said = YES.get(_folded(ours.text))
    if said is None:
        faults.append(Fault(ours.at, "choose yes or no"))
    if not said or walk.assessment.submitted:
        return walk
    try:
        return core.step(walk, Submitted(), now)
    except Denied:
        raise
    except Refusal as no:
        faults.append(Fault(ours.at, no.reason))
        return walk


_TOGETHER = (
    "this does not go with the judgement above it: “Cannot assess” and “Not yet relevant” need a few words here, and "
    "with other judgements it stays empty"
)
"""One sentence for both mistakes: which of them it is would tell what was answered, and this stands in a chat."""
_FORMULA = "this is a formula; please type the words or the choice instead"


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


class _Row:
    """The cells of one sub-domain, becoming an answer; whatever is wrong with them is added to the faults."""

    def __init__(
        self, walk: Walk, subdomain: str, cells: Mapping[str, Entry], faults: list[Fault], *, carried: bool
    ) -> None:
        self._walk, self._subdomain, self._cells, self._faults = walk, subdomain, cells, faults
        fresh = Answer(walk.sitting.contributor, walk.round.launched_at)
        self._known = walk.answer(subdomain) or fresh
        judged = any(cell.text.strip() for asked, cell in cells.items() if asked in {Asked.JUDGEMENT, Asked.WORDS})
        self._judged = fresh if carried and judged else self._known
        self._asks = judged or not carried

    def event(self, seen: int) -> AnswerGiven | None:
        """The answer that the cells give; none when they are all empty, or when one is wrong."""
        wrong = len(self._faults)
        given = {asked: self._text(one) for asked, one in self._cells.items()}
        if not any(given.values()):
            return None
        if self._subdomain not in self._walk.round.subdomains:
            self._wrong(next(iter(self._cells)), "this row is not part of the round; please use a fresh workbook")
            return None
        judgement = self._judgement(given.get(Asked.JUDGEMENT, ""))
        words, needs = given.get(Asked.WORDS, ""), ASKS.get(judgement.kind) if judgement and self._asks else None
        if words and not needs:
            self._wrong(Asked.WORDS, _TOGETHER)
        comment = given.get(Asked.COMMENT) or self._known.comment
        event = AnswerGiven(
            subdomain=self._subdomain,
            judgement=judgement,
            evidence=given.get(Asked.EVIDENCE) or self._known.evidence,
            comment=comment,
            then_next=False,
            reason=words or self._judged.reason if needs == "reason" else None,
            revisit=words or self._judged.revisit if needs == "revisit" else None,
            own_note=self._own_note(given.get(Asked.OWN_NOTE, "")),
            confidence=self._known.confidence,
            quote=bool(self._known.consent) and comment == self._known.comment,
            seen=seen if self._known.by in self._walk.partner.contributors else None,
        )
        return event if len(self._faults) == wrong else None

    def step(self, event: AnswerGiven, now: datetime) -> Walk:
        """The walk after this answer; as it was, when the answer cannot be taken in."""
        try:
            after = core.step(self._walk, event, now)
        except Refusal as no:
            if no.field is None:  # not about these cells: the round is closed, or this is somebody else's
                raise
            self._wrong(Asked.WORDS if no.field in ASKS.values() else no.field, no.reason)
            return self._walk
        match after.aside:
            case Clash():
                self._wrong(
                    Asked.JUDGEMENT,
                    "a colleague changed this answer after the workbook was made; please empty these cells, "
                    "and change the answer in Slack if you still want to",
                )
            case Missing():
                self._wrong(Asked.WORDS, _TOGETHER)
            case _:
                return after
        return self._walk

    def _text(self, cell: Entry) -> str:
        if cell.formula:
            self._faults.append(Fault(cell.at, _FORMULA))
        return "" if cell.formula else cell.text.strip()

    def _judgement(self, said: str) -> Judgement | None:
        if not said:
            return self._judged.judgement
        where = self._walk.edition.subdomain(self._subdomain)
        offers = {_folded(words): judgement for words, judgement in choices(self._walk.edition, where).items()}
        if not offers:
            self._wrong(Asked.JUDGEMENT, "this one is not rated; please leave the judgement empty")
        elif _folded(said) not in offers:
            self._wrong(Asked.JUDGEMENT, "choose one of the judgements in this cell's list")
        return offers.get(_folded(said))

    def _own_note(self, said: str) -> bool:
        if not said:
            return self._known.own_note
        if _folded(said) not in YES:
            self._wrong(Asked.OWN_NOTE, "choose yes or no")
        return YES.get(_folded(said), False)

    def _wrong(self, asked: str, problem: str) -> None:
        cell = self._cells.get(asked) or next(iter(self._cells.values()))
        self._faults.append(Fault(cell.at, problem))
