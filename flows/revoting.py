"""A secret re-vote on one sub-domain: each organisation votes once more, and the first answers stay as they are.

It is published by the rules of the first answers: a one-row snapshot, and (rule P8) only if at least five of the
organisations must have changed their view, for otherwise the two side by side would tell who moved. Of the votes on one
sub-domain one is published: a later one might differ from it by a single organisation, and no tally is kept to tell.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flows import disclosure
from flows.disclosure import Row, Shown, Snapshot
from flows.divergence import Ballot
from flows.judgement import Judgement
from flows.refusal import Refusal
from flows.walk import offered
from frameworks.schema import Edition, SubDomain

MOST = 2
"""Votes on one sub-domain. Whether one is published tells a little of the first answers, so nobody may ask at will."""


@dataclass(frozen=True, slots=True)
class Revote:
    """One re-vote; `shown` is what may be shown of it, once it is closed: none where that is nothing."""

    subdomain: str
    number: int
    opened_at: datetime
    closed_at: datetime | None = None
    shown: Shown | None = None

    @property
    def open(self) -> bool:
        """Whether it takes votes."""
        return self.closed_at is None


def begin(where: SubDomain, before: Iterable[Revote], now: datetime) -> Revote:
    """The next re-vote on a sub-domain."""
    if not where.assessable:
        raise Refusal("This one has no levels to vote on.")
    held = [one for one in before if one.subdomain == where.id]
    if any(one.open for one in held):
        raise Refusal("A vote is open here already. Close it first.")
    if len(held) >= MOST:
        raise Refusal("There were two votes here. Talk it through, and record what the meeting agrees.")
    return Revote(where.id, len(held) + 1, now)


def require_vote(edition: Edition, where: SubDomain, revote: Revote | None, judgement: Judgement | None) -> Judgement:
    """The vote as it counts, or a refusal."""
    if revote is None or not revote.open:
        raise Refusal("This vote is closed. Say in the meeting what you wanted to add.")
    if judgement is None or judgement not in offered(edition, where):
        raise Refusal("Choose one of the judgements offered.", "vote")
    return judgement


def result(first: Snapshot, subdomain: str, votes: Iterable[Judgement], held: Iterable[Revote] = ()) -> Shown | None:
    """What may be shown of the votes beside the first answers and the re-votes `held`; none where that is nothing."""
    if any(one.subdomain == subdomain and one.shown for one in held):
        return None
    ballots = [Ballot(one, evidence=True) for one in votes]  # a vote is asked for none, so none is missed
    row = Row.of(subdomain, ballots)
    before = next((one for one in first.rows if one.id == subdomain), None)
    if before is None or not disclosure.may_publish_again(_changes(before, ballots)):
        return None
    alone = Snapshot(first.edition, first.levels, len(ballots), (row,))
    (shown,) = disclosure.disclose(alone).rows
    return shown if shown.word else None


def _changes(before: Row, ballots: Iterable[Ballot]) -> int:
    """How many organisations must have changed at least: what the two counts do not share."""
    then = Counter[Judgement | None]()
    for ballot, count in before.tally:
        then[ballot.judgement] += count
    now = Counter(ballot.judgement for ballot in ballots)
    return max((then - now).total(), (now - then).total())
