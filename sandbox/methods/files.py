"""files.*: a file is announced, uploaded to an address, then shared."""

from dataclasses import replace
from mimetypes import guess_type

from sandbox import payloads
from sandbox.calls import Call, Method
from sandbox.refused import RefusedError
from sandbox.things import File, Json


def _announce(call: Call) -> Json:
    workspace, name = call.workspace, call.required("filename")
    if call.number("length", 0) < 1:
        raise RefusedError("missing_argument")
    kind = guess_type(name)[0] or "application/octet-stream"
    file = workspace.keep_file(_empty(call, name, kind))
    return {"upload_url": f"{workspace.address}upload/v1/{file.id}", "file_id": file.id}


def _empty(call: Call, name: str, kind: str) -> File:
    workspace = call.workspace
    created = int(workspace.now().timestamp())
    alt = call.word("alt_txt")
    return File(workspace.fresh_id("F"), name, name, workspace.bot.id, created, mimetype=kind, alt=alt)


def _complete(call: Call) -> Json:
    named = call.json("files") or []
    if not named:
        raise RefusedError("invalid_arguments")
    channels = [part for part in (call.word("channel_id") or call.word("channels")).split(",") if part]
    files = [_finished(call, entry, tuple(channels)) for entry in named]
    shown = [payloads.file_json(call.workspace, file) for file in files]
    for channel in channels:
        _share(call, channel, shown)
    return {"files": shown}


def _finished(call: Call, entry: Json, channels: tuple[str, ...]) -> File:
    file = call.workspace.file(str(entry.get("id")))
    if not file.content:
        raise RefusedError("file_not_found")
    title = str(entry.get("title") or file.name)
    return call.workspace.keep_file(replace(file, title=title, complete=True, channels=channels))


def _share(call: Call, channel_id: str, shown: list[Json]) -> None:
    workspace = call.workspace
    if workspace.bot.id not in workspace.channel(channel_id).members:
        raise RefusedError("not_in_channel")
    thread = call.word("thread_ts") or None
    comment = call.word("initial_comment")
    message = workspace.post(channel_id, workspace.bot.id, comment, thread_ts=thread, files=shown)
    call.around.events.said(message, [workspace.file(str(file["id"])) for file in shown])


def _info(call: Call) -> Json:
    file = call.workspace.file(call.required("file", "file_not_found"))
    return {"file": payloads.file_json(call.workspace, file), "comments": [], "response_metadata": {"next_cursor": ""}}


def _delete(call: Call) -> Json:
    """A bot deletes its own files only (https://docs.slack.dev/reference/methods/files.delete)."""
    file = call.workspace.file(call.required("file", "file_not_found"))
    if file.user != call.workspace.bot.id:
        raise RefusedError("cant_delete_file")
    call.workspace.drop_file(file.id)
    return {}


METHODS = {
    "files.getUploadURLExternal": Method(_announce, ("files:write",), per_minute=100),
    "files.completeUploadExternal": Method(_complete, ("files:write",), per_minute=100),
    "files.delete": Method(_delete, ("files:write",)),
    "files.info": Method(_info, ("files:read",), per_minute=100),
}
