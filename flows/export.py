"""What a lead may take out of a round, and what the form for it shows."""

from dataclasses import dataclass
from enum import StrEnum

from flows.checklist import Check
from flows.dossier import Dossier
from flows.people import Partnership
from flows.round import Round


class Document(StrEnum):
    """What can be asked for."""

    RETURN_DOCX = "return_docx"
    RETURN_XLSX = "return_xlsx"
    BOARD_PAPER = "board_paper"
    MODERATED_CSV = "moderated_csv"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Choice:
    """A round whose documents can be made, and the short title of its framework."""

    partnership: Partnership
    round: Round
    framework: str


@dataclass(frozen=True, slots=True)
class Export:
    """The rounds to choose from, the one it is about, and that one's checklist."""

    choices: tuple[Choice, ...]
    dossier: Dossier
    checks: tuple[Check, ...]

    @property
    def left(self) -> int:
        """How many points of the checklist want something."""
        return sum(one.red for one in self.checks)
