"""The command `common-view`, as an administrator runs it."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from sandbox.server import Sandbox

PARTNERSHIP = """\
name: Larkmere
host: Larkmere Community Health
channel: C01PLACE
leads: [priya.nair@larkmere.example]
partners:
  - {name: Larkmere Community Health, sector: Community care, contributors: [U01PRIYA]}
  - {name: Larkmere Council, sector: Local authority, contributors: [grace.okafor@larkmere.example]}
"""


@pytest.fixture
def told(slack: Sandbox, tmp_path: Path) -> dict[str, str]:
    """What the bot is told, in the environment."""
    tokens = slack.workspace.place.app.tokens
    return {
        "SLACK_BOT_TOKEN": tokens.bot,
        "SLACK_APP_TOKEN": tokens.app,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{tmp_path}/kept.db",
    }


def written(folder: Path, text: str) -> str:
    file = folder / "partnership.yaml"
    file.write_text(text, "utf-8")
    return str(file)


def run(*words: str, env: Mapping[str, str | None] | None = None) -> tuple[int, str]:
    """What the command ends with and says."""
    result = CliRunner().invoke(app, words, env=env)
    return result.exit_code, result.output


def test_it_lists_what_it_can_do() -> None:
    code, said = run("--help")
    assert code == 0
    for command in ("serve", "partnership", "frameworks", "summarise"):
        assert command in said


def test_a_partnership_is_loaded_and_its_people_are_found_by_e_mail(told: dict[str, str], tmp_path: Path) -> None:
    for _ in range(2):
        code, said = run("partnership", "load", written(tmp_path, PARTNERSHIP), env=told)
        assert (code, said) == (
            0,
            "Larkmere is set up with 2 organisations. A lead can now type /maturity start.\n",
        )


def test_a_person_who_is_not_in_the_workspace_is_named(told: dict[str, str], tmp_path: Path) -> None:
    code, said = run(
        "partnership", "load", written(tmp_path, PARTNERSHIP.replace("grace.okafor", "nobody")), env={**told}
    )
    assert (code, said) == (1, "Nobody in this workspace has the e-mail address nobody@larkmere.example.\n")


def test_a_broken_file_is_told_by_its_lines(told: dict[str, str], tmp_path: Path) -> None:
    file = written(tmp_path, PARTNERSHIP.replace("Local authority", "Authority"))
    code, said = run("partnership", "load", file, env=told)
    assert code == 1
    assert said.startswith(f"{file}:7: ")


def test_a_token_that_slack_does_not_know_is_told(told: dict[str, str], tmp_path: Path) -> None:
    env = {**told, "SLACK_BOT_TOKEN": "xoxb-wrong"}
    code, said = run("partnership", "load", written(tmp_path, PARTNERSHIP), env=env)
    assert (code, said) == (1, "Slack answered: invalid_auth.\n")


def test_without_settings_it_says_which_and_where_to_find_them(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", "from bot.cli import app; app()", "serve"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.splitlines()[:2] == [
        "SLACK_BOT_TOKEN is not set (starts with xoxb-; from OAuth & Permissions)",
        "SLACK_APP_TOKEN is not set (starts with xapp-; from Basic Information)",
    ]


def test_serving_with_a_wrong_token_is_told_without_a_traceback(told: dict[str, str]) -> None:
    code, said = run("serve", env={**told, "SLACK_APP_TOKEN": "xapp-wrong"})
    assert (code, said) == (1, "Slack refused the connection: invalid_auth. Check both tokens.\n")
