"""The page's addresses: screens to look at, things to do, news as they come, and the files that it needs."""

import itertools
import json
import os
from collections.abc import AsyncIterator
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.page.acts import ACTS, Act, Posted, Sandbox, Told, place_of
from sandbox.page.drawing import environment
from sandbox.page.errands import Errands
from sandbox.page.screen import Screen
from sandbox.page.seat import Seat
from sandbox.refused import RefusedError

# Own script and styles only; pictures may come from wherever a bot says.
POLICY = "default-src 'self'; img-src * data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
LISTENERS = 60
NOWHERE = (
    "<!doctype html><title>Not here</title><p>Nobody here has a place at this address. "
    'Go to <a href="/">the first person</a> and choose from there.</p>'
)


def routes(sandbox: Sandbox) -> list[BaseRoute]:
    """Everything that the page answers."""
    page = Page(sandbox)
    here = Path(__file__).parent
    return [
        Route("/", page.front),
        Route("/p/{person}", page.person),
        Route("/p/{person}/{channel}", page.look),
        Route("/p/{person}/{channel}/suggested", page.suggested),
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
    """The endpoints. Its only state is what it last told each person, and what still runs."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox, self._workspace = sandbox, sandbox.workspace
        self._told: dict[str, Told] = {}
        self._errands = Errands(self._ended)
        self._numbers, self._drawing = itertools.count(1), Lock()
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
            return HTMLResponse(NOWHERE, 404)

    def _first(self, person: str) -> Seat:
        """Where something new waits for this person, else the app: its Home while nothing was said yet."""
        self._workspace.member(person)
        unread = [c for c in self._workspace.channels_for(person) if self._workspace.unread(c.id, person)]
        own = self._workspace.dm(person)
        if unread and own not in unread:
            return Seat(person, unread[0].id)
        return Seat(person, own.id, "messages" if self._workspace.messages(own.id, person) else "home")

    def look(self, request: Request) -> Response:
        """Draw the screen: whole, or for htmx only what may have changed."""
        seat = _seat(request)
        try:
            if _by_htmx(request):
                return self._drawn(seat, "screen.html")
            return self._drawn(seat.read_from(self._first_unread(seat)), "page.html")
        except RefusedError:
            return RedirectResponse("/") if _by_htmx(request) else HTMLResponse(NOWHERE, 404)

    def _first_unread(self, seat: Seat) -> str:
        """The oldest message that is new to whoever opens a conversation."""
        count = self._workspace.unread(seat.channel, seat.person)
        seen = [m.ts for m in self._workspace.messages(seat.channel, seat.person) if m.user != seat.person]
        return seen[-count] if count else ""

    def _drawn(self, seat: Seat, template: str) -> Response:
        """Draw one after the other, and number the drawings: a higher number shows what is at least as new."""
        if seat.tab == "messages":
            self._workspace.mark_read(seat.channel, seat.person)
        with self._drawing:
            number = next(self._numbers)
            screen = Screen(self._sandbox, seat, self._told.get(seat.person, Told()), self._errands)
            drawn = (
                environment()
                .get_template(template)
                .render(screen=screen, seat=seat, told=screen.told, run=self._run, number=number)
            )
        headers = {
            "Content-Security-Policy": POLICY,
            "Cache-Control": "no-store",
            "Page-Run": self._run,
            "Page-Drawn": str(number),
        }
        return HTMLResponse(drawn, headers=headers)

    # --- doing

    async def do(self, request: Request) -> Response:
        """Do one thing, then draw the screen again."""
        async with request.form() as form:
            return await run_in_threadpool(self._done, request, form)

    def _done(self, request: Request, form: FormData) -> Response:
        seat, act = _seat(request), ACTS.get(request.path_params["act"])
        if act is None:
            return Response("There is no such thing to do.", 404)
        try:
            self._told.pop(seat.person, None)
            told = act(Act(self._sandbox, seat, _posted(request, form), self._errands))
            if told is not None:
                self._told[seat.person] = told
            if _by_htmx(request):
                return self._drawn(seat, "screen.html")
        except RefusedError:  # a person or channel that is not there any more
            return Response(headers={"HX-Redirect": "/"})
        return RedirectResponse(seat.url(), 303)

    def _ended(self, person: str, words: str) -> None:
        self._told[person] = Told(notice=words)
        self._workspace.touch()

    # --- what else the page needs

    def suggested(self, request: Request) -> Response:
        """What the bot offers in an external select for what is typed."""
        seat, query = _seat(request), request.query_params
        where = place_of(seat, query)
        ids = (query["block"], query["action"])
        offered, reply = self._sandbox.acting.suggest(seat.person, where, *ids, query.get("typed", ""))
        screen = Screen(self._sandbox, seat, Told(), self._errands)
        return HTMLResponse(screen.suggestions(where, *ids, offered, reply.trouble or ""))

    async def news(self, request: Request) -> Response:
        """Say that something changed, as server-sent events, for as long as somebody listens."""
        return StreamingResponse(self._versions(request), media_type="text/event-stream")

    async def _versions(self, request: Request) -> AsyncIterator[str]:
        run, _, version = request.headers.get("last-event-id", request.query_params.get("seen", "")).partition("/")
        due = await run_in_threadpool(self._sandbox.next_due)
        seen = (int(version) if run == self._run and version.isdigit() else -1), due
        while not (self._sandbox.leaving or await request.is_disconnected()):
            now = await to_thread.run_sync(self._changed, seen[0], limiter=self._listeners, abandon_on_cancel=True)
            yield ":\n\n" if now == seen else f"event: changed\nid: {self._run}/{now[0]}\ndata: {now[0]}\n\n"
            seen = now

    def _changed(self, seen: int) -> tuple[int, datetime | None]:
        """What the page shows is of this version; and what is due may change without a word to Slack."""
        return self._workspace.wait(seen, 1.0), self._sandbox.next_due()

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
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
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
