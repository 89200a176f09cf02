"""What somebody did, as logs and metrics may tell it: by Slack's kinds and our own names, whatever a payload says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.names import Action, Callback, Command, Shortcut

KINDS = frozenset(
    {"block_actions", "view_submission", "view_closed", "shortcut", "message_action", "event_callback", "command"}
)
EVENTS = frozenset({"app_home_opened", "member_joined_channel", "message", "app_uninstalled", "tokens_revoked"})
NAMES = frozenset(map(str, [*Action, *Callback, *Shortcut, *Command])) | EVENTS
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Interaction:
    """One that was answered: with which HTTP status, and within how many seconds."""

    kind: str
    name: str
    status: int
    seconds: float

    @property
    def outcome(self) -> str:
        """How it went: a refusal in words is an answer too."""
        return "failed" if self.status >= 500 else "answered" if self.status < 300 else "not understood"


def seen(body: Mapping[str, Any], status: int, seconds: float) -> Interaction:
    """What a payload was about, in names of ours only."""
    kind = "command" if "command" in body else str(body.get("type"))
    return Interaction(_known(kind, KINDS), _known(_name(body), NAMES), status, seconds)


def _name(body: Mapping[str, Any]) -> object:
    actions, view, event = body.get("actions"), body.get("view"), body.get("event")
    if isinstance(event, Mapping):
        return event.get("type")
    if isinstance(actions, list) and actions and isinstance(actions[0], Mapping):
        return actions[0].get("action_id")
    if isinstance(view, Mapping):
        return view.get("callback_id")
    return body.get("command") or body.get("callback_id")


def _known(name: object, names: frozenset[str]) -> str:
    return name if isinstance(name, str) and name in names else OTHER
