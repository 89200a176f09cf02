"""How figures are shown."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table


def table(title: str, rows: Iterable[tuple[str, str, str]]) -> None:
    """Print what was measured, each with its ratio or its goal."""
    shown = Table(title=title, title_justify="left", box=None, header_style="bold", pad_edge=False)
    for heading in ("What", "Measured", "Against its floor or goal"):
        shown.add_column(heading)
    for row in rows:
        shown.add_row(*row)
    Console(highlight=False).print(shown)
