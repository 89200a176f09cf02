"""Every element on every surface where it may stand, each pressed; and everything else that a person can do.

Nobody's bot is behind it: what the sandbox would deliver is kept instead.
"""

from collections.abc import Iterator
from typing import Literal

from bot.limits.table import element_stands_on
from sandbox.acting import Acting, InMessage, InView
from sandbox.deliveries import Answer
from sandbox.things import Channel, Json, Message, View, Where
from sandbox.workspace import Workspace

USER, GUEST = "U0ADA", "U0CYD"
GREENHOUSE = "C0GREEN"


class Kept:
    """A delivery that keeps everything and acknowledges it without a word."""

    def __init__(self) -> None:
        self.payloads: list[Json] = []

    def ask(self, kind: Literal["interactive", "slash_commands"], payload: Json) -> Answer:
        """Keep what a person waits for."""
        assert kind
        self.payloads.append(payload)
        return Answer()

    def tell(self, payload: Json) -> None:
        """Keep an event."""
        self.payloads.append(payload)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str, **more: object) -> Json:
    return {"text": plain(value.title()), "value": value, **more}


RED, BLUE = option("red"), option("blue")
BOLD: Json = {"text": {"type": "mrkdwn", "text": "*Green*"}, "value": "green", "description": plain("As grass")}
RICH: Json = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Beans"}]}],
}
ASKING = {"title": plain("Sure?"), "text": plain("Really?"), "confirm": plain("Yes"), "deny": plain("No")}

ELEMENTS: dict[str, tuple[Json, tuple[Json, ...]]] = {
    "button": ({"text": plain("Dig"), "value": "bed 3", "style": "primary", "confirm": ASKING}, ({},)),
    "overflow": ({"options": [RED, BLUE]}, ({"selected_option": BLUE},)),
    "checkboxes": ({"options": [RED, BOLD]}, ({"selected_options": [BOLD]}, {"selected_options": []})),
    "radio_buttons": ({"options": [RED, BOLD]}, ({"selected_option": BOLD},)),
    "datepicker": ({"placeholder": plain("A day")}, ({"selected_date": "2026-06-01"}, {"selected_date": None})),
    "timepicker": ({"initial_time": "09:00"}, ({"selected_time": "10:30"},)),
    "datetimepicker": ({}, ({"selected_date_time": 1780000000},)),
    "static_select": (
        {"placeholder": plain("A colour"), "option_groups": [{"label": plain("Warm"), "options": [RED]}]},
        ({"selected_option": RED}, {"selected_option": None}),
    ),
    "external_select": ({"min_query_length": 1}, ({"selected_option": RED},)),
    "users_select": ({}, ({"selected_user": USER},)),
    "conversations_select": ({}, ({"selected_conversation": GREENHOUSE},)),
    "channels_select": ({}, ({"selected_channel": GREENHOUSE},)),
    "multi_static_select": ({"options": [RED, BLUE]}, ({"selected_options": [RED, BLUE]},)),
    "multi_external_select": ({"initial_options": [RED]}, ({"selected_options": [BLUE]},)),
    "multi_users_select": ({}, ({"selected_users": [USER]},)),
    "multi_conversations_select": ({}, ({"selected_conversations": [GREENHOUSE]},)),
    "multi_channels_select": ({}, ({"selected_channels": [GREENHOUSE]},)),
    "plain_text_input": ({"multiline": True}, ({"value": "Beans"}, {"value": None})),
    "email_text_input": ({}, ({"value": "ada@garden.example"},)),
    "url_text_input": ({}, ({"value": "https://garden.example"},)),
    "number_input": ({"is_decimal_allowed": False}, ({"value": "7"},)),
    "rich_text_input": ({}, ({"rich_text_value": RICH},)),
    "file_input": ({"max_files": 2}, ()),
}
"""What an element needs beside its type and id, and what a person may choose in it."""

ONLY_IN_INPUTS = {"plain_text_input", "email_text_input", "url_text_input", "number_input", "file_input"}


def payloads(workspace: Workspace) -> list[Json]:
    """All that the sandbox sends when somebody tries everything."""
    kept = Kept()
    acting = Acting(workspace, kept)
    _in_messages(workspace, acting)
    _in_views(workspace, acting)
    _in_words(workspace, acting)
    acting.uninstall(USER)
    return kept.payloads


def blocks(surface: Literal["message", "modal", "home"]) -> list[Json]:
    """Every element that may stand there: in a row, beside a text, or in a field that tells at once."""
    return [_block(kind, needs) for kind, (needs, _) in ELEMENTS.items() if element_stands_on(kind, surface)]


