"""The history of a partnership is told from its states."""

from dataclasses import replace

from flows import changes, membership
from flows.changes import Change
from flows.people import Partner, PartnerId, Partnership, Sector, UserId
from tests.storage.place import ADA, BEN, PLACE, PRACTICES, VAL, VOICES

ZOE = UserId("U-zoe")
HOSPICE = Partner(PartnerId("hospice"), "Northgate Hospice", Sector.VOLUNTARY_SECTOR, (ZOE,), "Ruth")


def told(after: Partnership) -> list[str]:
    return [one.what for one in changes.between(PLACE, after)]


def test_nothing_changed_is_nothing_told() -> None:
    assert told(PLACE) == []


def test_an_organisation_that_joins_is_told_with_its_people() -> None:
    assert changes.between(PLACE, membership.with_partner(PLACE, HOSPICE)) == (
        Change("organisation added", {"organisation": "Northgate Hospice", "sector": "Voluntary sector"}),
        Change("contact outside Slack changed", {"organisation": "Northgate Hospice", "from": "", "to": "Ruth"}),
        Change("contributor added", {"organisation": "Northgate Hospice", "person": ZOE}),
    )


def test_an_organisation_that_leaves_is_told_once() -> None:
    (one,) = changes.between(PLACE, membership.without_partner(PLACE, VOICES.id))
    assert one == Change("organisation removed", {"organisation": "Northgate Voices", "partner": "voices"})


def test_every_change_of_a_partnership_is_told() -> None:
    other = replace(
        PLACE,
        name="Southgate",
        hosts=("A", "B"),
        zone="Europe/Paris",
        neighbourhood="locality",
        region_contact="region",
        allocation=1000,
        keep_months=12,
        leads=(BEN, ZOE),
        observers=(UserId("U-ola"),),
        partners=(replace(VOICES, name="Action", sector=Sector.OTHER), replace(PRACTICES, contributors=(BEN,))),
    )
    assert told(other) == [
        "name changed",
        "host changed",
        "time zone changed",
        "local word changed",
        "region's contact changed",
        "allocation changed",
        "time that details are kept changed",
        "lead added",
        "lead removed",
        "observer added",
        "organisation renamed",
        "sector changed",
        "contributor removed",
    ]


def test_money_is_told_in_pounds() -> None:
    (one,) = changes.between(PLACE, replace(PLACE, allocation=250_000))
    assert one.detail == {"from": "", "to": "£250,000"}


def test_whoever_answers_for_another_organisation_than_before_is_invited_there() -> None:
    moved = replace(PLACE, partners=(replace(VOICES, contributors=(VAL, ADA)), replace(PRACTICES, contributors=(BEN,))))
    assert changes.invited(PLACE, moved) == ((ADA, moved.partners[0]),)


def test_an_organisation_that_came_back_is_not_gone() -> None:
    history = [{"organisation": "Northgate Voices", "partner": "voices"}, {"organisation": "Inn", "partner": "inn"}]
    assert changes.gone(history, PLACE) == {"inn": "inn"}
