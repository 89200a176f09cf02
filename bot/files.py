"""Fetches what people dropped into Slack: from Slack's own host only, never led elsewhere, and never without end."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import structlog
from slack_sdk import WebClient

from flows.refusal import Refusal

log = structlog.get_logger()
PATIENCE = 2.0
"""Seconds of silence to bear: Slack waits three for the answer to an event, and then sends it again."""
SLACKS = frozenset({"slack.com", "slack-gov.com"})


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file as a message names it; what is in it is still at Slack."""

    id: str
    name: str
    url: str
    size: int


class UnfetchedFile(Refusal):
    """Slack does not give the file, or it is not what it should be."""


class Files:
    """The way to files for one workspace's bot."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._origin = _origin(client.base_url)

    def fetch(self, file: Dropped, most: int) -> bytes:
        """What is in the file, of at most so many bytes; else `UnfetchedFile` in words."""
        if file.size > most:
            raise UnfetchedFile(f"This file is larger than {most // 1_000_000} MB. Please send a smaller one.")
        try:
            content = self._read(file.url, most)
        except (OSError, HTTPException, ValueError) as fault:  # HTTPError is an OSError, and a redirect is one of those
            code = fault.code if isinstance(fault, HTTPError) else type(fault).__name__
            log.warning("file not fetched", file=file.id, error=str(code))
            reason = "I could not get this file from Slack. Please drop it here once more in a minute."
            raise UnfetchedFile(reason) from None
        if len(content) > most:
            raise UnfetchedFile(f"This file is larger than {most // 1_000_000} MB. Please send a smaller one.")
        return content

    def _read(self, url: str, most: int) -> bytes:
        parts = urlsplit(url)
        if (parts.scheme, parts.netloc) != self._origin:
            raise ValueError("this is not where Slack keeps files")
        address = parts._replace(path=quote(parts.path, safe="/%"), query="", fragment="").geturl()
        request = Request(address, headers={"Authorization": f"Bearer {self._client.token}"})  # noqa: S310 - as checked above
        with build_opener(_NowhereElse).open(request, timeout=PATIENCE) as answer:
            content: bytes = answer.read(most + 1)
        return content


def _origin(api: str) -> tuple[str, str]:
    """Where files are: on Slack's host for them; where Slack is played on this machine, on that."""
    parts = urlsplit(api)
    return parts.scheme, f"files.{parts.netloc}" if parts.netloc in SLACKS else parts.netloc


class _NowhereElse(HTTPRedirectHandler):
    """Follows no redirect: the token goes to the host that was checked, and to no other."""

    def redirect_request(self, *_told: Any, **_more: Any) -> None:
        """Do not go there; the redirect becomes an error."""


def dropped(event: Mapping[str, Any]) -> tuple[Dropped, ...]:
    """The files that came with a message."""
    return tuple(
        Dropped(str(one["id"]), str(one.get("name") or ""), str(one.get("url_private_download") or ""), _size(one))
        for one in event.get("files") or []
        if one.get("id")
    )


def _size(file: Mapping[str, Any]) -> int:
    size = file.get("size")
    return size if isinstance(size, int) else 0
