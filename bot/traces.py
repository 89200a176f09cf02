"""What a log may tell of a bug: its kind and the way to it, never its words, which may be somebody's answer."""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from traceback import StackSummary, walk_tb
from typing import TypeVar

import structlog

log = structlog.get_logger()
T = TypeVar("T")


def keep_payloads_out() -> None:
    """Whatever level the root has: below INFO, Slack's libraries log whole messages and forms."""
    for name in ("slack_sdk", "slack_bolt"):
        logging.getLogger(name).setLevel(logging.INFO)


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
