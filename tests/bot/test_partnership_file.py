"""A partnership as a file: read whole, or every fault told with its line."""

from collections.abc import Callable
from itertools import count

import pytest

from bot import partnership_file
from flows.membership import with_colleague
from flows.people import PartnerId, Partnership, Sector, UserId, WorkspaceId
from frameworks.catalog import Faulty

FILE = """\
name: Northgate
hosts: [Northgate Community Trust]
channel: C1
leads: [lea@northgate.example]
partners:
  - {name: Northgate Practices, sector: Primary care, contributors: [UADA, ben@northgate.example]}
  - {name: Northgate Voices, sector: Voluntary sector, contributors: [UVAL]}
"""


def ids(word: str = "id") -> Callable[[], str]:
    return (f"{word}{n}" for n in count()).__next__


def test_a_file_becomes_a_partnership() -> None:
    def find(person: str) -> UserId:
        return UserId(f"found {person}")

    place = partnership_file.partnership(partnership_file.read(FILE), WorkspaceId("T1"), find, ids())
    assert (place.id, place.channel, place.zone) == ("id0", "C1", "Europe/London")
    assert place.leads == ("found lea@northgate.example",)
    assert [(one.name, one.sector, one.contributors) for one in place.partners] == [
        ("Northgate Practices", Sector.PRIMARY_CARE, ("found UADA", "found ben@northgate.example")),
        ("Northgate Voices", Sector.VOLUNTARY_SECTOR, ("found UVAL",)),
    ]


def loaded(text: str, before: Partnership | None = None) -> Partnership:
    new_id = ids("new" if before else "id")
    return partnership_file.partnership(partnership_file.read(text), WorkspaceId("T1"), UserId, new_id, before)


def test_loaded_again_it_is_the_same_partnership_with_the_same_organisations() -> None:
    place = loaded(FILE)
    assert loaded(FILE, place) == place


def test_loaded_again_a_name_that_is_new_is_a_new_organisation() -> None:
    again = loaded(FILE.replace("Northgate Voices", "Northgate Hospice"), loaded(FILE))
    assert [one.id for one in again.partners] == ["id1", "new0"]


def test_loaded_again_a_name_in_other_capitals_is_the_same_organisation() -> None:
    again = loaded(FILE.replace("Northgate Voices", "NORTHGATE Voices"), loaded(FILE))
    assert [one.id for one in again.partners] == ["id1", "id2"]


def test_a_colleague_who_was_asked_meanwhile_stays() -> None:
    before = with_colleague(loaded(FILE), PartnerId("id2"), UserId("UZOE"))
    after = partnership_file.with_those_added_since(loaded(FILE, before), before)
    assert after.partners[1].contributors == ("UVAL", "UZOE")


def test_a_colleague_who_stands_elsewhere_in_the_file_moves_there() -> None:
    before = with_colleague(loaded(FILE), PartnerId("id2"), UserId("UZOE"))
    moved = loaded(FILE.replace("[UADA,", "[UZOE,"), before)
    after = partnership_file.with_those_added_since(moved, before)
    assert [one.contributors for one in after.partners] == [
        ("UZOE", "ben@northgate.example", "UADA"),
        ("UVAL",),
    ]


def test_an_organisation_outside_slack_needs_a_contact_instead() -> None:
    place = loaded(FILE.replace("contributors: [UVAL]", "contact: val@northgate.example"))
    assert [(one.contributors, one.contact) for one in place.partners][1] == ((), "val@northgate.example")


@pytest.mark.parametrize(
    ("right", "wrong", "line"),
    [
        ("name: Northgate\n", "", 1),
        ("hosts: [Northgate Community Trust]", "hosts: []", 2),
        ("channel: C1", "channel: C1\nzone: Europe/Londn", 4),
        ("leads: [lea@northgate.example]", "leads: []", 4),
        ("sector: Primary care", "sector: Primary", 6),
        ("contributors: [UVAL]", "contributors: []", 7),
        ("contributors: [UVAL]", "contributors: [UVAL], size: 3", 7),
        ("leads: [", "leads: [[", 4),
    ],
)
def test_a_fault_is_told_with_its_line(right: str, wrong: str, line: int) -> None:
    with pytest.raises(Faulty) as no:
        partnership_file.read(FILE.replace(right, wrong, 1))
    assert [one.line for one in no.value.faults] == [line]


def test_one_organisation_alone_is_no_partnership() -> None:
    with pytest.raises(Faulty) as no:
        partnership_file.read("\n".join(FILE.splitlines()[:-1]))
    assert ["at least two organisations" in one.message for one in no.value.faults] == [True]


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("Northgate Voices", "Northgate practices", "each organisation once; twice: northgate practices"),
        ("UVAL", "uada", "each contributor once; twice: uada"),
    ],
)
def test_an_organisation_or_a_person_who_stands_there_twice_is_a_fault(right: str, wrong: str, words: str) -> None:
    with pytest.raises(Faulty) as no:
        partnership_file.read(FILE.replace(right, wrong))
    assert [(one.line, words in one.message) for one in no.value.faults] == [(5, True)]
