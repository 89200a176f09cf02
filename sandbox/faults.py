"""What goes wrong on request: the kinds of fault as data, and those that are set now.

The page, the control API and tests build their controls from `KINDS`; nothing else knows what there is.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from threading import RLock
from typing import Literal

Value = float | str


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something to choose about a fault. `choices` are all there is, when there are any."""

    name: str
    words: str
    default: Value
    choices: tuple[Value, ...] = ()

    def read(self, given: object) -> Value:
        """The value given, as this parameter takes it; ValueError says what is wrong in words."""
        if self.choices:
            found = [choice for choice in self.choices if str(choice) == str(given)]
            if not found:
                raise ValueError(f"{self.name} is one of {', '.join(map(str, self.choices))}, not {given!r}")
            return found[0]
        if isinstance(self.default, str):
            return str(given)
        try:
            number = float(str(given))
        except ValueError:
            raise ValueError(f"{self.name} is a number, not {given!r}") from None
        if not 0 <= number < 1e6:
            raise ValueError(f"{self.name} is at least 0 and under a million, not {given!r}")
        return number


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to go wrong. `times` and `minutes` are what it lasts when nobody says; None is until cleared."""

    name: str
    words: str
    what: str
    about: Literal["calls", "deliveries", "sockets", "everything"]
    parameters: tuple[Parameter, ...] = ()
    times: int | None = 1
    minutes: float | None = None


SECONDS = "Seconds by the sandbox's clock"

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "slow",
            "Slow Slack",
            "A call is answered only after some seconds.",
            "calls",
            (Parameter("seconds", "Real seconds", 2.0),),
            times=None,
        ),
        Kind(
            "server_error",
            "Server error",
            "A call is not carried out and answered with a status of 5xx.",
            "calls",
            (Parameter("status", "Status", 503, (500, 502, 503, 504)),),
        ),
        Kind(
            "error",
            "Error code",
            "A call is not carried out and answered with an error code of Slack's.",
            "calls",
            (Parameter("code", "Code", "internal_error"),),
        ),
        Kind(
            "rate_limited",
            "Rate limited",
            "A call is not carried out and answered with 429 and Retry-After.",
            "calls",
            (Parameter("seconds", "Retry-After, in seconds", 30.0),),
        ),
        Kind("rate_tiers", "Rate tiers", "Each method's own tier binds, in real time.", "calls", times=None),
        Kind(
            "lost_reply",
            "Lost reply",
            "A call is carried out, and the connection closes before the answer.",
            "calls",
        ),
        Kind("unreadable_reply", "Unreadable reply", "A call is carried out and answered with a web page.", "calls"),
        Kind(
            "accepted_late",
            "Accepted late",
            "A call seems to fail, and is carried out some seconds later all the same.",
            "calls",
            (Parameter("seconds", SECONDS, 60.0), Parameter("reply", "Answer", "lost", ("lost", "500", "error"))),
        ),
        Kind("lost_ack", "Lost acknowledgement", "The bot's acknowledgement never arrives.", "deliveries"),
        Kind("duplicate", "Delivered twice", "An event is delivered twice at once.", "deliveries"),
        Kind(
            "out_of_order",
            "Out of order",
            "A delivery is held back until another has overtaken it, or for some seconds.",
            "deliveries",
            (Parameter("seconds", SECONDS, 5.0),),
        ),
        Kind(
            "late_delivery",
            "Late delivery",
            "A delivery leaves some seconds late; its trigger id may have expired.",
            "deliveries",
            (Parameter("seconds", "Real seconds", 4.0),),
        ),
        Kind("socket_drop", "Sockets dropped", "Every socket closes; the bot may connect again.", "sockets"),
        Kind(
            "deaf_socket",
            "Deaf sockets",
            "Sockets stay open, and nothing arrives through them. New ones hear.",
            "sockets",
            times=None,
        ),
        Kind(
            "down",
            "Slack is down",
            "No call is carried out, no socket opens, nothing is delivered.",
            "everything",
            times=None,
            minutes=5,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that is set: how often yet, until when, and for what only (methods or events; * stands for any)."""

    kind: Kind
    values: Mapping[str, Value]
    only: tuple[str, ...] = ()
    left: int | None = None
    until: datetime | None = None

    def __getitem__(self, name: str) -> Value:
        return self.values[name]

    def seconds(self) -> float:
        """Its parameter `seconds`."""
        return float(self.values["seconds"])

    def about(self, name: str) -> bool:
        """Whether it concerns this method or event."""
        return not self.only or any(fnmatchcase(name, pattern) for pattern in self.only)

    @property
    def words(self) -> str:
        """What is set, in a line: Rate limited, seconds 30, twice more, for chat.postMessage."""
        said = [self.kind.words, *(f"{name} {_short(value)}" for name, value in self.values.items())]
        if self.left is not None:
            said.append("once more" if self.left == 1 else f"{self.left} times more")
        if self.until is not None:
            said.append(f"until {self.until:%H:%M} UTC")
        if self.only:
            said.append(f"for {' and '.join(self.only)}")
        return ", ".join(said)


