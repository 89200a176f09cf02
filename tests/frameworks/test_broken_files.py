"""What is said of a file that is no framework: every fault with its line, in plain English, and never a traceback."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworks import catalog
from frameworks.catalog import Fault

SOUND = """\
id: village-2025-01
title: Village framework
short_title: Village
publisher: The Village
published: 2025-01
source: Made up for these tests
notice: Anybody may use it
cumulative: false
levels: [Low, High]
scopes:
  - {id: short_term, name: First, preselected: true, description: What to do first}
domains:
  - {id: care, name: Care, family: functional}
subdomains:
  - id: visits
    name: Visits
    domain: care
    scope: short_term
    descriptors:
      Low:
        - We visit
      High:
        - text: "We visit, and we:"
          children:
            - listen
  - id: teas
    name: Teas
    domain: care
    scope: short_term
    status: no_criteria
"""

BROKEN = {
    "a key is missing": ("    name: Visits\n", "", 15, "`name` is missing"),
    "a key at the top is missing": ("title: Village framework\n", "", 1, "`title` is missing"),
    "a key is unknown": ("cumulative: false", "cumulative: false\ncolour: red", 9, "`colour` is not a key"),
    "a key stands twice": (
        "    name: Visits",
        "    name: Visits\n    name: Calls",
        17,
        "stands here twice; the first is on line 16",
    ),
    "a key is not text": ("cumulative: false", "? [a]\n: b", 8, "a key has to be plain text"),
    "a scope is misspelt": ("short_term\n    descriptors", "shortterm\n    descriptors", 18, "should be 'short_term'"),
    "a scope is not declared": ("short_term\n    descriptors", "enabler\n    descriptors", 18, "no scope “enabler”"),
    "a domain is not declared": (
        "care\n    scope: short_term\n    d",
        "cure\n    scope: short_term\n    d",
        17,
        "no domain “cure”",
    ),
    "a domain is empty": ("domains:\n", "domains:\n  - {id: x, name: X, family: f}\n", 13, "belongs to the domain “x”"),
    "an id is used twice": ("id: teas", "id: visits", 26, "“visits” is used already"),
    "a name is used twice": ("name: Teas", "name: visits", 27, "“visits” is used already"),
    "an id is no id": ("id: visits", "id: Our Visits", 15, "lower-case words joined by hyphens"),
    "a name has brackets": ("name: Visits", "name: Visits (all)", 16, "belongs in `guidance`"),
    "a name is empty": ("name: Visits", 'name: ""', 16, "should not be empty"),
    "a value is left out": ("title: Village framework", "title:", 2, "`title` should be words"),
    "a level is misspelt": ("      High:", "      Hihg:", 22, "“Hihg” is not one of the levels"),
    "a level has no statements": ("      Low:\n        - We visit\n", "", 19, "no statements for the level Low"),
    "a level is empty": ("        - We visit\n", "", 20, "`Low` should be a list"),
    "a statement is left open": ('"We visit, and we:"', "We visit, and we: ask", 23, "put double quotes round"),
    "a statement holds a colon": ("- We visit\n", "- Visits: weekly\n", 21, "in double quotes if they hold a colon"),
    "there is one level": ("[Low, High]", "[Low]", 9, "`levels` should list 2 to 10 levels"),
    "two levels have one name": ("[Low, High]", "[Low, Low]", 9, "“Low” is used already"),
    "the levels are no list": ("[Low, High]", "Low", 9, "should be a list"),
    "a bracket is not closed": ("[Low, High]", "[Low, High", 9, "the bracket opened here is never closed"),
    "a quote is not closed": (
        "    status: no_criteria",
        '    status: "no_criteria',
        30,
        "quotation mark opened here is never closed",
    ),
    "yes or no is neither": ("cumulative: false", "cumulative: perhaps", 8, "should be true or false"),
    "the month is no month": ("2025-01\nsource", "January\nsource", 5, "such as 2025-08"),
    "one not rated has descriptors": (
        "status: no_criteria",
        "status: no_criteria\n    descriptors: {Low: [x]}",
        31,
        "should have no descriptors",
    ),
    "the indentation slips": ("    name: Visits", "   name: Visits", 16, "check the spaces before it"),
    "a tab indents": ("    name: Visits", "\tname: Visits", 16, "a tab"),
    "a colon is missing": ("name: Visits\n", "name Visits\n", 17, "followed by a colon"),
    "an anchor is used": ("title: Village", "title: &t Village", 2, "an anchor (&name) is not allowed"),
    "an alias is used": ("title: Village framework", "title: *t", 2, "an alias (*name) is not allowed"),
    "a tag is used": (
        "cumulative: false",
        "cumulative: !!python/name:os.system false",
        8,
        "a tag (!name) is not allowed",
    ),
    "a second document follows": (
        "    status: no_criteria\n",
        "    status: no_criteria\n---\nid: x\n",
        31,
        "a second document begins here",
    ),
    "an invisible character": ("Visits\n", "Vis\x07its\n", 16, "does not belong in a text file"),
}

LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
BOMBS = {
    "a billion laughs": (LAUGHS, "an anchor (&name) is not allowed"),
    "a tower of brackets": ("[" * 200_000, "nested more than 12 deep"),
    "a tower of dashes": ("- " * 200_000, "nested more than 12 deep"),
    "a tower of braces": ("{a: " * 100_000, "nested more than 12 deep"),
    "a tower of keys": ("? " * 200_000, "a key has to be plain text"),
    "an endless list": ("- x\n" * 120_000, "more than 10000 values"),
    "nine thousand empty sub-domains": ("subdomains:\n" + "  - {}\n" * 9_000, "`name` is missing"),
    "one endless word": ("id: " + "x" * 500_000, "lower-case words joined by hyphens"),
    "a file too large": ("#" * 1_000_000, "larger than 512 kB"),
}


def faults(text: str) -> tuple[Fault, ...]:
    """What is said of a text; nothing when it is sound."""
    try:
        catalog.read(text)
    except catalog.Faulty as no:
        return no.faults
    return ()


def test_the_sound_file_is_sound() -> None:
    assert faults(SOUND) == ()


@pytest.mark.parametrize(("before", "after", "line", "words"), BROKEN.values(), ids=BROKEN)
def test_a_fault_is_named_with_its_line(before: str, after: str, line: int, words: str) -> None:
    assert before in SOUND
    [fault, *_] = [fault for fault in faults(SOUND.replace(before, after, 1)) if words in fault.message]
    assert fault.line == line


@pytest.mark.parametrize(("before", "after"), [case[:2] for case in BROKEN.values()], ids=BROKEN)
def test_no_fault_speaks_the_language_of_the_parser(before: str, after: str) -> None:
    said = " ".join(fault.message for fault in faults(SOUND.replace(before, after, 1))).lower()
    assert not [
        word
        for word in ("pydantic", "input", "scanning", "tuple", "dict", "string", "this is not yaml")
        if word in said
    ]


def test_all_faults_are_named_at_once_in_the_order_of_their_lines() -> None:
    text = SOUND.replace("cumulative: false", "cumulative: perhaps").replace("name: Visits", "name: '*'")
    text = text.replace("status: no_criteria", "status: unknown\n    status: unknown")
    assert [fault.line for fault in faults(text)] == [8, 16, 30, 31]


def test_an_alias_is_not_said_to_be_missing_words_as_well() -> None:
    text = SOUND.replace("title: Village framework", "title: &t Village framework").replace(
        "Made up for these tests", "*t"
    )
    assert [(fault.line, fault.message.split(" is ")[0]) for fault in faults(text)] == [
        (2, "an anchor (&name)"),
        (6, "an alias (*name)"),
    ]


@pytest.mark.timeout(1)
@pytest.mark.parametrize(("text", "words"), BOMBS.values(), ids=BOMBS)
def test_fault_49_a_bomb_is_refused_within_a_second(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "bomb.yaml").write_text(text, encoding="utf-8")
    assert any(words in fault.message for fault in catalog.check(tmp_path / "bomb.yaml"))


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 1, "the file is empty"),
        (b"# nothing but a note\n", 1, "the file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 1, "not text in UTF-8"),
        (b"id: a\ntitle: caf\xe9\n", 2, "not text in UTF-8"),
        (b"id: a\ntitle: \x00\n", 2, "does not belong in a text file"),
        ("id: a".encode("utf-16"), 1, "not text in UTF-8"),
        (b"- a\n- b\n", 1, "the file should be a set of keys"),
        (b"hello", 1, "the file should be a set of keys"),
    ],
)
def test_what_is_no_framework_at_all_gets_a_plain_fault(tmp_path: Path, content: bytes, line: int, words: str) -> None:
    (tmp_path / "odd.yaml").write_bytes(content)
    [fault] = catalog.check(tmp_path / "odd.yaml")
    assert (fault.line, words in fault.message) == (line, True)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "marked.yaml").write_text(SOUND, encoding="utf-8-sig")
    assert catalog.check(tmp_path / "marked.yaml") == ()


def test_a_folder_is_not_a_framework(tmp_path: Path) -> None:
    assert catalog.check(tmp_path) == (Fault(1, "this is not an ordinary file"),)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    assert catalog.check(tmp_path / "nowhere.yaml") == (Fault(1, "there is no such file"),)


@pytest.mark.timeout(1)
def test_a_pipe_that_never_speaks_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert catalog.check(tmp_path / "pipe.yaml") == (Fault(1, "this is not an ordinary file"),)


@given(st.text())
def test_no_text_whatever_gives_a_traceback(text: str) -> None:
    assert faults(text)


@given(st.integers(0, len(SOUND) - 1), st.text(max_size=3))
def test_no_slip_of_the_pen_gives_a_traceback(at: int, slip: str) -> None:
    assert all(fault.line >= 1 for fault in faults(SOUND[:at] + slip + SOUND[at + 1 :]))
