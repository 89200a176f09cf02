"""The bricks of Slack's Block Kit that this house uses, as plain dicts."""

from collections.abc import Sequence
from typing import Any, Literal

from bot.limits import LIMITS, shorten

Block = dict[str, Any]


def plain(text: str) -> Block:
    """Text without any markup; emoji codes stay as they are typed."""
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str) -> Block:
    """Text with Slack's markup; whatever people wrote must have been escaped before."""
    return {"type": "mrkdwn", "text": text}


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(shorten(text, LIMITS["header.text.max"]))}


def section(text: str, accessory: Block | None = None) -> Block:
    """A paragraph, with a button or a select beside it."""
    block: Block = {"type": "section", "text": mrkdwn(text), "expand": True}
    return block | ({"accessory": accessory} if accessory else {})


def context(*texts: str) -> Block:
    """Small print."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def actions(*elements: Block) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def button(text: str, action: str, value: str, style: Literal["primary", "danger"] | None = None) -> Block:
    """A button that carries ids, never answers."""
    element: Block = {
        "type": "button",
        "text": plain(shorten(text, LIMITS["button.text.max"])),
        "action_id": action,
        "value": value,
    }
    return element | ({"style": style} if style else {})


def confirmed(element: Block, title: str, text: str, yes: str, no: str = "Cancel") -> Block:
    """The same element, asking before it acts."""
    return element | {"confirm": {"title": plain(title), "text": plain(text), "confirm": plain(yes), "deny": plain(no)}}


def option(text: str, value: str, description: str = "") -> Block:
    """One choice of a select, a row of radio buttons or of checkboxes."""
    choice: Block = {"text": plain(shorten(text, LIMITS["option.text.max"])), "value": value}
    limit = LIMITS["option.description.max"]
    return choice | ({"description": plain(shorten(description, limit))} if description else {})


def group(label: str, options: Sequence[Block]) -> Block:
    """Choices under a heading."""
    return {"label": plain(shorten(label, LIMITS["option_group.label.max"])), "options": list(options)}


def field(  # noqa: PLR0913 - what an input block has, each by name
    name: str,
    label: str,
    element: Block,
    *,
    about: str = "",
    hint: str = "",
    optional: bool = False,
    dispatch: bool = False,
) -> Block:
    """An input with its label. Slack keeps what was typed while a block's id stays: `about` tells pages apart."""
    block: Block = {
        "type": "input",
        "block_id": f"{name} {about}".strip(),
        "label": plain(label),
        "element": element | {"action_id": name},
        "optional": optional,
    }
    return block | ({"hint": plain(hint)} if hint else {}) | ({"dispatch_action": True} if dispatch else {})


def long_text(initial: str, placeholder: str) -> Block:
    """A text box of several lines, filled with what is known."""
    box: Block = {
        "type": "plain_text_input",
        "multiline": True,
        "max_length": LIMITS["plain_text_input.max_length.max"],
        "placeholder": plain(placeholder),
    }
    return box | ({"initial_value": initial} if initial else {})


def short_text(initial: str, placeholder: str, most: int) -> Block:
    """A text box of one line."""
    box: Block = {"type": "plain_text_input", "max_length": most, "placeholder": plain(placeholder)}
    return box | ({"initial_value": initial} if initial else {})


def select(placeholder: str, groups: Sequence[Block], chosen: Block | None = None) -> Block:
    """One of several choices, from a list that opens; `groups` are options, or groups of them."""
    kind = "option_groups" if groups and "label" in groups[0] else "options"
    element: Block = {"type": "static_select", "placeholder": plain(placeholder), kind: list(groups)}
    return element | ({"initial_option": chosen} if chosen else {})


def radio(options: Sequence[Block], chosen: Block | None = None) -> Block:
    """One of a few choices, all to be seen."""
    element: Block = {"type": "radio_buttons", "options": list(options)}
    return element | ({"initial_option": chosen} if chosen else {})


def tick(words: str, value: str, *, ticked: bool, description: str = "") -> Block:
    """One box to tick."""
    choice = option(words, value, description)
    element: Block = {"type": "checkboxes", "options": [choice]}
    return element | ({"initial_options": [choice]} if ticked else {})


def menu(action: str, *options: Block) -> Block:
    """A small menu beside a section."""
    return {"type": "overflow", "action_id": action, "options": list(options)}


def modal(  # noqa: PLR0913 - what a modal has, each by name
    title: str,
    blocks: Sequence[Block],
    *,
    callback: str = "notice",
    submit: str = "",
    close: str = "Close",
    metadata: str = "",
    tells_of_closing: bool = False,
) -> Block:
    """A modal view."""
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(shorten(title, LIMITS["view.title.max"])),
        "close": plain(close),
        "blocks": list(blocks),
        "private_metadata": metadata,
    }
    told = {"notify_on_close": True} if tells_of_closing else {}
    return view | ({"submit": plain(submit)} if submit else {}) | told


def notice(title: str, *paragraphs: str) -> Block:
    """A modal that only tells something."""
    return modal(title, [section(paragraph) for paragraph in paragraphs])
