"""Reading analysts' ratings from a CSV file: bytes in, a snapshot or every fault with its line out."""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from flows.disclosure import Row, Snapshot
from flows.divergence import Ballot
from flows.judgement import Judgement, Kind

LARGEST = 50_000_000
"""Bytes a file may have: three times what 10,000 organisations and 37 sub-domains need."""
REQUIRED = ("subdomain", "partner", "judgement")
OPTIONAL = ("evidence", "scope", "order")
LEVEL = re.compile(r"(?P<level>\d{1,3})(?:\.(?:0|(?P<half>5))0*)?")
EVIDENCE = {"yes": True, "no": False, "": False}
SCOPES = {"short_term": True, "longer_term": False, "": None}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the file, and on which line."""

    line: int
    problem: str


class Rating(NamedTuple):
    """One line: what one partner said of one sub-domain. `short_term` and `order` are None where the line is silent."""

    line: int
    subdomain: str
    partner: str
    ballot: Ballot
    short_term: bool | None
    order: int | None


def read(content: bytes, levels: int) -> Snapshot | tuple[Fault, ...]:
    """Read a file whole, or say everything that is wrong with it, in order of lines.

    Columns: subdomain, partner, judgement (1 to `levels`, a half such as 2.5 for a leaning, not_yet, cannot_assess,
    not_relevant, not_yet_relevant, or empty), and if wanted evidence (yes, no), scope (short_term, longer_term), order.
    Without them evidence counts as given, every sub-domain as short-term, and first appearance is the order.
    """
    ratings, faults = _ratings(content, levels)
    faults += [*_twice(ratings), *_quarrels(ratings)]
    if not ratings and not faults:
        faults = [Fault(1, "there is no rating below the header")]
    return tuple(sorted(faults, key=lambda one: one.line)) if faults else _snapshot(ratings, levels)


def _ratings(content: bytes, levels: int) -> tuple[list[Rating], list[Fault]]:
    ratings: list[Rating] = []
    faults: list[Fault] = []
    try:
        lines = _lines(_text(content))
        columns = _columns(next(lines, None))
        for line, cells in lines:
            try:
                ratings.append(_rating(line, cells, columns, levels))
            except ValueError as error:
                faults.append(Fault(line, str(error)))
    except _UnreadableError as error:
        faults.append(error.fault)
    return ratings, faults


class _UnreadableError(Exception):
    """Nothing after this fault can be read."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.fault = Fault(line, problem)


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise _UnreadableError(1, f"the file is larger than {LARGEST // 1_000_000} MB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _UnreadableError(line, "the file is not UTF-8; save it again as CSV UTF-8") from None


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, each with the number of the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise _UnreadableError(begins, f"this is not CSV: {error}") from None


def _columns(header: tuple[int, list[str]] | None) -> Sequence[str]:
    if header is None:
        raise _UnreadableError(1, "the file is empty")
    line, columns = header[0], [" ".join(cell.split()).casefold() for cell in header[1]]
    for column in columns:
        if column not in REQUIRED + OPTIONAL:
            raise _UnreadableError(line, f"unknown column {column!r}; known are {', '.join(REQUIRED + OPTIONAL)}")
        if columns.count(column) > 1:
            raise _UnreadableError(line, f"column {column!r} stands twice")
    for column in REQUIRED:
        if column not in columns:
            raise _UnreadableError(line, f"column {column!r} is missing")
    return columns


def _rating(line: int, cells: Sequence[str], columns: Sequence[str], levels: int) -> Rating:
    if len(cells) != len(columns):
        raise ValueError(f"{len(cells)} cells, where the header has {len(columns)}")
    row = dict(zip(columns, map(_tidy, cells), strict=True))
    for column in ("subdomain", "partner"):
        if not row[column]:
            raise ValueError(f"{column} is empty")
    ballot = _ballot(row["judgement"], row.get("evidence", "yes"), levels)
    return Rating(
        line, row["subdomain"], row["partner"], ballot, _scope(row.get("scope", "")), _order(row.get("order", ""))
    )


@lru_cache(maxsize=2**16)  # here and below: a file repeats a few words on very many lines
def _tidy(cell: str) -> str:
    """Single spaces, so that no cell can begin a line of its own; what cannot be seen is refused."""
    tidy = " ".join(cell.split())
    if not tidy.isprintable():
        raise ValueError(f"{tidy!r} holds a character that cannot be printed")
    return tidy


@lru_cache(maxsize=256)
def _ballot(judgement: str, evidence: str, levels: int) -> Ballot:
    if evidence.casefold() not in EVIDENCE:
        raise ValueError(f"evidence is {evidence!r}; it is yes or no")
    return Ballot(_judgement(judgement.casefold(), levels), EVIDENCE[evidence.casefold()])


def _judgement(said: str, levels: int) -> Judgement | None:
    if not said:
        return None
    if said in set(Kind) - {Kind.LEVEL}:
        return Judgement(Kind(said))
    if not (match := LEVEL.fullmatch(said)):
        kinds = ", ".join(kind for kind in Kind if kind is not Kind.LEVEL)
        raise ValueError(f"judgement {said!r} is not a level from 1 to {levels}, nor one of {kinds}")
    level, leaning = int(match["level"]), bool(match["half"])
    if not 1 <= level <= levels:
        raise ValueError(f"judgement {said!r} is out of range: levels run from 1 to {levels}")
    if leaning and level == levels:
        raise ValueError(f"judgement {said!r} leans above the top level, which is {levels}")
    return Judgement.of(level, leaning=leaning)


@lru_cache(maxsize=16)
def _scope(said: str) -> bool | None:
    if (scope := said.casefold()) not in SCOPES:
        raise ValueError(f"scope is {said!r}; it is short_term or longer_term")
    return SCOPES[scope]


@lru_cache(maxsize=1024)
def _order(said: str) -> int | None:
    if not said:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", said):
        raise ValueError(f"order is {said!r}; it is a whole number")
    return int(said)


def _twice(ratings: Iterable[Rating]) -> Iterator[Fault]:
    """Partners that rate one sub-domain on two lines: each organisation has one judgement (rule C2)."""
    first: dict[tuple[str, str], int] = {}
    for one in ratings:
        line = first.setdefault((one.subdomain, one.partner), one.line)
        if line != one.line:
            yield Fault(one.line, f"{one.partner!r} has already answered {one.subdomain!r}, on line {line}")


def _quarrels(ratings: Iterable[Rating]) -> Iterator[Fault]:
    """Lines that give a sub-domain another scope or order than an earlier line."""
    scopes: dict[str, Rating] = {}
    orders: dict[str, Rating] = {}
    for one in ratings:
        if one.short_term is not None and (other := scopes.setdefault(one.subdomain, one)).short_term != one.short_term:
            yield Fault(one.line, f"the scope of {one.subdomain!r} is another on line {other.line}")
        if one.order is not None and (other := orders.setdefault(one.subdomain, one)).order != one.order:
            yield Fault(one.line, f"the order of {one.subdomain!r} is {other.order} on line {other.line}")


def _snapshot(ratings: Sequence[Rating], levels: int) -> Snapshot:
    """Forget who said what. A partner without a line for some sub-domain contributed, and gave no answer there."""
    contributors = len({one.partner for one in ratings})
    tallies: defaultdict[str, Counter[Ballot]] = defaultdict(Counter)
    for one in ratings:
        tallies[one.subdomain][one.ballot] += 1
    scopes = {one.subdomain: one.short_term for one in ratings if one.short_term is not None}
    orders = {one.subdomain: one.order for one in ratings if one.order is not None}
    for tally in tallies.values():
        tally[Ballot()] += contributors - tally.total()
    rows = (
        Row.of(one, +tallies[one], short_term=scopes.get(one, True))
        for one in sorted(tallies, key=lambda one: orders.get(one, 10**9))  # stable: else the order of first appearance
    )
    return Snapshot("", levels, contributors, tuple(rows))
