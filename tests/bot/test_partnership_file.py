"""A partnership as a file: read whole, or every fault told with its line."""

import pytest

from bot import partnership_file
from flows.people import Sector, UserId, WorkspaceId
from frameworks.catalog import Faulty

FILE = """\
name: Northgate
host: Northgate Community Trust
channel: C1
leads: [lea@northgate.example]
partners:
  - {name: Northgate Practices, sector: Primary care, contributors: [UADA, ben@northgate.example]}
  - {name: Northgate Voices, sector: Voluntary sector, contributors: [UVAL]}
"""


def test_a_file_becomes_a_partnership() -> None:
    def find(person: str) -> UserId:
        return UserId(f"found {person}")

    place = partnership_file.partnership(partnership_file.read(FILE), WorkspaceId("T1"), find)
    assert (place.id, place.channel, place.zone) == ("T1-C1", "C1", "Europe/London")
    assert place.leads == ("found lea@northgate.example",)
    assert [(one.name, one.sector, one.contributors) for one in place.partners] == [
        ("Northgate Practices", Sector.PRIMARY_CARE, ("found UADA", "found ben@northgate.example")),
        ("Northgate Voices", Sector.VOLUNTARY_SECTOR, ("found UVAL",)),
    ]


def test_read_again_it_names_the_same_organisations() -> None:
    places = [partnership_file.partnership(partnership_file.read(FILE), WorkspaceId("T1"), UserId) for _ in range(2)]
    assert places[0] == places[1]


@pytest.mark.parametrize(
    ("right", "wrong", "line"),
    [
        ("name: Northgate\n", "", 1),
        ("host: Northgate Community Trust", "host: ''", 2),
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
