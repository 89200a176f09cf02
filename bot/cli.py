"""The command `common-view`."""

import signal
from threading import Event

import typer
from slack_sdk.errors import SlackApiError

from bot import settings
from bot.app import Bot
from bot.commands import audit_disclosure, calendar, frameworks, outbox, partnership, summarise

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Guides partnerships through a maturity self-assessment."
)
app.add_typer(frameworks.app, name="frameworks")
app.add_typer(partnership.app, name="partnership")
app.add_typer(outbox.app, name="outbox")
app.command("calendar")(calendar.calendar_of)
app.command("summarise")(summarise.summarise)
app.command("audit-disclosure")(audit_disclosure.audit_disclosure)


@app.command()
def serve() -> None:
    """Run the bot in your Slack, over Socket Mode: no public address is needed."""
    try:
        bot = Bot(settings.read())
        bot.start()
    except settings.SettingsFault as fault:
        typer.echo(f"{fault}\n{settings.WHERE}", err=True)
        raise typer.Exit(1) from None
    except SlackApiError as fault:
        typer.echo(f"Slack refused the connection: {fault.response.get('error')}. Check both tokens.", err=True)
        raise typer.Exit(1) from None
    typer.echo("Common View is connected. Stop it with Ctrl-C.")
    stop = Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: stop.set())
    stop.wait()
    bot.stop()
