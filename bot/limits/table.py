"""Slack's figures, read once from slack.json, where each unusual one names its source."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from bot.limits.place import Surface


@dataclass(frozen=True, slots=True)
class Table:
    """The figures, and which block or element stands on which surface."""

    limits: Mapping[str, int]
    block_surfaces: Mapping[str, tuple[str, ...]]
    element_surfaces: Mapping[str, tuple[str, ...]]


@cache
def table() -> Table:
    """Read the table that ships with this package."""
    content = json.loads(files("bot.limits").joinpath("slack.json").read_text("utf-8"))
    return Table(
        MappingProxyType(content["limits"]),
        MappingProxyType({surface: tuple(kinds) for surface, kinds in content["block_surfaces"].items()}),
        MappingProxyType({kind: tuple(surfaces) for kind, surfaces in content["element_surfaces"].items()}),
    )


class Limits(Mapping[str, int]):
    """The figures by name; a name that is not in the table is a KeyError. Nothing is read before the first look."""

    def __getitem__(self, name: str) -> int:
        return table().limits[name]

    def __iter__(self) -> Iterator[str]:
        return iter(table().limits)

    def __len__(self) -> int:
        return len(table().limits)


LIMITS = Limits()


def block_stands_on(kind: str, surface: Surface) -> bool:
    """Whether Slack takes this kind of block there."""
    return kind in table().block_surfaces[surface]


def element_stands_on(kind: str, surface: Surface) -> bool:
    """Whether Slack takes this kind of element there; unlisted ones go wherever their block goes."""
    return surface in table().element_surfaces.get(kind, (surface,))
