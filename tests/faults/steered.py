"""A clock that several processes share through a file: it runs fast, and jumps when told."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import system_clock


@dataclass(frozen=True, slots=True)
class SteeredClock:
    """So many times as fast as the machine's, from an instant in the file on."""

    file: Path

    def __call__(self) -> datetime:
        """The instant that all who share the file agree on."""
        told = json.loads(self.file.read_text())
        passed = system_clock() - datetime.fromisoformat(told["real"])
        return datetime.fromisoformat(told["shown"]) + passed * float(told["speed"])

    def set(self, shown: datetime, speed: float) -> None:
        """Go on from there."""
        told = {"real": system_clock().isoformat(), "shown": shown.isoformat(), "speed": speed}
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(told))
        fresh.replace(self.file)

    def jump(self, by: timedelta, speed: float) -> None:
        """Jump ahead."""
        self.set(self() + by, speed)
