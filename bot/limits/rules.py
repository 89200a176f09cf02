"""The grammar rules are written in: each takes a value and its place and yields what is wrong with it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from bot.limits.place import Fault, Place, Surface
from bot.limits.table import LIMITS

Faults = Iterator[Fault]
Rule = Callable[[object, Place], Faults]
Check = Callable[[Mapping[str, Any], Place], Faults]


def string(limit: str = "", *, least: int = 1, form: str = "", among: Iterable[str] = ()) -> Rule:
    """A string of `least` to `limit` characters, of a form or one of several words."""
    words, shaped = frozenset(among), re.compile(form)

    def rule(value: object, place: Place) -> Faults:
        if not isinstance(value, str):
            yield place.fault("must provide a string")
        elif len(value) < least:
            yield place.fault(f"must be more than {least - 1} characters")
        elif limit and len(value) > LIMITS[limit]:
            yield place.fault(f"must be less than {LIMITS[limit] + 1} characters")
        elif words and value not in words:
            yield place.fault("must be a valid enum value")
        elif form and not shaped.fullmatch(value):
            yield place.fault("must be in the right format")

    return rule


def number(least: int = 0, limit: str = "") -> Rule:
    """A whole number from `least` to `limit`."""

    def rule(value: object, place: Place) -> Faults:
        if not isinstance(value, int) or isinstance(value, bool):
            yield place.fault("must provide an integer")
        elif value < least:
            yield place.fault(f"must be greater than {least - 1}")
        elif limit and value > LIMITS[limit]:
            yield place.fault(f"must be less than {LIMITS[limit] + 1}")

    return rule


def flag(value: object, place: Place) -> Faults:
    """True or false."""
    if not isinstance(value, bool):
        yield place.fault("must provide a boolean")


def items(each: Rule, limit: str = "", *, least: int = 1) -> Rule:
    """A list of `least` to `limit` things that all keep one rule."""

    def rule(value: object, place: Place) -> Faults:
        if not isinstance(value, list | tuple):
            yield place.fault("must provide an array")
            return
        if len(value) < least:
            yield place.fault(f"no fewer than {least} items allowed")
        if limit and len(value) > LIMITS[limit]:
            yield place.fault(f"no more than {LIMITS[limit]} items allowed")
        for index, item in enumerate(value):
            yield from each(item, place.down(index))

    return rule


def shape(needs: Mapping[str, Rule], may: Mapping[str, Rule], *checks: Check) -> Rule:
    """An object with the fields it needs, those it may have, and no others (`type` is read by `one_of`)."""
    rules = {**may, **needs}

    def rule(value: object, place: Place) -> Faults:
        if not isinstance(value, dict):
            yield place.fault("must provide an object")
            return
        yield from (place.fault(f"missing required field: {name}") for name in needs if name not in value)
        for name, part in value.items():
            if name in rules:
                yield from rules[name](part, place.down(name))
            elif name != "type":
                yield place.fault(f"invalid additional property: {name}")
        for check in checks:
            yield from check(value, place)

    return rule


def one_of(kinds: Mapping[str, Rule], stands_on: Callable[[str, Surface], bool] = lambda _kind, _surface: True) -> Rule:
    """An object whose `type` says which rule it keeps, and whether it may stand on this surface at all."""

    def rule(value: object, place: Place) -> Faults:
        if not isinstance(value, dict):
            yield place.fault("must provide an object")
            return
        kind = value.get("type")
        if kind is None:
            yield place.fault("missing required field: type")
        elif not isinstance(kind, str) or kind not in kinds or not stands_on(kind, place.surface):
            yield place.down("type").fault(f"unsupported type: {kind}")
        else:
            yield from kinds[kind](value, place)

    return rule


def either(*names: str, both: bool = False) -> Check:
    """One of several fields must be there, and only one of them unless `both` may."""
    listed = " or ".join(f"`{name}`" for name in names)

    def check(value: Mapping[str, Any], place: Place) -> Faults:
        present = sum(name in value for name in names)
        if present == 0 or (present > 1 and not both):
            yield place.fault(f"must define {'' if both else 'either '}{listed}")

    return check


def distinct(named: Iterable[tuple[Place, object]]) -> Faults:
    """Names that stand a second time."""
    seen: set[str] = set()
    for place, name in named:
        if isinstance(name, str):
            if name in seen:
                yield place.fault("already exists")
            seen.add(name)


def parts(value: object) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of a list, with their positions; nothing if it is no list."""
    if isinstance(value, list | tuple):
        yield from ((index, item) for index, item in enumerate(value) if isinstance(item, dict))
