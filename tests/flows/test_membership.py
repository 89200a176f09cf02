"""How a partnership changes, and what it refuses."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from flows import membership
from flows.membership import MOST_CONTRIBUTORS, MOST_LEADS, MOST_OBSERVERS, MOST_PARTNERS, Details, Selection
from flows.people import Partner, PartnerId, Partnership, Sector, UserId
from flows.refusal import Refusal
from tests.storage.place import ADA, BEN, LEA, PLACE, PRACTICES, VAL, VOICES

ZOE = UserId("U-zoe")
HOSPICE = Partner(PartnerId("hospice"), "Northgate Hospice", Sector.VOLUNTARY_SECTOR, (ZOE,))
WATCHED = replace(PLACE, observers=(ZOE,))


def many(count: int) -> tuple[UserId, ...]:
    return tuple(UserId(f"U{number}") for number in range(count))


def crowded() -> Partnership:
    return replace(
        PLACE, partners=tuple(replace(VOICES, id=PartnerId(str(n)), name=str(n)) for n in range(MOST_PARTNERS))
    )


def test_a_lead_joins_and_leaves() -> None:
    joined = membership.with_lead(PLACE, ZOE)
    assert (joined.leads, membership.without_lead(joined, ZOE)) == ((LEA, BEN, ZOE), PLACE)


def test_to_lead_twice_is_to_lead_once() -> None:
    assert membership.with_lead(PLACE, LEA) == PLACE


def test_an_observer_joins_and_leaves() -> None:
    joined = membership.with_observer(PLACE, ZOE)
    assert (joined.observers, membership.without_observer(joined, ZOE)) == ((ZOE,), PLACE)


def test_an_organisation_joins_and_leaves() -> None:
    joined = membership.with_partner(PLACE, HOSPICE)
    assert (joined.partners[2:], membership.without_partner(joined, HOSPICE.id)) == ((HOSPICE,), PLACE)


def test_a_contributor_joins_and_leaves() -> None:
    joined = membership.with_contributor(PLACE, VOICES.id, ZOE)
    assert joined.partner(VOICES.id).contributors == (VAL, ZOE)
    assert membership.without_contributor(joined, VOICES.id, ZOE) == PLACE


def test_a_lead_may_answer_for_an_organisation_too() -> None:
    assert membership.with_contributor(PLACE, VOICES.id, LEA).partner_of(LEA)


def test_a_renamed_organisation_is_the_same_one() -> None:
    after = membership.renamed(PLACE, VOICES.id, "Northgate Action", Sector.OTHER).partner(VOICES.id)
    assert after == replace(VOICES, name="Northgate Action", sector=Sector.OTHER)


def test_an_organisation_may_change_the_capitals_of_its_name() -> None:
    assert membership.renamed(PLACE, VOICES.id, "NORTHGATE VOICES").partner(VOICES.id).name == "NORTHGATE VOICES"


def test_a_form_takes_away_whom_it_showed_and_leaves_whom_it_did_not() -> None:
    since = membership.with_colleague(PLACE, PRACTICES.id, ZOE)
    form = Selection(shown=(BEN, ADA), chosen=(ADA,))
    after = membership.with_changed_partner(since, PRACTICES, form)
    assert after.partner(PRACTICES.id).contributors == (ADA, ZOE)


def test_what_a_partnership_is_called_is_changed_and_nothing_else() -> None:
    details = Details(" Southgate ", ("A", "B"), "Europe/Paris", " ", "region@x.example", 250_000, 12)
    after = membership.described(PLACE, details)
    assert Details.of(after) == Details(
        "Southgate", ("A", "B"), "Europe/Paris", "neighbourhood", "region@x.example", 250_000, 12
    )
    assert membership.described(after, Details.of(PLACE)) == PLACE


@pytest.mark.parametrize(
    ("act", "words", "field"),
    [
        (lambda: membership.without_lead(replace(PLACE, leads=(LEA,)), LEA), "Somebody has to lead", "leads"),
        (lambda: membership.led_by(PLACE, many(MOST_LEADS + 1)), "leads at most", "leads"),
        (lambda: membership.watched_by(PLACE, many(MOST_OBSERVERS + 1)), "observers at most", "observers"),
        (lambda: membership.with_observer(PLACE, ADA), "answers for Northgate Practices", "observers"),
        (lambda: membership.with_contributor(WATCHED, VOICES.id, ZOE), "is an observer", "contributors"),
        (lambda: membership.with_contributor(PLACE, VOICES.id, ADA), "answers for Northgate Practices", "contributors"),
        (
            lambda: membership.answered_by(PLACE, VOICES.id, many(MOST_CONTRIBUTORS + 1)),
            "contributors at most",
            "contributors",
        ),
        (lambda: membership.with_partner(PLACE, replace(HOSPICE, name="northgate voices")), "already", "organisation"),
        (
            lambda: membership.with_partner(PLACE, replace(HOSPICE, name=" ")),
            "give the organisation's name",
            "organisation",
        ),
        (
            lambda: membership.with_partner(PLACE, replace(HOSPICE, contributors=())),
            "Somebody has to answer",
            "contributors",
        ),
        (lambda: membership.with_partner(crowded(), HOSPICE), "organisations at most", "organisation"),
        (lambda: membership.renamed(PLACE, VOICES.id, PRACTICES.name), "takes part already", "organisation"),
        (lambda: membership.with_colleague(WATCHED, VOICES.id, ZOE), "observers give no judgement", "colleague"),
        (lambda: membership.with_colleague(PLACE, VOICES.id, LEA), "leads see no answers", "colleague"),
        (lambda: membership.described(PLACE, Details(" ", ("A",))), "give the partnership a name", "partnership_name"),
        (lambda: membership.described(PLACE, Details("A", ())), "name the host", "hosts"),
        (lambda: membership.described(PLACE, Details("A", ("A",), "Mars/North")), "choose a time zone", "zone"),
        (lambda: membership.described(PLACE, Details("A", ("A",), allocation=-1)), "whole pounds", "allocation"),
        (lambda: membership.described(PLACE, Details("A", ("A",), keep_months=1)), "from the list", "keep_months"),
    ],
)
def test_a_refusal_names_the_field_and_says_what_to_do(act: Callable[[], object], words: str, field: str) -> None:
    with pytest.raises(Refusal, match=words) as no:
        act()
    assert no.value.field == field
