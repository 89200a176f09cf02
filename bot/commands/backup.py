"""`common-view backup` and `restore`: everything to a file at one moment, and back into an empty database."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DatabaseError

from bot.commands.house import opened
from storage.backup import Damaged, NotEmpty


def backup(file: Annotated[Path, typer.Argument(help="A file that is not there yet.")]) -> None:
    """Write everything to a file, while the bot goes on. The keys of open rounds are not in it."""
    try:
        with opened() as database:
            database.backup(file)
    except FileExistsError:
        typer.echo(f"{file} is there already. Choose another name: a backup writes over nothing.", err=True)
        raise typer.Exit(1) from None
    except OSError as fault:
        typer.echo(f"{file} cannot be written: {fault.strerror}.", err=True)
        raise typer.Exit(1) from None
    typer.echo(
        f"Everything is in {file}. The keys of open rounds are not: without their store nobody can read the answers "
        "of a round that is still open."
    )


def restore(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A backup.")]) -> None:
    """Bring a backup back into an empty database: set DATABASE_URL to a new one first."""
    try:
        with opened(new=True) as database:
            count = database.restore(file)
    except NotEmpty:
        typer.echo("There is something in this database already. Set DATABASE_URL to a new one.", err=True)
        raise typer.Exit(1) from None
    except (Damaged, DatabaseError):  # the latter from SQLite, where it cannot even be read as a database
        typer.echo(f"{file} is no whole backup of Common View. Take an earlier one.", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{count} rows are back. `common-view audit verify` checks that the history is whole.")
