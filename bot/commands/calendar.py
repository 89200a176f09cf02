"""`common-view calendar`: what will happen when in a round."""

from typing import Annotated

import typer

from bot.commands.house import opened
from flows import calendar, reminders
from flows.round import Round, RoundId, Stage
from storage import partnerships, rounds


def calendar_of(
    round_id: Annotated[str, typer.Argument(metavar="ROUND", help="A round's id; without it, every open round.")] = "",
) -> None:
    """Print what will happen when in a round."""
    with opened() as database, database.read() as session:
        one = rounds.load(session, RoundId(round_id)) if round_id else None
        if round_id and one is None:
            typer.echo(f"There is no round {round_id}.", err=True)
            raise typer.Exit(1)
        shown = [one] if one else list(rounds.running(session))
        places = {running.id: partnerships.load(session, running.partnership) for running in shown}
    if not shown:
        typer.echo("No round is running.")
    for running in shown:
        if place := places[running.id]:
            _print(running, place.name, reminders.lines(reminders.calendar_of(running, place), place.zone), place.zone)


def _print(running: Round, place: str, lines: tuple[str, ...], zone: str) -> None:
    typer.echo(f"{place}, {running.label}, round {running.id} ({zone})")
    if running.stage is Stage.CANCELLED:
        typer.echo(f"  cancelled; it was started on {calendar.in_words(running.launched_at, zone)}")
    for line in lines:
        typer.echo(f"  {line}")
