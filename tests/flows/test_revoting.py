"""A secret re-vote erases nothing and tells no more than the first answers did."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows import revoting
from flows.disclosure import Row, Snapshot, Word, disclose
from flows.divergence import Ballot
from flows.judgement import Judgement, Kind
from flows.refusal import Refusal
from flows.revoting import Revote
from frameworks import catalog
from tests.walks import MEETING, MIDLANDS, SEL, a_round

EDITION = catalog.edition(SEL)
WHERE = EDITION.subdomain(a_round(EDITION).subdomains[0])


def levels(*numbers: int) -> list[Judgement]:
    return [Judgement.of(one) for one in numbers]


def frozen(*numbers: int) -> Snapshot:
    row = Row.of(WHERE.id, [Ballot(one, evidence=True) for one in levels(*numbers)])
    return Snapshot(SEL, 4, len(numbers), (row,))


def test_a_vote_is_shown_by_the_rules_of_the_first_answers() -> None:
    first = frozen(1, 1, 1, 1, 4, 4, 4, 4)
    shown = revoting.result(first, WHERE.id, levels(2, 2, 2, 2, 2, 2, 3, 3))
    assert shown is not None
    assert shown.word is Word.TOGETHER
    assert disclose(first).rows[0].word is Word.TWO_CAMPS
    assert shown.flags == ()  # nobody was asked for evidence


@pytest.mark.parametrize("votes", [(1, 1, 1, 1, 4, 4, 4, 3), (1, 1, 1, 1, 3, 3, 3, 3), (1, 1, 1, 1, 4, 4, 4, 4)])
def test_where_fewer_than_five_have_moved_nothing_is_shown(votes: tuple[int, ...]) -> None:
    assert revoting.result(frozen(1, 1, 1, 1, 4, 4, 4, 4), WHERE.id, levels(*votes)) is None


def test_of_the_votes_on_one_sub_domain_one_is_shown() -> None:
    first, votes = frozen(1, 1, 1, 1, 4, 4, 4, 4), levels(2, 2, 2, 2, 2, 2, 3, 3)
    held = Revote(WHERE.id, 1, MEETING, MEETING, revoting.result(first, WHERE.id, votes))
    assert revoting.result(first, WHERE.id, votes, (held,)) is None
    unshown = replace(held, shown=None)
    elsewhere = replace(held, subdomain="another")
    assert revoting.result(first, WHERE.id, votes, (unshown, elsewhere)) == held.shown


def test_two_votes_show_nothing() -> None:
    assert revoting.result(frozen(1, 1, 1, 1, 1, 4, 4, 4), WHERE.id, levels(2, 2)) is None


def test_votes_are_numbered_and_only_one_is_open_at_a_time() -> None:
    first = revoting.begin(WHERE, (), MEETING)
    with pytest.raises(Refusal, match="open here already"):
        revoting.begin(WHERE, (first,), MEETING)
    closed = Revote(WHERE.id, 1, MEETING, MEETING + timedelta(minutes=5))
    assert revoting.begin(WHERE, (closed,), MEETING).number == 2


def test_what_has_no_levels_takes_no_vote() -> None:
    with pytest.raises(Refusal):
        revoting.begin(catalog.edition(MIDLANDS).subdomain("clinical-and-professional-leadership"), (), MEETING)


def test_only_what_is_offered_counts_and_only_while_it_is_open() -> None:
    opened = Revote(WHERE.id, 1, MEETING)
    assert revoting.require_vote(EDITION, WHERE, opened, Judgement.of(2)) == Judgement.of(2)
    for revote, vote in ((opened, Judgement(Kind.NOT_RELEVANT)), (opened, None), (None, Judgement.of(2))):
        with pytest.raises(Refusal):
            revoting.require_vote(EDITION, WHERE, revote, vote)
