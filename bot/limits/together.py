"""The blocks of one payload: each by itself, and what they may not do together."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.limits.blocks import BLOCK
from bot.limits.place import Place
from bot.limits.rules import Faults, distinct, items, parts
from bot.limits.table import LIMITS


def together(blocks: object, place: Place) -> Faults:
    """Each block by itself, then what they may not do together."""
    message = place.surface == "message"
    found = tuple(
        items(BLOCK, f"{'message' if message else 'view'}.blocks.max_items", least=not message)(blocks, place)
    )
    yield from found
    yield from distinct((place.down(index, "block_id"), block.get("block_id")) for index, block in parts(blocks))
    focused = [at for at, element in _elements(blocks, place) if element.get("focus_on_load") is True]
    yield from (at.down("focus_on_load").fault("only one element can be focused") for at in focused[1:])
    if message and not found:
        yield from _weight_faults(blocks, place)


def _elements(blocks: object, place: Place) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """The elements of all blocks, with their places."""
    for index, block in parts(blocks):
        for _, element in parts([block.get("element")]):
            yield place.down(index, "element"), element
        for _, element in parts([block.get("accessory")]):
            yield place.down(index, "accessory"), element
        for inner, element in parts(block.get("elements")):
            yield place.down(index, "elements", inner), element


def _weight_faults(blocks: object, place: Place) -> Faults:
    """All text of a message together, for which Slack has a limit besides those of the blocks."""
    listed = [block for _, block in parts(blocks)]
    weight = sum(map(len, _texts(listed))) + len(listed) * LIMITS["message.block.weight"]
    if weight > LIMITS["message.blocks.weight.max"]:
        yield place.fault("all blocks together are too long", "msg_blocks_too_long")
    if sum(len(block["text"]) for block in listed if block["type"] == "markdown") > LIMITS["markdown.text.max"]:
        yield place.fault("all markdown blocks together are too long", "msg_blocks_too_long")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from [part] if name == "text" and isinstance(part, str) else _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
