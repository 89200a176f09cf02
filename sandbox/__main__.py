"""`python -m sandbox`: opens the trial of Common View; with a place of your own, a Slack for any bot."""

import logging
import signal
import socket
import webbrowser
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Annotated, NoReturn

import typer
import yaml
from pydantic import ValidationError

from bot import traces
from sandbox import alone, place
from sandbox.place import Place, Urls
from sandbox.server import Sandbox
from sandbox.trial import Trial


def main(  # noqa: PLR0913 - options of a command
    place_file: Annotated[
        Path | None, typer.Option("--place", help="A place file: opens it for your own bot, without Common View.")
    ] = None,
    port: Annotated[int, typer.Option(help="Where the page listens; 0 takes any free port.")] = 8123,
    *,
    manifest: Annotated[Path | None, typer.Option(help="The app's manifest, if not the place's own.")] = None,
    events_url: Annotated[str, typer.Option(help="Deliver by signed HTTP, to this address.")] = "",
    interactivity_url: Annotated[str, typer.Option(help="Where presses and submissions go, if elsewhere.")] = "",
    commands_url: Annotated[str, typer.Option(help="Where slash commands go, if elsewhere.")] = "",
    options_url: Annotated[str, typer.Option(help="Where selects ask for options, if elsewhere.")] = "",
    at: Annotated[datetime | None, typer.Option(help="Start the clock at this local time.")] = None,
    folder: Annotated[Path, typer.Option(help="Where the trial keeps its database.")] = Path(".sandbox"),
    browser: Annotated[bool, typer.Option(help="Open the page in your browser.")] = True,
) -> None:
    """Try Common View in a Slack that runs on this machine, or with --place your own bot."""
    start = at.astimezone() if at else None
    if place_file is None:
        if events_url or manifest:
            _give_up("Addresses and a manifest belong to a place of your own: give --place too.")
        traces.to_lines(logging.WARNING)  # the terminal is for the address, and for what goes wrong
        _run(Trial(folder, port=_free(port), start=start).open(), _at_work, browser=browser)
        return
    urls = {"events": events_url, "interactivity": interactivity_url, "commands": commands_url, "options": options_url}
    its_own = _read(place_file, manifest, urls)
    _run(alone.opened(its_own, _free(port), start), _for_your_bot, browser=browser)


def _read(place_file: Path, manifest: Path | None, urls: Mapping[str, str]) -> Place:
    """The place, or what is wrong with its file, in a line for each fault."""
    try:
        found = place.read(place_file, manifest=manifest)
        return found.listening(Urls.model_validate(urls)) if any(urls.values()) else found
    except ValidationError as wrong:
        faults = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in wrong.errors(include_url=False)]
        _give_up("\n".join([f"{place_file} cannot be opened as a place:", *faults]))
    except (OSError, yaml.YAMLError) as wrong:
        _give_up(str(wrong))


def _give_up(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(2)


def _run(opening: AbstractContextManager[Sandbox], words: Callable[[Sandbox], str], *, browser: bool) -> None:
    """Keep it open until somebody stops it."""
    stop = Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: stop.set())
    with opening as sandbox:
        typer.echo(f"{words(sandbox)}\n  Stop it with Ctrl-C.\n")
        if browser:
            webbrowser.open(sandbox.url)
        stop.wait()
    typer.echo("Stopped.")


def _at_work(sandbox: Sandbox) -> str:
    return f"\n  {sandbox.workspace.place.app.name} is at work. Open {sandbox.url}"


def _for_your_bot(sandbox: Sandbox) -> str:
    place_of, values = sandbox.workspace.place, alone.environment(sandbox)
    told = "\n".join(f"  {name}={value}" for name, value in values.items())
    carried = f"by signed HTTP to {place_of.app.urls.events}" if place_of.app.urls else "through the bot's sockets"
    return (
        f"\n  {place_of.team.name} is open at {sandbox.url}\n  Everything is delivered {carried}.\n\n"
        f"  Put these into the environment of {place_of.app.name}:\n\n{told}\n\n"
        f"  For OAuth: client id {place_of.app.client_id}, client secret {place_of.app.client_secret}\n"
    )


def _free(port: int) -> int:
    """This port, or any other when something listens there already."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return 0
    return port


if __name__ == "__main__":
    typer.run(main)
