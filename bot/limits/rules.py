"""The grammar rules are written in: each takes a value and the surface it is for, and says what is wrong with it.

Every card, view and letter passes through here whole, so that nothing is made for what is right.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.limits.place import Flaw, Surface
from bot.limits.table import LIMITS

Flaws = Sequence[Flaw]
Rule = Callable[[object, Surface], Flaws]
Check = Callable[[Mapping[str, Any]], Iterable[Flaw]]


def string(limit: str = "", *, least: int = 1, form: str = "", among: Iterable[str] = ()) -> Rule:
    """A string of `least` to `limit` characters, of a form or one of several words."""
    words, shaped = frozenset(among), re.compile(form)

    def rule(value: object, _: Surface) -> Flaws:
        if not isinstance(value, str):
            return [Flaw("must provide a string")]
        if len(value) < least:
            return [Flaw(f"must be more than {least - 1} characters")]
        if limit and len(value) > LIMITS[limit]:
            return [Flaw(f"must be less than {LIMITS[limit] + 1} characters")]
        if words and value not in words:
            return [Flaw("must be a valid enum value")]
        if form and not shaped.fullmatch(value):
            return [Flaw("must be in the right format")]
        return ()

    return rule


def number(least: int = 0, limit: str = "") -> Rule:
    """A whole number from `least` to `limit`."""

    def rule(value: object, _: Surface) -> Flaws:
        if not isinstance(value, int) or isinstance(value, bool):
            return [Flaw("must provide an integer")]
        if value < least:
            return [Flaw(f"must be greater than {least - 1}")]
        if limit and value > LIMITS[limit]:
            return [Flaw(f"must be less than {LIMITS[limit] + 1}")]
        return ()

    return rule


def flag(value: object, _: Surface) -> Flaws:
    """True or false."""
    return () if isinstance(value, bool) else [Flaw("must provide a boolean")]


def items(each: Rule, limit: str = "", *, least: int = 1) -> Rule:
    """A list of `least` to `limit` things that all keep one rule."""

    def rule(value: object, surface: Surface) -> Flaws:
        if not isinstance(value, (list, tuple)):
            return [Flaw("must provide an array")]
        found: list[Flaw] = []
        if len(value) < least:
            found.append(Flaw(f"no fewer than {least} items allowed"))
        if limit and len(value) > LIMITS[limit]:
            found.append(Flaw(f"no more than {LIMITS[limit]} items allowed"))
        for index, item in enumerate(value):
            if wrong := each(item, surface):
                found += [flaw.under(index) for flaw in wrong]
        return found

    return rule


def shape(needs: Mapping[str, Rule], may: Mapping[str, Rule], *checks: Check) -> Rule:
    """An object with the fields it needs, those it may have, and no others (`type` is read by `one_of`)."""
    rules = {**may, **needs}

    def rule(value: object, surface: Surface) -> Flaws:
        if not isinstance(value, dict):
            return [Flaw("must provide an object")]
        found = [Flaw(f"missing required field: {name}") for name in needs if name not in value]
        for name, part in value.items():
            if name not in rules:
                found += [Flaw(f"invalid additional property: {name}")] if name != "type" else []
            elif wrong := rules[name](part, surface):
                found += [flaw.under(name) for flaw in wrong]
        for check in checks:
            found += check(value)
        return found

    return rule


def one_of(kinds: Mapping[str, Rule], stands_on: Callable[[str, Surface], bool] = lambda _kind, _surface: True) -> Rule:
    """An object whose `type` says which rule it keeps, and whether it may stand on this surface at all."""

    def rule(value: object, surface: Surface) -> Flaws:
        if not isinstance(value, dict):
            return [Flaw("must provide an object")]
        kind = value.get("type")
        if kind is None:
            return [Flaw("missing required field: type")]
        if not isinstance(kind, str) or kind not in kinds or not stands_on(kind, surface):
            return [Flaw(f"unsupported type: {kind}", ("type",))]
        return kinds[kind](value, surface)

    return rule


def either(*names: str, both: bool = False) -> Check:
    """One of several fields must be there, and only one of them unless `both` may."""
    listed = " or ".join(f"`{name}`" for name in names)

    def check(value: Mapping[str, Any]) -> Flaws:
        present = sum(name in value for name in names)
        if present == 0 or (present > 1 and not both):
            return [Flaw(f"must define {'' if both else 'either '}{listed}")]
        return ()

    return check


def distinct(named: Iterable[tuple[tuple[str | int, ...], object]]) -> Iterator[Flaw]:
    """Names that stand a second time, each with where it stands."""
    seen: set[str] = set()
    for steps, name in named:
        if isinstance(name, str):
            if name in seen:
                yield Flaw("already exists", steps)
            seen.add(name)


def parts(value: object) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of a list, with their positions; nothing if it is no list."""
    if isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield index, item
