"""Who may do what."""

import pytest

from flows.people import PartnerId, UserId, require_contributor, require_lead
from flows.refusal import Refusal
from tests.storage.place import ADA, BEN, LEA, PLACE, PRACTICES, VAL, VOICES

STRANGER = UserId("U-eve")


def test_a_person_answers_for_their_organisation() -> None:
    assert (PLACE.partner_of(ADA), PLACE.partner_of(VAL)) == (PRACTICES, VOICES)


def test_a_lead_who_is_no_contributor_answers_for_nobody() -> None:
    assert PLACE.partner_of(LEA) is None


def test_an_organisation_that_has_left_is_refused_by_its_place() -> None:
    with pytest.raises(Refusal, match="no longer takes part in Northgate"):
        PLACE.partner(PartnerId("gone"))


@pytest.mark.parametrize("lead", [LEA, BEN])
def test_every_lead_may_lead(lead: UserId) -> None:
    require_lead(PLACE, lead)


@pytest.mark.parametrize("somebody", [ADA, VAL, STRANGER])
def test_nobody_else_may_lead(somebody: UserId) -> None:
    with pytest.raises(Refusal, match="Only the leads of Northgate"):
        require_lead(PLACE, somebody)


@pytest.mark.parametrize("somebody", [LEA, VAL, STRANGER])
def test_nobody_else_may_answer_for_an_organisation(somebody: UserId) -> None:
    with pytest.raises(Refusal, match="belongs to another organisation"):
        require_contributor(PRACTICES, somebody)
