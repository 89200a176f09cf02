"""A small bot on the official library, for trying the sandbox: it greets, asks, and remembers nothing."""

import socket
from threading import Thread
from typing import Any, Self

import uvicorn
from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.routing import Route

from sandbox.server import Sandbox

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(text: str, action_id: str, **more: str) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def written(block_id: str, label: str, **more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "words"}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


def modal(title: str, *blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain(title), "submit": plain("Save"), "blocks": list(blocks), **more}


def asking() -> Json:
    return modal("Your name", written("name", "Name"), callback_id="asked", close=plain("Cancel"), notify_on_close=True)


def app_for(sandbox: Sandbox) -> App:
    """The bot with all its listeners, talking to this sandbox."""
    client = WebClient(token="xoxb-garden", base_url=sandbox.api_url, retry_handlers=[])
    app = App(client=client, signing_secret="garden-secret", process_before_response=True)
    _words(app)
    _commands(app)
    _presses(app)
    _modals(app)
    return app


def _words(app: App) -> None:
    @app.message("hello")
    def greet(say: Say, message: Json) -> None:
        blocks = [section(f"*Hello* <@{message['user']}>"), actions(button("Ask me", "ask"), button("Late", "late"))]
        say(text="Hello", blocks=blocks)

    @app.event("message")
    def other(event: Json, say: Say) -> None:
        if event.get("files"):
            say(f"Thank you for {event['files'][0]['name']}")

    @app.event("app_home_opened")
    def home(event: Json, client: WebClient) -> None:
        view = {"type": "home", "blocks": [section("Welcome home"), actions(button("Ask me", "ask"))]}
        client.views_publish(user_id=event["user"], view=view)

    @app.event("member_joined_channel")
    def welcome(event: Json, say: Say) -> None:
        say(f"Welcome <@{event['user']}>")

    @app.event("file_shared")
    def shared(event: Json, say: Say, client: WebClient) -> None:
        known = client.files_info(file=event["file_id"])["file"]
        say(f"{known['name']} weighs {known['size']} bytes", channel=event["channel_id"])

    @app.event("reaction_added")
    def thanks(event: Json, client: WebClient) -> None:
        if event["reaction"] == "bee":
            client.reactions_add(channel=event["item"]["channel"], timestamp=event["item"]["ts"], name="honey_pot")

    @app.event("tokens_revoked")
    @app.event("app_uninstalled")
    def goodbye() -> None:
        """Nothing can be said any more."""


def _commands(app: App) -> None:
    @app.command("/greet")
    def command(ack: Ack, respond: Respond, command: Json) -> None:
        ack(f"Greeting {command['text']}")
        if command["text"] == "everybody":
            respond("Hello, everybody", response_type="in_channel")

    @app.shortcut("wave")
    def wave(ack: Ack, client: WebClient, body: Json) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=asking())

    @app.shortcut("keep")
    def keep(ack: Ack, client: WebClient, body: Json) -> None:
        ack()
        client.chat_postEphemeral(channel=body["channel"]["id"], user=body["user"]["id"], text="Kept")


def _presses(app: App) -> None:
    @app.action("ask")
    def ask(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=asking())

    @app.action("late")
    def late(ack: Ack, respond: Respond) -> None:
        ack()
        respond("Replaced", replace_original=True)

    @app.options("plant")
    def plants(ack: Ack, payload: Json) -> None:
        names = [name for name in ("Rose", "Rosemary", "Sage") if name.lower().startswith(payload["value"].lower())]
        ack(options=[{"text": plain(name), "value": name} for name in names])

    @app.action("plant")
    def planted(ack: Ack, say: Say, action: Json) -> None:
        ack()
        say(f"{action['selected_option']['value']} is planted")

    @app.action("colour")
    def colour(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        chosen = body["actions"][0]["selected_option"]["value"]
        blocks = [section(f"You like {chosen}"), *body["view"]["blocks"]]
        view = {"type": "modal", "title": plain("Colours"), "submit": plain("Save"), "blocks": blocks}
        client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)


def _modals(app: App) -> None:
    @app.view("asked")
    def asked(ack: Ack, view: Json, body: Json, client: WebClient) -> None:
        name = view["state"]["values"]["name"]["words"]["value"]
        answer = ANSWERS.get(name)
        if answer:
            ack(**answer)
            return
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text=f"Nice to meet you, {name}")

    @app.view_closed("asked")
    def gone(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        kept = body["view"]["state"]["values"]
        client.chat_postMessage(channel=body["user"]["id"], text=f"Closed, {body['is_cleared']}, {kept}")


ANSWERS: dict[str, Any] = {
    "nobody": {"response_action": "errors", "errors": {"name": "That is nobody"}},
    "elsewhere": {"response_action": "errors", "errors": {"no_such_block": "Lost"}},
    "again": {"response_action": "update", "view": modal("Once more", written("name", "Name"), callback_id="asked")},
    "deeper": {"response_action": "push", "view": asking()},
    "clear": {"response_action": "clear"},
    "long": {"response_action": "update", "view": modal("x" * 25, written("name", "Name"))},
}


class Listening:
    """The bot behind an HTTP address of its own: /slack/events for everything."""

    def __init__(self, app: App, port: int = 0) -> None:
        handler = SlackRequestHandler(app)
        door = Starlette(routes=[Route("/slack/events", handler.handle, methods=["POST"])])
        self._socket = socket.create_server(("127.0.0.1", port))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/slack/events"
        self._server = uvicorn.Server(uvicorn.Config(door, log_level="error", timeout_graceful_shutdown=1))
        self._thread = Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()


def connect(app: App, ping_interval: float = 0.2) -> SocketModeHandler:
    """Connect the bot to its sandbox."""
    handler = SocketModeHandler(app, "xapp-garden", ping_interval=ping_interval)
    handler.connect()  # type: ignore[no-untyped-call] # slack_bolt leaves it untyped
    return handler
