"""What the control API lets people do, and what each act must be told."""

from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sandbox.person import Person
from sandbox.things import Json


class MisspeltError(Exception):
    """A request that says too little, or something else than asked for."""


@dataclass(frozen=True, slots=True)
class Said:
    """The fields of a request."""

    fields: Json

    def word(self, name: str, default: str | None = None) -> str:
        """A text."""
        given = self.fields.get(name, default)
        if not isinstance(given, str):
            raise MisspeltError(f"{name} is missing: a text.")
        return given

    def words(self, name: str) -> tuple[str, ...]:
        """One text, or a list of them."""
        given = self.fields.get(name)
        listed = [given] if isinstance(given, str) else given
        if not isinstance(listed, list) or not listed or not all(isinstance(one, str) for one in listed):
            raise MisspeltError(f"{name} is missing: a text or a list of texts.")
        return tuple(listed)

    def number(self, name: str) -> float:
        """A number."""
        given = self.fields.get(name)
        if isinstance(given, bool) or not isinstance(given, int | float):
            raise MisspeltError(f"{name} is a number, not {given!r}.")
        return float(given)

    def flag(self, name: str) -> bool:
        """Yes when it says true."""
        return self.fields.get(name) is True


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a person does. `words` say what the request holds, a question mark what it may leave out."""

    words: str
    does: Callable[[Person, Said], object]


def _press(person: Person, said: Said) -> None:
    person.presses(said.word("text"), said.word("beside") if "beside" in said.fields else None)


def _say(person: Person, said: Said) -> None:
    person.says(said.word("text"), under=said.word("under") if "under" in said.fields else None)


def _drop(person: Person, said: Said) -> None:
    if "base64" in said.fields:
        try:
            content = b64decode(said.word("base64"), validate=True)
        except ValueError:
            raise MisspeltError("base64 does not hold base64.") from None
    else:
        content = said.word("content").encode()
    person.says(said.word("text", ""), [(said.word("name"), content)])


def _wait(person: Person, said: Said) -> tuple[str, float | None]:
    del person
    return said.word("text"), said.number("timeout") if "timeout" in said.fields else None


ACTS: Mapping[str, Act] = {
    "open": Act("place: home, dm or a channel's name", lambda p, s: p.opens(s.word("place"))),
    "press": Act("text, beside?: a button, and what stands in its section", _press),
    "type": Act("label, text", lambda p, s: p.types(s.word("label"), s.word("text"))),
    "pick": Act("label, choices", lambda p, s: p.picks(s.word("label"), *s.words("choices"))),
    "tick": Act("label, choices", lambda p, s: p.ticks(s.word("label"), *s.words("choices"))),
    "untick": Act("label, choices", lambda p, s: p.unticks(s.word("label"), *s.words("choices"))),
    "date": Act("label, date: 2026-01-31", lambda p, s: p.sets_date(s.word("label"), s.word("date"))),
    "time": Act("label, time: 12:00", lambda p, s: p.sets_time(s.word("label"), s.word("time"))),
    "submit": Act("nothing: the modal's submit button", lambda p, _: p.submits()),
    "close": Act("everything?: true closes the whole stack", lambda p, s: p.closes(everything=s.flag("everything"))),
    "say": Act("text, under?: what the message shows in whose thread it goes", _say),
    "drop": Act("name, content or base64, text?: a file", _drop),
    "command": Act("line: /greet Ben", lambda p, s: p.runs(s.word("line"))),
    "shortcut": Act("callback_id", lambda p, s: p.uses(s.word("callback_id"))),
    "message-shortcut": Act(
        "callback_id, text: what the message shows", lambda p, s: p.uses_on(s.word("callback_id"), s.word("text"))
    ),
    "react": Act(
        "emoji, text: what the message shows, away?",
        lambda p, s: p.reacts(s.word("emoji"), s.word("text"), away=s.flag("away")),
    ),
    "invite": Act("member, to where the person is", lambda p, s: p.invites(s.word("member"))),
    "remove": Act("member, from where the person is", lambda p, s: p.removes(s.word("member"))),
    "uninstall": Act("nothing: takes the app away", lambda p, _: p.uninstalls()),
    "see": Act("text, timeout?: waits until it is on the screen", lambda p, s: p.sees(*_wait(p, s))),
    "see-not": Act("text, timeout?: waits until it is gone", lambda p, s: p.does_not_see(*_wait(p, s))),
}
