"""The elements people press, choose and write in: one entry for each in reference/block-kit/block-elements."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.limits import objects
from bot.limits.objects import plain, preselected, unique_choices
from bot.limits.place import Flaw
from bot.limits.rules import Rule, either, flag, items, number, one_of, shape, string
from bot.limits.table import element_stands_on

DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
TIME = r"([01]\d|2[0-3]):[0-5]\d"
NUMERAL = r"-?\d+(\.\d+)?"
IMAGE_URL = string("image.url.max", form=r"https?://\S+")
ALT_TEXT = string("image.alt_text.max")

_FOCUS = {"action_id": string("action_id.max"), "focus_on_load": flag}
_CHOICE = {**_FOCUS, "confirm": objects.CONFIRM}
_MENU = {**_CHOICE, "placeholder": plain("placeholder.max")}
_MENUS = {**_MENU, "max_selected_items": number(1)}
_TYPED = {**_FOCUS, "placeholder": plain("placeholder.max"), "dispatch_action_config": objects.DISPATCH}
_OFFER = {
    "options": items(objects.PLAIN_OPTION, "select.options.max_items"),
    "option_groups": items(objects.OPTION_GROUP, "select.option_groups.max_items"),
}
_FILTER = {"filter": objects.CONVERSATION_FILTER, "default_to_current_conversation": flag}
_REPLY = {"response_url_enabled": flag}
_ONE, _SEVERAL = preselected("initial_option"), preselected("initial_options")
_IDS = items(string())


def _lengths_in_order(element: Mapping[str, Any]) -> Iterator[Flaw]:
    """A field cannot ask for more than it takes."""
    least, most = element.get("min_length"), element.get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield Flaw("must not be greater than `max_length`", ("min_length",))


KINDS: Mapping[str, Rule] = {
    "button": shape(
        {"text": plain("button.text.max")},
        {
            "action_id": string("action_id.max"),
            "url": string("button.url.max", form=objects.URL),
            "value": string("button.value.max", least=0),
            "style": objects.COLOUR,
            "confirm": objects.CONFIRM,
            "accessibility_label": string("button.accessibility_label.max"),
        },
    ),
    "image": shape(
        {"alt_text": ALT_TEXT},
        {"image_url": IMAGE_URL, "slack_file": objects.SLACK_FILE},
        either("image_url", "slack_file"),
    ),
    "overflow": shape(
        {"options": items(objects.LINK_OPTION, "overflow.options.max_items")},
        {"action_id": string("action_id.max"), "confirm": objects.CONFIRM},
        unique_choices,
    ),
    "checkboxes": shape(
        {"options": items(objects.RICH_OPTION, "checkboxes.options.max_items")},
        {**_CHOICE, "initial_options": items(objects.RICH_OPTION)},
        unique_choices,
        _SEVERAL,
    ),
    "radio_buttons": shape(
        {"options": items(objects.RICH_OPTION, "radio_buttons.options.max_items")},
        {**_CHOICE, "initial_option": objects.RICH_OPTION},
        unique_choices,
        _ONE,
    ),
    "static_select": shape(
        {},
        {**_MENU, **_OFFER, "initial_option": objects.PLAIN_OPTION},
        either("options", "option_groups"),
        unique_choices,
        _ONE,
    ),
    "multi_static_select": shape(
        {},
        {**_MENUS, **_OFFER, "initial_options": items(objects.PLAIN_OPTION)},
        either("options", "option_groups"),
        unique_choices,
        _SEVERAL,
    ),
    "external_select": shape({}, {**_MENU, "min_query_length": number(), "initial_option": objects.PLAIN_OPTION}),
    "multi_external_select": shape(
        {}, {**_MENUS, "min_query_length": number(), "initial_options": items(objects.PLAIN_OPTION)}
    ),
    "users_select": shape({}, {**_MENU, "initial_user": string()}),
    "multi_users_select": shape({}, {**_MENUS, "initial_users": _IDS}),
    "channels_select": shape({}, {**_MENU, **_REPLY, "initial_channel": string()}),
    "multi_channels_select": shape({}, {**_MENUS, "initial_channels": _IDS}),
    "conversations_select": shape({}, {**_MENU, **_FILTER, **_REPLY, "initial_conversation": string()}),
    "multi_conversations_select": shape({}, {**_MENUS, **_FILTER, "initial_conversations": _IDS}),
    "datepicker": shape({}, {**_MENU, "initial_date": string(form=DATE)}),
    "timepicker": shape({}, {**_MENU, "initial_time": string(form=TIME), "timezone": string()}),
    "datetimepicker": shape({}, {**_CHOICE, "initial_date_time": number(1_000_000_000)}),  # ten digits, in seconds
    "plain_text_input": shape(
        {},
        {
            **_TYPED,
            "initial_value": string("plain_text_input.max_length.max", least=0),
            "multiline": flag,
            "min_length": number(0, "plain_text_input.max_length.max"),
            "max_length": number(1, "plain_text_input.max_length.max"),
        },
        _lengths_in_order,
    ),
    "email_text_input": shape({}, {**_TYPED, "initial_value": string()}),
    "url_text_input": shape({}, {**_TYPED, "initial_value": string()}),
    "number_input": shape(
        {"is_decimal_allowed": flag},
        {**_TYPED, **dict.fromkeys(("initial_value", "min_value", "max_value"), string(form=NUMERAL))},
    ),
    "file_input": shape(
        {},
        {"action_id": string("action_id.max"), "filetypes": _IDS, "max_files": number(1, "file_input.max_files.max")},
    ),
    "rich_text_input": shape(
        {}, {**_TYPED, "initial_value": one_of({"rich_text": shape({"elements": objects.RICH_TEXT_PARTS}, {})})}
    ),
}

# Which block holds which: @slack/types, block-kit/blocks.ts (ActionsBlockElement, SectionBlockAccessory,
# InputBlockElement), without the workflow button, which this house does not use.
_FROM_A_LIST = ("static_select", "external_select", "users_select", "channels_select", "conversations_select")
_EVERYWHERE = (
    "checkboxes",
    "datepicker",
    "radio_buttons",
    "timepicker",
    *_FROM_A_LIST,
    *(f"multi_{kind}" for kind in _FROM_A_LIST),
)


def _among(*kinds: str) -> Rule:
    return one_of({kind: KINDS[kind] for kind in kinds}, element_stands_on)


IN_ACTIONS = _among("button", "overflow", "datetimepicker", "rich_text_input", *_EVERYWHERE)
IN_SECTION = _among("button", "overflow", "image", *_EVERYWHERE)
IN_INPUT = _among(
    "datetimepicker",
    "email_text_input",
    "file_input",
    "number_input",
    "plain_text_input",
    "rich_text_input",
    "url_text_input",
    *_EVERYWHERE,
)
IN_CONTEXT = one_of(
    {
        "image": KINDS["image"],
        "plain_text": shape({"text": string("text.max")}, {"emoji": flag}),
        "mrkdwn": shape({"text": string("text.max")}, {"verbatim": flag}),
    }
)
