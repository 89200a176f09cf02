"""Who people are in this workspace: their names, which a quote must not show, and whether they can be asked."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from enum import StrEnum
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from flows.people import Partnership, UserId, WorkspaceId
from flows.refusal import Refusal

PATIENCE = 1.5
"""Seconds to look names up in while somebody waits; a quote is screened once more before it is shown to anybody."""
AT_LEISURE = 30.0
"""The same where nobody waits."""


class Standing(StrEnum):
    """What somebody is in this workspace."""

    MEMBER = "member"
    GUEST = "guest"
    ELSEWHERE = "elsewhere"
    LEFT = "left"
    APP = "app"


REFUSED: Mapping[Standing, str] = {
    Standing.APP: "This is an app, which cannot answer. Please choose a person.",
    Standing.LEFT: "They have left this workspace. Please choose somebody who is here.",
    Standing.GUEST: (
        "They are a guest here, and guests may not get what this app sends. Ask whoever runs this workspace to make "
        "them a full member, choose a colleague who is one, or ask your lead how they can answer outside Slack."
    ),
    Standing.ELSEWHERE: (
        "They belong to another Slack workspace, where this app cannot write to them. Ask whoever runs this one to "
        "invite them as a full member, choose a colleague who is one, or ask your lead how they can answer outside "
        "Slack."
    ),
}
"""Why somebody cannot be asked to answer, and what helps."""


class Members:
    """Looks people up; names, which a quote must not show, once."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._known: dict[str, tuple[str, ...]] = {}
        self._hands = ThreadPoolExecutor(max_workers=8, thread_name_prefix="members")

    def names(self, place: Partnership, patience: float = PATIENCE) -> tuple[str, ...]:
        """The names of all who lead, answer or observe in a partnership, as far as Slack tells them in time."""
        people = _people(place)
        self._learn((user for user in people if user not in self._known), patience)
        return tuple(dict.fromkeys(name for user in people for name in self._known.get(user, ())))

    def all_names(self, place: Partnership) -> tuple[str, ...] | None:
        """The same where nobody waits; none unless Slack told everybody's."""
        found = self.names(place, AT_LEISURE)
        return found if self._known.keys() >= _people(place).keys() else None

    def called(self, users: Iterable[UserId]) -> Mapping[UserId, str]:
        """The name by which each of these is known, of those that Slack tells in time."""
        wanted = tuple(users)
        self._learn((user for user in wanted if user not in self._known), PATIENCE)
        return {user: self._known[user][0] for user in wanted if self._known.get(user)}

    def require_colleague(self, user: UserId, workspace: WorkspaceId) -> None:
        """Refuse whom a card cannot be sent to in this workspace, and say what helps."""
        try:
            told = self._ask(user)
        except (SlackApiError, OSError):
            raise Refusal(
                "Slack does not say who this is. Please try again, or choose somebody else.", "colleague"
            ) from None
        if reason := REFUSED.get(standing(told, workspace)):
            raise Refusal(reason, "colleague")

    def stop(self) -> None:
        """Finish what is under way."""
        self._hands.shutdown(wait=True, cancel_futures=True)

    def _learn(self, users: Iterable[str], patience: float) -> None:
        wait([self._hands.submit(self._learn_one, user) for user in users], timeout=patience)

    def _learn_one(self, user: str) -> None:
        try:
            told = self._ask(user)
        except SlackApiError as fault:
            if fault.response.get("error") != "user_not_found":
                raise
            told = {}  # nobody has this account any more, and so nobody this name
        profile = told.get("profile") or {}
        names = [told.get("real_name"), profile.get("real_name"), profile.get("display_name"), told.get("name")]
        self._known[user] = tuple(dict.fromkeys(str(name) for name in names if name))

    def _ask(self, user: str) -> dict[str, Any]:
        told: dict[str, Any] = self._client.users_info(user=user)["user"]
        return told


def _people(place: Partnership) -> dict[str, None]:
    """All who lead, answer or observe, in order."""
    answering = (user for one in place.partners for user in one.contributors)
    return dict.fromkeys([*place.leads, *place.observers, *answering])


def standing(told: Mapping[str, Any], workspace: WorkspaceId) -> Standing:
    """What Slack's words about somebody mean here; those of several workspaces of one company are of each of them."""
    teams = {told.get("team_id"), *((told.get("enterprise_user") or {}).get("teams") or ())}
    if told.get("is_bot") or told.get("id") == "USLACKBOT":
        return Standing.APP
    if told.get("deleted"):
        return Standing.LEFT
    if told.get("is_stranger") or workspace not in teams:
        return Standing.ELSEWHERE
    return Standing.GUEST if told.get("is_restricted") or told.get("is_ultra_restricted") else Standing.MEMBER
