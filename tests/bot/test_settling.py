"""Changing who takes part, at the desk: kept, told, and followed through in rounds that take answers."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from bot import writing
from bot.desk import Desk, handing_on, settling, walking
from bot.desk.sending import PostOffice
from flows.assessment import AssessmentId
from flows.events import AnswerGiven
from flows.judgement import Judgement
from flows.membership import Details, Selection
from flows.people import Caller, ChannelId, Partner, PartnerId, Partnership, Sector, UserId
from flows.refusal import Refusal
from frameworks import catalog
from storage import assessments, audit, outbox, partnerships, rounds
from storage.database import Database
from storage.outbox import Claimed
from tests.storage.place import ADA, ASSESSMENTS, CHANNEL, LEA, NOON, PLACE, PRACTICES, ROUND, VAL, VOICES, WORKSPACE

ZOE = UserId("UZOE")
EDITION = catalog.edition(ROUND.edition)
SUBDOMAINS = tuple(one.id for one in EDITION.subdomains if one.assessable)[:3]
RUNNING = replace(ROUND, subdomains=SUBDOMAINS)
HERE = replace(PLACE, leads=(LEA,))
HOSPICE = Partner(PartnerId(""), "Northgate Hospice", Sector.VOLUNTARY_SECTOR, (ZOE,))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk in a place with an open round."""
    ids = count()
    with closing(Database(f"sqlite:///{tmp_path}/kept.db")) as database:
        database.migrate()
        with database.begin() as session:
            partnerships.save(session, HERE)
            rounds.add(session, RUNNING, ASSESSMENTS)
        yield Desk(database, lambda: NOON, lambda: f"id{next(ids)}")


def by(user: UserId) -> Caller:
    return Caller(WORKSPACE, user)


def kept(desk: Desk) -> Partnership:
    with desk.database.read() as session:
        place = partnerships.load(session, HERE.id)
    assert place
    return place


def invited(desk: Desk) -> list[str | None]:
    with desk.database.read() as session:
        return [one.to for one in outbox.of_round(session, RUNNING.id) if one.kind == "invitation"]


def actions(desk: Desk) -> list[str]:
    with desk.database.read() as session:
        return [one.action for one in audit.of_partnership(session, HERE.id)]


def answers(desk: Desk, user: UserId, partner: PartnerId) -> None:
    event = AnswerGiven(SUBDOMAINS[0], Judgement.of(1), "", "")
    walking.step(desk, by(user), ASSESSMENTS[partner], event)


def test_who_joins_a_round_that_is_open_gets_an_assessment_and_an_invitation(desk: Desk) -> None:
    place = settling.add_partner(desk, by(LEA), HERE.id, HOSPICE)
    with desk.database.read() as session:
        assert assessments.of_partner(session, RUNNING.id, place.partners[2].id)
    assert invited(desk) == [ZOE]
    assert actions(desk) == ["organisation added", "contributor added"]


def test_who_comes_back_finds_what_they_had_answered(desk: Desk) -> None:
    answers(desk, VAL, VOICES.id)
    settling.remove_partner(desk, by(LEA), HERE.id, VOICES.id)
    settling.add_partner(desk, by(LEA), HERE.id, replace(VOICES, id=PartnerId(""), name="NORTHGATE VOICES"))
    walk = walking.look(desk, by(VAL), ASSESSMENTS[VOICES.id])
    assert (walk.partner.name, list(walk.assessment.answers)) == ("NORTHGATE VOICES", [SUBDOMAINS[0]])


def test_a_lead_cannot_join_those_who_have_begun_to_answer(desk: Desk) -> None:
    answers(desk, VAL, VOICES.id)
    with pytest.raises(Refusal, match="leads see no answers while a round is open"):
        settling.change_partner(desk, by(LEA), HERE.id, VOICES, Selection((VAL,), (VAL, LEA)))
    assert kept(desk) == HERE


