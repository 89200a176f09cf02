"""The trial as a fixture: the bot over real Socket Mode, and people who see what is drawn and press only that."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sandbox.person import Person
from sandbox.trial import Trial

MONDAY_TEN = datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    trial = Trial(tmp_path, start=MONDAY_TEN)
    with trial.open():
        yield trial


@pytest.fixture
def priya(trial: Trial) -> Person:
    """The lead, who also answers for the host."""
    return Person(trial.sandbox, "U01PRIYA")


@pytest.fixture
def tom(trial: Trial) -> Person:
    """A partner from primary care, with Owen."""
    return Person(trial.sandbox, "U02TOM")


@pytest.fixture
def owen(trial: Trial) -> Person:
    """Answers for the same organisation as Tom."""
    return Person(trial.sandbox, "U10OWEN")


@pytest.fixture
def megan(trial: Trial) -> Person:
    """A partner from the voluntary sector."""
    return Person(trial.sandbox, "U05MEGAN")


@pytest.fixture
def ruth(trial: Trial) -> Person:
    """A partner from the hospice; in some stories it is not in the partnership, and she a stranger."""
    return Person(trial.sandbox, "U09RUTH")
