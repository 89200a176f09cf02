"""When something goes wrong: a kind word, a reference, and never a false promise."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from structlog.testing import capture_logs

from sandbox.person import Person
from sandbox.trial import Trial
from storage import rounds
from tests.stories.acts import CHANNEL, JUDGEMENT, begins, keep, kept, newest, place_of, start_a_round

FIRST = "operating-integrated-functions"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Somebody else holds the database and does not let go."""
    (file,) = (one for one in folder.glob("*.db") if not one.stem.endswith("-keys"))
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


def break_the_round(trial: Trial) -> None:
    """A state that no code of ours makes, so that whatever reads it fails."""
    running = newest(trial)
    with trial.bot.database.begin() as session:
        rounds.save(session, replace(running, edition="canary-edition", revision=running.revision + 1))


def test_a_bug_gives_a_reference_that_the_log_has_too_and_no_text(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).presses("Something else…").sees_modal("1 of 13").picks(JUDGEMENT, "Maturing")
    megan.types("Evidence", "evidence canary")
    break_the_round(trial)
    with capture_logs() as lines:
        megan.submits()
        megan.presses("Save for now").sees_modal("Common View").sees("Something went wrong here.").closes()
        megan.opens_channel(CHANNEL).runs("/maturity status")
        megan.closes(everything=True).sees("(only visible to you): Something went wrong here.")
    told = [one for one in lines if one["event"] == "a handler failed"]
    assert len(told) >= 3
    assert [one for one in told if f"quote reference {one['reference']}." in megan.screen]
    assert {one["kind"] for one in told} == {"UnknownEdition"}
    assert "canary" not in str(lines)


def test_a_bug_at_a_form_keeps_the_form_with_all_that_was_typed(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).presses("Something else…").sees_modal("1 of 13").picks(JUDGEMENT, "Maturing")
    megan.types("Evidence", "The plan.")
    break_the_round(trial)
    megan.submits().sees("< The plan. >")
    assert "quote reference" in megan.errors[JUDGEMENT]


def test_without_a_database_nothing_is_promised_and_nothing_typed_is_lost(
    trial: Trial, tmp_path: Path, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    begins(megan).presses("Something else…").sees_modal("1 of 13").picks(JUDGEMENT, "Maturing")
    megan.types("Evidence", "The plan.")
    with locked(tmp_path):
        megan.submits()
        assert megan.errors == {
            JUDGEMENT: "I cannot keep anything at the moment, so nothing was changed. Please try again in a minute."
        }
    assert kept(trial, "U05MEGAN").answers == {}
    megan.sees("< The plan. >").submits().sees_modal("2 of 13")
    assert kept(trial, "U05MEGAN").answers[FIRST].evidence == "The plan."


def test_a_level_pressed_without_a_database_is_told_to_be_not_kept(
    trial: Trial, tmp_path: Path, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    begins(megan)
    with locked(tmp_path):
        megan.presses("Choose Maturing")
    assert kept(trial, "U05MEGAN").answers == {}
    megan.sees("nothing was changed. Please try again in a minute.").closes(everything=True)
    megan.presses("Choose Maturing").sees_modal("1 of 13")


def test_fault_12_a_level_is_kept_although_its_form_comes_too_late(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan)
    trial.sandbox.workspace.faults.set("error", code="expired_trigger_id", only=["views.open"])
    megan.presses("Choose Maturing").sees("Your answer is kept.").sees_no_modal()
    megan.presses("Choose Maturing").sees_modal("1 of 13")


def test_a_refusal_whose_window_comes_too_late_is_told_in_the_chat(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).presses("Something else…").sees_modal("1 of 13").picks(JUDGEMENT, "Maturing")
    trial.clock.move_to(newest(trial).closes_at)
    trial.sandbox.workspace.faults.set("error", code="expired_trigger_id", only=["views.push"])
    megan.presses("Save for now").closes(everything=True).sees("This round closed on Monday 15 June at 12:00.")


def test_an_organisation_that_left_holds_up_nobody_s_card(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan)
    place = place_of(trial)
    keep(trial, replace(place, partners=tuple(one for one in place.partners if "Voluntary" not in one.name)))
    megan.presses("Choose Maturing").sees_modal("Common View").sees("no longer takes part in Larkmere").closes()
    trial.clock.move_to(newest(trial).closes_at)
    priya.opens_dm().sees("This round is closed")
