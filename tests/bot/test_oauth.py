"""What Slack gives to whoever comes back from its consent page: a workspace is let in, a whole organisation is not."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from structlog.testing import capture_logs

from bot.oauth import ONE_BY_ONE
from flows.people import WorkspaceId
from sandbox.server import Sandbox
from storage import installations
from storage.installations import Installation, TokenSeal
from tests.web_houses import Json, Knocking, opened, settings

TEAM = {"id": "T0NORTH", "name": "Northgate"}
TRUST = {"id": "E0TRUST", "name": "Northgate Trust"}
GRANTED: Json = {
    "ok": True,
    "app_id": "A0VIEW",
    "authed_user": {"id": "U0ADMIN"},
    "scope": "chat:write,commands",
    "token_type": "bot",
    "access_token": "xoxb-canary",
    "bot_user_id": "U0VIEW",
    "team": TEAM,
    "enterprise": None,
    "is_enterprise_install": False,
}
"""https://docs.slack.dev/reference/methods/oauth.v2.access; the sandbox has one workspace and no organisation."""


class Granting(HTTPServer):
    """A Slack that answers any code so."""

    answer: Json = GRANTED

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api/"


class Answer(BaseHTTPRequestHandler):
    """The same to every call."""

    server: Granting

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps(self.server.answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on standard error."""


@contextmanager
def granting(answer: Json) -> Iterator[str]:
    with Granting(("127.0.0.1", 0), Answer) as server:
        server.answer = answer
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.api_url
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def came_back(slack: Sandbox, folder: Path, answer: Json) -> Iterator[tuple[Knocking, httpx.Response]]:
    """A house that somebody lets in, and the page that they see."""
    with granting(answer) as api_url, opened(settings(folder, slack, slack_api_url=api_url)) as door:
        asked = parse_qs(urlsplit(door.client.get("/slack/install").headers["location"]).query)
        page = door.client.get("/slack/oauth_redirect", params={"state": asked["state"][0], "code": "1.2.3"})
        yield door, page


def kept(door: Knocking) -> Installation | None:
    with door.house.database.read() as session:
        return installations.load(session, TokenSeal([bytes(range(32))]), WorkspaceId(TEAM["id"]))


@pytest.mark.parametrize("team", [None, TEAM])
def test_a_whole_organisation_is_told_to_choose_a_workspace_and_nothing_is_kept(
    slack: Sandbox, tmp_path: Path, team: Json | None
) -> None:
    whole = GRANTED | {"team": team, "enterprise": TRUST, "is_enterprise_install": True}
    with capture_logs() as logs, came_back(slack, tmp_path, whole) as (door, page):
        assert page.status_code == 400
        assert ONE_BY_ONE in unescape(page.text)
        assert 'href="/slack/install"' in page.text
        with door.house.database.read() as session:
            assert installations.counts(session) == (0, 0)
        assert "canary" not in page.text + str(logs)


def test_one_workspace_of_an_organisation_is_let_in(slack: Sandbox, tmp_path: Path) -> None:
    with came_back(slack, tmp_path, GRANTED | {"enterprise": TRUST}) as (door, page):
        assert page.status_code == 200
        found = kept(door)
        assert found is not None
        assert (found.workspace, found.enterprise, found.tokens.access) == ("T0NORTH", "E0TRUST", "xoxb-canary")


def test_an_answer_that_is_none_of_slack_s_lets_nobody_in(slack: Sandbox, tmp_path: Path) -> None:
    with came_back(slack, tmp_path, {"ok": True, "team": TEAM}) as (door, page):
        assert page.status_code == 502
        assert kept(door) is None
