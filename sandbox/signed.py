"""Delivery by signed HTTP: each is a POST to the bot's own address, and its response is the acknowledgement.

Signature: https://docs.slack.dev/authentication/verifying-requests-from-slack. Retries and their reasons:
https://docs.slack.dev/apis/events-api. Redirects are not followed: they count as an error.
"""

import asyncio
import hashlib
import hmac
import json
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from anyio import fail_after, to_thread

from sandbox.deliveries import PATIENCE, Answer, Kind, Retry
from sandbox.payloads import VERIFICATION
from sandbox.place import Urls
from sandbox.things import Json
from sandbox.workspace import Workspace

KNOCK_AGAIN = 0.5
"""Real seconds between two attempts to find the bot."""


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    headers: Message
    body: bytes


class _Unredirected(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


class Signed:
    """Carries to the addresses of the place's app. The bot is there once it answered the challenge."""

    def __init__(self, workspace: Workspace, urls: Urls, patience: float = PATIENCE) -> None:
        self._workspace, self._urls, self._patience = workspace, urls, patience
        self._open = build_opener(ProxyHandler({}), _Unredirected).open
        self._there = asyncio.Event()
        self._lost = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None
        self._complaint = ""

    def begin(self) -> None:
        """Look for the bot, in the running event loop."""
        self._watching = asyncio.ensure_future(self._watch())

    async def end(self) -> None:
        """Look no more."""
        if self._watching:
            self._watching.cancel()
            with suppress(asyncio.CancelledError):
                await self._watching

    # --- finding the bot

    async def _watch(self) -> None:
        """Challenge the address until the bot answers, and again when it was lost."""
        while True:
            while not await self._challenged():  # noqa: ASYNC110 - nothing else tells that the bot has come
                await asyncio.sleep(KNOCK_AGAIN)
            self._there.set()
            self._workspace.linked(1)
            await self._lost.wait()
            self._lost.clear()
            self._there.clear()
            self._workspace.linked(0)

    async def _challenged(self) -> bool:
        """Whether the bot gives the challenge back (https://docs.slack.dev/reference/events/url_verification)."""
        challenge = hashlib.sha256(self._workspace.fresh_id("").encode()).hexdigest()
        payload = {"type": "url_verification", "token": VERIFICATION, "challenge": challenge}
        answer, text = await self._exchanged(self._urls.events, *_as_json(payload), {})
        said = {"silence": answer.silence, "reason": answer.reason} if answer.silence else {"answer": text}
        right = not answer.silence and challenge in text
        if right or (answer.reason or text) != self._complaint:
            self._workspace.record("slack->bot", "url_verification", payload, said)
        self._complaint = "" if right else answer.reason or text
        return right

    async def ready(self) -> None:
        """Wait for the bot, for as long as one would wait for an acknowledgement."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._there.wait(), self._patience)

    # --- one delivery

    async def send(self, kind: Kind, payload: Json, retry: Retry) -> Answer:
        """Deliver once."""
        again: dict[str, str] = {}
        if retry.attempt:
            again = {"X-Slack-Retry-Num": str(retry.attempt), "X-Slack-Retry-Reason": retry.reason}
        answer, _ = await self._exchanged(self._address(kind, payload), *_encoded(kind, payload), again)
        if answer.silence == "not connected":
            self._lost.set()
        return answer

    def _address(self, kind: Kind, payload: Json) -> str:
        urls = self._urls
        if kind == "slash_commands":
            return urls.commands or urls.events
        if kind == "interactive":
            wanted = urls.options if payload["type"] == "block_suggestion" else ""
            return wanted or urls.interactivity or urls.events
        return urls.events

    async def _exchanged(self, url: str, kind: str, body: bytes, more: Mapping[str, str]) -> tuple[Answer, str]:
        request = Request(url, body, {"Content-Type": kind, **self._signed(body), **more}, method="POST")  # noqa: S310 - the bot's address, as given at the start
        try:
            with fail_after(self._patience):
                response = await to_thread.run_sync(self._asked, request, abandon_on_cancel=True)
        except (OSError, HTTPException) as problem:
            return _silence(problem), ""
        return _answer(response), response.body.decode("utf-8", "replace")

    def _asked(self, request: Request) -> _Response:
        try:
            with self._open(request, timeout=self._patience) as response:
                return _Response(response.status, response.headers, response.read())
        except HTTPError as refused:
            with refused:
                return _Response(refused.code, refused.headers, refused.read())

    def _signed(self, body: bytes) -> dict[str, str]:
        """Real time, not the sandbox's: the bot compares it with its own clock."""
        stamp = str(int(self._workspace.seconds()))
        secret = self._workspace.place.app.signing_secret.encode()
        digest = hmac.new(secret, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        return {
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest}",
        }


def _as_json(payload: Json) -> tuple[str, bytes]:
    return "application/json", json.dumps(payload).encode()


def _encoded(kind: Kind, payload: Json) -> tuple[str, bytes]:
    """Events are JSON, commands a form, interactions JSON in a form's field `payload`."""
    if kind == "events_api":
        return _as_json(payload)
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return "application/x-www-form-urlencoded", urlencode(fields).encode()


def _answer(response: _Response) -> Answer:
    """2xx acknowledges, and its body may say something: JSON, or the plain text of a message."""
    if not 200 <= response.status < 300:
        no_retry = response.headers.get("X-Slack-No-Retry") == "1"
        return Answer(silence="refused", reason="http_error", no_retry=no_retry)
    text = response.body.decode("utf-8", "replace").strip()
    try:
        said = json.loads(text) if text else None
    except json.JSONDecodeError:
        said = {"text": text}
    return Answer(said if isinstance(said, dict) else None)


def _silence(problem: Exception) -> Answer:
    """Why there was no response, in Slack's words."""
    inner = problem.reason if isinstance(problem, URLError) else problem
    if isinstance(inner, TimeoutError):
        return Answer(silence="too late", reason="http_timeout")
    if isinstance(inner, ssl.SSLError):
        return Answer(silence="not connected", reason="ssl_error")
    if isinstance(inner, ConnectionRefusedError | OSError) and not isinstance(inner, ConnectionResetError):
        return Answer(silence="not connected", reason="connection_failed")
    return Answer(silence="refused", reason="unknown_error")
