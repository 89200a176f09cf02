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
hosts: [Larkmere Community Health]
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


def test_all_who_are_not_in_the_workspace_are_named_at_once(told: dict[str, str], tmp_path: Path) -> None:
    file = written(tmp_path, PARTNERSHIP.replace("grace.okafor", "nobody").replace("U01PRIYA", "U01GONE"))
    code, said = run("partnership", "load", file, env=told)
    assert (code, said.splitlines()) == (
        1,
        [
            f"{file}:6: Nobody in this workspace has the member id U01GONE.",
            f"{file}:7: Nobody in this workspace has the e-mail address nobody@larkmere.example.",
        ],
    )


@pytest.mark.parametrize("ending", ["yaml", "csv", "xlsx"])
def test_a_partnership_is_written_and_loaded_again(told: dict[str, str], tmp_path: Path, ending: str) -> None:
    run("partnership", "load", written(tmp_path, PARTNERSHIP), env=told)
    file = str(tmp_path / f"out.{ending}")
    assert run("partnership", "export", file, env=told) == (0, f"Larkmere is written to {file}.\n")
    code, said = run("partnership", "load", file, "--channel", "C01PLACE", env=told)
    assert (code, said) == (0, "Larkmere is set up with 2 organisations. A lead can now type /maturity start.\n")


def test_a_list_begins_a_partnership(told: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Organisation,Sector,Person,Role\nVoices,Voluntary sector,U05MEGAN,\n,,U05MEGAN,lead\n", "utf-8")
    args = ("partnership", "load", str(file), "--channel", "C02GENERAL")
    assert run(*args, env=told) == (
        1,
        "No partnership is set up in this channel yet: give --name and --host too.\n",
    )
    code, said = run(*args, "--name", "Vale", "--host", "Voices", env=told)
    assert (code, said) == (0, "Vale is set up with 1 organisation. A lead can now type /maturity start.\n")


def test_a_list_with_faults_names_every_line_and_keeps_nothing(told: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Organisation,Sector,Person,Role\nVoices,Voices,U05MEGAN,\n,,U05MEGAN,boss\n", "utf-8")
    args = ("--channel", "C02GENERAL", "--name", "Vale", "--host", "Voices")
    code, said = run("partnership", "load", str(file), *args, env=told)
    assert (code, [line.split(" ")[0] for line in said.splitlines()]) == (1, [f"{file}:2:", f"{file}:3:"])


def test_loading_needs_no_token_for_the_socket(told: dict[str, str], tmp_path: Path) -> None:
    env = {name: value for name, value in told.items() if name != "SLACK_APP_TOKEN"}
    code, _ = run("partnership", "load", written(tmp_path, PARTNERSHIP), env=env)
    assert code == 0


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


@pytest.mark.parametrize(
    "words", ["outbox list", "outbox retry --all", "audit verify", "calendar", "backup x.db", "person erase U1 --yes"]
)
def test_a_command_that_looks_where_nothing_is_says_so_and_makes_nothing(
    told: dict[str, str], tmp_path: Path, words: str
) -> None:
    code, said = run(*words.split(), env=told)
    assert (code, list(tmp_path.iterdir())) == (1, [])
    assert said.startswith(f"There is no database at {tmp_path}/kept.db. Run this in the folder where the bot is ")


def test_a_backup_that_cannot_be_written_is_told(told: dict[str, str], tmp_path: Path) -> None:
    run("partnership", "load", written(tmp_path, PARTNERSHIP), env=told)
    assert run("backup", "/nowhere/x.db", env=told) == (
        1,
        "/nowhere/x.db cannot be written: No such file or directory.\n",
    )
    code, said = run("person", "export", "U01PRIYA", "/nowhere/x.json", env=told)
    assert (code, said) == (1, "/nowhere/x.json cannot be written: No such file or directory.\n")


@pytest.mark.parametrize("words", ["serve", "doctor", "outbox list"])
def test_settings_that_cannot_be_read_are_told_without_a_traceback(tmp_path: Path, words: str) -> None:
    (tmp_path / ".env").symlink_to("/proc/self/mem")  # whoever may read everything cannot read this either
    result = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", "from bot.cli import app; app()", *words.split()],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert ".env cannot be read by who runs this" in result.stdout + result.stderr
    assert "Traceback" not in result.stderr
