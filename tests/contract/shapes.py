"""Which payloads differ only in their words: of those alike, one is enough for the compiler."""

from collections.abc import Iterable, Iterator
from typing import Any

from tests.contract.typescript import Payload

TELLING = {"type", "style", "level", "align", "range", "response_action", "subtype", "mode", "channel_type", "tab"}
"""Fields whose text is one of a few words, so that another word is another shape."""


def distinct(payloads: Iterable[Payload]) -> Iterator[Payload]:
    """The first payload of each shape."""
    seen: set[object] = set()
    for payload in payloads:
        shape = (payload.type, _shape(payload.body))
        if shape not in seen:
            seen.add(shape)
            yield payload


def _shape(part: Any, name: str = "") -> object:
    """Names and kinds; a list is the set of its items' shapes."""
    if isinstance(part, dict):
        return frozenset((key, _shape(inner, key)) for key, inner in part.items())
    if isinstance(part, list | tuple):
        return ("list", frozenset(_shape(item) for item in part))
    return part if name in TELLING else type(part).__name__
