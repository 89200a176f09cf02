"""A Slack of no latency: says yes to every call, in a process of its own so that it takes no time of ours."""

import asyncio
import os
import ssl
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory

from tests import certificates

POSTED = b'{"ok":true,"ts":"%d.000100","channel":"C01PLACE","messages":[]}'
WHO = b'{"ok":true,"url":"https://x.slack.com/","team":"x","user":"x","team_id":"T0BENCH","user_id":"U0BOT","bot_id":"B0BOT"}'
OPENED = b'{"ok":true,"channel":{"id":"D01PERSON"}}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
NUMBERS = count(1_780_000_000)
SYSTEM = "/etc/ssl/certs/ca-certificates.crt"
"""Where Linux keeps the certificates it trusts, when Python's own way to them names no file."""


@contextmanager
def running(*, secure: bool = True) -> Iterator[str]:
    """The address of its Web API. Over TLS, as Slack's, its certificate is one more among this machine's."""
    with TemporaryDirectory(prefix="common-view-benchmark-") as name, ExitStack() as stack:
        words = [sys.executable, "-m", "benchmarks.slack"]
        if secure:
            own, all_of_them = certificates.own(Path(name, "own.pem")), Path(name, "all.pem")
            known = Path(ssl.get_default_verify_paths().cafile or SYSTEM)
            all_of_them.write_bytes(known.read_bytes() + b"\n" + own.read_bytes())
            os.environ["SSL_CERT_FILE"] = str(all_of_them)  # noqa: TID251 - nowhere else does OpenSSL look for it
            stack.callback(os.environ.pop, "SSL_CERT_FILE")  # noqa: TID251 - as above
            words.append(str(own))
        server = stack.enter_context(Popen(words, stdout=PIPE, text=True))  # noqa: S603 - our own words
        stack.callback(server.kill)
        port = server.stdout.readline().strip() if server.stdout else ""
        yield f"https://localhost:{port}/api/" if secure else f"http://127.0.0.1:{port}/api/"


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Agree to every call on a connection, until the caller wants no more of it."""
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        while await agree(reader, writer):
            pass
    writer.close()


async def agree(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """Read one call whole, and say yes; whether the caller may have another."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = next((line[15:] for line in head.split(b"\r\n") if line.startswith(b"content-length:")), b"0")
    await reader.readexactly(int(length))
    body = WHO if b"/auth.test " in head else OPENED if b"/conversations.open " in head else POSTED % next(NUMBERS)
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    )
    await writer.drain()
    return b"connection: close\r\n" not in head


async def serve(own: Path | None) -> None:
    """Serve until killed; the first line on standard output is the port."""
    secure = certificates.serving(own) if own else None
    server = await asyncio.start_server(answer, "localhost" if own else "127.0.0.1", 0, backlog=1024, ssl=secure)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]) if sys.argv[1:] else None))
