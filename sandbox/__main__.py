"""`python -m sandbox`: opens the trial and says where."""

import signal
import webbrowser
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from sandbox.trial import Trial


def main(
    port: Annotated[int, typer.Option(help="Where the page listens; 0 takes any free port.")] = 8123,
    folder: Annotated[Path, typer.Option(help="Where the trial keeps its database.")] = Path(".sandbox"),
    *,
    browser: Annotated[bool, typer.Option(help="Open the page in your browser.")] = True,
) -> None:
    """Try Common View in a Slack that runs on this machine."""
    stop = Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: stop.set())
    with Trial(folder, port=port).open() as sandbox:
        typer.echo(f"\n  Common View is at work. Open {sandbox.url}\n  Stop it with Ctrl-C.\n")
        if browser:
            webbrowser.open(sandbox.url)
        stop.wait()
    typer.echo("Stopped.")


typer.run(main)
