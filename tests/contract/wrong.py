"""Payloads that Slack would not take, each with the checks that refuse it."""

from typing import Literal

from tests.contract.bricks import (
    BLUE,
    COMMAND,
    JOINED,
    PRESSED,
    SHORTCUT,
    WRITTEN,
    Case,
    answered,
    asked,
    button,
    message,
    modal,
    mrkdwn,
    only_telling,
    opened,
    posted,
    published,
    row,
    section,
    select,
    shown,
    without,
)
from tests.contract.gallery import RED, plain

Check = Literal["limits", "types"]
LIMITS: frozenset[Check] = frozenset({"limits"})
TYPES: frozenset[Check] = frozenset({"types"})
BOTH = LIMITS | TYPES

HOME = published(section())[1]["view"]

WRONG: dict[str, tuple[Case, frozenset[Check]]] = {
    "a text of 3001 characters": (posted(section("x" * 3001)), LIMITS),
    "an empty text": (posted(section("")), LIMITS),
    "a paragraph without anything": (posted({"type": "section"}), LIMITS),
    "eleven fields": (posted({"type": "section", "fields": [plain("x")] * 11}), LIMITS),
    "a heading with markup": (posted({"type": "header", "text": mrkdwn("*Beans*")}), BOTH),
    "a button with markup": (posted(row(button(mrkdwn("*Dig*")))), BOTH),
    "a button in a third colour": (posted(row(button(style="success"))), BOTH),
    "a button with something of its own": (posted(row(button(colour="green"))), BOTH),
    "twenty-six buttons in a row": (posted(row(*(button(action_id=str(n)) for n in range(26)))), LIMITS),
    "one action id twice in a row": (posted(row(button(), button())), LIMITS),
    "one block id twice": (posted(section(block_id="a"), section(block_id="a")), LIMITS),
    "a block that nobody knows": (posted({"type": "paragraph", "text": plain("Beans")}), BOTH),
    "a block without a type": (posted({"text": plain("Beans")}), BOTH),
    "something typed beside a paragraph": (
        posted(section(accessory={"type": "plain_text_input", "action_id": "beans"})),
        BOTH,
    ),
    "an image without words": (posted({"type": "image", "image_url": "https://garden.example/a.png"}), BOTH),
    "a message with fifty-one blocks": (posted(*[section()] * 51), LIMITS),
    "a message to nowhere": (without(posted(section()), "channel"), TYPES),
    "a message that unfurls in words": (posted(section(), unfurl_links="false"), TYPES),
    "an update of no message": (("ChatUpdate", message(section())), TYPES),
    "a file asked for in a message": (posted(asked({"type": "file_input", "action_id": "plan"})), LIMITS),
    "metadata without a type": (posted(section(), metadata={"event_payload": {}}), BOTH),
    "metadata with a list of words": (
        posted(section(), metadata={"event_type": "bed", "event_payload": {"beds": ["1"]}}),
        TYPES,
    ),
    "a modal without a title": (shown({"type": "modal", "blocks": []}), BOTH),
    "a title of 25 characters": (opened(section(), title=plain("x" * 25)), LIMITS),
    "a modal that asks and cannot be sent": (
        shown(only_telling(asked(WRITTEN))),
        LIMITS,
    ),
    "a modal for nobody": (without(opened(section()), "trigger_id"), TYPES),
    "a Home tab opened as a modal": (
        ("ViewsOpen", {"trigger_id": "1.2.3", "view": published(section())[1]["view"]}),
        TYPES,
    ),
    "a modal published as a Home tab": (("ViewsPublish", {"user_id": "U0ADA", "view": modal(section())}), TYPES),
    "a Home tab with a title": (published(section(), title=plain("Home")), BOTH),
    "a table in a modal": (opened({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}), LIMITS),
    "a number that may be anything": (opened(asked({"type": "number_input", "action_id": "n"})), BOTH),
    "a choice of nothing": (opened(asked(select())), LIMITS),
    "a choice that is not offered": (opened(asked(select(options=[RED], initial_option=BLUE))), LIMITS),
    "an option with markup in a list": (opened(asked(select(options=[{"text": mrkdwn("x"), "value": "x"}]))), BOTH),
    "an answer that replaces": (
        ("AnswerToSubmission", {"response_action": "replace", "view": modal(section())}),
        TYPES,
    ),
    "errors in a list": (answered("errors", errors=["No"]), TYPES),
    "an update with a Home tab": (answered("update", view=HOME), TYPES),
    "a press without a trigger": (without(("BlockActionInMessage", PRESSED), "trigger_id"), TYPES),
    "a press of nothing known": (
        ("BlockActionInMessage", {**PRESSED, "actions": [{**PRESSED["actions"][0], "type": "lever"}]}),
        TYPES,
    ),
    "a press in a message of unknown blocks": (
        ("BlockActionInMessage", {**PRESSED, "message": {**PRESSED["message"], "blocks": [{"type": "paragraph"}]}}),
        TYPES,
    ),
    "a command that cannot be answered": (without(("SlashCommand", COMMAND), "response_url"), TYPES),
    "a shortcut that names its app": (("GlobalShortcut", {**SHORTCUT, "api_app_id": "A0GREETER"}), TYPES),
    "an event at no time": (without(("MemberJoinedChannel", JOINED), "event_time"), TYPES),
    "an event of another kind": (("AppHomeOpened", JOINED), TYPES),
}
