"""What goes through Slack and comes back: ids, whole or refused."""

from datetime import date, time

import pytest

from bot.carried import Draft, Place, judgement, packed_judgement
from bot.limits import LIMITS
from flows.assessment import AssessmentId, offered
from flows.judgement import Judgement
from flows.people import PartnershipId
from flows.proposal import RoundForm, When
from flows.refusal import Refusal
from flows.round import Label, Mode, RoundId
from frameworks import catalog

ASSESSMENT = AssessmentId("0123456789abcdef")


@pytest.mark.parametrize(
    "place",
    [
        Place(assessment=ASSESSMENT),
        Place(assessment=ASSESSMENT, subdomain="shared-clinical-risk"),
        Place(assessment=ASSESSMENT, subdomain="shared-clinical-risk", level=4),
    ],
)
def test_a_place_comes_back_as_it_went(place: Place) -> None:
    assert Place.unpacked(place.packed()) == place


def test_a_form_comes_back_as_it_went() -> None:
    filled_in = RoundForm(
        PartnershipId("T1-C1"),
        "sel-2025-08",
        Label.RE_RUN,
        frozenset({"short_term", "longer_term"}),
        When(date(2026, 6, 15), time(12)),
        When(date(2026, 6, 22), time(14)),
        When(date(2026, 6, 18)),
        Mode.OPEN,
        RoundId("0123456789abcdef"),
    )
    for form in (RoundForm(PartnershipId("T1-C1")), filled_in):
        packed = Draft(form=form).packed()
        assert Draft.unpacked(packed).form == form
        assert len(packed) <= LIMITS["view.private_metadata.max"]


@pytest.mark.parametrize(
    "forged",
    ["", "nonsense", "{}", '{"assessment": 1}', '{"assessment": "a", "level": "two"}', '{"assessment": "a", "n": 1}'],
)
def test_what_this_house_did_not_write_is_refused_kindly(forged: str) -> None:
    with pytest.raises(Refusal, match="older message"):
        Place.unpacked(forged)


def test_every_place_fits_into_an_option() -> None:
    longest = max((one.id for edition in catalog.shipped() for one in edition.subdomains), key=len)
    packed = Place(assessment=ASSESSMENT, subdomain=longest).packed()
    assert len(packed) <= LIMITS["option.value.max"]


def test_every_judgement_offered_comes_back_as_it_went() -> None:
    for edition in catalog.shipped():
        for where in edition.subdomains:
            choices = offered(edition, where)
            assert tuple(judgement(packed_judgement(one)) for one in choices) == choices


def test_every_judgement_is_packed_differently() -> None:
    edition = catalog.edition("midlands-2025-06")
    choices = offered(edition, edition.subdomains[0])
    assert len({packed_judgement(one) for one in choices}) == len(choices)


@pytest.mark.parametrize("forged", ["", "level", "level-0-plain", "level-11-plain", "level-1-leaning-plain", "1"])
def test_a_forged_judgement_is_refused_at_its_field(forged: str) -> None:
    with pytest.raises(Refusal, match="judgements offered") as no:
        judgement(forged)
    assert no.value.field == "judgement"


def test_a_judgement_carries_no_word_of_a_level() -> None:
    assert packed_judgement(Judgement.of(2, leaning=True)) == "level-2-leaning"
