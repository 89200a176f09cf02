"""`common-view person`: everything kept of one person, told to them or erased."""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.app import shared_clock
from bot.commands.house import opened
from bot.desk import Desk, erasing
from flows.people import UserId, WorkspaceId
from flows.refusal import Refusal
from storage import persons

app = typer.Typer(no_args_is_help=True, help="What is kept of one person: to give it to them, or to erase it.")

User = Annotated[str, typer.Argument(metavar="USER", help="A Slack member id: in Slack, see the person's profile.")]
Workspace = Annotated[str, typer.Option(help="The workspace's id, where there are several.")]
ACTOR = "common-view"
AND_ALSO = (
    "Slack's own messages, backups, and names that people typed into texts are not in here; "
    "docs/operating.md says what to do about each."
)


@app.command()
def export(
    user: User,
    file: Annotated[Path, typer.Argument(help="A file that is not there yet.")],
    workspace: Workspace = "",
) -> None:
    """Write everything kept of a person to a file, as JSON; what they answered is their organisation's, and sealed."""
    with _told_in_words(), _desk() as desk:
        where = _one(desk, workspace)
        with desk.database.read() as session:
            found = persons.held(session, where, UserId(user))
        if not found:
            raise Refusal(f"Nothing is kept of {user}.")
        whole = {"person": user, "workspace": where, "at": desk.clock(), "kept": found}
        _write(file, json.dumps(whole, default=str, ensure_ascii=False, indent=2))
    typer.echo(f"What is kept of {user} is in {file} (entries: {sum(map(len, found.values()))}). {AND_ALSO}")


def _write(file: Path, text: str) -> None:
    """For its owner's eyes only."""
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as out:
        out.write(text)


@app.command()
def erase(
    user: User,
    workspace: Workspace = "",
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase a person: roles and letters go; where a record stays, a name that says nothing stands for them."""
    with _told_in_words(), _desk() as desk:
        where = _one(desk, workspace)
        if not yes:
            typer.confirm(f"Erase {user}? Nobody can undo this.", abort=True)
        done = erasing.erase(desk, where, UserId(user), actor=ACTOR)
    typer.echo(f"{user} is erased; where a record stays, it says {done.name}. {AND_ALSO}")
    for one in done.unanswered:
        typer.echo(f"Nobody answers for {one} any more. Its leads name somebody else with /maturity settings.")


def _one(desk: Desk, wanted: str) -> WorkspaceId:
    with desk.database.read() as session:
        known = persons.workspaces(session)
    chosen = [one for one in known if wanted in {"", one}]
    if len(chosen) != 1:
        raise Refusal(f"Say which workspace with --workspace. There are: {', '.join(known) or 'none yet'}.")
    return chosen[0]


@contextmanager
def _desk() -> Iterator[Desk]:
    with opened() as database:
        yield Desk(database, shared_clock(database), lambda: secrets.token_hex(8))


@contextmanager
def _told_in_words() -> Iterator[None]:
    try:
        yield
    except Refusal as no:
        typer.echo(no.reason, err=True)
        raise typer.Exit(1) from None
    except FileExistsError as there:
        typer.echo(f"{there.filename} is there already. Choose another name: an export writes over nothing.", err=True)
        raise typer.Exit(1) from None
    except OSError as fault:
        typer.echo(f"{fault.filename} cannot be written: {fault.strerror}.", err=True)
        raise typer.Exit(1) from None
