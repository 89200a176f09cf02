"""Where somebody sits in front of the page: as whom, in which conversation, with what open. It lives in the URL."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, Self
from urllib.parse import quote, urlencode

Tab = Literal["home", "messages"]


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place before the page, so that a reload keeps it and two tabs can be two people."""

    person: str
    channel: str
    tab: Tab = "messages"
    thread: str = ""
    inspects: bool = False
    lists: bool = False  # on a phone: the list of conversations in place of one of them
    fresh: str = ""  # the first message that was unread when the conversation was opened

    @classmethod
    def read(cls, person: str, channel: str, query: Mapping[str, str]) -> Self:
        """The seat that a URL speaks of."""
        return cls(
            person,
            channel,
            tab="home" if query.get("tab") == "home" else "messages",
            thread=query.get("thread", ""),
            inspects="inspect" in query,
            lists="list" in query,
            fresh=query.get("fresh", ""),
        )

    def url(self, act: str = "", **more: str) -> str:
        """This seat's address, or that of something done from it."""
        kept = {
            "tab": "home" if self.tab == "home" else "",
            "thread": self.thread,
            "inspect": "1" if self.inspects else "",
            "list": "1" if self.lists else "",
            "fresh": self.fresh,
        }
        query = urlencode({key: value for key, value in kept.items() if value} | more)
        path = "/".join(quote(part, safe="") for part in ("p", self.person, self.channel, act) if part)
        return f"/{path}" + (f"?{query}" if query else "")

    def at(self, channel: str, tab: Tab = "messages") -> Self:
        """The same person in another conversation."""
        return replace(self, channel=channel, tab=tab, thread="", lists=False, fresh="")

    def read_from(self, ts: str) -> Self:
        """The same with a line above the first message that was not read yet."""
        return replace(self, fresh=ts)

    def in_thread(self, ts: str) -> Self:
        """The same with a thread open beside it."""
        return replace(self, thread=ts)

    def inspecting(self, inspects: bool) -> Self:  # noqa: FBT001 - reads well where templates call it
        """The same with the inspector open or closed."""
        return replace(self, inspects=inspects)

    def listing(self) -> Self:
        """The same with the list of conversations in front, which matters on a phone."""
        return replace(self, lists=True)
