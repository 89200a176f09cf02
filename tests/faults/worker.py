"""One real process of the bot, for tests that kill it: `python -m tests.faults.worker API BOT APP DATABASE CLOCK`."""

import sys
from pathlib import Path
from threading import Event

from pydantic import SecretStr

from bot.app import Bot
from bot.settings import Settings
from tests.databases import keys_of
from tests.faults.steered import SteeredClock


def main(api: str, bot: str, app: str, database: str, clock: str) -> None:
    """Run until killed; a line on standard output says that it has begun."""
    settings = Settings(
        slack_bot_token=SecretStr(bot),
        slack_app_token=SecretStr(app),
        slack_api_url=api,
        database_url=database,
        keys_url=keys_of(database),
    )
    one = Bot(settings, SteeredClock(Path(clock)))
    one.start()
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