def _short(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float | int) else value


@dataclass(slots=True)
class Faults:
    """Those that are set now. Setting a kind again replaces it."""

    now: Callable[[], datetime]
    changed: Callable[[], None] = lambda: None
    on_set: list[Callable[[Fault], None]] = field(default_factory=list)
    _set: dict[str, Fault] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    def set(
        self,
        name: str,
        *,
        times: int | Literal["always"] | None = None,
        minutes: float | None = None,
        only: Iterable[str] = (),
        **values: object,
    ) -> Fault:
        """Set a fault; what is not said is as its kind has it. ValueError says what is wrong, in words."""
        kind = KINDS.get(name)
        if kind is None:
            raise ValueError(f"there is no fault {name!r}; there are {', '.join(KINDS)}")
        fault = Fault(kind, _values(kind, values), tuple(only), _times(kind, times), self._until(kind, minutes))
        with self._lock:
            self._set[name] = fault
        self.changed()
        for hear in tuple(self.on_set):
            hear(fault)
        if kind.name == "socket_drop":  # it has happened
            self.clear(name)
        return fault

    def _until(self, kind: Kind, minutes: float | None) -> datetime | None:
        lasting = kind.minutes if minutes is None else minutes
        return None if lasting is None else self.now() + timedelta(minutes=lasting)

    def clear(self, name: str | None = None) -> None:
        """Take one away, or all."""
        with self._lock:
            for gone in [name] if name else list(self._set):
                self._set.pop(gone, None)
        self.changed()

    def active(self) -> tuple[Fault, ...]:
        """What is set now."""
        with self._lock:
            return tuple(fault for fault in self._set.values() if self._lasts(fault))

    def take(self, name: str, about: str) -> Fault | None:
        """The fault of this name, when it strikes this method or event now; one of its times is used up."""
        with self._lock:
            fault = self._set.get(name)
            if fault is None or not self._lasts(fault) or not fault.about(about):
                return None
            if fault.left is not None:
                self._used(fault, fault.left - 1)
        if fault.left is not None:
            self.changed()
        return fault

    def _used(self, fault: Fault, left: int) -> None:
        if left:
            self._set[fault.kind.name] = replace(fault, left=left)
        else:
            del self._set[fault.kind.name]

    def _lasts(self, fault: Fault) -> bool:
        return fault.until is None or self.now() < fault.until


def _values(kind: Kind, given: Mapping[str, object]) -> dict[str, Value]:
    known = {parameter.name: parameter for parameter in kind.parameters}
    strange = sorted(set(given) - set(known))
    if strange:
        raise ValueError(f"{kind.name} has no {strange[0]}; it has {', '.join(known) or 'no parameters'}")
    return {
        name: parameter.read(given[name]) if name in given else parameter.default for name, parameter in known.items()
    }


def _times(kind: Kind, times: int | Literal["always"] | None) -> int | None:
    if times is None:
        return kind.times
    if times == "always":
        return None
    if times < 1:
        raise ValueError(f"times is at least 1, not {times}")
    return times
