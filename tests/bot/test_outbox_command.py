"""`common-view outbox`, `calendar`, `audit` and `backup`: what the person at the terminal reads and can do."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from os import chdir
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from bot.cli import app
from flows import round as rules
from flows.notices import Notice, NoticeKind
from frameworks import catalog
from storage import audit, outbox, partnerships, rounds
from storage.database import Database
from storage.outbox import Arrived, State
from tests.storage.place import ADA, ASSESSMENTS, NOON, PLACE, WORKSPACE
from tests.walks import SEL, a_round

ROUND = a_round(catalog.edition(SEL))
DEAD = Notice(NoticeKind.INVITATION, "invitation:r1:ada", ROUND.id, NOON, ADA)
NAME = outbox.notice_id(DEAD.key)


@contextmanager
def within(folder: Path) -> Iterator[None]:
    """The commands find their settings where they are called."""
    before = Path.cwd()
    chdir(folder)
    try:
        yield
    finally:
        chdir(before)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Database]:
    """A database with a dead letter in it, and the settings that lead to it."""
    (tmp_path / ".env").write_text(f"DATABASE_URL=sqlite:///{tmp_path}/kept.db\n")
    with closing(Database(f"sqlite:///{tmp_path}/kept.db")) as database, within(tmp_path):
        database.migrate()
        with database.begin() as session:
            partnerships.save(session, PLACE)
            rounds.add(session, ROUND, ASSESSMENTS)
            outbox.owe(session, [DEAD], WORKSPACE)
            (one,) = outbox.claim(session, NOON, "t")
            outbox.dead(session, one.id, one.token, "user_disabled", NOON)
        yield database


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


@pytest.mark.usefixtures("house")
def test_the_list_tells_what_is_dead_and_why() -> None:
    said = run("outbox", "list").output
    assert said.startswith("1 dead\n")
    assert "".join(said.split()).endswith(f"{NAME}invitationU-adadead1user_disabled")


def test_an_empty_outbox_says_so(house: Database) -> None:
    with house.begin() as session:
        outbox.retry(session, NOON)
        (one,) = outbox.claim(session, NOON, "t")
        outbox.sent(session, [Arrived(one.id, one.token, "D1", "1.1")], NOON)
    assert run("outbox", "list").output == "1 sent\n"


@pytest.mark.usefixtures("house")
def test_one_notice_is_shown_without_its_words() -> None:
    said = run("outbox", "show", NAME)
    assert said.exit_code == 0
    assert "last error:     user_disabled" in said.output
    assert "state:          dead" in said.output


def test_a_dead_letter_is_tried_again(house: Database) -> None:
    assert run("outbox", "retry", NAME).output == "1 to be tried again.\n"
    with house.read() as session:
        assert outbox.counts(session) == {State.PENDING: 1}


def test_all_are_tried_again_only_when_asked_for(house: Database) -> None:
    assert run("outbox", "retry").exit_code == 2
    assert run("outbox", "retry", "--all").output == "1 to be tried again.\n"
    with house.begin() as session:
        (one,) = outbox.claim(session, NOON.replace(year=2099), "t")
        outbox.sent(session, [Arrived(one.id, one.token, "D1", "1.1")], NOON)
    assert run("outbox", "retry", "--all").output == "There is nothing to try again.\n"


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("words", [("outbox", "show", "x"), ("outbox", "retry", "x"), ("calendar", "x")])
def test_what_is_not_there_is_told(words: tuple[str, ...]) -> None:
    said = run(*words)
    assert said.exit_code == 1
    assert "There is no" in said.output


@pytest.mark.usefixtures("house")
def test_the_calendar_of_a_round_is_printed() -> None:
    lines = run("calendar", ROUND.id).output.splitlines()
    assert lines[0] == "Northgate, Baseline, round r1 (Europe/London)"
    assert lines[2] == "  Monday 8 June at 11:00: Reminder, halfway, to those who have not submitted"
    assert run("calendar").output.splitlines() == lines


def test_a_cancelled_round_says_so(house: Database) -> None:
    with house.begin() as session:
        rounds.save(session, rules.cancel(ROUND))
    assert "cancelled; it was started on Monday 1 June at 10:00" in run("calendar", ROUND.id).output


@pytest.mark.usefixtures("house")
def test_an_untouched_trail_is_said_to_be_whole() -> None:
    assert run("audit", "verify").output.startswith("The trail is whole: 0 entries")


def test_a_trail_that_was_touched_is_said_to_be(house: Database) -> None:
    with house.begin() as session:
        audit.record(session, at=NOON, actor=ADA, action="denied", partnership=PLACE.id)
        session.execute(text("UPDATE audit SET actor = 'U9'"))
    said = run("audit", "verify")
    assert (said.exit_code, "entry 1 is not what was recorded" in said.output) == (1, True)


def test_a_backup_is_taken_and_restored_where_nothing_is_yet(house: Database, tmp_path: Path) -> None:
    assert run("backup", "saved.db").exit_code == 0
    assert run("backup", "saved.db").exit_code == 1
    assert "in this database already" in run("restore", "saved.db").output
    (tmp_path / ".env").write_text(f"DATABASE_URL=sqlite:///{tmp_path}/new.db\n")
    (tmp_path / "broken.db").write_bytes((tmp_path / "saved.db").read_bytes()[:50_000])
    (tmp_path / "words.db").write_text("no database " * 100)
    for name in ("broken.db", "words.db"):
        assert "no whole backup" in run("restore", name).output
    assert run("restore", "saved.db").exit_code == 0
    with house.read() as session, closing(Database(f"sqlite:///{tmp_path}/new.db")) as fresh, fresh.read() as other:
        assert outbox.counts(other) == outbox.counts(session)
