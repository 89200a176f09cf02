"""/control/: the sandbox by HTTP and JSON, for scripts in any language: act, see, move the clock, break things.

It does nothing of its own: people act through `Person`, faults are those of `faults`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox import payloads
from sandbox.clock import MovableClock
from sandbox.control_acts import ACTS, MisspeltError, Said
from sandbox.deliveries import Deliveries
from sandbox.faults import KINDS, Fault, Kind
from sandbox.person import NotSeenError, Person
from sandbox.refused import RefusedError
from sandbox.seeing import HOME
from sandbox.things import Json
from sandbox.workspace import Workspace

PATIENCE = 5.0
"""Seconds that an act waits for what it needs to be on the screen."""


class Sandbox(Protocol):
    """What is controlled."""

    @property
    def workspace(self) -> Workspace:
        """The state."""

    @property
    def clock(self) -> MovableClock:
        """The clock."""

    @property
    def deliveries(self) -> Deliveries:
        """What is on its way to the bot."""

    @property
    def next_due(self) -> Callable[[], datetime | None]:
        """When the bot has something to do next, when it says so."""

    def reset(self) -> None:
        """Bring everything back to the start."""


Answer = tuple[int, Json]
"""An HTTP status and what it says."""


@dataclass(slots=True)
class Control:
    """The endpoints. It remembers where each person looks; `person_of` makes somebody to act as."""

    sandbox: Sandbox
    person_of: Callable[[str], Person]
    people: dict[str, Person]

    def routes(self) -> list[Route]:
        """Where they answer."""
        table: list[tuple[str, str, Callable[[Request, Said], Json]]] = [
            ("GET", "/control/", self.index),
            ("GET", "/control/people", self.everybody),
            ("GET", "/control/people/{person}/screen", self.screen),
            ("POST", "/control/people/{person}/{act}", self.act),
            ("GET", "/control/clock", self.clock),
            ("POST", "/control/clock", self.move_clock),
            ("GET", "/control/faults", self.faults),
            ("POST", "/control/faults", self.set_fault),
            ("DELETE", "/control/faults", self.clear_faults),
            ("DELETE", "/control/faults/{fault}", self.clear_faults),
            ("GET", "/control/traffic", self.traffic),
            ("POST", "/control/settle", self.settle),
            ("POST", "/control/reset", self.reset),
        ]
        return [Route(path, _endpoint(answer), methods=[method]) for method, path, answer in table]

    # --- looking

    def index(self, _request: Request, _said: Said) -> Json:
        """Where what is."""
        addresses = [f"{next(iter(route.methods - {'HEAD'}))} {route.path}" for route in self.routes() if route.methods]
        return {"addresses": addresses, "acts": {name: act.words for name, act in ACTS.items()}}

    def everybody(self, _request: Request, _said: Said) -> Json:
        """The people, and the bot."""
        workspace = self.sandbox.workspace
        people = [asdict(person) for person in workspace.people()]
        return {"people": people, "bot": asdict(workspace.bot), "connected": workspace.connected}

    def screen(self, request: Request, _said: Said) -> Json:
        """What is on somebody's screen."""
        return {"screen": self._screen(self._person(request))}

    def _person(self, request: Request) -> Person:
        name = request.path_params["person"]
        if name not in self.people:
            self.people[name] = self.person_of(name)
        return self.people[name]

    def _screen(self, person: Person) -> Json:
        """All of it; whoever looks at a conversation has read it."""
        workspace, user = self.sandbox.workspace, person.user.id
        if person.place != HOME:
            workspace.mark_read(person.place, user)
        modal, home = workspace.modal(user), workspace.home(user)
        channels = workspace.channels_for(user)
        shown: Json = {"place": person.place, "text": person.screen, "trouble": person.trouble}
        shown |= {"unread": {channel.id: workspace.unread(channel.id, user) for channel in channels}}
        shown |= {"channels": [{"id": c.id, "name": c.name, "kind": c.called} for c in channels]}
        shown |= {"modal": payloads.view_json(workspace, modal) if modal else None}
        shown |= {"home": payloads.view_json(workspace, home) if home else None}
        shown |= {"messages": [payloads.message_json(workspace, message) for message in person.messages]}
        return shown | {"errors": dict(person.errors), "buttons": person.pressable, "fields": person.fields}

    # --- acting

    def act(self, request: Request, said: Said) -> Json:
        """Do something as a person, and see what comes of it."""
        person, act = self._person(request), ACTS.get(request.path_params["act"])
        if act is None:
            raise MisspeltError(f"There is no such act; there are {', '.join(ACTS)}.")
        act.does(person, said)
        reply = person.reply
        errors = {"errors": dict(person.errors)} if reply.errors else {}
        return {"ok": reply.ok, "trouble": reply.trouble, **errors, "screen": self._screen(person)}

    # --- the clock

    def clock(self, _request: Request, _said: Said) -> Json:
        """What time it is, and when the bot has something to do."""
        due = self.sandbox.next_due()
        return {"now": self.sandbox.clock().isoformat(), "next_due": due.isoformat() if due else None}

    def move_clock(self, request: Request, said: Said) -> Json:
        """Move it: to an instant, to next_due, or by so many seconds."""
        clock, backwards = self.sandbox.clock, said.flag("backwards")
        now = clock()
        step = timedelta(seconds=said.number("by")) if "by" in said.fields else self._instant(said, now) - now
        if step < timedelta(0) and not backwards:
            raise MisspeltError("The clock goes back only when asked: say backwards too.")
        clock.move_by(step, backwards=backwards)
        return self.clock(request, said)

    def _instant(self, said: Said, now: datetime) -> datetime:
        word = said.word("to")
        due = self.sandbox.next_due() if word == "next_due" else None
        if word == "next_due" and due is None:
            raise MisspeltError("The bot has nothing to do next, or does not say so.")
        try:
            instant = max(due, now) if due else datetime.fromisoformat(word)
        except ValueError:
            raise MisspeltError(f"to is an instant such as 2026-06-01T09:00:00+00:00, not {word!r}.") from None
        if instant.tzinfo is None:
            raise MisspeltError("to needs its offset from UTC, as in 2026-06-01T09:00:00+00:00.")
        return instant

    # --- faults, traffic, starting over

    def faults(self, _request: Request, _said: Said) -> Json:
        """What can go wrong, and what is set to."""
        kinds = [_kind_json(kind) for kind in KINDS.values()]
        return {"kinds": kinds, "set": [_fault_json(fault) for fault in self.sandbox.workspace.faults.active()]}

    def set_fault(self, request: Request, said: Said) -> Json:
        """Let something go wrong."""
        fields = dict(said.fields)
        times, minutes = fields.pop("times", None), fields.pop("minutes", None)
        if times not in (None, "always"):
            times = int(said.number("times"))
        minutes = None if minutes is None else said.number("minutes")
        only = said.words("only") if fields.pop("only", None) else ()
        try:
            name = fields.pop("name", "")
            self.sandbox.workspace.faults.set(str(name), times=times, minutes=minutes, only=only, **fields)
        except ValueError as wrong:
            raise MisspeltError(f"{wrong}.".capitalize()) from None
        return self.faults(request, said)

    def clear_faults(self, request: Request, said: Said) -> Json:
        """Let nothing go wrong any more, or not this."""
        name = request.path_params.get("fault")
        if name is not None and name not in KINDS:
            raise MisspeltError(f"There is no fault {name!r}; there are {', '.join(KINDS)}.")
        self.sandbox.workspace.faults.clear(name)
        return self.faults(request, said)

    def traffic(self, request: Request, _said: Said) -> Json:
        """What went between bot and Slack, oldest first."""
        after, name = request.query_params.get("after", "0"), request.query_params.get("name")
        if not after.isdigit():
            raise MisspeltError("after is the number of an exchange.")
        found = [one for one in self.sandbox.workspace.traffic(int(after)) if name in (None, one.name)]
        return {"traffic": [asdict(one) | {"at": one.at.isoformat()} for one in found]}

    def settle(self, _request: Request, said: Said) -> Json:
        """Wait until every event is acknowledged, given up, or waits for the clock to be sent again."""
        seconds = said.number("seconds") if "seconds" in said.fields else PATIENCE
        return {"settled": self.sandbox.deliveries.settle(seconds)}

    def reset(self, _request: Request, _said: Said) -> Json:
        """Start over."""
        self.people.clear()
        self.sandbox.reset()
        return {}


