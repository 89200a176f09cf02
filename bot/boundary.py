"""The one boundary: whatever leaves for Slack, as a call or as an acknowledgement, is within Slack's limits."""

import json
from collections.abc import Callable
from typing import Any
from urllib.request import Request

from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot import afterwards, interactions, line, traces
from bot.clock import seconds_running
from bot.interactions import Interaction
from bot.limits import OverLimit, require_message, require_view

TOO_LONG = {
    "response_type": "ephemeral",
    "text": "This is more than fits into one message. It is on the *Home* tab of this app.",
}


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

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        """Where `slack_sdk` would open a connection: on one that is open, if there is one."""
        body = req.data if isinstance(req.data, bytes) else None
        answer = line.post(url, body, dict(req.header_items()), self.proxy, self.timeout)
        return {"status": answer.status, "headers": answer.headers, "body": answer.data.decode()}


def unseen(_: Interaction) -> None:
    """Where nobody counts."""


class CheckedApp(App):
    """Bolt, with its acknowledgements checked. A step that was kept stays kept even if what it shows is not sent.

    A `witness` is told of every answer, once it is given: that, the log and the drawing follow the acknowledgement.
    """

    def __init__(self, *, witness: Callable[[Interaction], None] = unseen, **bolt: Any) -> None:
        super().__init__(**bolt)
        self._witness = witness

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer a request; all that is logged on the way has one id."""
        began = seconds_running()
        with traces.one_interaction(), afterwards.put_off() as rest:
            response = self._answer(req)
            seen = interactions.seen(req.body, response.status, seconds_running() - began)
            rest.put(lambda: traces.answered(seen))
            rest.put(lambda: self._witness(seen))
        afterwards.after(rest)
        return response

    def _answer(self, req: BoltRequest) -> BoltResponse:
        response = super().dispatch(req)
        said = _said(response)
        try:
            if "view" in said:
                require_view(said["view"])
            elif "text" in said:
                require_message(said)
        except OverLimit as error:
            traces.bug("acknowledgement over Slack's limits", error, places=str(error))
            response.body = json.dumps({"response_action": "clear"} if "view" in said else TOO_LONG)
        return response


def _read(view: Any) -> Any:
    return json.loads(view) if isinstance(view, str) else view


def _said(response: BoltResponse) -> dict[str, Any]:
    """What an acknowledgement says; nothing when it is a bare one."""
    body = response.body
    return dict(json.loads(body)) if body and body.startswith("{") else {}
