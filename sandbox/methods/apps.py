"""auth.test, auth.revoke, api.test, apps.connections.open, oauth.v2.access, team.info, bots.info."""

from sandbox.calls import Call, Method
from sandbox.refused import RefusedError
from sandbox.things import Json
from sandbox.workspace import TOKEN_LIFE


def _auth_test(call: Call) -> Json:
    workspace = call.workspace
    return {
        "url": workspace.address,
        "team": workspace.team.name,
        "user": workspace.bot.name,
        "team_id": workspace.team.id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.place.app.bot_id,
        "is_enterprise_install": False,
    }


def _api_test(call: Call) -> Json:
    if call.word("error"):
        raise RefusedError(call.word("error"))
    return {"args": dict(call.arguments)}


def _revoke(call: Call) -> Json:
    """The last token gone is the app gone (https://docs.slack.dev/reference/events/app_uninstalled)."""
    if not call.flag("test"):
        call.around.events.uninstalled()
        call.workspace.uninstall()
    return {"revoked": not call.flag("test")}


def _access(call: Call) -> Json:
    """A code for a token (https://docs.slack.dev/reference/methods/oauth.v2.access)."""
    app, workspace = call.workspace.place.app, call.workspace
    if call.word("client_id") != app.client_id:
        raise RefusedError("invalid_client_id")
    if call.word("client_secret") != app.client_secret:
        raise RefusedError("bad_client_secret")
    if call.word("grant_type") == "refresh_token":
        return _granted(call, workspace.renew(call.word("refresh_token")))
    if call.word("grant_type") not in ("", "authorization_code"):
        raise RefusedError("invalid_grant_type")
    code = workspace.codes.exchange(call.word("code"), call.word("redirect_uri"))
    return _granted(call, workspace.install()) | {"authed_user": {"id": code.user}, "scope": code.scopes}


def _granted(call: Call, token: str) -> Json:
    app, workspace = call.workspace.place.app, call.workspace
    life = {"refresh_token": workspace.renewal, "expires_in": int(TOKEN_LIFE.total_seconds())}
    return (life if workspace.manifest.rotates else {}) | {
        "app_id": app.app_id,
        "scope": ",".join(sorted(workspace.manifest.scopes or ())),
        "token_type": "bot",
        "access_token": token,
        "bot_user_id": app.user_id,
        "team": {"id": workspace.team.id, "name": workspace.team.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _open_connection(call: Call) -> Json:
    socket = call.workspace.address.replace("http://", "ws://", 1)
    return {"url": f"{socket}link?ticket={call.around.ticket()}&app_id={call.workspace.place.app.app_id}"}


def _team_info(call: Call) -> Json:
    team = call.workspace.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "url": call.workspace.address}}


def _bots_info(call: Call) -> Json:
    app, bot = call.workspace.place.app, call.workspace.bot
    if call.required("bot", "bot_not_found") != app.bot_id:
        raise RefusedError("bot_not_found")
    return {"bot": {"id": app.bot_id, "deleted": False, "name": bot.real_name, "app_id": app.app_id, "user_id": bot.id}}


METHODS = {
    "api.test": Method(_api_test, token="none", per_minute=100),
    "auth.test": Method(_auth_test, per_minute=600),
    "auth.revoke": Method(_revoke),
    "oauth.v2.access": Method(_access, token="none", per_minute=600),
    "apps.connections.open": Method(_open_connection, token="app"),
    "team.info": Method(_team_info, ("team:read",)),
    "bots.info": Method(_bots_info, ("users:read",)),
}
