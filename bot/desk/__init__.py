"""The desk: begin, load, let the rules decide, save, owe notices, commit. One transaction each; knows no Slack."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.clock import Clock
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Desk:
    """What every act at the desk needs."""

    database: Database
    clock: Clock
    new_id: Callable[[], str]
