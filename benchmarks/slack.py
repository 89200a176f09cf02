"""A Slack of no latency: says yes to every call, in a process of its own so that it takes no time of ours."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from subprocess import PIPE, Popen

POSTED = b'{"ok":true,"ts":"%d.000100","channel":"C01PLACE","messages":[]}'
WHO = b'{"ok":true,"url":"https://x.slack.com/","team":"x","user":"x","team_id":"T0BENCH","user_id":"U0BOT","bot_id":"B0BOT"}'
OPENED = b'{"ok":true,"channel":{"id":"D01PERSON"}}'
NUMBERS = count(1_780_000_000)


@contextmanager
def running() -> Iterator[str]:
    """The address of its Web API."""
    with Popen([sys.executable, "-m", "benchmarks.slack"], stdout=PIPE, text=True) as server:
        try:
            yield f"http://127.0.0.1:{server.stdout.readline().strip() if server.stdout else ''}/api/"
        finally:
            server.kill()


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Read one call whole, and agree."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next((line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), b"0")
    await reader.readexactly(int(length))
    body = WHO if b"/auth.test " in head else OPENED if b"/conversations.open " in head else POSTED % next(NUMBERS)
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
        % (len(body), body)
    )
    await writer.drain()
    writer.close()


async def serve() -> None:
    """Serve until killed; the first line on standard output is the port."""
    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
