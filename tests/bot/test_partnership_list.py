"""A list of who takes part: taken in whole or not at all, every fault told with its line, and given out again."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot import partnership_list, sheets
from bot.partnership_list import Find
from flows.people import PartnerId, Partnership, Sector, UserId
from frameworks.catalog import Faulty
from tests.storage.place import ADA, BEN, LEA, NOON, PLACE, PRACTICES, VAL, VOICES

NEW = UserId("U-new")
ADDRESSES = {"new@x.example": NEW, "ada@x.example": ADA, "val@x.example": VAL, "lea@x.example": LEA}
HEAD = ("Organisation", "Sector", "Person", "Role")


def csv(*lines: Sequence[str]) -> bytes:
    return sheets.write_csv([HEAD, *lines])


def taken(content: bytes, name: str = "list.csv", find: Find = ADDRESSES.get) -> Partnership:
    return partnership_list.joined(PLACE, partnership_list.read(content, name), find, PartnerId)


def faults(content: bytes, name: str = "list.csv") -> list[tuple[int, str]]:
    with pytest.raises(Faulty) as no:
        taken(content, name)
    return [(one.line, one.message) for one in no.value.faults]


def test_a_new_organisation_joins_with_all_its_people() -> None:
    after = taken(
        csv(("Hospice", "Voluntary sector", "new@x.example", ""), ("hospice", "", "lea@x.example", "contributor"))
    )
    (hospice,) = after.partners[2:]
    assert (hospice.name, hospice.sector, hospice.contributors) == ("Hospice", Sector.VOLUNTARY_SECTOR, (NEW, LEA))


def test_an_organisation_that_is_there_keeps_its_people_and_gains_others() -> None:
    after = taken(csv(("NORTHGATE practices", "", "new@x.example", "")))
    assert after.partners == (VOICES, replace(PRACTICES, contributors=(BEN, ADA, NEW)))


def test_leads_and_observers_need_no_organisation() -> None:
    after = taken(csv(("", "", "new@x.example", "observer"), ("", "", "ada@x.example", "Lead")))
    assert (after.leads, after.observers) == ((LEA, BEN, ADA), (NEW,))


def test_an_organisation_outside_slack_has_a_contact_instead() -> None:
    after = taken(csv(("Hospice", "Other", "Ruth, ruth@x.example", "outside slack")))
    assert after.partners[2].contact == "Ruth, ruth@x.example"


def test_every_unknown_person_is_named_at_once_with_their_line() -> None:
    given = csv(("Hospice", "Other", "nobody@x.example", ""), ("", "", "UNOBODY", "lead"))
    assert faults(given) == [
        (2, "Nobody in this workspace has the e-mail address nobody@x.example."),
        (3, "Nobody in this workspace has the member id UNOBODY."),
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("Hospice", "Hospices", "new@x.example", ""), "“Hospices” is no sector."),
        (("Hospice", "", "new@x.example", ""), "Hospice is new, so give its sector: Primary care,"),
        (("Hospice", "Other", "", ""), "Say who it is"),
        (("", "Other", "new@x.example", ""), "Say which organisation they answer for."),
        (("Hospice", "Other", "new@x.example", "boss"), "“boss” is no role. Write one of: contributor, lead, observer"),
        (("Hospice", "Other", "val@x.example", ""), "val@x.example answers for Northgate Voices already."),
        (("", "", "val@x.example", "observer"), "val@x.example answers for Northgate Voices, and observers give no"),
        (("H" * 121, "Other", "new@x.example", ""), "A name takes 120 characters at most."),
    ],
)
def test_a_fault_is_told_with_its_line(line: Sequence[str], words: str) -> None:
    ((number, told),) = faults(csv(("", "", "lea@x.example", "lead"), line))
    assert number == 3
    assert told.startswith(words)


def test_lines_that_cannot_be_read_and_people_who_are_not_known_are_told_together() -> None:
    given = csv(("Hospice", "Hospices", "new@x.example", ""), ("Voices", "Other", "nobody@x.example", ""))
    assert [line for line, _ in faults(given)] == [2, 3]


def test_an_observer_cannot_be_made_to_rate() -> None:
    given = csv(("", "", "new@x.example", "observer"), ("Northgate Voices", "", "new@x.example", ""))
    assert faults(given) == [(3, "new@x.example is an observer, and observers give no judgement.")]


def test_an_organisation_in_two_sectors_is_a_fault() -> None:
    given = csv(("Hospice", "Other", "new@x.example", ""), ("Hospice", "Primary care", "lea@x.example", ""))
    assert [line for line, _ in faults(given)] == [2, 3]


def test_a_file_without_the_headings_says_which_are_needed() -> None:
    assert faults(b"a,b\r\n1,2\r\n") == [
        (1, "Begin with a line that has the headings Organisation, Sector, Person, Role.")
    ]


def test_headings_alone_are_not_enough() -> None:
    assert faults(csv()) == [(1, "There is nothing below the headings. Give each person a line.")]


def test_in_a_workbook_headings_may_stand_lower_and_in_another_order() -> None:
    rows = [("Our partners",), ("Role", "E-mail", "Organisation", "Sector"), ("", "new@x.example", "Hospice", "Other")]
    after = taken(sheets.write([sheets.Sheet("Partners", rows)], NOON, "us"), "list.xlsx")
    assert after.partners[2].contributors == (NEW,)


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_what_is_given_out_can_be_taken_in_again(name: str) -> None:
    whole = replace(PLACE, observers=(NEW,), partners=(replace(VOICES, name="=Voices", contact="+Val"), PRACTICES))
    rows = list(partnership_list.rows(whole, {NEW: "new@x.example"}))
    content = sheets.write_csv(rows) if name.endswith("csv") else sheets.write([sheets.Sheet("P", rows)], NOON, "us")
    listed = partnership_list.read(content, name)

    def find(person: str) -> UserId:
        return ADDRESSES.get(person) or UserId(person)

    assert partnership_list.joined(whole, listed, find, PartnerId) == whole
    bare = replace(whole, partners=(), observers=())
    again = partnership_list.joined(bare, listed, find, PartnerId)
    assert [(one.name, one.sector, one.contributors, one.contact) for one in again.partners] == [
        (one.name, one.sector, one.contributors, one.contact) for one in whole.partners
    ]
