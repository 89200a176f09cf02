"""Two rounds at the desk: what may be told of a change, what was agreed in each, and the view across partnerships."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest

from bot.blocks import comparing as drawing
from bot.desk import comparing, disclosing
from bot.reports import progress, system
from flows.answer import Answer
from flows.assessment import Assessment, AssessmentId
from flows.course import Past, courses
from flows.disclosure import Word
from flows.judgement import Judgement, Kind
from flows.moderation import Decision, Moderation
from flows.people import Caller, PartnerId, PartnershipId, UserId
from flows.refusal import Denied, Refusal
from flows.round import Label, Round, RoundId
from frameworks import catalog
from sandbox.drawn import drawn_text
from storage import assessments, moderations, partnerships, rounds
from storage.database import Database
from tests.closings import Place, answered, begun
from tests.storage.place import LEA, PLACE, WORKSPACE
from tests.walks import MIDLANDS, NOON, a_round

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
    later.clock.now = later.round.meeting_at
    drawn = drawn_text(drawing.progress(*comparing.course(later.desk, LEADING, AGAIN), "{}")["blocks"])
    assert ("views: together (closer than before: two camps)" in drawn) is told
    assert ("than before" in drawn) is told


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


EDITION = catalog.edition(MIDLANDS)
BASELINE = a_round(EDITION)
HERE: str = EDITION.subdomains[0].id
UNRATED = "clinical-and-professional-leadership"
NOT_YET = Judgement(Kind.NOT_YET)


def moved(before: Judgement | None, now: Judgement | None) -> str:
    """What has moved, as it is read, of two rounds that agreed on this in one sub-domain."""
    agreed = [{HERE: one} if one else {} for one in (before, now)]
    later = replace(BASELINE, id=AGAIN, label=Label.RE_RUN)
    found = courses([Past(one, EDITION, said) for one, said in zip((BASELINE, later), agreed, strict=True)])
    return drawn_text(drawing.progress(PLACE, found, "{}")["blocks"])


@pytest.mark.parametrize(
    ("before", "now", "line", "in_short"),
    [
        (Judgement.of(1), Judgement.of(2), "Progressing, up a level\n", "Up: "),
        (Judgement.of(1), Judgement.of(3), "Achieving, up 2 levels\n", "Up: "),
        (
            Judgement.of(2),
            Judgement.of(2, leaning=True),
            "Progressing, leaning to Achieving, up half a level\n",
            "Up: ",
        ),
        (Judgement.of(3, leaning=True), Judgement.of(2), "Progressing, down a level and a half\n", "Down: "),
        (Judgement.of(3), NOT_YET, "Not yet at Starting, down 3 levels\n", "Down: "),
        (Judgement.of(2), Judgement.of(2), "Progressing, as before\n", "As before: "),
    ],
)
def test_what_has_moved_says_what_moved(before: Judgement, now: Judgement, line: str, in_short: str) -> None:
    told = moved(before, now)
    assert f"Re-run, June 2026: {line}" in told
    assert f"{in_short}{EDITION.subdomain(HERE).name}\n" in told
    assert drawing.NONE_MOVED not in told


@pytest.mark.parametrize(("before", "now"), [(Judgement.of(1), None), (None, Judgement.of(1))])
def test_what_is_not_agreed_yet_has_not_moved(before: Judgement | None, now: Judgement | None) -> None:
    told = moved(before, now)
    assert drawing.NONE_MOVED in told
    assert "not agreed yet\n" in told
    assert "up a level" not in told
    assert f"{EDITION.subdomain(UNRATED).name}\nBaseline, June 2026: not rated\n" in told


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
