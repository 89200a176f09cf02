"""Payloads that Slack would take: what its documentation knows, and as strange as it may be."""

from tests.contract.bricks import (
    BLUE,
    COMMAND,
    JOINED,
    PRESSED,
    SAID,
    SHORTCUT,
    WRITTEN,
    Case,
    answered,
    asked,
    button,
    message,
    modal,
    mrkdwn,
    opened,
    picture,
    posted,
    published,
    rich,
    row,
    section,
    select,
    without,
    words,
)
from tests.contract.gallery import RED, RICH, blocks, plain

AT_ONCE = {"trigger_actions_on": ["on_character_entered"]}
PUBLIC = {"include": ["public"], "exclude_bot_users": True}

RIGHT: dict[str, Case] = {
    "only a text": ("ChatPostMessage", {"channel": "U0ADA", "text": "Beans"}),
    "a paragraph": posted(section()),
    "a paragraph shown whole": posted(section(expand=True)),
    "fields": posted({"type": "section", "fields": [plain("Bed"), mrkdwn("*3*")]}),
    "a button beside a paragraph": posted(section(accessory=button(value="bed 3"))),
    "a link to press": posted(row(button(url="https://garden.example", style="danger"))),
    "a press that asks first": posted(
        row(
            button(
                confirm={
                    "title": plain("Sure?"),
                    "text": mrkdwn("_Really?_"),
                    "confirm": plain("Yes"),
                    "deny": plain("No"),
                }
            )
        )
    ),
    "a picture from anywhere": posted(picture(title=plain("Beans"))),
    "a picture from Slack": posted({"type": "image", "slack_file": {"id": "F01"}, "alt_text": "Beans"}),
    "small print with a picture": posted(
        {
            "type": "context",
            "elements": [
                {"type": "image", "image_url": "https://garden.example/a.png", "alt_text": "A"},
                mrkdwn("Beans"),
            ],
        }
    ),
    "a heading and a line": posted({"type": "header", "text": plain("Beans")}, {"type": "divider"}),
    "markdown": posted({"type": "markdown", "text": "**Beans**"}),
    "rich text": posted(rich(words(SAID, {"type": "user", "user_id": "U0ADA", "style": {"bold": True}}))),
    "a list": posted(
        rich({"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [words(SAID), words(SAID)]})
    ),
    "a quotation and code": posted(
        rich({"type": "rich_text_quote", "elements": [SAID]}, {"type": "rich_text_preformatted", "elements": [SAID]})
    ),
    "links, dates and emoji": posted(
        rich(
            words(
                {"type": "link", "url": "https://garden.example", "text": "Garden"},
                {"type": "emoji", "name": "tomato"},
                {"type": "date", "timestamp": 1780000000, "format": "{date_long}", "fallback": "In May"},
                {"type": "channel", "channel_id": "C0GREEN"},
                {"type": "broadcast", "range": "here"},
            )
        )
    ),
    "a table": posted(
        {
            "type": "table",
            "rows": [[{"type": "raw_text", "text": "Bed"}, RICH], [{"type": "raw_text", "text": "3"}, RICH]],
            "column_settings": [{"align": "right"}, {"is_wrapped": True}],
        }
    ),
    "everything that a message may hold": posted(*blocks("message")),
    "a reply": posted(section(), thread_ts="1.2", unfurl_links=False, unfurl_media=False),
    "a message with ids for its app": posted(
        section(), metadata={"event_type": "bed", "event_payload": {"bed": 3, "sunny": True, "rows": [{"n": 1}]}}
    ),
    "an update": ("ChatUpdate", message(section(), ts="1.2")),
    "a message to one person": ("ChatPostEphemeral", message(section(), user="U0ADA")),
    "everything that a modal may hold": opened(*blocks("modal")),
    "a modal with all its parts": opened(
        section(),
        callback_id="beds",
        private_metadata="3",
        external_id="bed-3",
        close=plain("Cancel"),
        notify_on_close=True,
        clear_on_close=True,
    ),
    "a modal that only tells": (
        "ViewsPush",
        {"trigger_id": "1.2.3", "view": without(("", modal(section())), "submit")[1]},
    ),
    "a field with a hint": opened(asked(WRITTEN, hint=plain("In short"), optional=True, dispatch_action=True)),
    "a long text with limits": opened(
        asked({**WRITTEN, "multiline": True, "min_length": 3, "max_length": 3000, "initial_value": "Beans"})
    ),
    "a field that tells while one types": opened(
        asked(
            {**WRITTEN, "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}},
            dispatch_action=True,
        )
    ),
    "a number between two": opened(
        asked(
            {"type": "number_input", "action_id": "n", "is_decimal_allowed": True, "min_value": "0", "max_value": "9.5"}
        )
    ),
    "a choice among groups": opened(
        asked(select(option_groups=[{"label": plain("Warm"), "options": [RED]}], initial_option=RED))
    ),
    "several choices": opened(asked(select("multi_static_select", options=[RED, BLUE], max_selected_items=2))),
    "people": opened(asked(select("multi_users_select", initial_users=["U0ADA"], placeholder=plain("Who")))),
    "a conversation": opened(
        asked(
            select(
                "conversations_select",
                filter={"include": ["public"], "exclude_bot_users": True},
                response_url_enabled=True,
            )
        )
    ),
    "buttons of which one is pressed": opened(asked(select("radio_buttons", options=[RED, BLUE], initial_option=BLUE))),
    "boxes to tick with markup": opened(
        asked(
            select("checkboxes", options=[{"text": mrkdwn("*Red*"), "value": "red", "description": plain("As a rose")}])
        )
    ),
    "a file": opened(asked({"type": "file_input", "action_id": "plan", "filetypes": ["pdf"], "max_files": 1})),
    "a warning": opened({"type": "alert", "text": mrkdwn("*Frost*"), "level": "warning"}),
    "an open modal with something else": ("ViewsUpdate", {"view_id": "V01", "hash": "1.a", "view": modal(section())}),
    "a modal found by its own name": ("ViewsUpdate", {"external_id": "bed-3", "view": modal(section())}),
    "a Home tab": published(section(), {"type": "divider"}, row(button(), select(options=[RED]))),
    "everything that a Home tab may hold": published(*blocks("home")),
    "nothing": ("AnswerToSubmission", {}),
    "what is wrong": answered("errors", errors={"name": "That is nobody"}),
    "another page": answered("update", view=modal(asked(WRITTEN))),
    "a page on top": answered("push", view=modal(section())),
    "the end": answered("clear"),
    "words for one": ("AnswerToCommand", {"response_type": "ephemeral", "text": "Beans"}),
    "words for everybody": ("Respond", {"response_type": "in_channel", "text": "Beans", "blocks": [section()]}),
    "a message taken away": ("Respond", {"delete_original": True}),
    "a press": ("BlockActionInMessage", PRESSED),
    "a command": ("SlashCommand", COMMAND),
    "a shortcut": ("GlobalShortcut", SHORTCUT),
    "an event": ("MemberJoinedChannel", JOINED),
}
