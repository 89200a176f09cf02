"""POST /api/{method}: Slack's Web API, with Slack's checks in Slack's order: method, token, scope, rate, arguments."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.calls import Call, Method
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


@dataclass(slots=True)
class WebApi:
    """Answers the bot's calls. `ticket` gives leave to open a socket."""

    workspace: Workspace
    ticket: Callable[[], str]
    rates: Rates = field(init=False)

    def __post_init__(self) -> None:
        self.rates = Rates(self.workspace.seconds)

    async def endpoint(self, request: Request) -> Response:
        """One call over HTTP."""
        arguments = await _arguments(request)
        token = request.headers.get("authorization", "").removeprefix("Bearer ") or str(arguments.pop("token", ""))
        name = request.path_params["method"]
        if self.workspace.faults.latency:
            await asyncio.sleep(self.workspace.faults.latency)
        return await run_in_threadpool(self._respond, name, token, arguments)

    def _respond(self, name: str, token: str, arguments: dict[str, Any]) -> Response:
        """The answer, recorded for the inspector."""
        try:
            body: Json = {"ok": True, **self.answer(name, token, arguments)}
            response: Response = JSONResponse(body)
        except RefusedError as refused:
            body = refused.body()
            response = JSONResponse(body)
        except HttpFaultError as fault:
            body = {"ok": False, "error": fault.error or f"HTTP {fault.status}"}
            response = JSONResponse(body, fault.status, fault.headers) if fault.error else Response("", fault.status)
        self.workspace.record("bot->slack", name, _readable(arguments), body)
        return response

    def answer(self, name: str, token: str, arguments: dict[str, Any]) -> Json:
        """What Slack answers; RefusedError or HttpFaultError when it does not."""
        self._fail_on_request(name)
        method = METHODS.get(name)
        if method is None:
            raise RefusedError("unknown_method", req_method=name)
        self._known_token(method, token)
        call = Call(self.workspace, arguments, self.ticket)
        call.allowed(method.scopes)
        if self.workspace.faults.rate_limits:
            self._within_rate(name, method, call)
        return method.answer(call)

    def _known_token(self, method: Method, token: str) -> None:
        tokens = self.workspace.place.app.tokens
        if method.token == "none":
            return
        if not token:
            raise RefusedError("not_authed")
        if token not in (tokens.bot, tokens.app):
            raise RefusedError("invalid_auth")
        if token != getattr(tokens, method.token):
            raise RefusedError("not_allowed_token_type")

    def _within_rate(self, name: str, method: Method, call: Call) -> None:
        key = f"{name} {call.word('channel')}" if name == "chat.postMessage" else name
        wait = self.rates.wait(key, method.per_minute)
        if wait:
            raise HttpFaultError(429, {"Retry-After": str(wait)}, "ratelimited")

    def _fail_on_request(self, name: str) -> None:
        waiting = self.workspace.faults.fail_next
        for fault in tuple(waiting):
            method, what = fault
            if method in (name, "*"):
                waiting.remove(fault)
                if isinstance(what, str):
                    raise RefusedError(what)
                error, headers = ("ratelimited", {"Retry-After": "1"}) if what == 429 else ("", {})
                raise HttpFaultError(what, headers, error)


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
