"""The heartbeat: every few seconds, and at once when woken, do what the clock has made due."""

from collections.abc import Callable
from datetime import timedelta
from threading import Lock

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

log = structlog.get_logger()
PULSE = timedelta(seconds=5)


class Heartbeat:
    """APScheduler keeps the pulse and nothing else: what is due is computed from the database at every beat."""

    def __init__(self, chores: Callable[[], None]) -> None:
        self._chores = chores
        self._one_at_a_time = Lock()
        self._scheduler = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})
        self._scheduler.add_job(
            self.beat, "interval", id="beat", seconds=PULSE.total_seconds(), misfire_grace_time=None
        )

    def start(self) -> None:
        """Begin to beat."""
        self._scheduler.start()

    def wake(self) -> None:
        """Beat now, in a thread of the scheduler's; who just owed something need not wait for the pulse."""
        self._scheduler.add_job(self.beat, id="wake", replace_existing=True, misfire_grace_time=None)

    def beat(self) -> None:
        """Do the chores once; a chore that fails is logged and tried again at the next beat."""
        with self._one_at_a_time:
            try:
                self._chores()
            except Exception:
                log.exception("a chore failed")

    def stop(self) -> None:
        """Finish the beat under way and stop."""
        self._scheduler.shutdown(wait=True)
