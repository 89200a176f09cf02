"""Whether Slack still takes the token in the settings. While it does not, what is owed waits, and watchers are told.

Where many workspaces let us in by themselves, each of them is kept as let in or left instead (bot/desk/installing.py).
"""

from collections.abc import Callable
from http.client import HTTPException
from typing import Final

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.clock import seconds_running
from bot.postman import LOST_TOKEN

log = structlog.get_logger()
EVERY: Final = 60.0
"""Seconds between two looks."""
REMOVED: Final = "it was revoked"


class TokenRefused(Exception):  # noqa: N818 - a fault in what we were told, in words
    """Slack does not take the token in the settings, in words that say what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"Slack does not take SLACK_BOT_TOKEN: {code}. Copy it again from OAuth & Permissions; "
            "after the app was installed again it is a new one."
        )


class Standing:
    """Asks Slack once a minute; `refusal` is why it does not take the token, empty as far as we know that it does."""

    def __init__(self, client: WebClient | None, steady: Callable[[], float] = seconds_running) -> None:
        self._client, self._steady = client, steady
        self._look_at = steady()
        self.refusal = ""

    def look(self) -> None:
        """Ask, when it is time; where Slack cannot be asked, all stays as it was."""
        if self._client is None or self._steady() < self._look_at:
            return
        self._look_at = self._steady() + EVERY
        try:
            self._client.auth_test()
        except SlackApiError as fault:
            if (code := fault.response.get("error")) in LOST_TOKEN:
                self._note(str(code))
        except (SlackClientError, OSError, HTTPException):
            return
        else:
            self._note("")

    def removed(self) -> None:
        """Slack says that the app is gone: believed at once, and looked at in a minute, since it may be old news."""
        if self._client is not None:
            self._look_at = self._steady() + EVERY
            self._note(REMOVED)

    def unless_refused(self, chore: Callable[[], object]) -> Callable[[], object]:
        """The chore, put off for as long as Slack would refuse whatever it does."""
        return lambda: None if self.refusal else chore()

    def _note(self, refusal: str) -> None:
        before, self.refusal = self.refusal, refusal
        if refusal and not before:
            log.error("Slack does not take our token: nothing is sent until it does", error=refusal)
        elif before and not refusal:
            log.warning("Slack takes our token again: what has waited is sent")
