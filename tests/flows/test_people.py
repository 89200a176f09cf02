"""Who may do what."""

from dataclasses import replace

import pytest

from flows.people import Deed, PartnerId, Role, UserId, may, require, require_contributor, roles
from flows.refusal import Denied, Refusal
from tests.storage.place import ADA, BEN, LEA, PLACE, PRACTICES, VAL, VOICES

STRANGER, OLA = UserId("U-eve"), UserId("U-ola")
WATCHED = replace(PLACE, observers=(OLA,))


def test_a_person_answers_for_their_organisation() -> None:
    assert (PLACE.partner_of(ADA), PLACE.partner_of(VAL)) == (PRACTICES, VOICES)


def test_a_lead_who_is_no_contributor_answers_for_nobody() -> None:
    assert PLACE.partner_of(LEA) is None


def test_an_organisation_that_has_left_is_refused_by_its_place() -> None:
    with pytest.raises(Refusal, match="no longer takes part in Northgate"):
        PLACE.partner(PartnerId("gone"))


@pytest.mark.parametrize(
    ("user", "held"),
    [
        (LEA, {Role.LEAD}),
        (BEN, {Role.LEAD, Role.CONTRIBUTOR}),
        (VAL, {Role.CONTRIBUTOR}),
        (OLA, {Role.OBSERVER}),
        (STRANGER, {Role.STRANGER}),
    ],
)
def test_everybody_holds_the_roles_they_were_given(user: UserId, held: set[Role]) -> None:
    assert roles(WATCHED, user) == held


@pytest.mark.parametrize("lead", [LEA, BEN])
def test_every_lead_may_lead(lead: UserId) -> None:
    require(Deed.START_ROUND, PLACE, lead)


@pytest.mark.parametrize("somebody", [ADA, VAL, STRANGER])
def test_nobody_else_may_lead(somebody: UserId) -> None:
    with pytest.raises(Denied, match=r"^Only the leads of Northgate can start a round\. Please ask one of them\.$"):
        require(Deed.START_ROUND, PLACE, somebody)


def test_a_denial_names_all_who_may() -> None:
    with pytest.raises(Denied, match="Only the leads, contributors and observers of Northgate can see the summary"):
        require(Deed.SEE_SUMMARY, PLACE, STRANGER)


def test_whoever_leads_and_answers_may_do_both() -> None:
    assert may(Deed.START_ROUND, PLACE, BEN)
    assert may(Deed.ANSWER, PLACE, BEN)


@pytest.mark.parametrize("somebody", [LEA, VAL, STRANGER])
def test_nobody_else_may_answer_for_an_organisation(somebody: UserId) -> None:
    with pytest.raises(Refusal, match="belongs to another organisation"):
        require_contributor(PRACTICES, somebody)
