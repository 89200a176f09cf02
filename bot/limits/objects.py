"""What blocks and elements are made of: texts, options, confirmations, and the inside of rich text."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.limits.place import Flaw
from bot.limits.rules import Check, Rule, distinct, either, flag, items, number, one_of, parts, shape, string

COLOUR = string(among=("primary", "danger"))
URL = r"[A-Za-z][A-Za-z0-9+.-]*:\S+"


def plain(limit: str) -> Rule:
    """A plain_text object of 1 to `limit` characters."""
    return one_of({"plain_text": shape({"text": string(limit)}, {"emoji": flag})})


def text(limit: str) -> Rule:
    """A plain_text or mrkdwn object of 1 to `limit` characters."""
    kinds = {
        "plain_text": shape({"text": string(limit)}, {"emoji": flag}),
        "mrkdwn": shape({"text": string(limit)}, {"verbatim": flag}),
    }
    return one_of(kinds)


def option(words: Callable[[str], Rule], **more: Rule) -> Rule:
    """One choice; `words` says which kind of text it may be written in."""
    needs = {"text": words("option.text.max"), "value": string("option.value.max")}
    return shape(needs, {"description": words("option.description.max"), **more})


PLAIN_OPTION = option(plain)
RICH_OPTION = option(text)  # only radio buttons and checkboxes take mrkdwn: reference, option object
LINK_OPTION = option(plain, url=string("option.url.max", form=URL))  # `url` only in overflow menus: the same
OPTION_GROUP = shape(
    {"label": plain("option_group.label.max"), "options": items(PLAIN_OPTION, "option_group.options.max_items")}, {}
)
CONFIRM = shape(
    {
        "title": plain("confirm.title.max"),
        "text": text("confirm.text.max"),
        "confirm": plain("confirm.button.max"),
        "deny": plain("confirm.button.max"),
    },
    {"style": COLOUR},
)
DISPATCH = shape(
    {"trigger_actions_on": items(string(among=("on_enter_pressed", "on_character_entered")))}, {}
)  # reference, dispatch action configuration
SLACK_FILE = shape({}, {"id": string(), "url": string(form=URL)}, either("id", "url"))
CONVERSATION_FILTER = shape(
    {},
    {
        "include": items(string(among=("im", "mpim", "private", "public"))),
        "exclude_bot_users": flag,
        "exclude_external_shared_channels": flag,
    },
)


def choices(element: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    """Every option of an element, grouped or not, with its place."""
    for index, one in parts(element.get("options")):
        yield ("options", index), one
    for index, group in parts(element.get("option_groups")):
        for inner, one in parts(group.get("options")):
            yield ("option_groups", index, "options", inner), one


def unique_choices(element: Mapping[str, Any]) -> Iterator[Flaw]:
    """No two options share a value, for the value is all that comes back."""
    return distinct(((*steps, "value"), one.get("value")) for steps, one in choices(element))


def preselected(name: str) -> Check:
    """What is preselected is, word for word, among the options."""

    def check(element: Mapping[str, Any]) -> Iterator[Flaw]:
        chosen, offered = element.get(name), [one for _, one in choices(element)]
        at_once = parts(chosen) if isinstance(chosen, (list, tuple)) else [(None, chosen)]
        for index, one in at_once:
            if one is not None and one not in offered:
                yield Flaw("must be one of the provided options", (name,) if index is None else (name, index))

    return check


_STYLE = shape({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), flag))
_TEXT = shape({"text": string()}, {"style": _STYLE})
_LINK = shape({"url": string(form=URL)}, {"text": string(), "style": _STYLE, "unsafe": flag})
_INLINE = one_of(
    {
        "text": _TEXT,
        "link": _LINK,
        "emoji": shape({"name": string()}, {"unicode": string(), "skin_tone": number(1), "style": _STYLE}),
        "user": shape({"user_id": string()}, {"style": _STYLE}),
        "usergroup": shape({"usergroup_id": string()}, {"style": _STYLE}),
        "channel": shape({"channel_id": string()}, {"style": _STYLE}),
        "broadcast": shape({"range": string(among=("here", "channel", "everyone"))}, {"style": _STYLE}),
        "color": shape({"value": string(form="#[0-9A-Fa-f]{6}")}, {"style": _STYLE}),
        "date": shape(
            {"timestamp": number(), "format": string()},
            {"url": string(form=URL), "fallback": string(), "style": _STYLE},
        ),
    }
)
_LINES = {"elements": items(_INLINE, least=0)}
_SECTION = shape(_LINES, {})
_LIST = shape(
    {"style": string(among=("bullet", "ordered")), "elements": items(one_of({"rich_text_section": _SECTION}))},
    {"indent": number(0, "rich_text_list.indent.max"), "offset": number(), "border": number()},
)
_PREFORMATTED = shape({"elements": items(one_of({"text": _TEXT, "link": _LINK}), least=0)}, {"border": number()})
RICH_TEXT_PARTS = items(
    one_of(
        {
            "rich_text_section": _SECTION,
            "rich_text_list": _LIST,
            "rich_text_preformatted": _PREFORMATTED,
            "rich_text_quote": shape(_LINES, {"border": number()}),
        }
    )
)
