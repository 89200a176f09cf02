"""Methods of users.*: who is who, and where."""

from sandbox import payloads
from sandbox.calls import Call, Method
from sandbox.methods.conversations import READ, of_user
from sandbox.refused import RefusedError
from sandbox.things import Json, Member


def _shown(call: Call, member: Member) -> Json:
    scopes = call.workspace.manifest.scopes
    return payloads.user_json(call.workspace, member, with_email=scopes is None or "users:read.email" in scopes)


def _info(call: Call) -> Json:
    return {"user": _shown(call, call.workspace.member(call.required("user", "user_not_found")))}


def _list(call: Call) -> Json:
    everybody = (*call.workspace.people(), call.workspace.bot)
    return {**call.page([_shown(call, member) for member in everybody], "members"), "cache_ts": 0}


def _by_email(call: Call) -> Json:
    email = call.required("email", "users_not_found").lower()
    for member in call.workspace.people():
        if member.email.lower() == email and not member.deactivated:
            return {"user": _shown(call, member)}
    raise RefusedError("users_not_found")


METHODS = {
    "users.info": Method(_info, ("users:read",), per_minute=100),
    "users.list": Method(_list, ("users:read",), per_minute=20),
    "users.lookupByEmail": Method(_by_email, ("users:read.email",)),
    "users.conversations": Method(of_user, READ),
}
