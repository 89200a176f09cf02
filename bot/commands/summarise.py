"""`common-view summarise`: what a round's answers come to, for an analyst with a CSV file."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows import agenda, plain_words
from flows.disclosure import Disclosure, Shown, Snapshot, disclose, measured
from flows.divergence import Measure
from flows.ratings_csv import LARGEST, Fault, read

MOST_FAULTS = 50
MARK = "Analyst's view: it holds internal measures. Do not share it; the text format is what would be posted."


class Format(StrEnum):
    """What to print."""

    TEXT = "text"
    JSON = "json"


def summarise(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A CSV file of ratings.")],
    levels: Annotated[int, typer.Option(min=2, max=9, help="How many levels the framework has.")] = 4,
    form: Annotated[Format, typer.Option("--format", help="The post in words, or the analyst's view.")] = Format.TEXT,
) -> None:
    """Summarise ratings from a CSV file, by the rules that hold for a round."""
    snapshot = read(_content(file), levels)
    if not isinstance(snapshot, Snapshot):
        _complain(file, snapshot)
        raise typer.Exit(1)
    disclosure = disclose(snapshot)
    if form is Format.JSON:
        typer.echo(MARK, err=True)
        typer.echo(json.dumps(_analysts_view(snapshot, disclosure), indent=2, ensure_ascii=False))
    else:
        typer.echo(plain_words.post(disclosure, [f"level {level}" for level in range(1, levels + 1)]))


def _content(file: Path) -> bytes:
    """Read no more of the file than shows that it is too large."""
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)


def _complain(file: Path, faults: tuple[Fault, ...]) -> None:
    for fault in faults[:MOST_FAULTS]:
        typer.echo(f"{file.name}, line {fault.line}: {fault.problem}", err=True)
    if len(faults) > MOST_FAULTS:
        typer.echo(f"{len(faults) - MOST_FAULTS} more faults are not listed.", err=True)


def _analysts_view(snapshot: Snapshot, disclosure: Disclosure) -> dict[str, object]:
    shown = {one.id: one for one in disclosure.rows}
    return {
        "contributors": snapshot.contributors,
        "agenda": list(shown),
        "subdomains": {one: _subdomain(measure, shown[one]) for one, measure in measured(snapshot).items()},
    }


def _subdomain(measure: Measure, shown: Shown) -> dict[str, object]:
    worth = agenda.priority(measure)
    return {
        "n": measure.n,
        "spread": None if measure.spread is None else float(measure.spread),
        "class": measure.division,
        "public": shown.word,
        "bands": {str(level): band for level, band in enumerate(shown.bands, start=1)} if shown.bands else None,
        "middle": list(shown.middle) if shown.middle else None,
        "priority": None if worth is None else float(worth),
        "flags": list(shown.flags),
    }
