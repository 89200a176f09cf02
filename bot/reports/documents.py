"""The documents of a round: what each is called and how it is made. The same dossier makes the same bytes."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from bot.letter import Enclosure
from bot.reports import board_paper, moderated_csv, return_docx, return_xlsx
from bot.reports.packing import packed
from flows import checklist, plain_words, returns
from flows.checklist import Check
from flows.dossier import Dossier
from flows.export import Document

NAMES: Mapping[Document, str] = MappingProxyType(
    {
        Document.RETURN_DOCX: "return.docx",
        Document.RETURN_XLSX: "return.xlsx",
        Document.BOARD_PAPER: "board-paper.docx",
        Document.MODERATED_CSV: "moderated.csv",
        Document.ARCHIVE: "archive.zip",
    }
)
"""How each file's name ends; before it stand the place and the round."""
TITLES: Mapping[Document, str] = MappingProxyType(
    {
        Document.RETURN_DOCX: "return (Word)",
        Document.RETURN_XLSX: "return (Excel)",
        Document.BOARD_PAPER: "board paper",
        Document.MODERATED_CSV: "what was agreed",
        Document.ARCHIVE: "archive of the round",
    }
)
"""What Slack shows in place of the name."""
ACTIONS, SUMMARY, CHECKLIST, MANIFEST = "actions.csv", "summary.txt", "checklist.txt", "manifest.json"
LONGEST_PLACE = 40
"""Characters of a place in the name of a file."""


@dataclass(frozen=True, slots=True)
class _Made:
    """What every maker needs: the dossier, and its checklist, which is looked through once."""

    dossier: Dossier
    checks: tuple[Check, ...]

    @property
    def author(self) -> str:
        return self.dossier.partnership.name

    @property
    def at(self) -> datetime:
        """The one time that a document bears: when the round was agreed, or until then when its meeting was."""
        return self.dossier.moderation.agreed_at or self.dossier.round.meeting_at

    @property
    def draft(self) -> str:
        """What every page of a draft says; nothing when it is none."""
        left = sum(one.red for one in self.checks)
        points = "1 point of the checklist is" if left == 1 else f"{left} points of the checklist are"
        return f"DRAFT, not for return: {points} still open" if left else ""


def make(dossier: Dossier, wanted: Iterable[Document]) -> tuple[Enclosure, ...]:
    """The documents asked for, each with its name; marked as drafts while the checklist has something to do."""
    chosen, made = frozenset(wanted), _Made(dossier, checklist.check(dossier))
    before, mark = _before(made), "DRAFT, " if made.draft else ""
    return tuple(
        Enclosure(f"{before}-{NAMES[one]}", f"{mark}{made.author}: {TITLES[one]}", MAKERS[one](made))
        for one in Document
        if one in chosen
    )


def _before(made: _Made) -> str:
    place = re.sub(r"[^a-z0-9]+", "-", made.author.casefold()).strip("-")[:LONGEST_PLACE].strip("-")
    marks = ("DRAFT",) if made.draft else ()
    return "-".join((*marks, place or "partnership", made.dossier.round.label.value.casefold()))


def _return_docx(made: _Made) -> bytes:
    return return_docx.draw(returns.fill(made.dossier), made.author, made.at, made.draft)


def _return_xlsx(made: _Made) -> bytes:
    return return_xlsx.draw(returns.fill(made.dossier), made.author, made.at, made.draft)


def _board_paper(made: _Made) -> bytes:
    return board_paper.draw(made.dossier, made.at, made.draft)


def _moderated_csv(made: _Made) -> bytes:
    return moderated_csv.agreed(made.dossier)


def _archive(made: _Made) -> bytes:
    """Everything of the round that may be kept, with a manifest by which each file can be checked."""
    files = {NAMES[one]: MAKERS[one](made) for one in Document if one is not Document.ARCHIVE}
    files |= {ACTIONS: moderated_csv.actions(made.dossier), CHECKLIST: _checklist(made.checks)}
    if shown := made.dossier.disclosure:
        edition = made.dossier.edition
        post = plain_words.post(shown, edition.levels, lambda one: edition.subdomain(one).name)
        files[SUMMARY] = f"{post}\n".encode()
    return packed([*files.items(), (MANIFEST, _manifest(made, files))], made.at)


def _checklist(checks: Iterable[Check]) -> bytes:
    lines = (f"{'TO DO' if one.red else 'ok   '}  {one.name}: {one.words}" for one in checks)
    return ("\n".join(lines) + "\n").encode()


def _manifest(made: _Made, files: Mapping[str, bytes]) -> bytes:
    """What is in the archive; the hashes tell whether a file is still the one that was packed."""
    agreed_at = made.dossier.moderation.agreed_at
    told = {
        "partnership": made.author,
        "framework": made.dossier.edition.id,
        "round": made.dossier.round.label.value,
        "agreed_at": agreed_at.isoformat() if agreed_at else None,
        "draft": bool(made.draft),
        "files": {
            name: {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()} for name, body in files.items()
        },
    }
    return (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode()


MAKERS: Mapping[Document, Callable[[_Made], bytes]] = MappingProxyType(
    {
        Document.RETURN_DOCX: _return_docx,
        Document.RETURN_XLSX: _return_xlsx,
        Document.BOARD_PAPER: _board_paper,
        Document.MODERATED_CSV: _moderated_csv,
        Document.ARCHIVE: _archive,
    }
)
