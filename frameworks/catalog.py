"""The shelf: reads editions from YAML files, and says of a file everything that is wrong with it, line by line."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from frameworks import pages, wording
from frameworks.pages import Fault
from frameworks.schema import Edition

__all__ = ["Fault", "Faulty", "UnknownEdition", "check", "edition", "load", "read", "shipped"]

SHELF = Path(__file__).parent / "editions"
LARGEST = 512 * 1024  # bytes; the largest framework shipped has about 75,000


class Faulty(Exception):  # noqa: N818 - read as "the file is faulty"
    """A file that is no edition, with every fault found, in line order."""

    def __init__(self, found: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"line {fault.line}: {fault.message}" for fault in found))
        self.faults = tuple(sorted(found, key=lambda fault: fault.line))


class UnknownEdition(LookupError):  # noqa: N818 - read as "an unknown edition"
    """There is no edition of this id on the shelf."""


def shipped() -> tuple[Edition, ...]:
    """Every edition on the shelf, by id."""
    return tuple(_shelf().values())


def edition(wanted: str) -> Edition:
    """The edition of this id, or UnknownEdition."""
    try:
        return _shelf()[wanted]
    except KeyError:
        raise UnknownEdition(wanted) from None


@cache
def _shelf() -> dict[str, Edition]:
    """Read once: an edition never changes."""
    found = sorted((load(path) for path in SHELF.glob("*.yaml")), key=lambda one: one.id)
    return {one.id: one for one in found}


def check(path: Path) -> tuple[Fault, ...]:
    """Everything that is wrong with a file; nothing when it is a sound edition."""
    try:
        load(path)
    except Faulty as no:
        return no.faults
    return ()


def load(path: Path) -> Edition:
    """Read an edition from a file, or raise Faulty."""
    return read(_text(path))


def read(text: str) -> Edition:
    """Read an edition from the text of a file, or raise Faulty."""
    page = pages.read(text)
    if not page.whole:
        raise Faulty(page.faults)
    try:
        found = Edition.model_validate(page.value)
    except ValidationError as error:
        raise Faulty((*page.faults, *_unexplained(page.faults, wording.faults(error, page)))) from None
    if page.faults:
        raise Faulty(page.faults)
    return found


def _unexplained(explained: Iterable[Fault], found: Iterable[Fault]) -> Iterator[Fault]:
    """What the page does not explain already: an alias in place of words is one fault, not two."""
    lines = {fault.line for fault in explained}
    return (fault for fault in found if fault.line not in lines)


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise Faulty((Fault(1, "this is not an ordinary file" if path.exists() else "there is no such file"),))
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise Faulty((Fault(1, f"the file cannot be opened: {getattr(error, 'strerror', None) or error}"),)) from None
    if len(raw) > LARGEST:
        raise Faulty((Fault(1, f"the file is larger than {LARGEST // 1024} kB, which no framework needs"),))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Faulty((Fault(line, "this is not text in UTF-8; save the file as UTF-8"),)) from None
