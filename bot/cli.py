"""The command `common-view`."""

import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Event
from typing import Annotated, Final, NoReturn

import typer
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy.exc import DBAPIError

from bot import checks, serving, settings, traces, turns
from bot.app import Bot
from bot.commands import (
    audit,
    audit_disclosure,
    backup,
    calendar,
    doctor,
    frameworks,
    outbox,
    partnership,
    person,
    summarise,
)
from bot.standing import TokenRefused
from storage.database import Unavailable
from storage.engine import UnknownDatabase
from storage.keys import NoKeyStore

BACKLOG: Final = 2048
"""Connections that may wait to be taken: Slack sends what many people do at once."""
DOCTOR: Final = "`common-view doctor` says what to look at."

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Guides partnerships through a maturity self-assessment."
)
app.add_typer(frameworks.app, name="frameworks")
app.add_typer(partnership.app, name="partnership")
app.add_typer(outbox.app, name="outbox")
app.add_typer(audit.app, name="audit")
app.add_typer(person.app, name="person")
app.command("calendar")(calendar.calendar_of)
app.command("doctor")(doctor.doctor)
app.command("summarise")(summarise.summarise)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("audit-disclosure")(audit_disclosure.audit_disclosure)


@app.command()
def serve(
    *,
    http: Annotated[bool, typer.Option("--http", help="Let Slack come by HTTP, for several processes.")] = False,
    host: Annotated[str, typer.Option(help="Where to listen, with --http.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The same.", min=0, max=65535)] = 3000,
) -> None:
    """Run the bot in your Slack: over Socket Mode, which needs no public address, or by HTTP."""
    turns.share()
    if http:
        serve_http(host, port)
    else:
        serve_socket()


def serve_socket() -> None:
    """Until somebody stops it."""
    with ExitStack() as stack:
        with starting():
            told = settings.read()
            place = listening(told.metrics_host, told.metrics_port, "METRICS_PORT") if told.metrics_port else None
            bot = Bot(told)
            if place:
                stack.enter_context(serving.watched(bot, stack.enter_context(place)))
            bot.start()
        traces.to_lines()
        typer.echo("Common View is connected. Stop it with Ctrl-C.")
        stop = Event()
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, lambda *_: stop.set())
        stop.wait()
        bot.stop()


def serve_http(host: str, port: int) -> None:
    """The same; the settings and the address are looked at before anything else begins."""
    with ExitStack() as stack:
        with starting():
            told = settings.web()
            place = stack.enter_context(listening(host, port, "--host and --port"))
            traces.to_lines()
            house = serving.WebHouse(told)
        typer.echo(f"Common View listens on http://{host}:{port}. Stop it with Ctrl-C.")
        serving.run(house, place)


@contextmanager
def starting() -> Iterator[None]:
    """Whatever stands in the way of a start is said in words that somebody can act on."""
    try:
        yield
    except settings.SettingsFault as fault:
        give_up(f"{fault}\n{settings.WHERE}")
    except (TokenRefused, UnknownDatabase, NoKeyStore, Unavailable) as fault:
        give_up(str(fault))
    except SlackApiError as fault:
        give_up(f"Slack refused the connection: {fault.response.get('error')}. Check both tokens.")
    except (SlackClientError, OSError) as fault:
        give_up(f"Slack or the disk cannot be reached: {fault}. {DOCTOR}")
    except DBAPIError as fault:
        give_up(f"The database cannot be used: {checks.first_line(fault)}. {DOCTOR}")


def listening(host: str, port: int, choice: str) -> socket.socket:
    """A place where requests may come, or an end in words that say how to choose another."""
    try:
        return socket.create_server((host, port), backlog=BACKLOG)
    except OSError as fault:
        give_up(f"Nothing can listen on {host}:{port}: {fault.strerror}. Choose another with {choice}.")


def give_up(words: str) -> NoReturn:
    """Say why, and end."""
    typer.echo(words, err=True)
    raise typer.Exit(1)
