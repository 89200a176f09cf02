"""Slack's own JavaScript library and types: put beside these tests once, by npm, as the lock file says."""

import fcntl
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
LOCK = HERE / "package-lock.json"
MODULES = HERE / "node_modules"
STAMP = MODULES / ".installed"
OLDEST = 20
"""The oldest Node.js that Slack's library runs on."""
INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
SECONDS = 90


class PackagesMissing(Exception):  # noqa: N818 - the reason a test is skipped, in words
    """Why Slack's JavaScript packages are not here."""


def installed() -> Path:
    """Where node is, with the packages beside these tests; `PackagesMissing` says why not."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise PackagesMissing("There is no node or no npm here.")
    version = _said(node, "--version").strip()
    if int(version.lstrip("v").partition(".")[0]) < OLDEST:
        raise PackagesMissing(f"Node.js {OLDEST} or newer is needed, and this is {version}.")
    wanted = sha256(LOCK.read_bytes()).hexdigest()
    with LOCK.open() as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)  # two runs of these tests must not install at the same time
        if not STAMP.exists() or STAMP.read_text() != wanted:
            _said(npm, *INSTALL)
            STAMP.write_text(wanted)
    return Path(node)


def _said(*command: str) -> str:
    """What a command said."""
    try:
        done = subprocess.run(command, cwd=HERE, check=True, capture_output=True, text=True, timeout=SECONDS)  # noqa: S603 - our own words
    except subprocess.CalledProcessError as fault:
        raise PackagesMissing(f"{Path(command[0]).name} {command[1]} failed: {fault.stderr.strip()}") from None
    except subprocess.TimeoutExpired:
        raise PackagesMissing(f"{Path(command[0]).name} {command[1]} took more than {SECONDS} seconds.") from None
    return done.stdout
