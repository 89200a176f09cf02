"""The way to Slack for letters: post one, find its copies again, take one away. Slack's failures get their names here.

A letter carries the opaque name of its notice in its metadata: that is how a copy is found again. A file cannot carry
metadata; it goes into a thread where nothing else of ours stands, and is found by the words beside it.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web import SlackResponse

from bot.letter import Enclosure, Letter, Refused, Trouble, Unanswered, Waits
from flows.people import WorkspaceId

EVENT = "common_view_notice"
CODE = re.compile(r"[a-z_]+")
"""How Slack's error codes look."""
RETRY_AFTER = 30.0
"""Seconds to wait when Slack does not say how long."""
NOT_OURS = {"message_not_found", "file_not_found", "file_deleted", "cant_delete_message", "cant_delete_file"}
"""Slack's codes for what is not there any more, or was never ours to delete."""
PASSING = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
"""Slack's codes that say nothing of what was done, and that another try may change."""


class SlackMail:
    """The mail of one workspace's bot. Safe to use from any thread."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._conversations: dict[str, str] = {}

    def at(self, workspace: WorkspaceId) -> "SlackMail":  # noqa: ARG002 - whoever has several asks
        """The mail of this workspace: we have only one."""
        return self

    def conversation(self, person: str) -> str:
        """The direct messages with somebody."""
        if person not in self._conversations:
            with _in_words():
                self._conversations[person] = self._client.conversations_open(users=person)["channel"]["id"]
        return self._conversations[person]

    def post(self, channel: str, notice: str, letter: Letter) -> str:
        """Post a letter; its ts. For a file, whose own message Slack does not name, the ts of its thread."""
        with _in_words():
            if letter.files:
                self._client.files_upload_v2(
                    channel=channel,
                    thread_ts=letter.thread,
                    initial_comment=letter.text,
                    file_uploads=[upload(one) for one in letter.files],
                )
                return letter.thread
            if letter.instead_of:
                return self._replace(channel, letter)
            return str(self._post(channel, notice, letter)["ts"])

    def _replace(self, channel: str, letter: Letter) -> str:
        """Put it where another post is, and take away what hangs below. Done again it does no more."""
        self._client.chat_update(channel=channel, ts=letter.instead_of, text=letter.text, blocks=letter.blocks)
        for reply in tuple(self._replies(channel, letter.instead_of)):
            for file in reply.get("files") or ():
                with _as_far_as_ours():
                    self._client.files_delete(file=file["id"])
            with _as_far_as_ours():
                self._client.chat_delete(channel=channel, ts=reply["ts"])
        return letter.instead_of

    def _replies(self, channel: str, thread: str) -> Iterator[Mapping[str, Any]]:
        """What bots have put into a thread; what people wrote there is theirs."""
        cursor = ""
        while True:
            page = self._client.conversations_replies(channel=channel, ts=thread, limit=200, cursor=cursor or None)
            yield from (one for one in page["messages"] if one.get("bot_id") and one["ts"] != thread)
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return

    def _post(self, channel: str, notice: str, letter: Letter) -> Any:
        """Nothing is left out that `chat_postMessage` would have to look for."""
        message = {
            "channel": channel,
            "text": letter.text,
            "blocks": letter.blocks,
            "metadata": {"event_type": EVENT, "event_payload": {"notice": notice}},
            "unfurl_links": False,
            "unfurl_media": False,
        }
        return self._client.api_call("chat.postMessage", json=message)

    def copies(self, channel: str, notice: str, since: datetime) -> tuple[str, ...]:
        """The ts of every copy of a letter that was posted since, oldest first."""
        with _in_words():
            found = [str(one["ts"]) for one in self._history(channel, since) if _notice(one) == notice]
        return tuple(sorted(found))

    def _history(self, channel: str, since: datetime) -> Iterator[Mapping[str, Any]]:
        cursor = ""
        while True:
            page = self._client.conversations_history(
                channel=channel,
                oldest=f"{since.timestamp():.6f}",
                include_all_metadata=True,
                limit=200,
                cursor=cursor or None,
            )
            yield from page["messages"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return

    def enclosed(self, channel: str, thread: str) -> tuple[tuple[str, str], ...]:
        """The ts of every file in a thread, each with the words beside it, oldest first."""
        with _in_words():
            page = self._client.conversations_replies(channel=channel, ts=thread, limit=200)
        return tuple(sorted((str(one["ts"]), str(one.get("text", ""))) for one in page["messages"] if one.get("files")))

    def delete(self, channel: str, ts: str) -> None:
        """Take a message of ours away; one that is gone already is gone."""
        try:
            with _in_words():
                self._client.chat_delete(channel=channel, ts=ts)
        except Refused as no:
            if no.error != "message_not_found":
                raise


def upload(file: Enclosure) -> dict[str, Any]:
    """A file as `files_upload_v2` takes it, with its words for those who cannot see it."""
    whole = {"filename": file.name, "title": file.title, "content": file.content}
    return whole | ({"alt_txt": file.alt} if file.alt else {})


def _notice(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return str(payload.get("notice")) if metadata.get("event_type") == EVENT else None


@contextmanager
def _as_far_as_ours() -> Iterator[None]:
    """Let be what is gone already, or is another bot's."""
    try:
        yield
    except SlackApiError as fault:
        if fault.response.get("error") not in NOT_OURS:
            raise


@contextmanager
def _in_words() -> Iterator[None]:
    """Slack's failures as what they mean to the postman."""
    try:
        yield
    except SlackApiError as fault:
        raise _meaning(fault.response) from fault
    except (OSError, HTTPException, SlackRequestError) as fault:
        raise Unanswered(type(fault).__name__) from fault


def _meaning(response: SlackResponse) -> Trouble:
    """What an answer that is no success says; where the body is no JSON slack_sdk gives a sentence for a code."""
    status, said = response.status_code, response.get("error")
    headers = {name.lower(): value for name, value in response.headers.items()}
    error = said if isinstance(said, str) and CODE.fullmatch(said) else None
    if status == 429 or error == "ratelimited":
        return Waits(_seconds(headers.get("retry-after")))
    if status >= 500 or error is None or error in PASSING:
        return Unanswered(error or f"HTTP {status}, unreadable")
    return Refused(error)


def _seconds(said: Any) -> float:
    try:
        return float(said)
    except (TypeError, ValueError):
        return RETRY_AFTER
