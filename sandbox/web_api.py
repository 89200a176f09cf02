"""POST /api/{method}: Slack's Web API, with Slack's checks in Slack's order: method, token, scope, rate, arguments."""

import asyncio
import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from sandbox.calls import Around, Call, Method
from sandbox.faults import Fault
from sandbox.methods import METHODS
from sandbox.rates import Rates
from sandbox.refused import RefusedError
from sandbox.things import Json
from sandbox.workspace import Workspace


class HttpFaultError(Exception):
    """An answer that is no answer: a status other than 200."""

    def __init__(self, status: int, headers: Mapping[str, str] | None = None, error: str = "") -> None:
        super().__init__(str(status))
        self.status, self.headers, self.error = status, dict(headers or {}), error


PAGE = HTMLResponse(
    "<!DOCTYPE html><html><head><title>Server Error</title></head><body>Something went wrong.</body></html>"
)


@dataclass(slots=True)
class WebApi:
    """Answers the bot's calls. `hang_up` closes a caller's connection."""

    workspace: Workspace
    around: Around
    hang_up: Callable[[Request], None]
    rates: Rates = field(init=False)

    def __post_init__(self) -> None:
        self.rates = Rates(self.workspace.seconds)

    async def endpoint(self, request: Request) -> Response:
        """One call over HTTP."""
        arguments = await _arguments(request)
        token = _token(request, arguments)
        name = request.path_params["method"]
        slow = self.workspace.faults.take("slow", name)
        if slow:
            await asyncio.sleep(slow.seconds())
        response = await run_in_threadpool(self._respond, name, token, arguments)
        if response is None:
            self.hang_up(request)
        return response or Response()

    def _respond(self, name: str, token: str, arguments: dict[str, Any]) -> Response | None:
        """The answer, recorded for the inspector; None when the caller is to hear nothing."""
        faults = self.workspace.faults
        late = faults.take("accepted_late", name)
        if late:
            return self._late(late, name, token, arguments)
        body, response = self._answered(name, token, arguments)
        if faults.take("lost_reply", name):
            body, response = body | {"lost": True}, None
        elif faults.take("unreadable_reply", name):
            body, response = body | {"unreadable": True}, PAGE
        self.workspace.record("bot->slack", name, _readable(arguments), body)
        return response

    def _answered(self, name: str, token: str, arguments: dict[str, Any]) -> tuple[Json, Response | None]:
        try:
            body: Json = {"ok": True, **self.answer(name, token, arguments)}
        except RefusedError as refused:
            return refused.body(), JSONResponse(refused.body())
        except HttpFaultError as fault:
            body = {"ok": False, "error": fault.error or f"HTTP {fault.status}"}
            return body, JSONResponse(body, fault.status, fault.headers) if fault.error else Response("", fault.status)
        return body, JSONResponse(body, headers=self._granted())

    def _granted(self) -> dict[str, str]:
        """What the token may do, which every answer names (docs.slack.dev/authentication/installing-with-oauth)."""
        scopes = self.workspace.manifest.scopes
        return {} if scopes is None else {"x-oauth-scopes": ",".join(sorted(scopes))}

    def _late(self, fault: Fault, name: str, token: str, arguments: dict[str, Any]) -> Response | None:
        """Fail now, and do it later all the same."""

        def carry_out() -> None:
            body, _ = self._answered(name, token, arguments)
            self.workspace.record("bot->slack", name, _readable(arguments), body | {"late": True})

        self.around.at(self.workspace.now() + timedelta(seconds=fault.seconds()), carry_out)
        refusal = RefusedError("internal_error").body()
        said = {"lost": None, "500": Response("", 500), "error": JSONResponse(refusal)}[str(fault["reply"])]
        self.workspace.record("bot->slack", name, _readable(arguments), refusal | {"accepted_late": fault.words})
        return said

    def answer(self, name: str, token: str, arguments: dict[str, Any]) -> Json:
        """What Slack answers; RefusedError or HttpFaultError when it does not."""
        self._fail_on_request(name)
        method = METHODS.get(name)
        if method is None:
            raise RefusedError("unknown_method", req_method=name)
        self._known_token(method, token)
        call = Call(self.workspace, arguments, self.around)
        call.allowed(method.scopes)
        if self.workspace.faults.take("rate_tiers", name):
            self._within_rate(name, method, call)
        return method.answer(call)

    def _known_token(self, method: Method, token: str) -> None:
        """A token that was the bot's is of an inactive account (https://docs.slack.dev/reference/methods/auth.test)."""
        first, live = self.workspace.place.app.tokens, self.workspace.bot_token
        if self.workspace.opens(token):
            token = live or token
        if method.token == "none":
            return
        if not token:
            raise RefusedError("not_authed")
        if token not in (live, first.app):
            raise RefusedError("account_inactive" if token.startswith(first.bot) else "invalid_auth")
        if token != (live if method.token == "bot" else first.app):
            raise RefusedError("not_allowed_token_type")

    def _within_rate(self, name: str, method: Method, call: Call) -> None:
        key = f"{name} {call.word('channel')}" if name == "chat.postMessage" else name
        wait = self.rates.wait(key, method.per_minute)
        if wait:
            raise HttpFaultError(429, {"Retry-After": str(wait)}, "ratelimited")

    def _fail_on_request(self, name: str) -> None:
        faults = self.workspace.faults
        if faults.take("down", name):
            raise HttpFaultError(503)
        status, error = faults.take("server_error", name), faults.take("error", name)
        if status:
            raise HttpFaultError(int(float(status["status"])))
        if error:
            raise RefusedError(str(error["code"]))
        limited = faults.take("rate_limited", name)
        if limited:
            raise HttpFaultError(429, {"Retry-After": f"{limited.seconds():.0f}"}, "ratelimited")


def _token(request: Request, arguments: dict[str, Any]) -> str:
    """The bearer's token, or the one among the arguments; an app's own id and secret are read the same way."""
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "basic":
        with suppress(ValueError):
            names = ("client_id", "client_secret")
            arguments |= dict(zip(names, b64decode(given).decode().split(":", 1), strict=False))
        given = ""
    return given or str(arguments.pop("token", ""))


async def _arguments(request: Request) -> dict[str, Any]:
    """The arguments, whichever way they came: query, form or JSON."""
    arguments: dict[str, Any] = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            given = json.loads(await request.body() or b"{}")
        except json.JSONDecodeError:
            given = {}
        return arguments | (given if isinstance(given, dict) else {})
    async with request.form() as form:
        return arguments | {name: part for name, part in form.items() if not isinstance(part, UploadFile)}


def _readable(arguments: Mapping[str, Any]) -> Json:
    """The arguments for the inspector: JSON in forms unfolded."""
    return {name: _unfolded(part) for name, part in arguments.items()}


def _unfolded(part: Any) -> Any:
    if isinstance(part, str) and part[:1] in ("{", "["):
        try:
            return json.loads(part)
        except json.JSONDecodeError:
            return part
    return part
