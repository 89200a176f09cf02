"""What moved from round to round, compared only where words and scope are the same."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from flows.course import Past, Place, Stop, courses, month, systems
from flows.disclosure import Word
from flows.judgement import Judgement, Kind
from flows.people import PartnershipId
from flows.round import Label, RoundId
from frameworks import catalog
from tests.storage.place import PLACE
from tests.walks import MIDLANDS, SEL, a_round, reworded

EDITION, MATRIX = catalog.edition(SEL), catalog.edition(MIDLANDS)
FIRST, SECOND = EDITION.subdomains[0], EDITION.subdomains[1]
BASELINE = replace(a_round(EDITION), subdomains=(FIRST.id, SECOND.id))
AGAIN = replace(BASELINE, id=RoundId("r2"), label=Label.RE_RUN)
THEN = Past(BASELINE, EDITION, {FIRST.id: Judgement.of(1), SECOND.id: Judgement(Kind.CANNOT_ASSESS)})
NOW = Past(AGAIN, EDITION, {FIRST.id: Judgement.of(2, leaning=True), SECOND.id: Judgement.of(2)})


def test_each_round_stands_with_what_it_agreed() -> None:
    first, _ = courses([THEN, NOW])
    assert [stop.agreed for stop in first.stops] == [Judgement.of(1), Judgement.of(2, leaning=True)]
    assert [stop.past.round.label for stop in first.comparable] == [Label.BASELINE, Label.RE_RUN]


def test_what_nobody_could_assess_is_no_level_to_compare() -> None:
    _, second = courses([THEN, NOW])
    assert [stop.past.round.label for stop in second.comparable] == [Label.RE_RUN]


def test_other_words_are_not_like_for_like_and_the_same_words_in_a_new_edition_are() -> None:
    first, second = courses([THEN, replace(NOW, edition=reworded(EDITION, FIRST.id))])
    assert [stop.alike for stop in first.stops] == [False, True]
    assert [stop.alike for stop in second.stops] == [True, True]


@pytest.mark.parametrize(
    ("before", "now", "rise"),
    [
        (Judgement.of(1), Judgement.of(2, leaning=True), Fraction(3, 2)),
        (Judgement.of(3), Judgement.of(3), 0),
        (Judgement.of(4), Judgement.of(2), -2),
        (Judgement(Kind.NOT_YET), Judgement.of(1), 1),
        (Judgement.of(1), Judgement(Kind.NOT_YET), -1),
        (Judgement(Kind.CANNOT_ASSESS), Judgement.of(1), None),
        (Judgement.of(1), Judgement(Kind.CANNOT_ASSESS), None),
    ],
)
def test_a_level_rises_from_the_round_before_it(before: Judgement, now: Judgement, rise: Fraction | None) -> None:
    first, _ = courses([replace(THEN, agreed={FIRST.id: before}), replace(NOW, agreed={FIRST.id: now})])
    assert first.rises == (None, rise)


def test_no_level_rises_from_other_words_or_past_a_round_that_agreed_none() -> None:
    first, _ = courses([THEN, replace(NOW, edition=reworded(EDITION, FIRST.id))])
    assert first.rises == (None, None)
    first, _ = courses([THEN, replace(NOW, agreed={}), NOW])
    assert first.rises == (None, None, None)


@pytest.mark.parametrize(
    ("was", "word", "closer"),
    [
        (Word.TWO_CAMPS, Word.MOSTLY_TOGETHER, True),
        (Word.TOGETHER, Word.SPREAD_OUT, False),
        (Word.SPREAD_OUT, Word.TWO_CAMPS, None),
        (None, Word.TOGETHER, None),
    ],
)
def test_views_are_closer_only_where_the_two_words_say_so(was: Word | None, word: Word, *, closer: bool | None) -> None:
    assert Stop(NOW, None, word, was, alike=True).closer is closer


def test_a_round_is_known_by_the_month_of_its_meeting_where_it_is_held() -> None:
    late = replace(BASELINE, launched_at=datetime(2026, 5, 1, 9, tzinfo=UTC))
    assert month(replace(late, meeting_at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC)), "Europe/London") == "July 2026"


def test_a_sub_domain_that_a_round_left_out_has_no_stop_there() -> None:
    shorter = replace(THEN, round=replace(BASELINE, subdomains=(FIRST.id,)))
    assert [len(one.stops) for one in courses([shorter, NOW])] == [2, 1]


def test_partnerships_stand_by_name_whatever_their_levels() -> None:
    low = Place(replace(PLACE, id=PartnershipId("a"), name="Ashby"), THEN)
    high = Place(PLACE, NOW)
    other = Place(PLACE, Past(a_round(MATRIX), MATRIX, {MATRIX.subdomains[0].id: Judgement.of(1)}))
    found = systems([high, other, low])
    assert [(one.edition.id, [place.partnership.name for place in one.places]) for one in found] == [
        (SEL, ["Ashby", "Northgate"]),
        (MIDLANDS, ["Northgate"]),
    ]
