"""Block Kit to HTML: the templates hold the tags, this module decides which one and with what."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2s
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.environment import TemplateModule
from markupsafe import Markup, escape

from sandbox import elements
from sandbox.page import forms, moments, mrkdwn, rich_text
from sandbox.page.mrkdwn import Names
from sandbox.things import Json

Choice = tuple[str, str]

# The macro in elements.html that draws each type of element. What is not here is drawn as a grey box with its name.
MACROS: Mapping[str, str] = {
    "button": "button",
    "overflow": "overflow",
    "static_select": "select",
    "users_select": "select",
    "conversations_select": "select",
    "channels_select": "select",
    "multi_static_select": "group",
    "multi_users_select": "group",
    "multi_conversations_select": "group",
    "multi_channels_select": "group",
    "external_select": "external",
    "multi_external_select": "external",
    "radio_buttons": "group",
    "checkboxes": "group",
    "datepicker": "picker",
    "timepicker": "picker",
    "datetimepicker": "picker",
    "plain_text_input": "line",
    "url_text_input": "line",
    "email_text_input": "line",
    "number_input": "line",
    "rich_text_input": "line",
    "file_input": "file",
}
BLOCKS = frozenset(
    {
        "section",
        "header",
        "divider",
        "context",
        "actions",
        "alert",
        "context_actions",
        "input",
        "image",
        "rich_text",
        "markdown",
        "table",
        "video",
        "file",
    }
)
SEARCHED = 8  # a list of choices that is longer gets a box to search it
TEXT_INPUTS = frozenset({"plain_text_input", "url_text_input", "email_text_input", "number_input"})


@cache
def environment() -> Environment:
    """The page's templates: strict about what is missing, and escaping everything."""
    return Environment(
        loader=PackageLoader("sandbox.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True, slots=True)
class Surface:
    """Where blocks stand: a message, a modal or an App Home, with what is kept of its inputs."""

    id: str
    press: Callable[[str, str], str]
    suggest: Callable[[str, str], str] = lambda _block, _action: ""
    names: Names = field(default_factory=Names)
    values: Json = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    file_url: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class Control:
    """One element, ready to be drawn."""

    id: str
    name: str
    element: Json
    value: Any
    press: str
    trigger: str
    labelled_by: str
    suggest: str = ""

    @property
    def type(self) -> str:
        """Slack's name for it."""
        return str(self.element["type"])

    @property
    def many(self) -> bool:
        """Whether several can be chosen."""
        return self.type == "checkboxes" or self.type.startswith("multi_")

    @property
    def most(self) -> int:
        """How many can be chosen; 0 when any number can."""
        return int(self.element.get("max_selected_items", 0))

    @property
    def placeholder(self) -> str:
        """Shown while nothing is given."""
        return str(self.element.get("placeholder", {}).get("text", ""))


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen."""

    value: str
    text: Markup
    description: Markup
    chosen: bool


class Drawing:
    """Draws blocks on one surface; templates call it back as `draw`."""

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        self._pressed: Counter[str] = Counter()  # how many elements of each action id are drawn so far

    def blocks(self, blocks: Sequence[Json]) -> Markup:
        """Draw all blocks in their order."""
        return Markup("").join(self.block(block) for block in blocks)

    def block(self, block: Json) -> Markup:
        """Draw one block; an unknown one is a grey box that names its type."""
        kind = str(block.get("type"))
        if kind not in BLOCKS:
            return _drawn("blocks.html", "unknown", kind)
        return _drawn("blocks.html", kind, block, self)

    def element(self, block: Json, element: Json, *, dispatches: bool = True) -> Markup:
        """Draw one interactive element, or an image accessory."""
        kind = str(element.get("type"))
        if kind == "image":
            return _drawn("blocks.html", "thumbnail", element, self)
        if kind not in MACROS:
            return _drawn("blocks.html", "unknown", kind)
        control = self._control(block, element, dispatches=dispatches)
        return _drawn("elements.html", MACROS[kind], control, self)

    def text(self, text: Json) -> Markup:
        """Draw a text object."""
        if text["type"] == "mrkdwn":
            return mrkdwn.to_html(text["text"], self.surface.names)
        return mrkdwn.plain(text["text"])

    def rich(self, elements: Sequence[Json]) -> Markup:
        """Draw the inside of a rich_text block."""
        return rich_text.to_html(elements, self.surface.names)

    def markdown(self, text: str) -> Markup:
        """Draw standard markdown."""
        return rich_text.markdown(text)

    def image(self, image: Json) -> str:
        """The address of an image, its own or that of an uploaded file."""
        kept = image.get("slack_file", {})
        return str(image.get("image_url") or kept.get("url") or self.surface.file_url(kept.get("id", "")))

    def link(self, url: str, label: str | Markup) -> Markup:
        """Draw a link, unless its address is unsafe."""
        return mrkdwn.link(url, label)

    def safe(self, url: str) -> bool:
        """Whether a link may lead there."""
        return url.startswith(("https://", "http://", "mailto:"))

    def error(self, block: Json) -> str:
        """What is wrong with an input."""
        return self.surface.errors.get(block["block_id"], "")

    def label_id(self, block: Json) -> str:
        """The id that an input's label has on the page."""
        return _page_id("l", self.surface.id, block["block_id"])

    def control_id(self, block: Json, element: Json) -> str:
        """The id of an input on the page.

        Its first value is left out: a redrawn view keeps what was typed into an input that is otherwise the same.
        """
        asked = {key: value for key, value in element.items() if not key.startswith("initial_")}
        return _page_id("e", self.surface.id, block["block_id"], element["action_id"], asked)

    def button_id(self, element: Json) -> str:
        """The id of what keeps no state: by its place among its like, so that focus outlives an edit."""
        action = element["action_id"]
        self._pressed[action] += 1
        return _page_id("b", self.surface.id, action, self._pressed[action])

    def typed(self, control: Control) -> str:
        """A date, time or both as a field holds them; what could not be read stays as it was typed."""
        value, zone = control.value, self.surface.names.zone
        if isinstance(value, int):
            return moments.as_typed(datetime.fromtimestamp(value, UTC), zone)
        if control.type == "datepicker" and (day := moments.typed_day(value or "")):
            return f"{day:%d/%m/%Y}"
        return str(value or "")

    def options(self, control: Control) -> list[tuple[str, list[Option]]]:
        """What can be chosen, in groups (one without a name when there are none)."""
        value = control.value if isinstance(control.value, list) else [control.value]
        if control.type in forms.EXTERNAL:
            return [("", self.offered([option for option in value if option], chosen=True))]
        chosen = {item["value"] if isinstance(item, dict) else item for item in value if item}
        known = self.surface.choices.get(control.type.removeprefix("multi_").partition("_")[0])
        if known is not None and not forms.options(control.element):
            return [("", [Option(key, escape(text), Markup(), key in chosen) for key, text in known])]
        groups = control.element.get("option_groups") or [control.element]
        return [
            (
                group["label"]["text"] if "label" in group else "",
                [self._option(option, chosen) for option in group["options"]],
            )
            for group in groups
        ]

    def searched(self, control: Control) -> bool:
        """Whether there are so many choices that one searches among them."""
        offered = sum(len(options) for _, options in self.options(control))
        return control.type.startswith("multi_") and offered > SEARCHED

    def offered(self, options: Sequence[Json], *, chosen: bool = False) -> list[Option]:
        """Options that the bot offers on request; each carries all of itself, so that it can be posted whole."""
        drawn = [self._option(option, set()) for option in options]
        whole = [json.dumps(option, sort_keys=True) for option in options]
        return [Option(value, one.text, one.description, chosen) for value, one in zip(whole, drawn, strict=True)]

    def suggestions(self, block: Json, element: Json, offered: Sequence[Json], trouble: str) -> Markup:
        """Draw what the bot offers in an external select."""
        control = self._control(block, element, dispatches=True)
        return _drawn("elements.html", "suggestions", control, self, offered, trouble)

    def _option(self, option: Json, chosen: set[str]) -> Option:
        described = self.text(option["description"]) if "description" in option else Markup()
        value = option.get("value", "")
        return Option(value, self.text(option["text"]), described, value in chosen)

    def _control(self, block: Json, element: Json, *, dispatches: bool) -> Control:
        block_id, action_id = block["block_id"], element["action_id"]
        stateful = element["type"] in elements.VALUE_KEYS
        external = element["type"] in forms.EXTERNAL
        return Control(
            id=self.control_id(block, element) if stateful else self.button_id(element),
            name=forms.field_name(block_id, action_id),
            element=element,
            value=forms.held(block, element, self.surface.values) if stateful else None,
            press=self.surface.press(block_id, action_id) if dispatches else "",
            trigger=_trigger(element),
            labelled_by=self.label_id(block) if block.get("type") == "input" else "",
            suggest=self.surface.suggest(block_id, action_id) if external else "",
        )


def _trigger(element: Json) -> str:
    """When an element that dispatches does so, in htmx's words. page.js sends `entered` for Enter."""
    if element["type"] not in TEXT_INPUTS:
        return "change delay:600ms" if element["type"].startswith("multi_") else "change"
    asked = element.get("dispatch_action_config", {}).get("trigger_actions_on", ["on_enter_pressed"])
    typing = ["input changed delay:400ms"] if "on_character_entered" in asked else []
    return ", ".join(typing + (["entered"] if "on_enter_pressed" in asked else []))


def mark(*parts: object) -> str:
    """A short mark of something drawn, which changes whenever that does."""
    return _page_id("k", *parts)


def _drawn(template: str, macro: str, *given: object) -> Markup:
    drawn = getattr(_macros(template), macro)(*given)
    return Markup(drawn)  # noqa: S704 - the template escaped it


@cache
def _macros(template: str) -> TemplateModule:
    return environment().get_template(template).module


def _page_id(kind: str, *parts: object) -> str:
    return kind + blake2s(repr(parts).encode(), digest_size=8).hexdigest()
