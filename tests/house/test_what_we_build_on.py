"""Nothing is installed without its hash, the security rules are on, and the service may do no more than it needs."""

import configparser
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from shutil import copyfile, copytree, ignore_patterns

import pytest

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^[a-z0-9][a-z0-9._-]*(\[[a-z,]+\])?==\S+( ; .+)?$")


def entries(file: str) -> list[list[str]]:
    """Each package of a list: its line, and those that belong to it."""
    lines = [line for line in (ROOT / "requirements" / file).read_text("utf-8").splitlines() if line.strip()]
    kept = [line.rstrip("\\").rstrip() for line in lines if not line.lstrip().startswith("#")]
    starts = [number for number, line in enumerate(kept) if not line.startswith(" ")]
    return [kept[start:end] for start, end in zip(starts, [*starts[1:], len(kept)], strict=True)]


@pytest.mark.parametrize("file", ["run.txt", "test.txt", "page.txt"])
def test_every_package_is_pinned_with_its_hash(file: str) -> None:
    found = entries(file)
    assert found
    for pin, *hashes in found:
        assert PIN.match(pin), pin
        assert hashes, pin
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}", one) for one in hashes), pin


def test_the_container_installs_nothing_without_a_hash() -> None:
    words = (ROOT / "deploy" / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    installs = [part for line in words.splitlines() for part in line.split("&&") if "pip install" in part]
    assert len(installs) == 2
    assert all("--require-hashes" in one or "--no-deps --editable ." in one for one in installs)
    assert not re.search(r"curl|wget|https?://|apt-get|^ADD |COPY \. ", words, re.MULTILINE)
    assert words.index("USER 10001") < words.index("ENTRYPOINT")


def test_the_container_gets_every_room_that_the_command_needs() -> None:
    words = (ROOT / "deploy" / "Containerfile").read_text("utf-8")
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert [room for room in packages["packages"] if f"COPY {room} {room}\n" not in words] == []


def test_what_the_container_copies_is_all_that_the_command_needs(tmp_path: Path) -> None:
    words = (ROOT / "deploy" / "Containerfile").read_text("utf-8")
    copies = re.findall(r"^COPY (.+) (\S+)$", words, re.MULTILINE)
    assert len(copies) > 5
    for sources, target in copies:
        for source in sources.split():
            there = tmp_path / target if target != "./" else tmp_path / source
            there.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / source).is_dir():
                copytree(ROOT / source, there, ignore=ignore_patterns("__pycache__"))
            else:
                copyfile(ROOT / source, there)
    assert "maturity self-assessment" in copied(tmp_path, "--help")
    assert "sel-2025-08" in copied(tmp_path, "frameworks", "list")
    told = copied(tmp_path, "doctor", ends_with=1)
    assert "Database: kept.db is not there yet; the first start makes it" in told


def copied(folder: Path, *words: str, ends_with: int = 0) -> str:
    """What the command says that runs from a copy, and from nothing else of this house."""
    start = f"import sys; sys.path = [one for one in sys.path if one != {str(ROOT)!r}]; from bot.cli import app; app()"
    result = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", start, *words],
        cwd=folder,
        env={"DATABASE_URL": "sqlite:///kept.db", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (ends_with, "")
    return result.stdout


def test_the_security_rules_are_on() -> None:
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
    assert lint["select"] == ["ALL"]
    assert [rule for rule in lint["ignore"] if re.fullmatch(r"S\d+", rule)] == []
    outside_tests = [rule for room, rules in lint["per-file-ignores"].items() if "tests" not in room for rule in rules]
    assert {rule for rule in outside_tests if re.fullmatch(r"S\d+", rule)} == {"S105", "S106", "S311"}


def test_the_service_may_do_no_more_than_it_needs() -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # configparser's own way to keep capitals
    unit.read_string((ROOT / "deploy" / "common-view.service").read_text("utf-8"))
    told = dict(unit["Service"])
    assert told["User"] != "root"
    assert (told["ProtectSystem"], told["NoNewPrivileges"], told["CapabilityBoundingSet"]) == ("strict", "yes", "")
    assert (told["UMask"], told["StateDirectoryMode"]) == ("0077", "0700")
    assert "ReadWritePaths" not in told
