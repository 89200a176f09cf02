"""The page's addresses: screens to look at, things to do, news as they come, and the files that it needs."""

import json
import os
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.page.acts import ACTS, Act, Posted, Sandbox, Told
from sandbox.page.drawing import environment
from sandbox.page.screen import Screen
from sandbox.page.seat import Seat
from sandbox.refused import RefusedError

# Own script and styles only; pictures may come from wherever a bot says.
POLICY = "default-src 'self'; img-src * data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
LISTENERS = 60


def routes(sandbox: Sandbox) -> list[BaseRoute]:
    """Everything that the page answers."""
    page = Page(sandbox)
    here = Path(__file__).parent
    return [
        Route("/", page.front),
        Route("/p/{person}", page.person),
        Route("/p/{person}/{channel}", page.look),
        Route("/p/{person}/{channel}/{act}", page.do, methods=["POST"]),
        Route("/news", page.news),
        Route("/traffic/{n:int}", page.exchange),
        Route("/files-shown/{file}", page.file),
        Mount("/static/page", StaticFiles(directory=here / "static")),
        Mount("/static/htmx", StaticFiles(directory=htmx_directory())),
    ]


def htmx_directory() -> Path:
    """Where the wheel django_htmx keeps htmx. Only its files are served; Django is not needed, nor imported."""
    found = find_spec("django_htmx")
    if found is None or found.origin is None:
        raise RuntimeError("The page needs the package django-htmx: `make setup` installs it.")
    return Path(found.origin).parent / "static" / "django_htmx"


class Page:
    """The endpoints. Its only state is what it last told each person."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox, self._workspace = sandbox, sandbox.workspace
        self._told: dict[str, Told] = {}
        self._run = f"{os.getpid()}-{id(sandbox)}"  # a page drawn by another run must be loaded anew
        self._listeners = CapacityLimiter(LISTENERS)  # so that listening never starves acting

    # --- looking

    def front(self, _request: Request) -> Response:
        """Lead to the first person."""
        return RedirectResponse(self._first(self._workspace.people()[0].id).url())

    def person(self, request: Request) -> Response:
        """Lead to what a person should see first."""
        try:
            return RedirectResponse(self._first(request.path_params["person"]).url())
        except RefusedError:
            return RedirectResponse("/")

    def _first(self, person: str) -> Seat:
        """Where something new waits for this person, else the conversation with the app."""
        self._workspace.member(person)
        unread = [c for c in self._workspace.channels_for(person) if self._workspace.unread(c.id, person)]
        own = self._workspace.dm(person)
        return Seat(person, own.id if own in unread or not unread else unread[0].id)

    def look(self, request: Request) -> Response:
        """Draw the screen: whole, or for htmx only what may have changed."""
        seat = _seat(request)
        try:
            return self._drawn(seat, "screen.html" if _by_htmx(request) else "page.html")
        except RefusedError:
            return RedirectResponse("/")

    def _drawn(self, seat: Seat, template: str) -> Response:
        if seat.tab == "messages":
            self._workspace.mark_read(seat.channel, seat.person)
        screen = Screen(self._sandbox, seat, self._told.get(seat.person, Told()))
        drawn = environment().get_template(template).render(screen=screen, seat=seat, told=screen.told, run=self._run)
        headers = {
            "Content-Security-Policy": POLICY,
            "Cache-Control": "no-store",
            "Page-Run": self._run,
            "Page-Version": str(screen.version),
        }
        return HTMLResponse(drawn, headers=headers)

    # --- doing

    async def do(self, request: Request) -> Response:
        """Do one thing, then draw the screen again."""
        form = await request.form()
        return await run_in_threadpool(self._done, request, form)

    def _done(self, request: Request, form: FormData) -> Response:
        seat, act = _seat(request), ACTS.get(request.path_params["act"])
        if act is None:
            return Response("There is no such thing to do.", 404)
        try:
            self._told[seat.person] = act(Act(self._sandbox, seat, _posted(request, form)))
            if _by_htmx(request):
                return self._drawn(seat, "screen.html")
        except RefusedError:  # a person or channel that is not there any more
            return Response(headers={"HX-Redirect": "/"})
        return RedirectResponse(seat.url(), 303)

    # --- what else the page needs

    async def news(self, request: Request) -> Response:
        """Say that something changed, as server-sent events, for as long as somebody listens."""
        return StreamingResponse(self._versions(request), media_type="text/event-stream")

    async def _versions(self, request: Request) -> AsyncIterator[str]:
        run, _, version = request.headers.get("last-event-id", request.query_params.get("seen", "")).partition("/")
        seen = int(version) if run == self._run and version.isdigit() else -1
        while not await request.is_disconnected():
            now = await to_thread.run_sync(
                self._workspace.wait, seen, 1.0, limiter=self._listeners, abandon_on_cancel=True
            )
            yield ":\n\n" if now == seen else f"event: changed\nid: {self._run}/{now}\ndata: {now}\n\n"
            seen = now

    def exchange(self, request: Request) -> Response:
        """The payloads of one exchange, for the inspector."""
        for exchange in self._workspace.traffic(request.path_params["n"] - 1)[:1]:
            parts = [("request", exchange.request), ("response", exchange.response)]
            texts = [(name, json.dumps(part, indent=2, ensure_ascii=False)) for name, part in parts]
            return HTMLResponse(environment().get_template("exchange.html").render(texts=texts))
        return HTMLResponse("<p>That is too long ago.</p>")

    def file(self, request: Request) -> Response:
        """A file that somebody or the bot shared."""
        try:
            file = self._workspace.file(request.path_params["file"])
        except RefusedError:
            return Response("There is no such file.", 404)
        headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
        if not file.mimetype.startswith("image/"):
            headers["Content-Disposition"] = "attachment"
        return Response(file.content, media_type=file.mimetype, headers=headers)


def _seat(request: Request) -> Seat:
    return Seat.read(request.path_params["person"], request.path_params["channel"], request.query_params)


def _by_htmx(request: Request) -> bool:
    return "hx-request" in request.headers


def _posted(request: Request, form: FormData) -> Posted:
    fields: dict[str, list[str]] = {}
    uploads: dict[str, list[tuple[str, bytes]]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            fields.setdefault(name, []).append(value)
        elif value.filename:
            uploads.setdefault(name, []).append((value.filename, value.file.read()))
    return Posted(fields, uploads, dict(request.query_params))
