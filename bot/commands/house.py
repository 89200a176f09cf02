"""The database that the commands look into: the one the bot is set up with."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NoReturn

import typer
from sqlalchemy.exc import DBAPIError

from bot import checks, settings
from storage.database import Database, Unavailable
from storage.engine import UnknownDatabase, address


@contextmanager
def opened(*, new: bool = False) -> Iterator[Database]:
    """The bot's database, with its tables up to date; what is wrong with it is said in words.

    Only what begins one makes a `new` file. Elsewhere a file that is missing was looked for in the wrong folder, and
    what is found in an empty one, or backed up from it, would be nothing.
    """
    try:
        url = settings.database_url()
        if not new and checks.is_new(where := address(url)):
            _give_up(
                f"There is no database at {Path(where.database or '').absolute()}. "
                "Run this in the folder where the bot is started, or set DATABASE_URL."
            )
        with closing(Database(url, keys_url=settings.keys_url())) as database:
            _bring_up_to_date(database)
            yield database
    except (settings.SettingsFault, Unavailable, UnknownDatabase) as fault:
        _give_up(str(fault))


def _bring_up_to_date(database: Database) -> None:
    try:
        database.migrate()
    except DBAPIError as fault:
        _give_up(f"The database cannot be used: {checks.first_line(fault)}. `common-view doctor` says more.")


def _give_up(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(1)
