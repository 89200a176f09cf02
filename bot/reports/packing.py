"""Zip files whose bytes depend on nothing but what is in them: one time for all, no machine, no order of chance."""

import io
from collections.abc import Iterable
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EARLIEST = 1980
"""The first year that a zip file can tell."""


def packed(parts: Iterable[tuple[str, bytes]], at: datetime) -> bytes:
    """Pack files under their names, in this order, all of this time."""
    content = io.BytesIO()
    with ZipFile(content, "w") as archive:
        for name, body in parts:
            archive.writestr(_entry(name, at), body)
    return content.getvalue()


def repacked(content: bytes, at: datetime) -> bytes:
    """Pack a zip file again, with the times that its maker's clock gave it replaced."""
    with ZipFile(io.BytesIO(content)) as archive:
        return packed([(name, archive.read(name)) for name in archive.namelist()], at)


def _entry(name: str, at: datetime) -> ZipInfo:
    entry = ZipInfo(name, (max(at.year, EARLIEST), at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    return entry