def _block(kind: str, needs: Json) -> Json:
    element = {"type": kind, "action_id": kind, **needs}
    if kind in ONLY_IN_INPUTS:
        telling = {} if kind == "file_input" else {"dispatch_action": True}
        return {
            "type": "input",
            "block_id": kind,
            "label": plain(kind),
            "element": element,
            "optional": True,
            **telling,
        }
    if kind in ("button", "overflow", "datetimepicker", "rich_text_input"):
        return {"type": "actions", "block_id": kind, "elements": [element]}
    return {"type": "section", "block_id": kind, "text": plain(kind), "accessory": element}


def _presses(acting: Acting, where: Where, surface: Literal["message", "modal", "home"]) -> None:
    """Use each element in each of its ways."""
    for kind, (_, choices) in ELEMENTS.items():
        if element_stands_on(kind, surface):
            for chosen in choices:
                reply = acting.press(USER, where, kind, kind, chosen)
                assert reply.ok, (kind, reply)
        if element_stands_on(kind, surface) and "external" in kind:
            acting.suggest(USER, where, kind, kind, "gre")


def _in_messages(workspace: Workspace, acting: Acting) -> None:
    own, bot = workspace.dm(USER), workspace.bot.id
    for message in (
        workspace.post(own.id, bot, "Everything", blocks("message")),
        workspace.post(own.id, bot, "In a thread", blocks("message")[:1], thread_ts=_first(workspace, own).ts),
        workspace.post(GREENHOUSE, bot, "Just for you", blocks("message")[:1], only_for=USER),
    ):
        where = InMessage(message.channel, message.ts)
        if len(message.blocks) > 1:
            _presses(acting, where, "message")
        else:
            acting.press(USER, where, "button", "button", {})


def _first(workspace: Workspace, channel: Channel) -> Message:
    return workspace.messages(channel.id, USER)[0]


def _in_views(workspace: Workspace, acting: Acting) -> None:
    acting.open_home(USER, "messages")
    acting.open_home(USER)
    home = workspace.publish(USER, {"type": "home", "blocks": blocks("home")})
    acting.open_home(USER)
    _presses(acting, InView(home.id), "home")
    for view in _modals(workspace):
        _presses(acting, InView(view.id), "modal")
        acting.press(USER, InView(view.id), "where", "where", {"selected_conversation": GREENHOUSE})
        shown = workspace.view(view.id)
        assert shown is not None
        acting.close(USER, view.id, shown.values) if view.previous_id else acting.submit(USER, view.id, shown.values)
    acting.close(USER, workspace.open_view(USER, _modal()).id, everything=True)


def _modals(workspace: Workspace) -> Iterator[View]:
    """One upon the other, the upper one first; the lower one asks for nothing."""
    workspace.open_view(USER, _modal())
    yield workspace.push_view(USER, _modal(private_metadata="bed 3", callback_id="beds", external_id="one"))
    yield workspace.open_view(USER, _modal(clear_on_close=True))


def _modal(**more: object) -> Json:
    chosen = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    asked = {"type": "input", "block_id": "where", "label": plain("Where"), "element": chosen, "optional": True}
    shared = {"type": "modal", "title": plain("Everything"), "submit": plain("Save"), "notify_on_close": True}
    return {**shared, "blocks": [*blocks("modal"), asked], **more}


def _in_words(workspace: Workspace, acting: Acting) -> None:
    said = acting.say(USER, GREENHOUSE, f"<@{workspace.bot.id}>, water <#{GREENHOUSE}> & sing")
    acting.say(USER, GREENHOUSE, "In a thread", thread_ts=said.ts)
    acting.say(USER, workspace.dm(USER).id, "Hello")
    acting.say(USER, workspace.dm(USER).id, "", [("rota.txt", b"Ben waters"), ("plan.pdf", b"%PDF-1.7")])
    acting.react(USER, GREENHOUSE, said.ts, "tomato")
    acting.react(USER, GREENHOUSE, said.ts, "tomato", away=True)
    acting.message_shortcut(USER, "keep", GREENHOUSE, said.ts)
    acting.shortcut(USER, "wave")
    acting.command(USER, GREENHOUSE, "/greet", "everybody")
    acting.command(USER, workspace.dm(USER).id, "/greet", "")
    acting.invite(USER, GREENHOUSE, GUEST)
    acting.remove(USER, GREENHOUSE, GUEST)
    bots = workspace.post(GREENHOUSE, workspace.bot.id, "Before", metadata={"event_type": "bed", "event_payload": {}})
    acting.events.said(bots)
    after = workspace.edit(bots.channel, bots.ts, text="After", edited=True)
    acting.events.changed(bots, after)
    acting.events.deleted(after)
