"""What has been done in a partnership, as its leads may read it: acts, never answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

HEAD = ["when (UTC)", "who", "what", "details"]


@dataclass(frozen=True, slots=True)
class Act:
    """One act: when, by whom (a person, or a part of this app), what, and whatever else was noted."""

    at: datetime
    actor: str
    action: str
    detail: Mapping[str, str | int]


def rows(acts: Iterable[Act]) -> list[list[str]]:
    """All of them as a table with its header, for a file."""
    return [HEAD, *([one.at.isoformat(), one.actor, one.action, _details(one)] for one in acts)]


def _details(one: Act) -> str:
    return "; ".join(f"{name}: {said}" for name, said in one.detail.items())
