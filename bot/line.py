"""The line to Slack: connections that stay open, so that a call costs no new handshake and reads no certificates again.

`slack_sdk` opens one for every call, and on Python 3.11 reads all of the machine's certificates each time.
"""

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.message import Message
from functools import cache
from http.client import HTTPException
from io import BytesIO
from typing import Any
from urllib.error import HTTPError
from urllib.parse import unquote

from urllib3 import BaseHTTPResponse, PoolManager, ProxyManager, exceptions, make_headers
from urllib3.connection import HTTPConnection
from urllib3.util import parse_url

KEPT = 32
"""Connections to one host; more than threads that call Slack at once."""
PROBES = {"TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3}
"""After 30 quiet seconds the kernel asks whether the other end is there, so that no firewall on the way forgets us, and
a connection that is dead is found before somebody's press is put on it."""


def post(
    url: str, body: bytes | None, headers: Mapping[str, str], proxy: str | None, seconds: float
) -> BaseHTTPResponse:
    """Post it once, and follow no redirect; what is no success is raised as `urllib` does: `HTTPError` or `OSError`."""
    with _as_urllib_says():
        answer = _lines(proxy).request("POST", url, body=body, headers=headers, timeout=seconds, retries=False)
    if answer.status >= 300:
        told = _headers(answer.headers)
        raise HTTPError(url, answer.status, answer.reason or "", told, BytesIO(answer.data))
    return answer


@cache
def _lines(proxy: str | None) -> PoolManager:
    """Those of this process, by the way they go."""
    probes = [
        (socket.IPPROTO_TCP, getattr(socket, one), value) for one, value in PROBES.items() if hasattr(socket, one)
    ]
    kept: dict[str, Any] = {
        "maxsize": KEPT,
        "socket_options": [
            *HTTPConnection.default_socket_options,
            (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
            *probes,
        ],
        "ssl_context": ssl.create_default_context(),
    }
    if proxy is None:
        return PoolManager(**kept)
    way = parse_url(proxy if "://" in proxy else f"http://{proxy}")
    return ProxyManager(
        way.url, proxy_headers=make_headers(proxy_basic_auth=unquote(way.auth)) if way.auth else None, **kept
    )


@contextmanager
def _as_urllib_says() -> Iterator[None]:
    """What lies beneath a fault of `urllib3` is what `urllib` would have raised."""
    try:
        yield
    except exceptions.HTTPError as fault:
        beneath = fault.__cause__ or fault.__context__
        if isinstance(beneath, OSError | HTTPException):
            raise beneath from None
        raise ConnectionError(str(fault)) from fault


def _headers(given: Mapping[str, str]) -> Message:
    told = Message()
    for name, value in given.items():
        told[name] = value
    return told
