"""The heartbeat: every few seconds, and at once when woken, do what the clock has made due."""

import contextlib
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Lock, Thread

import structlog
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler

from bot import traces
from bot.clock import seconds_running, system_clock

log = structlog.get_logger()
PULSE, PATIENCE = timedelta(seconds=5), timedelta(seconds=10)


class Heartbeat:
    """APScheduler keeps the pulse and nothing else: what is due is computed from the database at every beat.

    It goes by the machine's clock, and falls silent when that is set back. So a watchdog that waits by no clock but
    the machine's steady one beats in its place when it has been silent for two pulses.
    """

    def __init__(
        self, *chores: Callable[[], object], pulse: timedelta = PULSE, patience: timedelta = 2 * PULSE
    ) -> None:
        self._chores = chores
        self._one_at_a_time = Lock()
        self._patience = patience.total_seconds()
        self._heard, self._stopped = Event(), Event()
        self._beat_at = seconds_running()
        self._watchdog = Thread(target=self._watch, name="watchdog", daemon=True)
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._scheduler.add_job(
            self.beat,
            "interval",
            id="beat",
            seconds=pulse.total_seconds(),
            coalesce=True,
            max_instances=2,  # while one beats the next may wait: it finds what was owed too late for the first
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """Begin to beat."""
        self._scheduler.start()
        self._watchdog.start()

    def wake(self) -> None:
        """Beat now, in a thread of the scheduler's; who just owed something need not wait for the pulse."""
        with contextlib.suppress(JobLookupError):  # stopped: nothing beats any more
            self._scheduler.modify_job("beat", next_run_time=system_clock())

    def beat(self) -> None:
        """Do each chore once; one that fails is logged, holds up no other and is tried again at the next beat."""
        with self._one_at_a_time:
            self._heard.set()
            self._beat_at = seconds_running()
            for chore in self._chores:
                try:
                    chore()
                except Exception as error:  # noqa: BLE001 - the pulse goes on whatever it was
                    traces.bug("a chore failed", error)

    @property
    def silence(self) -> float:
        """Seconds since the last beat began."""
        return seconds_running() - self._beat_at

    def stop(self) -> None:
        """Finish the beat under way and stop."""
        self._stopped.set()
        self._scheduler.shutdown(wait=True)
        if self._watchdog.is_alive():
            self._watchdog.join()

    def _watch(self) -> None:
        while not self._stopped.wait(self._patience):
            if not self._heard.is_set() and not self._one_at_a_time.locked():
                log.warning("the pulse was silent; beating in its place")
                self.beat()
            self._heard.clear()
