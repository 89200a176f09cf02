"""What takes longer than a page should wait: it runs beside the page, and says at its end what was done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock, Thread


@dataclass(slots=True)
class Errands:
    """One run of each at a time. `ended` hears for whom an errand ran, and its last words."""

    ended: Callable[[str, str], None] = lambda _person, _words: None
    _running: set[str] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def begin(self, name: str, run: Callable[[], str], person: str) -> None:
        """Send one on its way, unless it is under way already."""
        with self._lock:
            if name in self._running:
                return
            self._running.add(name)
        Thread(target=self._run, args=(name, run, person), name=f"errand {name}", daemon=True).start()

    def under_way(self, name: str) -> bool:
        """Whether it runs now."""
        with self._lock:
            return name in self._running

    def _run(self, name: str, run: Callable[[], str], person: str) -> None:
        words = "That was broken off."
        try:
            words = run()
        finally:
            with self._lock:
                self._running.discard(name)
            self.ended(person, words)
