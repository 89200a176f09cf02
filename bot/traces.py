"""What a log may tell of a bug: its kind and the way to it, never its words, which may be somebody's answer."""

import logging
import secrets
import sys
from collections.abc import Callable, Iterable, MutableMapping
from contextlib import AbstractContextManager
from pathlib import Path
from traceback import StackSummary, walk_tb
from typing import Any, TypeVar

import structlog
from structlog.typing import Processor

from bot.interactions import Interaction

log = structlog.get_logger()
QUIET = {"slack_sdk.web": logging.CRITICAL, "slack_bolt": logging.ERROR, "apscheduler": logging.ERROR}
"""What these would say besides, we log ourselves, and without the bodies of answers."""
T = TypeVar("T")


def keep_payloads_out() -> None:
    """Whatever level the root has: below INFO, Slack's libraries log whole messages and forms."""
    for name in ("slack_sdk", "slack_bolt"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.INFO))


def to_lines(least: int = logging.INFO) -> None:
    """Log one JSON object a line on standard error, with the instant and the interaction's id; other libraries' too."""
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    ]
    structlog.configure(
        processors=[*before, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[
                _without_traceback,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[lines], level=logging.WARNING, force=True)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)


def _without_traceback(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception of another library becomes its kind and its way: its words may be somebody's."""
    error = event.pop("exc_info", None)
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event.update(kind=type(error).__name__, way=way(error))
    return event


def one_interaction() -> AbstractContextManager[None]:
    """Until it ends, all that is logged in this thread has the same id."""
    return structlog.contextvars.bound_contextvars(interaction=secrets.token_hex(4))


def answered(seen: Interaction) -> None:
    """Log what was answered: kinds and names of ours, and nothing of what anybody said."""
    log.info("answered", kind=seen.kind, name=seen.name, status=seen.status, ms=round(seen.seconds * 1000))


def bug(event: str, error: BaseException, **ids: str) -> None:
    """Log a bug without its message and without any variable: both can hold what people wrote."""
    log.error(event, kind=type(error).__name__, way=way(error), **ids)


def way(error: BaseException) -> str:
    """Which lines led to it, the last one being where it happened: "walk.py:66 move > walking.py:20 step"."""
    frames = StackSummary.extract(walk_tb(error.__traceback__), lookup_lines=False)
    return " > ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)


def each(event: str, items: Iterable[T], act: Callable[[T], object]) -> None:
    """Do it for each of them; one that fails is logged as that event and holds up no other."""
    for one in items:
        try:
            act(one)
        except Exception as error:  # noqa: BLE001 - whatever it was, it is about this one only
            bug(event, error, about=str(one))
