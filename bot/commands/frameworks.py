"""`common-view frameworks`: see which frameworks there are, read one, check a file, export one as JSON."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from frameworks import catalog
from frameworks.schema import Edition, Statement, SubDomain

app = typer.Typer(no_args_is_help=True, help="Published maturity frameworks: list, show, check and export them.")

EditionId = Annotated[str, typer.Argument(metavar="ID", help="A framework's id, as `list` shows it.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="A framework's YAML file.")]


@app.command("list")
def shelf() -> None:
    """List the frameworks there are."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("ID", "Title", "Publisher", "Published", "Holds"):
        table.add_column(heading, overflow="fold", no_wrap=heading in {"ID", "Published"})
    for edition in catalog.shipped():
        table.add_row(edition.id, edition.title, edition.publisher, edition.published, _count(edition))
    Console().print(table)


@app.command()
def show(edition_id: EditionId) -> None:
    """Show a framework whole: every sub-domain, every level, every statement."""
    edition = _wanted(edition_id)
    console = Console(highlight=False)
    for line in _heading(edition):
        console.print(line)
    for subdomain in edition.subdomains:
        console.print()
        for part in _row(edition, subdomain):
            console.print(part)


@app.command()
def check(file: File) -> None:
    """Check a framework file; every fault comes with its line."""
    try:
        edition = catalog.load(file)
    except catalog.Faulty as no:
        for fault in no.faults:
            typer.echo(f"{file}:{fault.line}: {fault.message}")
        raise typer.Exit(1) from None
    count, levels = _count(edition), ", ".join(edition.levels)
    typer.echo(f"{file}: no faults. {edition.title} has {count}, and the levels {levels}.")


@app.command()
def export(edition_id: EditionId) -> None:
    """Print a framework as JSON."""
    typer.echo(json.dumps(_wanted(edition_id).model_dump(mode="json"), ensure_ascii=False, indent=2))


def _wanted(edition_id: str) -> Edition:
    try:
        return catalog.edition(edition_id)
    except catalog.UnknownEdition:
        known = ", ".join(edition.id for edition in catalog.shipped())
        typer.echo(f"There is no framework called {edition_id}. There are: {known}.", err=True)
        raise typer.Exit(1) from None


def _count(edition: Edition) -> str:
    """How many sub-domains, and how many of them are rated when that is not all."""
    rated = sum(subdomain.assessable for subdomain in edition.subdomains)
    listed = len(edition.subdomains)
    return f"{listed} sub-domains" + ("" if rated == listed else f", {rated} of them rated")


def _heading(edition: Edition) -> Iterator[Text]:
    yield Text(edition.title, "bold")
    yield Text(f"{edition.publisher}, {edition.published}")
    yield Text(
        f"Levels: {', '.join(edition.levels)}" + (" (each builds on those before)" if edition.cumulative else "")
    )
    if edition.cohort:
        yield Text(edition.cohort)
    yield Text(edition.notice, "dim")


def _row(edition: Edition, subdomain: SubDomain) -> Iterator[Text | Padding]:
    yield Text(subdomain.name, "bold")
    place = (edition.domain(subdomain.domain).name, edition.scope(subdomain.scope).name, subdomain.id)
    yield Text(" · ".join(place), "dim")
    if subdomain.guidance:
        yield Text(f"({subdomain.guidance})", "italic")
    if not subdomain.assessable:
        yield Text(f"Not rated: {subdomain.status.replace('_', ' ')}.")
    for level in edition.levels if subdomain.assessable else ():
        yield Padding(Text(level, "bold"), (0, 0, 0, 2))
        yield from _bullets(subdomain.descriptors[level], indent=4)
    for note in subdomain.errata:
        yield Padding(Text(f"Note: {note}", "dim"), (0, 0, 0, 2))


def _bullets(statements: Iterable[Statement], indent: int) -> Iterator[Padding]:
    """Each statement after a bullet and wrapped beside it, what it leads in to set in beneath."""
    for statement in statements:
        line = Table.grid(padding=(0, 1))
        line.add_row(Text("•"), Text(statement.text))
        yield Padding(line, (0, 0, 0, indent))
        yield from _bullets(statement.children, indent + 2)
