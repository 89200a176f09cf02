"""Methods of views.*: modals and the App Home (https://docs.slack.dev/reference/methods/views.open and so on)."""

from sandbox import payloads
from sandbox.calls import Call, Method
from sandbox.refused import RefusedError
from sandbox.rules import check_view
from sandbox.things import Json, View


def _answer(call: Call, view: View) -> Json:
    return {"view": payloads.view_json(call.workspace, view)}


def _body(call: Call, kind: str, own: View | None = None) -> Json:
    """The view given, checked; an external id belongs to one view at a time (reference/views/modal-views)."""
    body = check_view(call.json("view"), kind)
    external_id = body.get("external_id")
    taken = call.workspace.named_view(external_id) if external_id else None
    if taken is not None and (own is None or taken.id != own.id):
        raise RefusedError("duplicate_external_id")
    return body


def _trigger(call: Call) -> str:
    return call.word("trigger_id") or call.required("interactivity_pointer")


def _open(call: Call) -> Json:
    trigger = call.workspace.triggers.look(_trigger(call))
    body = _body(call, "modal")
    call.workspace.triggers.exchange(_trigger(call))
    return _answer(call, call.workspace.open_view(trigger.user, body))


def _push(call: Call) -> Json:
    """On top of the modal in which the interaction happened (reference/methods/views.push)."""
    trigger = call.workspace.triggers.look(_trigger(call))
    if trigger.view_id is None or call.workspace.view(trigger.view_id) is None:
        raise RefusedError("not_found")
    view = call.workspace.push_view(trigger.user, _body(call, "modal"))
    call.workspace.triggers.exchange(_trigger(call))
    return _answer(call, view)


def _update(call: Call) -> Json:
    workspace, view_id = call.workspace, call.word("view_id")
    old = workspace.view(view_id) if view_id else workspace.named_view(call.required("external_id"))
    if old is None:
        raise RefusedError("not_found")
    _same(call, old)
    return _answer(call, workspace.update_view(old.id, _body(call, old.type, old)))


def _publish(call: Call) -> Json:
    workspace = call.workspace
    if not workspace.manifest.home:
        raise RefusedError("not_enabled")
    user = workspace.member(call.required("user_id"))
    old = workspace.home(user.id)
    if old is not None:
        _same(call, old)
    return _answer(call, workspace.publish(user.id, _body(call, "home", old)))


def _same(call: Call, view: View) -> None:
    """A hash, when given, must be the one the view has now (https://docs.slack.dev/surfaces/modals)."""
    if call.word("hash") not in ("", view.hash):
        raise RefusedError("hash_conflict")


METHODS = {
    "views.open": Method(_open, per_minute=100),
    "views.push": Method(_push, per_minute=100),
    "views.update": Method(_update, per_minute=100),
    "views.publish": Method(_publish, per_minute=100),
}
