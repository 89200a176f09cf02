"""Who people are in this workspace: their names, which a quote must not show, and whether they can be asked."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from flows.people import Partnership, UserId
from flows.refusal import Refusal

PATIENCE = 1.5
"""Seconds to look names up in while somebody waits; a quote is screened once more before it is shown to anybody."""


@dataclass(frozen=True, slots=True)
class Member:
    """One person, as Slack knows them."""

    names: tuple[str, ...]
    person: bool


class Members:
    """Looks people up once, and remembers them."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._known: dict[str, Member] = {}
        self._hands = ThreadPoolExecutor(max_workers=8, thread_name_prefix="members")

    def names(self, place: Partnership) -> tuple[str, ...]:
        """The names of all who lead or answer in a partnership, as far as Slack tells them in time."""
        people = dict.fromkeys([*place.leads, *(user for one in place.partners for user in one.contributors)])
        self._learn(user for user in people if user not in self._known)
        known = [self._known[user] for user in people if user in self._known]
        return tuple(dict.fromkeys(name for member in known for name in member.names))

    def require_person(self, user: UserId) -> None:
        """Refuse apps, and people who are no longer here."""
        try:
            member = self._look_up(user)
        except (SlackApiError, OSError):
            raise Refusal(
                "Slack does not say who this is. Please try again, or choose somebody else.", "colleague"
            ) from None
        if not member.person:
            raise Refusal("Please choose a person: an app, or somebody who left, cannot answer.", "colleague")

    def stop(self) -> None:
        """Finish what is under way."""
        self._hands.shutdown(wait=True, cancel_futures=True)

    def _learn(self, users: Iterable[str]) -> None:
        wait([self._hands.submit(self._look_up, user) for user in users], timeout=PATIENCE)

    def _look_up(self, user: str) -> Member:
        told: dict[str, Any] = self._client.users_info(user=user)["user"]
        profile = told.get("profile") or {}
        names = [told.get("real_name"), profile.get("real_name"), profile.get("display_name"), told.get("name")]
        absent = bool(told.get("is_bot") or told.get("deleted")) or user == "USLACKBOT"
        member = Member(tuple(dict.fromkeys(str(name) for name in names if name)), person=not absent)
        self._known[user] = member
        return member
