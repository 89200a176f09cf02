"""Reading analysts' ratings: what is taken, and what is said of every fault."""

import pytest

from flows import ratings_csv
from flows.disclosure import Row, Snapshot
from flows.ratings_csv import Fault, read
from tests.flows.ballots import ballots

HEADER = "subdomain,partner,judgement\n"
FULL = "subdomain,partner,judgement,evidence,scope,order\n"


def taken(text: str, levels: int = 4) -> Snapshot:
    found = read(text.encode(), levels)
    assert isinstance(found, Snapshot), found
    return found


def faults(content: str | bytes, levels: int = 4) -> list[str]:
    found = read(content.encode() if isinstance(content, str) else content, levels)
    assert isinstance(found, tuple)
    return [f"{one.line}: {one.problem}" for one in found]


def test_every_kind_of_judgement_is_read() -> None:
    said = ["1", "4", "2.5", "2.0", "not_yet", "cannot_assess", "not_relevant", "not_yet_relevant", "", "Not_Yet"]
    lines = "".join(f"risk,Partner {number},{one}\n" for number, one in enumerate(said))
    assert taken(HEADER + lines).rows == (Row.of("risk", ballots("1 4 2.5 2 0 ? n l - 0")),)


def test_contributors_are_the_partners_in_the_file_and_a_missing_line_is_no_answer() -> None:
    found = taken(HEADER + "risk,A,1\nrisk,B,2\ncare,C,\n")
    assert (found.contributors, found.rows) == (
        3,
        (Row.of("risk", ballots("1 2 -!")), Row.of("care", ballots("-! -! -"))),
    )


def test_without_optional_columns_evidence_is_given_all_are_short_term_and_appearance_is_the_order() -> None:
    found = taken(HEADER + "b,A,1\na,A,2\n")
    assert found.rows == (Row.of("b", ballots("1")), Row.of("a", ballots("2")))


def test_optional_columns_are_read() -> None:
    found = taken(FULL + "b,A,1,no,longer_term,2\na,A,2,YES,short_term,1\nb,B,3,yes,,\na,B,,,,\n")
    assert found.rows == (Row.of("a", ballots("2 -!")), Row.of("b", ballots("1! 3"), short_term=False))


def test_columns_may_stand_in_any_order_with_a_byte_order_mark_and_blank_lines() -> None:
    found = taken("\ufeffJudgement, Partner ,Subdomain\r\n\r\n1,A,risk\r\n,,\r\n2,B,risk\r\n")
    assert found.rows == (Row.of("risk", ballots("1 2")),)


def test_more_levels_are_read_when_asked_for() -> None:
    assert taken(HEADER + "risk,A,6\nrisk,B,5.5\n", levels=6).levels == 6


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "1: the file is empty"),
        (" \n\n", "1: unknown column ''"),
        (HEADER, "1: there is no rating below the header"),
        ("subdomain,partner\nrisk,A\n", "1: column 'judgement' is missing"),
        ("subdomain;partner;judgement\n", "1: unknown column 'subdomain;partner;judgement'"),
        (HEADER.replace("judgement", "judgement,score"), "1: unknown column 'score'"),
        (HEADER.replace("judgement", "judgement,judgement"), "1: column 'judgement' stands twice"),
        (HEADER + "risk,A,maybe\n", "2: judgement 'maybe' is not a level from 1 to 4"),
        (HEADER + "risk,A,2.3\n", "2: judgement '2.3' is not a level"),
        (HEADER + "risk,A,-1\n", "2: judgement '-1' is not a level"),
        (HEADER + "risk,A,level\n", "2: judgement 'level' is not a level"),
        (HEADER + "risk,A,5\n", "2: judgement '5' is out of range"),
        (HEADER + "risk,A,0\n", "2: judgement '0' is out of range"),
        (HEADER + "risk,A,0.5\n", "2: judgement '0.5' is out of range"),
        (HEADER + "risk,A,4.5\n", "2: judgement '4.5' leans above the top level"),
        (HEADER + "risk,A,1\nrisk,B,2\nrisk,A,1\n", "4: 'A' has already answered 'risk', on line 2"),
        (HEADER + "risk,A,1\n\nrisk,  A ,1\n", "4: 'A' has already answered 'risk', on line 2"),
        (HEADER + "risk,A\n", "2: 2 cells, where the header has 3"),
        (HEADER + ",A,1\n", "2: subdomain is empty"),
        (HEADER + "risk,,1\n", "2: partner is empty"),
        (HEADER + "risk,A\u200b,1\n", "2: 'A\\u200b' holds a character that cannot be printed"),
        (HEADER + 'risk,"A,1\nrisk,B,1\n', "2: this is not CSV"),
        (FULL + "risk,A,1,perhaps,,\n", "2: evidence is 'perhaps'"),
        (FULL + "risk,A,1,yes,core,\n", "2: scope is 'core'"),
        (FULL + "risk,A,1,yes,,first\n", "2: order is 'first'"),
        (FULL + "risk,A,1,,short_term,\nrisk,B,1,,longer_term,\n", "3: the scope of 'risk' is another on line 2"),
        (FULL + "risk,A,1,,,1\nrisk,B,1,,,2\n", "3: the order of 'risk' is 1 on line 2"),
        ((HEADER + "risk,A,1\nrisk,Zo\u00eb,1\n").encode("latin-1"), "3: the file is not UTF-8"),
        (HEADER.encode("utf-16"), "1: the file is not UTF-8"),
    ],
)
def test_a_fault_is_named_with_its_line(content: str | bytes, said: str) -> None:
    assert [one[: len(said)] for one in faults(content)] == [said]


def test_a_line_is_counted_where_it_begins() -> None:
    assert faults(HEADER + '"shared\nrisk",A,9\n"shared\nrisk",B,9\n')[1].startswith("4: judgement '9'")


def test_every_fault_is_told_in_order_of_lines() -> None:
    assert [one[0] for one in faults(HEADER + "risk,A,1\nrisk,A,1\nrisk,B,9\n,C,1\n")] == ["3", "4", "5"]


def test_a_huge_file_is_refused() -> None:
    assert read(b"x" * (ratings_csv.LARGEST + 1), 4) == (Fault(1, "the file is larger than 50 MB"),)
