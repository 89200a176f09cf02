"""Who can be reached, asked of Slack before a round: the channel, its people, and what this app may do.

It only gathers; `flows.preflight` says what it means. Nobody notices being asked about.
"""

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.members import Standing, standing
from flows.people import Partnership, PartnershipId, UserId, WorkspaceId
from flows.preflight import Channel, Hurdle, Reach
from flows.refusal import Refusal

Answer = TypeVar("Answer")
PATIENCE = 1.5
"""Seconds to wait for Slack while somebody looks on; what comes later is there when they check again."""
SCOPES = ("chat:write", "commands", "files:write", "im:write", "im:history", "users:read")
"""Permissions that a round needs; what else the app has is for other things."""
CHANNELS: Mapping[str, Channel] = {"channel_not_found": Channel.GONE, "missing_scope": Channel.UNKNOWN}
STANDINGS: Mapping[Standing, Hurdle] = {
    Standing.APP: Hurdle.APP,
    Standing.LEFT: Hurdle.DEACTIVATED,
    Standing.GUEST: Hurdle.GUEST,
    Standing.ELSEWHERE: Hurdle.ELSEWHERE,
}
HURDLES: Mapping[str, Hurdle] = {
    "user_not_found": Hurdle.UNKNOWN,
    "user_not_visible": Hurdle.UNKNOWN,
    "users_not_found": Hurdle.UNKNOWN,
    "user_disabled": Hurdle.DEACTIVATED,
    "cannot_dm_bot": Hurdle.APP,
    "messages_tab_disabled": Hurdle.REFUSES,
    "restricted_action": Hurdle.REFUSES,
    "cannot_dm_user": Hurdle.REFUSES,
}
"""Slack's codes that say that somebody cannot be written to; any other says nothing about them."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is being asked about one partnership."""

    where: str
    channel: Future[tuple[Channel, tuple[str, ...]]]
    people: Mapping[UserId, Future[Hurdle | None]]

    def answers(self) -> tuple[Future[Any], ...]:
        """All that is waited for."""
        return (self.channel, *self.people.values())


class Reaching:
    """Asks for one workspace's bot; keeps what was asked last about each partnership."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._asked: dict[PartnershipId, _Asked] = {}
        self._lock = Lock()
        self._hands = ThreadPoolExecutor(max_workers=8, thread_name_prefix="reach")

    def ask(self, place: Partnership) -> None:
        """Ask afresh, without waiting."""
        people = _people(place)
        asked = _Asked(
            place.channel,
            self._hands.submit(self._channel, place.channel),
            {user: self._hands.submit(self._hurdle, user, place.workspace) for user in people},
        )
        with self._lock:
            self._asked[place.id] = asked

    def look(self, place: Partnership) -> Reach:
        """What is known; waits a little for what is still being asked."""
        with self._lock:
            asked = self._asked.get(place.id)
        if asked is None or asked.where != place.channel or asked.people.keys() != _people(place).keys():
            self.ask(place)
            return self.look(place)
        wait(asked.answers(), timeout=PATIENCE)
        channel, missing = _known(asked.channel, (Channel.UNKNOWN, ()))
        told = {user: one for user, one in asked.people.items() if _is_known(one)}
        hurdles = {user: hurdle for user, one in told.items() if (hurdle := one.result())}
        return Reach(
            channel=channel,
            hurdles=hurdles,
            not_asked=frozenset(asked.people.keys() - told.keys()),
            lacking=missing,
        )

    def require_person(self, user: UserId, workspace: WorkspaceId) -> None:
        """Refuse whoever cannot be written to here, and so cannot lead."""
        try:
            hurdle = self._hurdle(user, workspace)
        except (SlackApiError, OSError):
            raise Refusal("Slack does not say who this is. Please try again, or choose somebody else.") from None
        if hurdle:
            raise Refusal("They cannot be reached by this app here, so they cannot lead. Please choose somebody else.")

    def stop(self) -> None:
        """Finish what is under way."""
        self._hands.shutdown(wait=True, cancel_futures=True)

    def _channel(self, channel: str) -> tuple[Channel, tuple[str, ...]]:
        """How it is with the channel, and which permissions are missing."""
        try:
            said = self._client.conversations_info(channel=channel)
        except SlackApiError as fault:
            return CHANNELS.get(str(fault.response.get("error")), Channel.UNKNOWN), lacking(fault.response.headers)
        kept, found = lacking(said.headers), said["channel"]
        if found.get("is_archived"):
            return Channel.ARCHIVED, kept
        return (Channel.OURS if found.get("is_member") else Channel.WITHOUT_US), kept

    def _hurdle(self, user: UserId, workspace: WorkspaceId) -> Hurdle | None:
        """Why this person cannot be written to, if so. Opening a conversation shows nothing to anybody."""
        try:
            told = self._client.users_info(user=user)["user"]
            if hurdle := STANDINGS.get(standing(told, workspace)):
                return hurdle
            self._client.conversations_open(users=user)
        except SlackApiError as fault:
            code = str(fault.response.get("error"))
            if code not in HURDLES:
                raise
            return HURDLES[code]
        return None


def _people(place: Partnership) -> dict[UserId, None]:
    """Everybody who is to answer."""
    return dict.fromkeys(user for one in place.partners for user in one.contributors)


def lacking(headers: Mapping[str, str]) -> tuple[str, ...]:
    """Permissions that are missing, by the header in which Slack names those given; none where it names none."""
    given = {name.lower(): value for name, value in headers.items()}.get("x-oauth-scopes")
    if given is None:
        return ()
    granted = {one.strip() for one in given.split(",")}
    return tuple(one for one in SCOPES if one not in granted)


def _is_known(one: Future[Any]) -> bool:
    """Whether Slack has answered; what went wrong otherwise is not known either."""
    return one.done() and not one.cancelled() and one.exception() is None


def _known(one: Future[Answer], otherwise: Answer) -> Answer:
    return one.result() if _is_known(one) else otherwise