def test_a_lead_cannot_bring_an_organisation_back_to_read_what_it_answered(desk: Desk) -> None:
    answers(desk, VAL, VOICES.id)
    settling.remove_partner(desk, by(LEA), HERE.id, VOICES.id)
    with pytest.raises(Refusal, match="leads see no answers"):
        settling.add_partner(desk, by(LEA), HERE.id, replace(VOICES, id=PartnerId(""), contributors=(LEA,)))


def test_a_lead_may_join_those_who_have_not_begun(desk: Desk) -> None:
    settling.change_partner(desk, by(LEA), HERE.id, VOICES, Selection((VAL,), (VAL, LEA)))
    assert invited(desk) == [LEA]


def test_a_colleague_who_was_asked_while_the_form_was_open_stays(desk: Desk) -> None:
    handing_on.hand_on(desk, by(ADA), AssessmentId(ASSESSMENTS[PRACTICES.id]), ZOE)
    form = Selection(PRACTICES.contributors, (ADA,))
    settling.change_partner(desk, by(LEA), HERE.id, replace(PRACTICES, name="Practices"), form)
    assert kept(desk).partner(PRACTICES.id).contributors == (ADA, ZOE)


def test_what_was_changed_is_listed_with_the_newest_first(desk: Desk) -> None:
    settling.describe(desk, by(LEA), HERE.id, replace(Details.of(HERE), name="Southgate"))
    settling.lead_and_watch(desk, by(LEA), HERE.id, Selection((LEA,), (LEA, ADA)), Selection((), ()))
    handing_on.hand_on(desk, by(ADA), ASSESSMENTS[PRACTICES.id], ZOE)
    _, made = settling.history(desk, by(LEA), HERE.id)
    assert [(one.what, one.actor) for one in made] == [
        ("colleague asked", ADA),
        ("lead added", LEA),
        ("name changed", LEA),
    ]


def test_a_channel_has_one_partnership(desk: Desk) -> None:
    with pytest.raises(Refusal, match="already") as no:
        settling.set_up(desk, by(ZOE), CHANNEL, Details("Mine", ("Me",)))
    assert no.value.field == "partnership_name"
    assert kept(desk) == HERE


def test_a_change_that_changes_nothing_leaves_no_trace(desk: Desk) -> None:
    settling.describe(desk, by(LEA), HERE.id, Details.of(HERE))
    assert actions(desk) == []


def test_new_leads_and_observers_get_a_word_also_where_no_round_is(desk: Desk) -> None:
    place = settling.set_up(desk, by(LEA), ChannelId("CNEW"), Details("Vale", ("Vale Health",)))
    settling.lead_and_watch(desk, by(LEA), place.id, Selection((LEA,), (LEA, ADA)), Selection((), (ZOE,)))
    letters = [writing.write(desk, one) for one in claimed(desk)]
    assert {one.to_person: one.text for one in letters if one} == {
        ADA: "Vale: you lead this partnership now.",
        ZOE: "Vale: you are an observer of this partnership now.",
    }


def test_who_leads_no_more_when_the_word_would_go_gets_none(desk: Desk) -> None:
    settling.lead_and_watch(desk, by(LEA), HERE.id, Selection((LEA,), (LEA, ADA)), Selection((), ()))
    settling.lead_and_watch(desk, by(LEA), HERE.id, Selection((LEA, ADA), (LEA,)), Selection((), ()))
    assert [writing.write(desk, one) for one in claimed(desk)] == [None]


def test_leads_are_told_when_a_word_that_belongs_to_no_round_cannot_be_delivered(desk: Desk) -> None:
    settling.lead_and_watch(desk, by(LEA), HERE.id, Selection((LEA,), (LEA, ADA)), Selection((), ()))
    (word,) = claimed(desk)
    PostOffice(desk).dead(word, "user_disabled")
    (told,) = claimed(desk)
    letter = writing.write(desk, told)
    assert letter
    assert (letter.to_person, letter.text) == (LEA, "Northgate: the word that they lead now could not be delivered.")


def claimed(desk: Desk) -> tuple[Claimed, ...]:
    return PostOffice(desk).claim() or ()
