"""`python -m tests.load`: fifty partnerships, three processes, one PostgreSQL, faults and kills; prints the figures."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from bot.clock import seconds_running
from tests.databases import postgres
from tests.load.reckoning import Outcome
from tests.load.running import WORKSPACE, Load
from tests.load.world import ORGANISATIONS, Vale


class Kind(StrEnum):
    """On what."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


@contextmanager
def address(kind: Kind, folder: Path) -> Iterator[str]:
    """A fresh database, which goes afterwards."""
    if kind is Kind.SQLITE:
        yield f"sqlite:///{folder}/load.db"
        return
    with postgres() as server:
        yield server.create("load")


def load(kind: Kind, partnerships: int, processes: int, every: float, seed: int) -> Outcome:
    """The whole story."""
    vales = tuple(Vale(number, WORKSPACE) for number in range(1, partnerships + 1))
    with TemporaryDirectory(prefix="common-view-load-") as name, address(kind, Path(name)) as url:
        return Load(url, Path(name), vales, processes, Random(seed), every).run()  # noqa: S311 - chance is no secret


def main(
    partnerships: Annotated[int, typer.Option(help="How many at once.")] = 50,
    processes: Annotated[int, typer.Option(help="How many of the bot.")] = 3,
    every: Annotated[float, typer.Option(help="Seconds between two kills, on average.")] = 8.0,
    database: Annotated[Kind, typer.Option(help="On what.")] = Kind.POSTGRES,
    seed: int = 0,
) -> None:
    """Run it, and say what became of it."""
    begun = seconds_running()
    outcome = load(database, partnerships, processes, every, seed)
    typer.echo(
        f"{outcome.partnerships} partnerships of {ORGANISATIONS}, {processes} processes on {database}, "
        f"{outcome.kills} kills, {outcome.faults} faults, {seconds_running() - begun:.0f} s"
    )
    cut = quantiles(outcome.seconds, n=100)
    typer.echo(
        f"{outcome.acknowledged} forms acknowledged: median {cut[49] * 1000:.0f} ms, 99th {cut[98] * 1000:.0f} ms, "
        f"slowest {max(outcome.seconds):.2f} s; errors that Slack showed: {dict(outcome.errors_shown)}"
    )
    states = ", ".join(f"{count} {state}" for state, count in outcome.states.items())
    typer.echo(f"notices: {states}; {outcome.messages} messages in Slack")
    for line in outcome.wrong or ["Nothing was lost, doubled or leaked, and every partnership has its summary."]:
        typer.echo(line)
    raise typer.Exit(bool(outcome.wrong))


if __name__ == "__main__":
    typer.run(main)
