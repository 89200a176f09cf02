"""A house that is reached by HTTP, and what Slack would send it, signed as Slack signs."""

import hmac
import json
import socket
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import httpx
import uvicorn

from bot.clock import Clock, system_clock
from bot.serving import WebHouse, consent, many_fronts
from bot.settings import WebSettings
from flows.people import WorkspaceId
from sandbox.server import Sandbox

Json = dict[str, Any]
HERE = "http://testserver"


def settings(folder: Path, slack: Sandbox, **changes: str) -> WebSettings:
    """What a process for many workspaces is told."""
    app = slack.workspace.place.app
    told = {
        "slack_signing_secret": app.signing_secret,
        "oauth_client_id": app.client_id,
        "oauth_client_secret": app.client_secret,
        "tokens_key": b64encode(bytes(range(32))).decode(),
        "public_url": HERE,
        "slack_api_url": slack.api_url,
        "database_url": f"sqlite:///{folder}/web.db",
    }
    return WebSettings.model_validate(told | changes)


class Knocking:
    """A house and the way to its door."""

    def __init__(self, house: WebHouse, client: httpx.Client, secret: str) -> None:
        self.house, self.client, self._secret = house, client, secret

    def sends(self, body: Json, path: str = "/slack/events", *, age: int = 0, spoilt: bool = False) -> httpx.Response:
        """A payload as Slack sends it; so many seconds old, or with another byte than was signed."""
        kind = "application/json" if "event" in body or "challenge" in body else "application/x-www-form-urlencoded"
        return self.sends_bytes(_encoded(body), kind, path, age=age, spoilt=spoilt)

    def sends_bytes(
        self, encoded: bytes, kind: str, path: str = "/slack/events", *, age: int = 0, spoilt: bool = False
    ) -> httpx.Response:
        """Whatever it is, signed."""
        stamp = str(int(system_clock().timestamp()) - age)
        signature = hmac.new(self._secret.encode(), f"v0:{stamp}:".encode() + encoded, sha256).hexdigest()
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signature}",
        }
        return self.client.post(path, content=encoded + b" " * spoilt, headers=headers)


def _encoded(body: Json) -> bytes:
    """Events are JSON, commands a form, interactions JSON in a form's field."""
    if "event" in body or "challenge" in body:
        return json.dumps(body).encode()
    return urlencode(body if "command" in body else {"payload": json.dumps(body)}).encode()


@contextmanager
def opened(
    told: WebSettings, clock: Clock | None = None, slacks: Mapping[WorkspaceId, Sandbox] | None = None
) -> Iterator[Knocking]:
    """A running house; with several Slacks, each workspace is at its own."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        here = f"http://127.0.0.1:{listening.getsockname()[1]}"
        told = told.model_copy(update={"public_url": here if told.public_url else ""})
        ours = consent(told)
        house = WebHouse(told, clock, partial(many_fronts, ours, at(slacks)) if slacks and ours else None)
        with served(house, listening), httpx.Client(base_url=here) as client:
            yield Knocking(house, client, told.slack_signing_secret.get_secret_value())


@contextmanager
def served(house: WebHouse, listening: socket.socket) -> Iterator[None]:
    """The house behind a real server."""
    server = uvicorn.Server(uvicorn.Config(house.application(), log_config=None, timeout_graceful_shutdown=1))
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, name="web", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def at(slacks: Mapping[WorkspaceId, Sandbox]) -> Callable[[WorkspaceId], str]:
    """Where each workspace's Slack is: there is only one Slack, but a sandbox holds one workspace."""
    return lambda workspace: slacks[workspace].api_url
