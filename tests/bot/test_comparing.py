"""Two rounds at the desk: what may be told of a change, what was agreed in each, and the view across partnerships."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest

from bot.desk import comparing, disclosing
from bot.reports import progress, system
from flows.answer import Answer
from flows.assessment import Assessment, AssessmentId
from flows.disclosure import Word
from flows.judgement import Judgement
from flows.moderation import Decision, Moderation
from flows.people import Caller, PartnerId, PartnershipId, UserId
from flows.refusal import Denied, Refusal
from flows.round import Label, Round, RoundId
from storage import assessments, moderations, partnerships, rounds
from storage.database import Database
from tests.closings import Place, answered, begun
from tests.storage.place import LEA, PLACE, WORKSPACE
from tests.walks import NOON

AGAIN = RoundId("r2")
HALF_A_YEAR = timedelta(days=180)
LEADING = Caller(WORKSPACE, LEA)


def said(level: int) -> Answer:
    return Answer(UserId("U-0"), NOON, Judgement.of(level))


def once(database: Database) -> Place:
    """Nine organisations in two camps, closed."""
    place = begun(database, 9)
    answered(place, 9, lambda organisation, _: said(1 + 3 * (organisation % 2)))
    place.closes()
    return place


def again(place: Place, who: Sequence[int]) -> Place:
    """The same framework half a year later: these agree."""
    first = place.round
    moved = {one: getattr(first, one) + HALF_A_YEAR for one in ("launched_at", "deadline", "meeting_at", "summary_at")}
    second = replace(first, id=AGAIN, label=Label.RE_RUN, previous=first.id, **moved)
    ids = {PartnerId(f"org-{n}"): AssessmentId(f"again-{n}") for n in range(14)}
    with place.database.begin() as session:
        rounds.add(session, second, ids)
        for n in who:
            before = assessments.load(session, AGAIN, PartnerId(f"org-{n}"))
            given = {one: said(2) for one in second.subdomains}
            assessments.save(session, before, Assessment(before.id, given, second.launched_at, before.revision + 1))
    later = replace(place, round=second)
    later.closes()
    return later


def agree(place: Place, running: Round, level: int) -> None:
    """What the meeting of a round agreed, on everything."""
    with place.database.begin() as session:
        for one in running.subdomains:
            moderations.save_decision(session, running.id, Decision(one, Judgement.of(level), revision=1), LEA, NOON)
        settled = Moderation(running.id, agreed_at=running.meeting_at, agreed_by=LEA, revision=1)
        moderations.save_meeting(session, settled, LEA, running.meeting_at)


@pytest.mark.parametrize(("who", "told"), [(range(9), True), (range(1, 9), False), (range(5, 14), True)])
def test_a_change_is_told_of_the_same_organisations_or_of_five_others(
    database: Database, who: Sequence[int], *, told: bool
) -> None:
    """Rule P10; the organisations beyond nine joined in between."""
    place = once(database)
    with database.begin() as session:
        kept = partnerships.load(session, PLACE.id)
        assert kept is not None
        more = tuple(replace(kept.partners[0], id=PartnerId(f"org-{n}"), contributors=()) for n in range(9, 14))
        partnerships.save(session, replace(kept, partners=(*kept.partners, *more)))
    later = again(place, who)
    with database.read() as session:
        shown = disclosing.disclosed(session, later.round)
    assert shown is not None
    assert {row.word for row in shown.rows} == {Word.TOGETHER}
    assert {row.was for row in shown.rows} == ({Word.TWO_CAMPS} if told else {None})


def test_levels_stand_side_by_side_once_they_are_agreed(database: Database) -> None:
    place = once(database)
    later = again(place, range(9))
    agree(place, place.round, 1)
    later.clock.now = later.round.meeting_at
    _, found = comparing.course(later.desk, LEADING, AGAIN)
    assert {tuple(stop.agreed for stop in one.stops) for one in found} == {(Judgement.of(1), None)}
    assert progress.draw(found, "Northgate") == ()
    agree(place, later.round, 3)
    _, found = comparing.course(later.desk, LEADING, AGAIN)
    assert {tuple(stop.agreed for stop in one.comparable) for one in found} == {(Judgement.of(1), Judgement.of(3))}
    assert "Emerging, now Maturing" in progress.draw(found, "Northgate")[0].alt


def test_before_the_summary_nobody_sees_how_the_views_stand(database: Database) -> None:
    place = once(database)
    assert comparing.course(place.desk, LEADING, place.round.id)[1] == ()


def test_a_stranger_sees_nothing_of_it(database: Database) -> None:
    place = once(database)
    with pytest.raises(Denied):
        comparing.course(place.desk, Caller(WORKSPACE, UserId("U-stranger")), place.round.id)


def test_the_view_across_partnerships_holds_agreed_levels_only(database: Database) -> None:
    place = once(database)
    with pytest.raises(Refusal, match="for those who lead several"):
        comparing.led(place.desk, LEADING)
    south = replace(PLACE, id=PartnershipId("south"), channel=type(PLACE.channel)("C2"), name="=Southgate")
    other = replace(place.round, id=RoundId("r9"), partnership=south.id)
    with database.begin() as session:
        partnerships.save(session, south)
        rounds.add(session, other, {})
    assert comparing.led(place.desk, LEADING) == ()
    agree(place, other, 2)
    (found,) = comparing.led(place.desk, LEADING)
    assert [one.partnership.name for one in found.places] == ["=Southgate"]
    book = openpyxl.load_workbook(BytesIO(system.workbook([found], NOON).content))
    header, first = list(book.worksheets[0].iter_rows(values_only=True))[:2]
    assert (header[3], first[3]) == ("=Southgate", "Developing")
    assert book.worksheets[0]["D1"].data_type == "s"
