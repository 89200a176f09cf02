"""The database that the commands look into: the one the bot is set up with."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import typer

from bot import settings
from storage.database import Database, Unavailable
from storage.engine import UnknownDatabase


@contextmanager
def opened() -> Iterator[Database]:
    """The bot's database, with its tables up to date; what is wrong with it is said in words."""
    try:
        with closing(Database(settings.database_url(), keys_url=settings.keys_url())) as database:
            database.migrate()
            yield database
    except (Unavailable, UnknownDatabase) as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(1) from None
