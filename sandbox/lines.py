"""The open connections of the server, so that one can be closed in the middle of a call."""

import asyncio
from typing import Any

from starlette.requests import Request
from uvicorn.protocols.http.h11_impl import H11Protocol

Lines = dict[tuple[str, int], asyncio.Transport]
"""By the caller's address."""


def connections(lines: Lines) -> type[H11Protocol]:
    """The server's own protocol, which also remembers its connections."""

    class Connection(H11Protocol):
        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            lines[transport.get_extra_info("peername")[:2]] = transport

        def connection_lost(self, exc: Exception | None) -> None:
            lines.pop(self.transport.get_extra_info("peername")[:2], None)
            super().connection_lost(exc)

    return Connection


def hang_up(lines: Lines, request: Request) -> None:
    """Close the caller's connection before anything was said."""
    if request.client and (line := lines.get((request.client.host, request.client.port))):
        line.close()
