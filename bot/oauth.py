"""Being let into a workspace: where people are sent, what Slack gives when they come back, and how that is renewed.

https://docs.slack.dev/authentication/installing-with-oauth and .../using-token-rotation.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urljoin

from pydantic import BaseModel, ConfigDict
from slack_sdk import WebClient

from flows.people import UserId, WorkspaceId
from flows.refusal import Refusal
from storage.installations import Installation, Tokens

SCOPES = (
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "users:read",
    "users:read.email",
)
"""What we ask for: as in manifest.yml, and no more."""
ONE_BY_ONE = (
    "Common View is installed in one workspace at a time, not in a whole organisation at once. Please start again and "
    "choose a workspace at the top right of Slack's page."
)


class _Named(BaseModel):
    """Of what Slack says, what we read."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    name: str = ""


class _Granted(BaseModel):
    """Slack's answer to a code, or to what a token is renewed with."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    access_token: str
    refresh_token: str = ""
    expires_in: int | None = None
    scope: str = ""
    bot_user_id: str = ""
    team: _Named | None = None
    enterprise: _Named | None = None
    authed_user: _Named | None = None
    is_enterprise_install: bool = False

    def tokens(self, now: datetime) -> Tokens:
        """What opens the door."""
        ends_at = now + timedelta(seconds=self.expires_in) if self.expires_in and self.refresh_token else None
        return Tokens(self.access_token, self.refresh_token, ends_at)


@dataclass(frozen=True, slots=True)
class OAuth:
    """Our name and secret at Slack, and where people come back to."""

    client_id: str
    client_secret: str = field(repr=False)
    api_url: str
    redirect_uri: str

    def address(self, state: str) -> str:
        """Slack's page that asks somebody whether to let us in."""
        asked = {"client_id": self.client_id, "scope": ",".join(SCOPES), "user_scope": "", "state": state}
        page = urljoin(self.api_url, "/oauth/v2/authorize")
        return f"{page}?{urlencode(asked | {'redirect_uri': self.redirect_uri})}"

    def exchange(self, code: str, now: datetime) -> Installation:
        """What they let us into; raises what Slack says."""
        granted = self._granted(code=code, redirect_uri=self.redirect_uri)
        if granted.is_enterprise_install or granted.team is None:
            raise Refusal(ONE_BY_ONE)
        return Installation(
            workspace=WorkspaceId(granted.team.id),
            name=granted.team.name,
            bot=UserId(granted.bot_user_id),
            scopes=tuple(granted.scope.split(",")),
            by=UserId(granted.authed_user.id if granted.authed_user else ""),
            at=now,
            tokens=granted.tokens(now),
            enterprise=granted.enterprise.id if granted.enterprise else "",
        )

    def renew(self, renewal: str, now: datetime) -> Tokens:
        """New tokens for those that end; raises what Slack says."""
        return self._granted(grant_type="refresh_token", refresh_token=renewal).tokens(now)

    def _granted(self, **asked: Any) -> _Granted:
        slack = WebClient(base_url=self.api_url, retry_handlers=[], timeout=10)
        said = slack.oauth_v2_access(client_id=self.client_id, client_secret=self.client_secret, **asked)
        return _Granted.model_validate(said.data)
