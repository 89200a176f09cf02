"""What words and lists in a framework may be. Each check hands them back, or says in plain English what is amiss."""

import re
from typing import TypeVar

Thing = TypeVar("Thing")

LONGEST_TEXT = 2000
LONGEST_NAME = 75  # so that a name fits on one of Slack's buttons or menu lines whole


def text(given: str) -> str:
    """Words to be shown: not empty, tidy at both ends, and free of control characters (lines may break)."""
    if not given.strip():
        raise ValueError("should not be empty")
    if given != given.strip():
        raise ValueError("should not begin or end with a space")
    if any(not (letter.isprintable() or letter == "\n") for letter in given):
        raise ValueError("should hold no tabs or invisible characters")
    if len(given) > LONGEST_TEXT:
        raise ValueError(f"should be no longer than {LONGEST_TEXT} characters")
    return given


def name(given: str) -> str:
    """A display name: one short line without brackets or asterisks, which belong in `guidance`."""
    text(given)
    if len(given) > LONGEST_NAME or "\n" in given:
        raise ValueError(f"should be one line of at most {LONGEST_NAME} characters")
    if re.search(r"[()\[\]{}*]", given):
        raise ValueError("should have no brackets or asterisks; what they say belongs in `guidance`")
    return given


def slug(given: str) -> str:
    """An id: lower-case words joined by hyphens."""
    if len(given) > LONGEST_NAME or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", given):
        raise ValueError("should be lower-case words joined by hyphens, such as shared-clinical-risk")
    return given


def key(given: str) -> str:
    """A family: lower-case words joined by underscores."""
    if len(given) > LONGEST_NAME or not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", given):
        raise ValueError("should be lower-case words joined by underscores, such as core_components")
    return given


def month(given: str) -> str:
    """A month of publication."""
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", given):
        raise ValueError("should be a year and a month, such as 2025-08")
    return given


def filled(given: tuple[Thing, ...]) -> tuple[Thing, ...]:
    """A list with something in it."""
    if not given:
        raise ValueError("should not be empty")
    return given


def scale(given: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the levels."""
    if not 2 <= len(given) <= 10:
        raise ValueError("should list 2 to 10 levels, the lowest first")
    return given
