"""`common-view outbox`: what could not be delivered, why, and another try."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.clock import system_clock
from bot.commands.house import opened
from storage import outbox
from storage.database import Database
from storage.outbox import Kept, NoticeId

app = typer.Typer(no_args_is_help=True, help="What is owed and could not be delivered: look, and try again.")

Notice = Annotated[str, typer.Argument(metavar="NOTICE", help="A notice's id, as `list` shows it.")]
MOST = 200


@app.command("list")
def letters() -> None:
    """List the dead letters, and what waits after an error."""
    with opened() as database, database.read() as session:
        counts, found = outbox.counts(session), outbox.troubled(session, MOST)
    typer.echo(", ".join(f"{count} {state}" for state, count in counts.items()) or "Nothing was ever owed.")
    if not found:
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("Notice", "Kind", "To", "State", "Tries", "Why"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "Notice")
    for one in found:
        table.add_row(one.id, one.kind, one.to or "the channel", one.state, str(one.attempts), one.error or "")
    Console(highlight=False).print(table)


@app.command()
def show(notice: Notice) -> None:
    """Show all that is known of one notice; never its words."""
    with opened() as database:
        for name, value in _facts(_wanted(database, notice)).items():
            typer.echo(f"{name + ':':<15} {value}")


@app.command()
def retry(
    notice: Annotated[str, typer.Argument(metavar="NOTICE", help="A notice's id.")] = "",
    *,
    everything: Annotated[bool, typer.Option("--all", help="Every dead letter, and all that waits.")] = False,
) -> None:
    """Try one again, or all; what may have arrived is looked for before it is sent again."""
    if not notice and not everything:
        typer.echo("Say which notice, or --all.", err=True)
        raise typer.Exit(2)
    with opened() as database:
        wanted = _wanted(database, notice).id if notice else None
        with database.begin() as session:
            count = outbox.retry(session, database.now() if database.shared else system_clock(), wanted)
    typer.echo(f"{count} to be tried again." if count else "There is nothing to try again.")


def _wanted(database: Database, notice: str) -> Kept:
    with database.read() as session:
        found = outbox.find(session, NoticeId(notice))
    if found is None:
        typer.echo(f"There is no notice {notice}.", err=True)
        raise typer.Exit(1)
    return found


def _facts(one: Kept) -> dict[str, object]:
    return {
        "notice": one.id,
        "kind": one.kind,
        "to": one.to or "the channel",
        "round": one.round,
        "state": one.state,
        "due": one.due_at,
        "next try": one.not_before if one.state is outbox.State.PENDING else "none",
        "of use until": one.expires_at or "for ever",
        "tries": one.attempts,
        "in doubt": "yes" if one.unsure else "no",
        "in Slack": f"{one.channel} {one.ts}" if one.ts else "no",
        "last error": one.error or "none",
    }
