"""What tests need to look at blocks: all their letters and digits, and whether Slack takes them."""

from collections.abc import Iterable, Iterator, Sequence

from bot.blocks.parts import Block
from bot.limits import message_faults, view_faults
from frameworks.schema import Statement, SubDomain
from sandbox.drawn import drawn_text


def letters(text: str) -> str:
    """Letters and digits only: what no markup, bullet or line break changes."""
    return "".join(one for one in text if one.isalnum())


def statements(subdomain: SubDomain) -> Iterator[str]:
    """Every statement of every level, those under another among them."""
    for level in subdomain.descriptors.values():
        yield from _texts(level)


def _texts(some: Iterable[Statement]) -> Iterator[str]:
    for one in some:
        yield one.text
        yield from _texts(one.children)


def lost(subdomain: SubDomain, blocks: Sequence[Block]) -> list[str]:
    """Statements that are not drawn whole."""
    seen = letters(drawn_text(blocks))
    return [one for one in statements(subdomain) if letters(one) not in seen]


def require_sendable(text: str, blocks: Sequence[Block]) -> None:
    """Slack takes this as a message, and there are words for a notification."""
    assert message_faults({"text": text, "blocks": list(blocks)}) == ()
    assert message_faults({"text": text, "blocks": list(blocks), "ts": "1.0"}) == ()
    assert text.strip()


def require_showable(view: Block) -> None:
    """Slack takes this as a view."""
    assert view_faults(view) == ()
