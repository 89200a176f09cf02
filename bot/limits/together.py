"""The blocks of one payload: each by itself, and what they may not do together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.limits.blocks import BLOCK
from bot.limits.place import Flaw, Surface
from bot.limits.rules import Flaws, distinct, items, parts
from bot.limits.table import LIMITS

_IN_MESSAGE = items(BLOCK, "message.blocks.max_items", least=0)
_IN_VIEW = items(BLOCK, "view.blocks.max_items")


def together(blocks: object, surface: Surface) -> Flaws:
    """Each block by itself, then what they may not do together."""
    message = surface == "message"
    found = list((_IN_MESSAGE if message else _IN_VIEW)(blocks, surface))
    right = not found
    found += distinct(((index, "block_id"), block.get("block_id")) for index, block in parts(blocks))
    focused = [steps for steps, element in _elements(blocks) if element.get("focus_on_load") is True]
    found += [Flaw("only one element can be focused", (*steps, "focus_on_load")) for steps in focused[1:]]
    if message and right:
        found += _weight_flaws([block for _, block in parts(blocks)])
    return found


def _elements(blocks: object) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    """The elements of all blocks, with their places."""
    for index, block in parts(blocks):
        for name in ("element", "accessory"):
            if isinstance(block.get(name), dict):
                yield (index, name), block[name]
        for inner, element in parts(block.get("elements")):
            yield (index, "elements", inner), element


def _weight_flaws(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Flaw]:
    """All text of a message together, for which Slack has a limit besides those of the blocks."""
    weight = sum(map(_weight, blocks)) + len(blocks) * LIMITS["message.block.weight"]
    if weight > LIMITS["message.blocks.weight.max"]:
        yield Flaw("all blocks together are too long", code="msg_blocks_too_long")
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > LIMITS["markdown.text.max"]:
        yield Flaw("all markdown blocks together are too long", code="msg_blocks_too_long")


def _weight(value: object) -> int:
    """How long the texts in it are."""
    if isinstance(value, dict):
        text = value.get("text")
        return (len(text) if isinstance(text, str) else 0) + sum(map(_weight, value.values()))
    return sum(map(_weight, value)) if isinstance(value, (list, tuple)) else 0
