"""What can be found wrong with Slack, and how to mend it: tokens, permissions, the clock, the channels."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.boundary import CheckedClient
from bot.checks import Finding
from bot.oauth import SCOPES
from bot.undelivered import reason
from flows.people import Partnership, WorkspaceId

FAR = timedelta(seconds=60)
"""Slack's Date header tells seconds, and a reply takes some; requests by HTTP are refused from five minutes on."""
AGAIN = "Install the app again (OAuth & Permissions, Install to Workspace), and set SLACK_BOT_TOKEN to the token there."
TOKENS: Mapping[str, str] = {
    "invalid_auth": "Copy the token again from OAuth & Permissions into SLACK_BOT_TOKEN.",
    "not_authed": "Set SLACK_BOT_TOKEN.",
    "account_inactive": AGAIN,
    "token_revoked": AGAIN,
    "token_expired": AGAIN,
    "not_allowed_token_type": "SLACK_BOT_TOKEN starts with xoxb-, SLACK_APP_TOKEN with xapp-: are they mixed up?",
}
TRY_LATER = "Slack answered strangely; try again in some minutes, and look at slack-status.com."
NO_WAY = "This machine has to reach Slack by HTTPS, and for Socket Mode by WSS. Behind a proxy set HTTPS_PROXY."
Places = Callable[[WorkspaceId], Iterable[Partnership]]
"""Which partnerships are kept for a workspace."""


def workspace(client: CheckedClient, places: Places, now: datetime) -> Iterator[Finding]:
    """Everything about one workspace that a bot's token can find out. Nobody notices being asked about."""
    try:
        said = client.auth_test()
    except (SlackClientError, OSError) as fault:
        yield _refused("Slack", fault, TOKENS)
        return
    yield Finding("Slack", f"reachable, as {said['user']} in {said['team']} ({said['team_id']})")
    headers = {name.lower(): value for name, value in said.headers.items()}
    yield from _clock(headers, now)
    yield from _scopes(headers)
    for place in places(WorkspaceId(str(said["team_id"]))):
        yield _channel(client, place)


def socket(client: CheckedClient, app_token: str) -> Iterator[Finding]:
    """Whether Slack would open a connection; none is opened."""
    mend = "Make an app-level token with connections:write (Basic Information), and set SLACK_APP_TOKEN to it."
    try:
        client.apps_connections_open(app_token=app_token)
    except SlackApiError as fault:
        yield Finding("Socket Mode", f"Slack says {_code(fault)}", mend)
    except (SlackClientError, OSError) as fault:
        yield _refused("Socket Mode", fault, {})
    else:
        yield Finding("Socket Mode", "Slack would connect")


def _refused(what: str, fault: Exception, known: Mapping[str, str]) -> Finding:
    match fault:
        case SlackApiError():
            return Finding(what, f"Slack says {_code(fault)}", known.get(_code(fault), TRY_LATER))
        case OSError():
            return Finding(what, f"not reachable: {fault}", NO_WAY)
        case _:
            return Finding(what, "no answer that can be read", TRY_LATER)


def _code(fault: SlackApiError) -> str:
    response: SlackResponse | dict[str, Any] = fault.response
    return str(response.get("error"))


def _clock(headers: Mapping[str, str], now: datetime) -> Iterator[Finding]:
    if "date" in headers:
        away = abs(parsedate_to_datetime(headers["date"]) - now)
        mend = "" if away <= FAR else "Set the machine's clock by a time server (timedatectl set-ntp true)."
        yield Finding("Clock", f"{away.total_seconds():.0f} s from Slack's", mend)


def _scopes(headers: Mapping[str, str]) -> Iterator[Finding]:
    """What the app may do, against what this version asks for."""
    if "x-oauth-scopes" not in headers:
        yield Finding("Permissions", "not told, so not checked")
        return
    given = {one.strip() for one in headers["x-oauth-scopes"].split(",")}
    if missing := ", ".join(sorted(set(SCOPES) - given)):
        yield Finding(
            "Permissions",
            f"missing: {missing}",
            "In the app's settings paste manifest.yml under App Manifest, save, and install the app again.",
        )
    else:
        more = ", ".join(sorted(given - set(SCOPES)))
        yield Finding("Permissions", f"all there{f'; not needed: {more}' if more else ''}")


def _channel(client: CheckedClient, place: Partnership) -> Finding:
    what = f"Channel of {place.name}"
    try:
        found = client.conversations_info(channel=place.channel)["channel"]
    except SlackApiError as fault:
        why, way_out = reason(_code(fault))
        return Finding(what, why, way_out)
    except (SlackClientError, OSError) as fault:
        return _refused(what, fault, {})
    if found.get("is_archived"):
        return Finding(what, *reason("is_archived"))
    return Finding(what, "the app is in it") if found.get("is_member") else Finding(what, *reason("not_in_channel"))
