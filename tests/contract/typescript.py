"""Payloads as literals in TypeScript, each held by `satisfies` against the type that Slack's packages give it."""

import json
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.contract.packages import HERE, MODULES

EXPECTED = HERE / "expected.ts"
OPTIONS = HERE / "tsconfig.json"
COMPILER = MODULES / "typescript" / "bin" / "tsc"
_FAULT = re.compile(r"^payloads\.ts\((\d+),\d+\): (.*)$")


@dataclass(frozen=True, slots=True)
class Payload:
    """One payload, what it is called in a complaint, and the type of `expected.ts` it should have."""

    name: str
    type: str
    body: Any


def complaints(node: Path, folder: Path, payloads: Sequence[Payload]) -> Mapping[str, Sequence[str]]:
    """What the compiler says against each payload, by its name; nothing for those that are right."""
    starts, lines = _written(payloads)
    folder.joinpath("node_modules").symlink_to(MODULES)
    folder.joinpath("expected.ts").symlink_to(EXPECTED)
    folder.joinpath("payloads.ts").write_text("\n".join(lines), "utf-8")
    options = {"extends": str(OPTIONS), "files": ["payloads.ts"]}
    folder.joinpath("tsconfig.json").write_text(json.dumps(options), "utf-8")
    return _sorted(compiled(node, folder), payloads, starts, lines)


def compiled(node: Path, folder: Path) -> str:
    """What the compiler says of a folder's files."""
    command = (str(node), str(COMPILER), "--project", str(folder), "--pretty", "false")
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, timeout=60)  # noqa: S603 - our own words
    return done.stdout + done.stderr


def _written(payloads: Iterable[Payload]) -> tuple[list[int], list[str]]:
    """The lines of the file, and where each payload starts."""
    starts: list[int] = []
    lines = ['import type * as expected from "./expected.js";']
    for payload in payloads:
        starts.append(len(lines))
        literal = json.dumps(payload.body, indent=1, ensure_ascii=False)
        lines += f"({literal}) satisfies expected.{payload.type};".split("\n")
    return starts, lines


def _sorted(
    said: str, payloads: Sequence[Payload], starts: Sequence[int], lines: Sequence[str]
) -> Mapping[str, Sequence[str]]:
    """The compiler's words by payload, each with the line it means; words about anything else are a fault of ours."""
    found: dict[str, list[str]] = {}
    for line in said.splitlines():
        match = _FAULT.match(line)
        if match:
            at = int(match[1]) - 1
            payload = payloads[sum(start <= at for start in starts) - 1]
            here = found.setdefault(payload.name, [])
            here.append(f"{lines[at].strip()[:100]}  <-  {match[2]}")
        elif line.startswith(" ") and found:
            here.append(line)
        else:
            raise AssertionError(said)
    return found
