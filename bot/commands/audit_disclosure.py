"""`common-view audit-disclosure`: try every possible set of answers against what would be published of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

import typer
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flows import exposure

OURS = "what the rules publish"
POOLS = {1: "One partner alone", 2: "Two partners who tell each other", 3: "Three partners who tell each other"}
WHAT = (
    "A partner knows its own answer and reads the summary. For each way to publish one sub-domain, this is the chance "
    "(in %) that the answer of another organisation is then certain, by how many organisations gave a position. "
    "0 means that no set of answers makes it certain; <0.1 means that one does, rarely."
)
LEANING = (
    "The same for what the rules publish, when partners may also lean to the next level: how many sets of answers make "
    "the level of the others certain. None is promised for one partner alone; against partners who tell each other "
    "what they answered, a few contrived sets remain."
)
KEPT = "Nothing is certain where the rules promise it: never for one partner, nor for two where nobody leans."

Chances = Mapping[str, Mapping[tuple[int, int], Fraction]]
"""For each way to publish: the chance, by how many organisations, and how many of them pool."""
Cases = Mapping[tuple[int, int], int]
"""How many sets of answers give the others away, by the same two numbers."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found, for whole levels and where partners lean too."""

    sizes: Sequence[int]
    chances: Chances
    leaning: Cases

    @property
    def broken(self) -> list[tuple[int, int]]:
        """Where something is certain although the rules promise that nothing is."""
        certain = {where for where, chance in self.chances[OURS].items() if chance}
        return sorted(certain | {(n, pooled) for (n, pooled), cases in self.leaning.items() if cases and pooled == 1})


def audit_disclosure(
    largest: Annotated[int, typer.Option(min=3, max=15, help="The largest number of organisations to try.")] = 9,
) -> None:
    """Try every possible set of answers: how often would a summary give one of them away?"""
    tell(audit(range(3, largest + 1)))


def audit(sizes: Sequence[int]) -> Audit:
    """Try them all."""
    asked = [(n, pooled) for pooled in POOLS for n in sizes if n >= pooled + 2]
    return Audit(sizes, exposure.table(sizes), {where: _cases(*where) for where in asked})


def tell(found: Audit) -> None:
    """Print what was found; exit with 1 where a promise is broken."""
    console = Console(highlight=False)
    for part in _report(found):
        console.print(part)
    if found.broken:
        raise typer.Exit(1)


def _cases(n: int, pooled: int) -> int:
    return len(exposure.giveaways(n, pooled, exposure.by_the_rules, exposure.STEPS, lambda step: step // 2))


def _report(found: Audit) -> Iterator[RenderableType]:
    yield Text(WHAT)
    for pooled in (1, 2):
        rows = {
            name: [_percent(chances.get((n, pooled))) for n in found.sizes] for name, chances in found.chances.items()
        }
        yield _table(f"{POOLS[pooled]}: chance in %", found.sizes, rows)
    yield Text(LEANING)
    counted = {words: [str(found.leaning.get((n, pooled), "")) for n in found.sizes] for pooled, words in POOLS.items()}
    yield _table("Sets of answers that give the others away", found.sizes, counted)
    if not found.broken:
        yield Text(KEPT, "bold")
    for n, pooled in found.broken:
        yield Text(f"BROKEN: {n} organisations, {POOLS[pooled].lower()}: an answer can be certain.", "bold")


def _table(title: str, sizes: Sequence[int], rows: Mapping[str, Sequence[str]]) -> RenderableType:
    table = Table(box=None, title=title, title_justify="left", title_style="bold", pad_edge=False)
    table.add_column("organisations:", overflow="fold")
    for n in sizes:
        table.add_column(str(n), justify="right")
    for name, cells in rows.items():
        table.add_row(Text(name, "bold" if name == OURS else ""), *cells)
    return Padding(table, (1, 0))


def _percent(chance: Fraction | None) -> str:
    """A chance in per cent; blank where nobody is left to be found out."""
    if not chance:
        return "" if chance is None else "0"
    return "<0.1" if chance < Fraction(1, 2000) else f"{float(100 * chance):.1f}"
