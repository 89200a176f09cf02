"""The guide to the frameworks, held to what it says."""

import re
from pathlib import Path

from frameworks import catalog

GUIDE = (Path(__file__).parents[2] / "docs" / "frameworks.md").read_text(encoding="utf-8")


def test_the_example_in_the_guide_is_a_whole_framework() -> None:
    [example] = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert [one.id for one in catalog.read(example).subdomains] == ["home-visits", "shared-record"]


def test_the_guide_names_every_edition_that_ships() -> None:
    assert [one.id for one in catalog.shipped() if f"`{one.id}`" not in GUIDE] == []


def test_the_guide_gives_the_size_limit_that_holds() -> None:
    assert f"at most {catalog.LARGEST // 1024} kB" in GUIDE
