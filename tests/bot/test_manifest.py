"""The manifest names exactly what the code uses: no more, so that nobody grants too much; no less, so that it works."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_bolt import App
from slack_sdk import WebClient

import bot
from bot import app
from bot.desk import Desk
from bot.members import Members
from bot.oauth import SCOPES as ASKED
from bot.screens import Screens

HOUSE = Path(bot.__file__).parent
HISTORIES = ["channels:history", "groups:history", "im:history"]
"""We look into public and private channels, and into our conversations with people."""
SCOPES: Mapping[str, Sequence[str]] = {
    "apps.connections.open": [],
    "auth.test": [],
    "chat.delete": ["chat:write"],
    "chat.postMessage": ["chat:write"],
    "chat.update": ["chat:write"],
    "conversations.history": HISTORIES,
    "conversations.info": ["channels:read", "groups:read"],
    "files.info": ["files:read"],
    "conversations.open": ["im:write"],
    "conversations.replies": HISTORIES,
    "files.delete": ["files:write"],
    "files.upload.v2": ["files:write"],
    "oauth.v2.access": [],
    "users.info": ["users:read"],
    "users.lookupByEmail": ["users:read", "users:read.email"],
    "views.open": [],
    "views.publish": [],
    "views.push": [],
    "views.update": [],
}
"""What each method we call needs; Slack grants users:read.email only together with users:read."""
EVENTS = {
    "app_home_opened": ("app_home_opened", []),
    "member_joined_channel": ("member_joined_channel", ["channels:read", "groups:read"]),
    "message": ("message.im", ["im:history"]),
    "app_uninstalled": ("app_uninstalled", []),
    "tokens_revoked": ("tokens_revoked", []),
}
"""Under which name the manifest asks for what arrives, and what that needs. We hear messages in our conversations."""


class Noting(App):
    """Bolt, noting what is listened to."""

    def __init__(self) -> None:
        super().__init__(token="xoxb-nobody", token_verification_enabled=False)
        self.heard: list[tuple[str, str]] = []

    def event(self, event: Any, *args: Any, **kwargs: Any) -> Any:
        self.heard.append(("event", event))
        return super().event(event, *args, **kwargs)

    def command(self, command: Any, *args: Any, **kwargs: Any) -> Any:
        self.heard.append(("command", str(command)))
        return super().command(command, *args, **kwargs)

    def shortcut(self, constraints: Any, *args: Any, **kwargs: Any) -> Any:
        self.heard.append(("shortcut", str(constraints)))
        return super().shortcut(constraints, *args, **kwargs)

    def named(self, kind: str) -> set[str]:
        return {name for one, name in self.heard if one == kind}


@pytest.fixture(scope="module")
def heard() -> Noting:
    """Everything the built bot listens to; its desk and screens are never used here."""
    noting = Noting()
    app.listen(noting, Desk.__new__(Desk), Screens.__new__(Screens), Members.__new__(Members), lambda: None)
    return noting


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return dict(yaml.safe_load((HOUSE.parent / "manifest.yml").read_text()))


def called() -> set[str]:
    """The methods of Slack's Web API that this house calls."""
    return {name for path in HOUSE.rglob("*.py") for name in _calls(ast.parse(path.read_text()))}


def _calls(tree: ast.AST) -> Iterator[str]:
    """Methods of WebClient, by their names: `views_open` is views.open."""
    for node in ast.walk(tree):
        name = node.attr if isinstance(node, ast.Attribute) else ""
        if "_" in name and name != "api_call" and not name.startswith("_") and hasattr(WebClient, name):
            yield name.replace("_", ".")


def test_the_events_are_those_listened_to(manifest: dict[str, Any], heard: Noting) -> None:
    asked = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert sorted(asked) == sorted(EVENTS[one][0] for one in heard.named("event"))


def test_the_commands_are_those_listened_to(manifest: dict[str, Any], heard: Noting) -> None:
    assert {one["command"] for one in manifest["features"]["slash_commands"]} == heard.named("command")


def test_the_shortcuts_are_those_listened_to(manifest: dict[str, Any], heard: Noting) -> None:
    assert {one["callback_id"] for one in manifest["features"]["shortcuts"]} == heard.named("shortcut")


def test_every_method_called_is_known_here() -> None:
    assert called() == SCOPES.keys()


def test_the_scopes_are_those_needed(manifest: dict[str, Any], heard: Noting) -> None:
    needed = {scope for method in called() for scope in SCOPES[method]}
    needed |= {scope for event in heard.named("event") for scope in EVENTS[event][1]}
    needed |= {"files:read"}  # what people drop is fetched from Slack's own host (bot/files.py), by no method
    needed |= {"commands"} if heard.named("command") | heard.named("shortcut") else set()
    assert sorted(manifest["oauth_config"]["scopes"]["bot"]) == sorted(needed) == sorted(ASKED)


def test_the_home_tab_is_on_and_people_can_write_to_the_app(manifest: dict[str, Any]) -> None:
    home = manifest["features"]["app_home"]
    assert home["home_tab_enabled"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]


def test_buttons_and_socket_mode_are_on(manifest: dict[str, Any]) -> None:
    assert manifest["settings"]["interactivity"]["is_enabled"]
    assert manifest["settings"]["socket_mode_enabled"]