def routes(sandbox: Sandbox, person_of: Callable[[str], Person]) -> list[Route]:
    """Everything that the control API answers."""
    return Control(sandbox, person_of, {}).routes()


def _endpoint(answer: Callable[[Request, Said], Json]) -> Callable[[Request], object]:
    async def endpoint(request: Request) -> Response:
        body = await request.body()
        status, said = await run_in_threadpool(_answered, answer, request, body)
        return JSONResponse(said, status)

    return endpoint


def _answered(answer: Callable[[Request, Said], Json], request: Request, body: bytes) -> Answer:
    """What comes of it, or plain words of what is wrong."""
    try:
        return 200, {"ok": True, **answer(request, _said(body))}
    except MisspeltError as wrong:
        return 400, {"ok": False, "error": "misspelt", "words": str(wrong)}
    except NotSeenError as missing:
        return 409, {"ok": False, "error": "not_on_the_screen", "words": str(missing)}
    except RefusedError as refused:
        status = 404 if refused.code.endswith("_not_found") else 409
        return status, {"ok": False, "error": refused.code, "words": f"Slack would say {refused.code}."}


def _said(body: bytes) -> Said:
    try:
        fields = json.loads(body or b"{}")
    except ValueError:
        raise MisspeltError("The body is no JSON.") from None
    if not isinstance(fields, dict):
        raise MisspeltError("The body is JSON, but no object.")
    return Said(fields)


def _kind_json(kind: Kind) -> Json:
    return asdict(kind)


def _fault_json(fault: Fault) -> Json:
    until = fault.until.isoformat() if fault.until else None
    shown: Mapping[str, object] = {"name": fault.kind.name, "words": fault.words, "only": fault.only}
    return {**shown, "left": fault.left, "until": until, **fault.values}
