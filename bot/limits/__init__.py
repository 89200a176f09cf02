"""Slack's limits, in one place: what a payload may hold, what is wrong with one, and text cut to fit.

Lengths are counted in Unicode characters of the text as it is sent: an escaped ampersand is five, an emoji one.
"""

from bot.limits.fit import shorten, split
from bot.limits.payloads import OverLimit, faults, message_faults, require_message, require_view, view_faults
from bot.limits.place import Fault, Surface
from bot.limits.table import LIMITS

__all__ = [
    "LIMITS",
    "Fault",
    "OverLimit",
    "Surface",
    "faults",
    "message_faults",
    "require_message",
    "require_view",
    "shorten",
    "split",
    "view_faults",
]
