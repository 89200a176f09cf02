"""auth.test, api.test, apps.connections.open, team.info, bots.info."""

from sandbox.calls import Call, Method
from sandbox.refused import RefusedError
from sandbox.things import Json


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


def _open_connection(call: Call) -> Json:
    socket = call.workspace.address.replace("http://", "ws://", 1)
    return {"url": f"{socket}link?ticket={call.ticket()}&app_id={call.workspace.place.app.app_id}"}


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
    "apps.connections.open": Method(_open_connection, token="app"),
    "team.info": Method(_team_info, ("team:read",)),
    "bots.info": Method(_bots_info, ("users:read",)),
}
