"""Leave that runs out: trigger ids to open a modal, addresses to answer without a token, codes to ask for one."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sandbox.refused import RefusedError

CODE_LIFE = timedelta(minutes=10)
TRIGGER_SECONDS = 3.0
RESPONSE_USES = 5
RESPONSE_LIFE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Trigger:
    """Leave to open one modal, soon after a person did something."""

    user: str
    view_id: str | None
    at: float
    used: bool = False


@dataclass(slots=True)
class Triggers:
    """Trigger ids: three real seconds, once (https://docs.slack.dev/surfaces/modals)."""

    seconds: Callable[[], float]
    _issued: dict[str, Trigger] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def issue(self, user: str, view_id: str | None) -> str:
        """A trigger id for what this person just did, in that view if in any."""
        n = next(self._numbers)
        trigger_id = f"{n}.{n * 7919:012d}.{n * 104729:032x}"
        self._issued[trigger_id] = Trigger(user, view_id, self.seconds())
        return trigger_id

    def look(self, trigger_id: str) -> Trigger:
        """What the trigger id stands for; Slack's error when it does not any more."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise RefusedError("invalid_trigger_id")
        if trigger.used:
            raise RefusedError("exchanged_trigger_id")
        if self.seconds() - trigger.at > TRIGGER_SECONDS:
            raise RefusedError("expired_trigger_id")
        return trigger

    def exchange(self, trigger_id: str) -> None:
        """Use it up."""
        self._issued[trigger_id] = replace(self._issued[trigger_id], used=True)


@dataclass(frozen=True, slots=True)
class ResponseAddress:
    """Where the bot may answer an interaction without a token."""

    user: str
    channel: str
    ts: str | None
    until: datetime
    uses: int = 0


@dataclass(slots=True)
class ResponseAddresses:
    """response_url: five uses in thirty minutes (https://docs.slack.dev/interactivity/handling-user-interaction)."""

    now: Callable[[], datetime]
    _issued: dict[str, ResponseAddress] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def issue(self, user: str, channel: str, ts: str | None) -> str:
        """The last part of a new response_url."""
        n = next(self._numbers)
        key = f"{n}/{n * 15485863:024x}"
        self._issued[key] = ResponseAddress(user, channel, ts, self.now() + RESPONSE_LIFE)
        return key

    def use(self, key: str) -> ResponseAddress:
        """One use of it; `used_url` or `expired_url` when there is none left."""
        address = self._issued.get(key)
        if address is None or self.now() > address.until:
            raise RefusedError("expired_url")
        if address.uses >= RESPONSE_USES:
            raise RefusedError("used_url")
        self._issued[key] = replace(address, uses=address.uses + 1)
        return address


@dataclass(frozen=True, slots=True)
class Code:
    """A person's consent to the app, soon after they gave it."""

    user: str
    redirect_uri: str
    scopes: str
    until: datetime


@dataclass(slots=True)
class Codes:
    """OAuth codes: ten minutes, once (https://docs.slack.dev/authentication/installing-with-oauth)."""

    now: Callable[[], datetime]
    _issued: dict[str, Code] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def issue(self, user: str, redirect_uri: str, scopes: str) -> str:
        """A code for what this person just allowed."""
        n = next(self._numbers)
        code = f"{n}.{n * 15485863:012d}.{n * 32452843:032x}"
        self._issued[code] = Code(user, redirect_uri, scopes, self.now() + CODE_LIFE)
        return code

    def exchange(self, code: str, redirect_uri: str) -> Code:
        """Use it up; it must come back with the address it was sent to, when that was named."""
        found = self._issued.get(code)
        if found is None or self.now() > found.until:
            raise RefusedError("invalid_code")
        if redirect_uri not in ("", found.redirect_uri):
            raise RefusedError("bad_redirect_uri")
        del self._issued[code]
        return found
