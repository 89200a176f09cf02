"""A whole round, faults included, read in the logs and in the audit trail (A21, I6)."""

from threading import Event

import pytest
from sqlalchemy import text

from flows.assessment import AnswerGiven
from flows.judgement import Judgement
from sandbox.person import Person
from sandbox.trial import Trial
from storage import audit
from tests.stories.acts import CHANNEL, at_the_desk, begins, edition_of, newest, place_of, start_a_round

CANARY = "Canaries sing in the fourth shaft"


def opinion(organisation: int, subdomain: int) -> AnswerGiven | Judgement:
    if subdomain:
        return Judgement.of(1 + organisation % 4)
    return AnswerGiven("operating-integrated-functions", Judgement.of(4), CANARY, f"{CANARY}, we said")


def test_a21_neither_logs_nor_the_trail_hold_an_answer(
    trial: Trial, priya: Person, megan: Person, capfd: pytest.CaptureFixture[str]
) -> None:
    start_a_round(priya)
    begins(megan).presses("Choose Maturing").sees_modal("1 of 13").types("Evidence", CANARY).submits()
    megan.closes(everything=True)
    at_the_desk(trial, range(9), opinion)
    _spoil_an_answer(trial)
    megan.opens_home()
    told = _until_it_tells("BrokenSeal", capfd)  # so there is something to read
    _mend(trial)
    trial.clock.move_to(newest(trial).closes_at)
    trial.clock.move_to(newest(trial).summary_at)
    priya.opens_channel(CHANNEL).sees("Where our views differ")

    told += "".join(capfd.readouterr())
    with trial.bot.database.read() as session:
        trail = str(audit.of_partnership(session, place_of(trial).id))
    for said in (told, trail):
        assert "Canaries" not in said
        assert not [one for one in edition_of(trial).levels if one in said]
        assert not [one.id for one in edition_of(trial).subdomains if one.id in said or one.name in said]
        assert not [one.name for one in place_of(trial).partners if one.name in said]


def _until_it_tells(what: str, capfd: pytest.CaptureFixture[str]) -> str:
    """What the log says until this is in it: a Home tab is drawn in its own time."""
    told = ""
    for _ in range(100):
        told += "".join(capfd.readouterr())
        if what in told:
            return told
        Event().wait(0.1)
    raise AssertionError(f"the log never told of {what}")


def _spoil_an_answer(trial: Trial) -> None:
    """As a broken disk would: what is kept of every answer cannot be read."""
    with trial.bot.database.begin() as session:
        session.connection().execute(text("CREATE TABLE kept_safe AS SELECT * FROM answer"))
        session.connection().execute(text("UPDATE answer SET body = zeroblob(1052)"))


def _mend(trial: Trial) -> None:
    with trial.bot.database.begin() as session:
        session.connection().execute(text("DELETE FROM answer"))
        session.connection().execute(text("INSERT INTO answer SELECT * FROM kept_safe"))
        session.connection().execute(text("DROP TABLE kept_safe"))
