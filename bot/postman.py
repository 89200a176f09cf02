"""The postman: claims what is owed and due, puts it into words, sends it, and notes that it was sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks.parts import Block
from bot.desk import Desk, sending
from flows.assessment import Walk
from storage.outbox import Claimed

log = structlog.get_logger()
LEASE = timedelta(seconds=120)
BACKOFF = timedelta(seconds=30)
TRIES = 8
HOPELESS = {
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "user_not_found",
    "user_disabled",
    "cannot_dm_bot",
    "invalid_auth",
    "token_revoked",
    "account_inactive",
    "missing_scope",
    "invalid_blocks",
}
"""Slack's codes that another try will not change."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice in words, for a person or for a channel; `card` is the walk whose living card it becomes."""

    text: str
    blocks: list[Block]
    to_channel: str | None = None
    to_person: str | None = None
    card: Walk | None = None


class Postman:
    """Delivers for one workspace's bot."""

    def __init__(self, desk: Desk, client: WebClient, write: Callable[[Claimed], Letter | None]) -> None:
        self._desk = desk
        self._client = client
        self._write = write

    def round_trip(self) -> int:
        """Deliver all that is due now; how many were sent."""
        count = 0
        while claimed := sending.claim(self._desk, LEASE):
            count += sum(self._deliver(one) for one in claimed)
        return count

    def _deliver(self, claimed: Claimed) -> bool:
        letter = self._write(claimed)
        if letter is None:
            sending.hopeless(self._desk, claimed, "no longer of any use")
            return False
        try:
            channel, ts = self._post(claimed, letter)
        except SlackApiError as fault:
            self._failed(claimed, str(fault.response.get("error")), fault.response.headers.get("Retry-After"))
            return False
        except OSError as fault:
            self._failed(claimed, type(fault).__name__, None)
            return False
        sending.sent(self._desk, claimed, channel, ts, letter.card)
        return True

    def _post(self, claimed: Claimed, letter: Letter) -> tuple[str, str]:
        """Send it, with an opaque id in its metadata by which it can be found again."""
        channel = letter.to_channel or self._client.conversations_open(users=str(letter.to_person))["channel"]["id"]
        answer = self._client.chat_postMessage(
            channel=channel,
            text=letter.text,
            blocks=letter.blocks,
            metadata={"event_type": "common_view_notice", "event_payload": {"notice": claimed.id}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(answer["channel"]), str(answer["ts"])

    def _failed(self, claimed: Claimed, error: str, wait: str | None) -> None:
        """Try again later, or give up where no later try can help."""
        log.warning("notice not sent", notice=claimed.id, kind=claimed.kind, error=error, attempt=claimed.attempts)
        if error in HOPELESS or claimed.attempts >= TRIES:
            sending.hopeless(self._desk, claimed, error)
        else:
            pause = timedelta(seconds=float(wait)) if wait else BACKOFF * 2 ** (claimed.attempts - 1)
            sending.again(self._desk, claimed, pause, error, unsure=not wait)
