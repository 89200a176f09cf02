"""Every figure of Slack's table: exactly at the limit passes, one over is refused."""

from collections.abc import Callable

import pytest

from bot.limits import LIMITS, Fault, Surface, faults, message_faults, view_faults
from tests.bot.pieces import (
    Json,
    actions,
    asking,
    beside,
    button,
    confirm,
    element,
    grouped,
    heavy_home,
    home,
    image,
    message,
    metadata_of,
    modal,
    mrkdwn,
    option,
    options,
    part,
    plain,
    rich,
    said,
    section,
    select,
    table,
    typed,
    weighing,
    without,
)


def block_of(surface: Surface, make: Callable[[int], Json]) -> Callable[[int], tuple[Fault, ...]]:
    return lambda size: faults([make(size)], surface)


def view_of(make: Callable[[int], Json]) -> Callable[[int], tuple[Fault, ...]]:
    return lambda size: view_faults(make(size))


def message_of(make: Callable[[int], Json]) -> Callable[[int], tuple[Fault, ...]]:
    return lambda size: message_faults(make(size))


def long(size: int) -> Json:
    return plain("é" * size)


def https(size: int) -> str:
    return "https://".ljust(size, "x")


BOUNDED: dict[str, Callable[[int], tuple[Fault, ...]]] = {
    "text.max": block_of("message", lambda size: {"type": "context", "elements": [long(size)]}),
    "block_id.max": block_of("message", lambda size: section(block_id="b" * size)),
    "action_id.max": block_of("message", lambda size: actions({**button(), "action_id": "a" * size})),
    "section.text.max": block_of("message", lambda size: section(text=long(size))),
    "section.fields.max_items": block_of("message", lambda size: section(fields=[plain()] * size)),
    "section.field.max": block_of("message", lambda size: section(fields=[long(size)])),
    "header.text.max": block_of("message", lambda size: {"type": "header", "text": long(size)}),
    "context.elements.max_items": block_of("message", lambda size: {"type": "context", "elements": [plain()] * size}),
    "actions.elements.max_items": block_of("message", lambda size: actions(*[without("action_id", button())] * size)),
    "input.label.max": block_of("modal", lambda size: {**typed(), "label": long(size)}),
    "input.hint.max": block_of("modal", lambda size: {**typed(), "hint": long(size)}),
    "markdown.text.max": block_of("message", lambda size: {"type": "markdown", "text": "x" * size}),
    "image.alt_text.max": block_of("message", lambda size: image(alt_text="x" * size)),
    "image.title.max": block_of("message", lambda size: image(title=long(size))),
    "image.url.max": block_of("message", lambda size: image(image_url=https(size))),
    "table.rows.max_items": block_of("message", lambda size: table(rows=size)),
    "table.columns.max_items": block_of("message", lambda size: table(columns=size)),
    "button.text.max": block_of("message", lambda size: actions({**button(), "text": long(size)})),
    "button.value.max": block_of("message", lambda size: actions(button(value="v" * size))),
    "button.url.max": block_of("message", lambda size: actions(button(url=https(size)))),
    "button.accessibility_label.max": block_of("message", lambda size: actions(button(accessibility_label="x" * size))),
    "option.text.max": block_of("home", lambda size: beside(select(options=[{**option(), "text": long(size)}]))),
    "option.value.max": block_of("home", lambda size: beside(select(options=[option("v" * size)]))),
    "option.description.max": block_of("home", lambda size: beside(select(options=[option(description=long(size))]))),
    "option.url.max": block_of("home", lambda size: beside(element("overflow", options=[option(url=https(size))]))),
    "option_group.label.max": block_of(
        "home",
        lambda size: beside(element("static_select", option_groups=[{"label": long(size), "options": options(1)}])),
    ),
    "option_group.options.max_items": block_of(
        "home", lambda size: beside(element("static_select", option_groups=grouped(options(size))))
    ),
    "select.options.max_items": block_of("home", lambda size: beside(select(options=options(size)))),
    "select.option_groups.max_items": block_of(
        "home",
        lambda size: beside(element("static_select", option_groups=grouped(*([one] for one in options(size))))),
    ),
    "radio_buttons.options.max_items": block_of(
        "home", lambda size: beside(element("radio_buttons", options=options(size)))
    ),
    "checkboxes.options.max_items": block_of("home", lambda size: beside(element("checkboxes", options=options(size)))),
    "overflow.options.max_items": block_of("home", lambda size: beside(element("overflow", options=options(size)))),
    "placeholder.max": block_of("home", lambda size: beside(select(placeholder=long(size)))),
    "plain_text_input.max_length.max": block_of("modal", lambda size: typed(max_length=size)),
    "file_input.max_files.max": block_of("modal", lambda size: asking(element("file_input", max_files=size))),
    "rich_text_list.indent.max": block_of(
        "message", lambda size: rich(part("list", part("section", said()), style="bullet", indent=size))
    ),
    "confirm.title.max": block_of("home", lambda size: beside(button(confirm=confirm(title=long(size))))),
    "confirm.text.max": block_of("home", lambda size: beside(button(confirm=confirm(text=long(size))))),
    "confirm.button.max": block_of("home", lambda size: beside(button(confirm=confirm(deny=long(size))))),
    "message.blocks.max_items": message_of(lambda size: message(*[{"type": "divider"}] * size)),
    "message.attachments.max_items": message_of(lambda size: message(attachments=[{}] * size)),
    "message.text.max": message_of(lambda size: {"text": "é" * size}),
    "message.update.text.max_bytes": message_of(lambda size: {"ts": "1.0", "text": "x" * size}),
    "message.blocks.weight.max": message_of(lambda size: message(*weighing(size))),
    "message.metadata.json_bytes.max": message_of(lambda size: message(section(), metadata=metadata_of(size))),
    "view.blocks.max_items": view_of(lambda size: home(*[{"type": "divider"}] * size)),
    "view.private_metadata.max": view_of(lambda size: modal(private_metadata="x" * size)),
    "view.callback_id.max": view_of(lambda size: modal(callback_id="x" * size)),
    "view.external_id.max": view_of(lambda size: modal(external_id="x" * size)),
    "view.title.max": view_of(lambda size: modal(title=long(size))),
    "view.submit.max": view_of(lambda size: modal(submit=long(size))),
    "view.close.max": view_of(lambda size: modal(close=long(size))),
    "view.json_bytes.max": view_of(heavy_home),
}


@pytest.mark.parametrize("name", BOUNDED)
def test_exactly_at_the_limit_passes(name: str) -> None:
    assert BOUNDED[name](LIMITS[name]) == ()


@pytest.mark.parametrize("name", BOUNDED)
def test_one_over_the_limit_is_refused(name: str) -> None:
    assert len(BOUNDED[name](LIMITS[name] + 1)) == 1


def test_every_limit_of_the_table_is_held() -> None:
    assert set(LIMITS) - set(BOUNDED) == {"message.block.weight"}


def test_a_limit_that_is_not_in_the_table_is_an_error() -> None:
    with pytest.raises(KeyError):
        LIMITS["section.text.most"]


def test_length_is_counted_in_characters_as_they_are_sent() -> None:
    assert faults([section(text=mrkdwn("👍" * 3000))], "message") == ()
    assert faults([section(text=mrkdwn("&amp;" * 601))], "message") != ()
