"""The way in by HTTP: what Slack sends, signed, and what a load balancer asks.

Everything from Slack comes to one place. It is verified before anything in it is read, answered in a thread, and the
answer is the acknowledgement: it goes out when the step is kept.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Final

import structlog
from anyio import CapacityLimiter, to_thread
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot import afterwards, traces
from bot.app import House
from bot.health import Health
from bot.tokens import Uninstalled
from flows.people import WorkspaceId
from storage.database import Unavailable

log = structlog.get_logger()
LARGEST: Final = 2_000_000
"""Bytes; Slack's own limits keep its payloads well below."""
SHAPELESS: Final = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""What Bolt raises over a payload in which it does not find what Slack puts there, before any of our handlers."""
FROM_SLACK: Final = ("/slack/events", "/slack/interactivity", "/slack/commands")
"""One place would do; people who fill in Slack's forms expect three."""
Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]
"""What happens when a server starts, and when it ends."""


class Door:
    """The routes of one process. `hands` are the threads that answer Slack; whoever comes while all work waits."""

    def __init__(
        self, house: House, verifier: SignatureVerifier, hands: CapacityLimiter, more: Sequence[BaseRoute] = ()
    ) -> None:
        self._house, self._verifier, self._hands, self._more = house, verifier, hands, more

    def application(self, lifespan: Lifespan) -> Starlette:
        """What uvicorn serves."""
        routes = [Route(path, self.from_slack, methods=["POST"]) for path in FROM_SLACK]
        return Starlette(routes=[*routes, *Health(self._house).routes(), *self._more], lifespan=lifespan)

    async def from_slack(self, request: Request) -> Response:
        """An event, a press, a form or a command."""
        try:
            body = await _whole(request)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return PlainTextResponse("too large", 413)
        if not self._signed(body, request):
            return PlainTextResponse("this is not signed by Slack, or long ago", 401)
        return await to_thread.run_sync(self._answered, request, body, limiter=self._hands)

    def _signed(self, body: bytes, request: Request) -> bool:
        try:
            return self._verifier.is_valid_request(body, dict(request.headers))
        except UnicodeDecodeError:  # what Slack signs is text
            return False

    def _answered(self, request: Request, body: bytes) -> Response:
        try:
            with afterwards.put_off() as rest:
                response = to_starlette_response(self._dispatched(_read(request, body)))
        except Unavailable as away:
            log.error("database unavailable", error=str(away))  # noqa: TRY400 - its words are enough
            return Response(status_code=503)  # Slack sends events again; a person sees an error and presses again
        except SHAPELESS as error:
            traces.bug("a request of no shape that Slack sends", error)
            return PlainTextResponse("this is nothing that Slack would send", 400)
        except Exception as error:  # noqa: BLE001 - whatever it was, it is about this request only
            traces.bug("a request was not answered", error)
            return Response(status_code=500)
        response.background = BackgroundTask(rest)
        return response

    def _dispatched(self, request: BoltRequest) -> BoltResponse:
        if request.body.get("type") == "url_verification":
            return BoltResponse(status=200, body=str(request.body.get("challenge", "")))
        if request.body.get("ssl_check"):
            return BoltResponse(status=200, body="")
        try:
            front = self._house.fronts.at(WorkspaceId(request.context.team_id or ""))
        except Uninstalled as no:
            log.info("not installed there", workspace=request.context.team_id)
            return BoltResponse(status=200, body=no.reason if "command" in request.body else "")
        return front.door.dispatch(request)


def _read(request: Request, body: bytes) -> BoltRequest:
    """What Slack sends; raises one of `SHAPELESS` where it is no JSON, or no object."""
    asked = to_bolt_request(request, body)
    said: object = asked.body  # Bolt takes it for granted that it is one
    if not isinstance(said, dict):
        raise TypeError("what Slack sends is an object")
    return asked


async def _whole(request: Request) -> bytes | None:
    """The body; none when it is larger than anything of Slack's."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return None
    return body
