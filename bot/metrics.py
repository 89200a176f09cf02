"""Whether anything is late, failing or growing: figures for whoever looks after the bot, and nothing about anybody."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.desk import Desk, watching
from bot.interactions import Interaction
from storage.database import Unavailable

LATE = timedelta(seconds=60)
"""A notice that could have been sent so long ago is late."""
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Slack gives three seconds."""


class Metrics:
    """The figures of one process and of the database that all share. Nothing is global: a house has its own."""

    def __init__(self, desk: Desk, waiting: Callable[[], int], beat_seconds: Callable[[], float]) -> None:
        self._registry = CollectorRegistry()
        self._interactions = Counter(
            "common_view_interactions",
            "What people did and how it was answered, in this process",
            ["kind", "outcome"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "common_view_interaction_seconds",
            "From the door to the acknowledgement, in this process",
            ["kind"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._registry.register(_House(desk, waiting, beat_seconds))

    def saw(self, one: Interaction) -> None:
        """Count it."""
        self._interactions.labels(one.kind, one.outcome).inc()
        self._seconds.labels(one.kind).observe(one.seconds)

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self._registry)


class _House(Collector):
    """Looked up at every scrape. Where the database is away, only that is told."""

    def __init__(self, desk: Desk, waiting: Callable[[], int], beat_seconds: Callable[[], float]) -> None:
        self._desk, self._waiting, self._beat_seconds = desk, waiting, beat_seconds

    def describe(self) -> list[Metric]:
        """Nothing is looked up before the first scrape."""
        return []

    def collect(self) -> Iterator[Metric]:
        yield _gauge("waiting", "Interactions that wait for a thread of this process", self._waiting())
        yield _gauge("beat_age_seconds", "Since this process last did what the clock makes due", self._beat_seconds())
        try:
            found = watching.look(self._desk, LATE)
        except Unavailable:
            yield _gauge("database_up", "Whether the database answers", 0)
            return
        yield _gauge("database_up", "Whether the database answers", 1)
        states = GaugeMetricFamily("common_view_notices", "Notices by where they stand", labels=["state"])
        for state, count in found.states.items():
            states.add_metric([state.value], count)
        yield states
        yield _gauge("late_notices", f"Due for {LATE.seconds} seconds and not sent", found.late)
        yield _gauge("oldest_due_seconds", "How long the oldest of those has been due", found.oldest.total_seconds())
        yield _gauge("failing_notices", "Waiting after an error", found.failing)
        yield _gauge("unsure_notices", "Perhaps sent: looked for before they are sent again", found.unsure)
        yield _gauge("held_notices", "Waiting for a workspace to let us in again", found.held)
        yield _gauge("late_rounds", "Rounds past their close that are still open", found.late_rounds)
        yield _gauge("stale_cards", "Cards that show something older and are due to be drawn", found.stale_cards)
        installed = GaugeMetricFamily("common_view_workspaces", "Workspaces by installation", labels=["state"])
        installed.add_metric(["installed"], found.installed)
        installed.add_metric(["left"], found.left)
        yield installed


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"common_view_{name}", words, value=value)
