"""The bot on the official JavaScript Bolt, running beside a sandbox for as long as a test does."""

import json
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer
from typing import IO

from sandbox.server import Sandbox

APP = Path(__file__).with_name("app.mjs")
COMING = 15.0
"""Seconds the bot has to start."""
GOING = 5.0
"""Seconds it has to end by itself."""


def free_port() -> int:
    """A port where nobody listens: a bot over HTTP has to be known to the sandbox before it starts."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def running(node: Path, sandbox: Sandbox, port: int | None, secret: str = "") -> Iterator[IO[str]]:
    """Start it, over HTTP when there is a port to listen on; what it complains of comes out of what is yielded.

    `secret` is the signing secret it goes by, if not the sandbox's own.
    """
    told = _told(sandbox, port, secret)
    with TemporaryFile("w+", encoding="utf-8") as complaints, _started(node, told, complaints) as process:
        try:
            _listening(process, complaints)
            yield complaints
        finally:
            _ended(process)


def _told(sandbox: Sandbox, port: int | None, secret: str) -> str:
    app = sandbox.workspace.place.app
    told = {"api": sandbox.api_url, "token": app.tokens.bot}
    if port is None:
        return json.dumps({**told, "mode": "socket", "appToken": app.tokens.app})
    return json.dumps({**told, "mode": "http", "signingSecret": secret or app.signing_secret, "port": port})


def _started(node: Path, told: str, complaints: IO[str]) -> subprocess.Popen[str]:
    """Without our environment; and with a pipe whose end, when we are no more, is its own."""
    pipe = subprocess.PIPE
    command = (str(node), str(APP), told)
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=complaints, env={}, text=True)  # noqa: S603 - our own words


def _listening(process: subprocess.Popen[str], complaints: IO[str]) -> None:
    """Wait until it says that it is ready."""
    too_long = Timer(COMING, process.kill)
    too_long.start()
    try:
        if any(line == "ready\n" for line in process.stdout or ()):
            return
    finally:
        too_long.cancel()
        too_long.join()
    process.wait(GOING)
    complaints.seek(0)
    raise AssertionError(f"The JavaScript bot did not start:\n{complaints.read()}")


def _ended(process: subprocess.Popen[str]) -> None:
    """Say goodbye, and see to it that it goes."""
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(GOING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
