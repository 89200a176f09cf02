"""What the bot reaches by an address of its own: response_url, uploads, downloads and permalinks."""

import json
from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.events import Events
from sandbox.leave import ResponseAddress
from sandbox.refused import RefusedError
from sandbox.rules import check_message
from sandbox.things import Json, Message
from sandbox.workspace import Workspace

KINDS = ("actions", "app", "commands")
"""The three families of response_url."""


@dataclass(frozen=True, slots=True)
class SideDoors:
    """The routes beside /api/."""

    workspace: Workspace
    events: Events

    def routes(self) -> list[Route]:
        """Where they answer."""
        download = self.download
        return [
            *(Route(f"/{kind}/{{team}}/{{key:path}}", self.respond, methods=["POST"]) for kind in KINDS),
            Route("/upload/v1/{file}", self.upload, methods=["POST"]),
            Route("/files-pri/{file}/download/{name:path}", download, methods=["GET"]),
            Route("/files-pri/{file}/{name:path}", download, methods=["GET"]),
            Route("/archives/{channel}/{message}", self.permalink, methods=["GET"]),
        ]

    async def respond(self, request: Request) -> Response:
        """A message through a response_url."""
        try:
            said = json.loads(await request.body() or b"{}")
        except ValueError:
            return PlainTextResponse("invalid_payload", 400)
        return await run_in_threadpool(self._respond, request.path_params["key"], said)

    def _respond(self, key: str, said: Json) -> Response:
        try:
            self._deliver(self.workspace.addresses.use(key), said)
            body: Json = {"ok": True}
        except RefusedError as refused:
            body = refused.body()
        self.workspace.record("bot->slack", "response_url", said, body)
        if body["ok"]:
            return PlainTextResponse("ok")
        return JSONResponse(body, 404 if body["error"] in {"used_url", "expired_url"} else 200)

    def _deliver(self, address: ResponseAddress, said: Json) -> None:
        """Replace, delete or post: to the person alone unless it is in_channel."""
        workspace, original = self.workspace, self._original(address)
        if said.get("delete_original"):
            if original:
                workspace.delete(original.channel, original.ts)
                self.events.deleted(original)
            return
        check_message({name: said[name] for name in ("text", "blocks") if said.get(name)})
        text, blocks = said.get("text") or "", said.get("blocks") or ()
        if said.get("replace_original") and original:
            edited = original.only_for is None
            after = workspace.edit(original.channel, original.ts, text=text, blocks=blocks, edited=edited)
            self.events.changed(original, after)
            return
        only_for = None if said.get("response_type") == "in_channel" else address.user
        thread_ts = said.get("thread_ts")
        self.events.said(
            workspace.post(address.channel, workspace.bot.id, text, blocks, only_for=only_for, thread_ts=thread_ts)
        )

    def _original(self, address: ResponseAddress) -> Message | None:
        if address.ts is None:
            return None
        try:
            return self.workspace.message(address.channel, address.ts)
        except RefusedError:
            return None

    async def upload(self, request: Request) -> Response:
        """The bytes of an announced file, raw or as a form's part."""
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            async with request.form() as form:
                parts = [part for part in form.values() if isinstance(part, UploadFile)]
                content = await parts[0].read() if parts else b""
        else:
            content = await request.body()
        try:
            file = self.workspace.file(request.path_params["file"])
        except RefusedError:
            return PlainTextResponse("file_not_found", 404)
        self.workspace.keep_file(replace(file, content=content))
        return PlainTextResponse(f"OK - {len(content)}")

    async def download(self, request: Request) -> Response:
        """A file's bytes for the bot's token; without it Slack leads to its sign-in page."""
        shown = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not self._opens(shown):
            return RedirectResponse(f"{self.workspace.address}?redir={request.url.path}", 302)
        try:
            file = self.workspace.file(request.path_params["file"].rpartition("-")[2])
        except RefusedError:
            return PlainTextResponse("file_not_found", 404)
        return Response(file.content, media_type=file.mimetype)

    def _opens(self, token: str) -> bool:
        try:
            return self.workspace.opens(token)
        except RefusedError:
            return False

    async def permalink(self, request: Request) -> Response:
        """A message's own address leads to its conversation on the page, as somebody who is in it."""
        try:
            channel = self.workspace.channel(request.path_params["channel"])
        except RefusedError:
            return PlainTextResponse("channel_not_found", 404)
        readers = [person.id for person in self.workspace.people() if person.id in channel.members]
        return RedirectResponse(f"/p/{readers[0]}/{channel.id}" if readers else "/")
