"""`common-view audit`: whether the audit trail is still what was recorded."""

import typer

from bot.commands.house import opened
from storage import audit

app = typer.Typer(no_args_is_help=True, help="The audit trail: who did what, and whether anybody has touched it.")


@app.callback()
def of_audit() -> None:
    """Keep `verify` a command by its name."""


@app.command()
def verify() -> None:
    """Check every entry against the one before it. Note the last hash elsewhere, and compare it next time."""
    with opened() as database, database.read() as session:
        verdict = audit.verify(session)
    if verdict.wrong:
        typer.echo(f"The trail is whole up to entry {verdict.entries}; then: {verdict.wrong}.", err=True)
        raise typer.Exit(1)
    typer.echo(f"The trail is whole: {verdict.entries} entries, the last hash {verdict.hash}.")
