"""People by their e-mail address, and their e-mail address by their member id, as Slack tells them."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from flows.people import UserId

UNKNOWN = {"users_not_found", "user_not_found", "user_not_visible"}
AT_ONCE = 8


def found(client: WebClient, people: Iterable[str]) -> dict[str, UserId]:
    """Who has these e-mail addresses or member ids; whoever nobody is, is left out. Raises when Slack fails."""
    asked = list(dict.fromkeys(people))
    with ThreadPoolExecutor(max_workers=AT_ONCE) as hands:
        told = hands.map(lambda one: _find(client, one), asked)
    return {one: user for one, user in zip(asked, told, strict=True) if user}


def _find(client: WebClient, person: str) -> UserId | None:
    try:
        told = client.users_lookupByEmail(email=person) if "@" in person else client.users_info(user=person)
    except SlackApiError as fault:
        if fault.response.get("error") in UNKNOWN:
            return None
        raise
    return UserId(str(told["user"]["id"]))


def of(client: WebClient, users: Iterable[UserId]) -> dict[UserId, str]:
    """The e-mail addresses of these people, as far as Slack tells them."""
    asked = list(dict.fromkeys(users))
    with ThreadPoolExecutor(max_workers=AT_ONCE) as hands:
        told = hands.map(lambda one: _address(client, one), asked)
    return {user: address for user, address in zip(asked, told, strict=True) if address}


def _address(client: WebClient, user: UserId) -> str:
    try:
        profile = client.users_info(user=user)["user"].get("profile") or {}
    except SlackApiError:
        return ""
    return str(profile.get("email") or "")
