"""What moved from round to round, compared only where words and scope are the same."""

from dataclasses import replace

from flows.course import Past, Place, courses, systems
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
