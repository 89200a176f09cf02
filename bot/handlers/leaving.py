"""Slack says that a workspace has taken the app away, or its tokens."""

from collections.abc import Callable
from datetime import UTC, datetime

from slack_bolt import App

from bot.payloads import Body
from flows.people import WorkspaceId


def register(app: App, gone: Callable[[WorkspaceId, datetime], None]) -> None:
    """Listen to both; usually both come."""

    @app.event("app_uninstalled")
    def uninstalled(body: Body) -> None:
        gone(WorkspaceId(str(body["team_id"])), _at(body))

    @app.event("tokens_revoked")
    def revoked(body: Body) -> None:
        """A person's own token is none of ours; the bot's is."""
        if (body["event"].get("tokens") or {}).get("bot"):
            gone(WorkspaceId(str(body["team_id"])), _at(body))


def _at(body: Body) -> datetime:
    """When it happened, by Slack's clock; word of it may come late, after the app was installed again."""
    return datetime.fromtimestamp(int(body["event_time"]), UTC)
