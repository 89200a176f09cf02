"""`python -m tests.simulation`: random worlds for as long as you like; `--seed` replays one."""

import sys
from typing import Annotated

import typer

from bot.clock import system_clock
from tests.simulation.running import run


def main(
    seed: Annotated[int, typer.Option(help="Replay the worlds of one seed.")] = -1,
    minutes: Annotated[float, typer.Option(help="How long to try new ones.")] = 10,
) -> None:
    """Run them, and say what was seen."""
    first = seed if seed >= 0 else int(system_clock().timestamp())
    tally = run(first, minutes * 60, most=1 if seed >= 0 else 10**9)
    typer.echo(tally.words)
    for line in tally.broken:
        typer.echo(line)
    sys.exit(bool(tally.broken))


if __name__ == "__main__":
    typer.run(main)
