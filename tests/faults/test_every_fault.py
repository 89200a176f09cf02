"""Every fault that the house answers for has a test that carries its number."""

import re
from pathlib import Path

FAULTS = range(1, 51)
NAMED = re.compile(r"^def test_fault_(\d+)(?:_and_(\d+))?_", re.MULTILINE)


def test_every_fault_has_a_test_of_its_number() -> None:
    texts = [file.read_text(encoding="utf-8") for file in Path(__file__).parents[1].rglob("test_*.py")]
    named = {int(number) for text in texts for numbers in NAMED.findall(text) for number in numbers if number}
    assert [number for number in FAULTS if number not in named] == []
