from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest

from flows.people import ChannelId, Partner, PartnerId, PartnershipId, Sector, UserId, WorkspaceId
from storage import assessments, partnerships
from storage.database import Database
from tests.storage.place import ADA, ASSESSMENTS, BEN, CHANNEL, LEA, PLACE, PRACTICES, ROUND, VAL, VOICES, WORKSPACE

ELSEWHERE = replace(PLACE, id=PartnershipId("southgate"), name="Southgate", channel=ChannelId("C2"), leads=(ADA,))


def test_a_partnership_comes_back_as_it_was_kept(kept: Database) -> None:
    with kept.read() as session:
        assert partnerships.load(session, PLACE.id) == PLACE


def test_a_partnership_nobody_kept_is_not_known(database: Database) -> None:
    with database.read() as session:
        assert partnerships.load(session, PLACE.id) is None


def test_saving_again_replaces_the_whole(kept: Database) -> None:
    smaller = replace(
        PLACE, hosts=("The council", "The trust"), leads=(ADA, LEA), partners=(replace(PRACTICES, contributors=(ADA,)),)
    )
    with kept.begin() as session:
        partnerships.save(session, smaller)
        assert partnerships.load(session, PLACE.id) == smaller


def test_an_organisation_that_leaves_takes_no_answers_along(kept: Database) -> None:
    with kept.begin() as session:
        partnerships.save(session, replace(PLACE, partners=(PRACTICES,)))
    with kept.read() as session:
        assert assessments.load(session, ROUND.id, VOICES.id).id == ASSESSMENTS[VOICES.id]


def test_two_partnerships_may_name_an_organisation_alike(kept: Database) -> None:
    with kept.begin() as session:
        partnerships.save(session, ELSEWHERE)
        assert partnerships.load(session, PLACE.id) == PLACE


def test_a_channel_leads_to_its_partnership(kept: Database) -> None:
    with kept.read() as session:
        assert partnerships.in_channel(session, WORKSPACE, CHANNEL) == PLACE


@pytest.mark.parametrize(("workspace", "channel"), [("T1", "C2"), ("T2", "C1")])
def test_another_channel_or_workspace_leads_nowhere(kept: Database, workspace: str, channel: str) -> None:
    with kept.read() as session:
        assert partnerships.in_channel(session, WorkspaceId(workspace), ChannelId(channel)) is None


def test_a_lead_finds_only_what_they_lead(kept: Database) -> None:
    with kept.begin() as session:
        partnerships.save(session, ELSEWHERE)
        assert partnerships.led_by(session, WORKSPACE, LEA) == (PLACE,)


def test_nobody_leads_anything_in_another_workspace(kept: Database) -> None:
    with kept.read() as session:
        assert partnerships.led_by(session, WorkspaceId("T2"), LEA) == ()


def test_a_contributor_finds_every_partnership_they_answer_in(kept: Database) -> None:
    with kept.begin() as session:
        partnerships.save(session, ELSEWHERE)
        assert partnerships.answered_for_by(session, WORKSPACE, BEN) == (PLACE, ELSEWHERE)


@pytest.mark.parametrize(("workspace", "user"), [("T1", "U-lea"), ("T2", "U-ben")])
def test_who_does_not_answer_here_finds_none(kept: Database, workspace: str, user: str) -> None:
    with kept.read() as session:
        assert partnerships.answered_for_by(session, WorkspaceId(workspace), UserId(user)) == ()


def test_everything_about_a_partnership_comes_back(database: Database) -> None:
    outside = Partner(PartnerId("outside"), "Carers", Sector.OTHER, (), "Cara, cara@carers.example")
    whole = replace(
        PLACE,
        hosts=("A", "B"),
        observers=(ADA, LEA),
        neighbourhood="locality",
        region_contact="region@x.example",
        allocation=250_000,
        keep_months=12,
        partners=(*PLACE.partners, outside),
    )
    with database.begin() as session:
        partnerships.save(session, whole)
        assert partnerships.load(session, PLACE.id, lock=True) == whole


def test_an_observer_finds_what_they_observe(kept: Database) -> None:
    with kept.begin() as session:
        partnerships.save(session, replace(ELSEWHERE, observers=(VAL,)))
        assert partnerships.watched_by(session, WORKSPACE, VAL) == (replace(ELSEWHERE, observers=(VAL,)),)


def test_a_workspace_has_all_its_partnerships(kept: Database) -> None:
    with kept.begin() as session:
        partnerships.save(session, ELSEWHERE)
        assert partnerships.of_workspace(session, WORKSPACE) == (PLACE, ELSEWHERE)
        assert partnerships.of_workspace(session, WorkspaceId("T2")) == ()


def test_a_channel_takes_no_second_partnership(kept: Database) -> None:
    second = replace(PLACE, id=PartnershipId("second"), name="Second")
    with kept.begin() as session:
        assert not partnerships.add(session, second)
        assert partnerships.add(session, ELSEWHERE)
        assert partnerships.in_channel(session, WORKSPACE, CHANNEL) == PLACE


def test_of_two_who_change_a_partnership_at_once_the_second_waits_for_the_first(kept: Database) -> None:
    held = Event()

    def first() -> None:
        with kept.begin() as session:
            partnerships.hold(session, ASSESSMENTS[VOICES.id])
            held.set()
            partnerships.save(session, replace(PLACE, name="First"))

    with ThreadPoolExecutor() as hands:
        done = hands.submit(first)
        held.wait(5)
        with kept.begin() as session:
            found = partnerships.load(session, PLACE.id, lock=True)
        done.result()
    assert found == replace(PLACE, name="First")


def test_any_words_are_kept_as_they_are_and_run_nowhere(database: Database) -> None:
    words = "x'); DELETE FROM partnership; -- \" \\ % :name {0}"
    with database.begin() as session:
        partnerships.save(session, PLACE)
        partnerships.save(session, replace(ELSEWHERE, name=words, region_contact=words))
        found = partnerships.load(session, ELSEWHERE.id)
        assert found
        assert (found.name, found.region_contact) == (words, words)
        assert partnerships.load(session, PLACE.id) == PLACE
