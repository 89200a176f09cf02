"""The one boundary: whatever leaves for Slack, as a call or as an acknowledgement, is within Slack's limits."""

import json
from typing import Any

import structlog
from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.limits import OverLimit, require_message, require_view

log = structlog.get_logger()


class CheckedClient(WebClient):
    """Slack's client, with every message and view checked before it is sent; over the limits raises `OverLimit`.

    It never sends anything twice by itself: a reply that got lost is for the outbox to settle.
    """

    def __init__(self, token: str, base_url: str) -> None:
        super().__init__(token=token, base_url=base_url, retry_handlers=[], timeout=10)

    def api_call(self, api_method: str, **arguments: Any) -> SlackResponse:
        """Check, then call."""
        payload = arguments.get("json") or arguments.get("params") or {}
        if api_method in ("chat.postMessage", "chat.update", "chat.postEphemeral"):
            require_message(payload)
        elif "view" in payload:
            require_view(_read(payload["view"]))
        return super().api_call(api_method, **arguments)


class CheckedApp(App):
    """Bolt, with the views in its acknowledgements checked. A step that was kept stays kept even if a view is not."""

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer a request."""
        response = super().dispatch(req)
        view = _view(response)
        try:
            if view is not None:
                require_view(view)
        except OverLimit:
            log.exception("acknowledgement over Slack's limits")
            response.body = json.dumps({"response_action": "clear"})
        return response


def _read(view: Any) -> Any:
    return json.loads(view) if isinstance(view, str) else view


def _view(response: BoltResponse) -> Any:
    """The view in an acknowledgement, if there is one."""
    body = response.body
    if not body or not body.startswith("{"):
        return None
    return json.loads(body).get("view")
