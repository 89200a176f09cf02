"""A YAML file read as plain values that remember their lines. What could swell, hang or surprise is a fault.

Every scalar is text, so that a level may be called "No"; anchors, aliases, tags and repeated keys are refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from frameworks.soundness import Where

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"

DEEPEST = 12  # the deepest a framework goes is 9
MOST = 10_000  # values in one file; the largest framework shipped has about 900
READER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same grammar, in C where it is built in


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a file: the line, counted from 1, and what is wrong in plain English."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Page:
    """What was read. `whole` is false when reading stopped early, and `value` is then worth nothing."""

    value: Value
    whole: bool
    lines: dict[Where, int]
    faults: tuple[Fault, ...]

    def line(self, where: Where) -> int:
        """The line of a place, or of the nearest thing around it that is in the file."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


def read(text: str) -> Page:
    """Read a file's text; never raises."""
    reading = _Reading(yaml.parse(text, Loader=READER))
    try:
        value = reading.document()
    except yaml.YAMLError as error:
        return Page(None, whole=False, lines={}, faults=(*reading.faults, _ungrammatical(error, text)))
    except _Stopped as stop:
        return Page(None, whole=False, lines={}, faults=(*reading.faults, stop.fault))
    return Page(value, whole=True, lines=reading.lines, faults=tuple(reading.faults))


class _Stopped(Exception):  # noqa: N818 - not an error of ours: reading on could do harm
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.fault = Fault(line, message)


@dataclass(slots=True)
class _Reading:
    """A walk over YAML's events, which come one at a time and expand nothing."""

    events: Iterator[yaml.Event]
    lines: dict[Where, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    count: int = 0

    def document(self) -> Value:
        next(self.events)  # the stream's start
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise _Stopped(1, "the file is empty")
        value = self.value(next(self.events), ())
        next(self.events)  # the document's end
        if not isinstance(after := next(self.events), yaml.StreamEndEvent):
            raise _Stopped(_line(after), "a second document begins here; a file holds one framework")
        return value

    def value(self, event: yaml.Event, where: Where) -> Value:
        self.lines.setdefault(where, _line(event))
        self.count += 1
        if self.count > MOST:
            raise _Stopped(_line(event), f"the file holds more than {MOST} values, which no framework needs")
        if len(where) > DEEPEST:
            raise _Stopped(_line(event), f"this is nested more than {DEEPEST} deep, which no framework needs")
        self.refuse_marks(event)
        match event:
            case yaml.ScalarEvent():
                empty = event.implicit[0] and event.value in {"", "~", "null"}
                return None if empty else str(event.value)
            case yaml.SequenceStartEvent():
                return self.sequence(where)
            case yaml.MappingStartEvent():
                return self.mapping(where)
            case _:
                return None

    def refuse_marks(self, event: yaml.Event) -> None:
        if getattr(event, "anchor", None):
            what = "an alias (*name)" if isinstance(event, yaml.AliasEvent) else "an anchor (&name)"
            self.faults.append(Fault(_line(event), f"{what} is not allowed here; write the words out"))
        if getattr(event, "tag", None):
            self.faults.append(Fault(_line(event), "a tag (!name) is not allowed here; write plain text"))

    def sequence(self, where: Where) -> list[Value]:
        found: list[Value] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.value(event, (*where, len(found))))
        return found

    def mapping(self, where: Where) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event)
            if key in found:
                first = self.lines[*where, key]
                self.faults.append(Fault(_line(event), f"`{key}` stands here twice; the first is on line {first}"))
            self.lines.setdefault((*where, key), _line(event))
            value = self.value(next(self.events), (*where, key))
            found.setdefault(key, value)
        return found

    def key(self, event: yaml.Event) -> str:
        self.refuse_marks(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise _Stopped(_line(event), "a key has to be plain text followed by a colon")
        return str(event.value)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


# What YAML's own complaints mean to somebody who does not write it every day.
SPACES = "this does not line up with what is above it; check the spaces before it, and the quotation marks above it"
MEANINGS = {
    "mapping values are not allowed": "a colon followed by a space means something to YAML: put double quotes round"
    " words that hold one, or check the spaces before this line",
    "tab character": "a tab stands before the words; use spaces",
    "cannot start any token": "a tab, or a sign such as @, ` or %, stands where words should begin:"
    " use spaces to indent, and put double quotes round words that begin with a sign",
    "unexpected end of stream": "the quotation mark opened here is never closed",
    "expected ',' or": "the bracket opened here is never closed",
    "did not find expected key": SPACES,
    "did not find expected '-'": SPACES,
    "expected <block end>": SPACES,
    "could not find expected ':'": "a key has to be followed by a colon and a space",
}


def _ungrammatical(error: yaml.YAMLError, text: str) -> Fault:
    """Say where and why a text is not YAML. What was never closed is told where it was opened."""
    if isinstance(error, yaml.reader.ReaderError):
        odd = yaml.reader.Reader.NON_PRINTABLE.search(text)
        line = text.count("\n", 0, odd.start()) + 1 if odd else 1
        return Fault(line, "a character here does not belong in a text file")
    if not isinstance(error, yaml.MarkedYAMLError):
        return Fault(1, "this is not YAML")
    problem = error.problem or ""
    meaning = next((meaning for words, meaning in MEANINGS.items() if words in problem), f"this is not YAML: {problem}")
    mark = error.context_mark if "never closed" in meaning else error.problem_mark
    mark = mark or error.problem_mark or error.context_mark
    return Fault(mark.line + 1 if mark else 1, meaning)
