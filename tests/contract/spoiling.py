"""Right payloads made wrong in the least way: with something that belongs to nobody, on top or in their first block."""

import copy
from collections.abc import Iterable, Iterator
from typing import Any

from sandbox.things import Json
from tests.contract.typescript import Payload

NOBODYS: Json = {"nobodys": True}


def spoilt(payloads: Iterable[Payload]) -> Iterator[Payload]:
    """Of each type the first payload, and the first one with blocks, made wrong."""
    on_top: set[str] = set()
    within: set[str] = set()
    for payload in payloads:
        if payload.type not in on_top:
            on_top.add(payload.type)
            yield Payload(f"{payload.type}, on top", payload.type, payload.body | NOBODYS)
        body = copy.deepcopy(payload.body)
        block = _first_block(body)
        if block is not None and payload.type not in within:
            within.add(payload.type)
            block |= NOBODYS
            yield Payload(f"{payload.type}, within", payload.type, body)


def _first_block(part: Any) -> Json | None:
    """The first block anywhere below."""
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    if isinstance(part, dict) and part.get("blocks"):
        found: Json = part["blocks"][0]
        return found
    return next((block for block in map(_first_block, inner) if block is not None), None)
