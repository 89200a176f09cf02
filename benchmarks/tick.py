"""A beat of the heartbeat with 10,000 open rounds of twelve partners and nothing due."""

from contextlib import ExitStack
from statistics import median
from typing import Annotated

import typer

from benchmarks import figures, places
from bot.clock import seconds_running
from bot.desk import Desk, reminding, walking
from bot.desk import closing as closes
from bot.desk.sending import PostOffice
from storage.database import Database


def main(
    rounds: Annotated[int, typer.Option(help="Open rounds of twelve partners.")] = 10_000,
    database: Annotated[places.Kind, typer.Option(help="Kept in what.")] = places.Kind.SQLITE,
) -> None:
    """Measure a tick with few rounds and with many."""
    shown = []
    with ExitStack() as stack:
        kept = stack.enter_context(places.opened(stack.enter_context(places.address(database))))
        for first, last in ((0, rounds // 10), (rounds // 10, rounds)):
            places.fill(kept, last - first, owed=False, first=first)
            took = [tick(kept) for _ in range(15)]
            shown.append((f"{last} open rounds, nothing due", f"{median(took):.1f} ms", "goal 100 ms"))
            shown.append((f"{last} open rounds, keys looked through", f"{sweep(kept):.1f} ms", "once a minute"))
    figures.table(f"A tick, {database}", shown)


def tick(kept: Database) -> float:
    """Milliseconds for every chore that asks the database what is due."""
    desk = Desk(kept, lambda: places.NOON, lambda: "token")
    office = PostOffice(desk)
    begun = seconds_running()
    closes.close_due(desk)
    reminding.owe_due(desk)
    office.drop()
    office.claim()
    office.suspects()
    walking.behind(desk)
    walking.forget_seen(desk)
    return (seconds_running() - begun) * 1000


def sweep(kept: Database) -> float:
    """Milliseconds for the look for keys that are due."""
    desk = Desk(kept, lambda: places.NOON, lambda: "token")
    begun = seconds_running()
    closes.destroy_due(desk)
    return (seconds_running() - begun) * 1000


if __name__ == "__main__":
    typer.run(main)
