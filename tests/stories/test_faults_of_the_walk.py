"""Lost, late, double and out of order: an answer is kept once, the latest counts, and the card is mended."""

from copy import deepcopy
from datetime import timedelta

from bot.desk import walking
from flows.assessment import AnswerGiven, LevelChosen, Skipped
from flows.judgement import Judgement
from sandbox.person import Person
from sandbox.trial import Trial
from storage import audit
from tests.stories.acts import JUDGEMENT, begins, caller, card_of, carried, kept, newest, start_a_round

FIRST, SECOND = "operating-integrated-functions", "shared-clinical-risk"


def test_fault_2_a_form_whose_acknowledgement_was_lost_is_kept_once(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).presses("Choose Maturing").sees_modal("1 of 13").types("Add a link", "https://example.org")
    trial.sandbox.workspace.faults.set("lost_ack", only=["view_submission"])
    megan.submits()
    assert megan.trouble
    before = kept(trial, "U05MEGAN")
    assert [one.url for one in before.answers[FIRST].items] == ["https://example.org"]
    megan.submits().sees_modal("2 of 13")
    assert kept(trial, "U05MEGAN") == before


def test_fault_5_a_submission_recorded_and_replayed_changes_nothing(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).presses("Choose Maturing").sees_modal("1 of 13").types("Evidence", "Old words.").submits()
    megan.sees_modal("2 of 13").closes().presses("Back").presses("Edit answer…").sees_modal("1 of 13")
    megan.types("Evidence", "New words.").submits().sees_modal("2 of 13")
    recorded = [one.request for one in trial.sandbox.workspace.traffic() if one.name == "view_submission"]
    old = next(one for one in recorded if "Old words." in str(one))
    trial.sandbox.deliveries.ask("interactive", old)
    assert kept(trial, "U05MEGAN").answers[FIRST].evidence == "New words."


def test_fault_10_a_message_delivered_several_times_moves_the_card_once(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    begins(megan)
    trial.sandbox.workspace.faults.set("duplicate", only=["message"], times=3)
    megan.says("next").sees("2 of 13 - ")
    trial.sandbox.deliveries.settle()
    assert "3 of 13 - " not in megan.screen
    assert megan.screen.count("Your card above shows Shared clinical risk.") == 1


def test_a_file_delivered_several_times_is_kept_once(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan)
    trial.sandbox.workspace.faults.set("duplicate", only=["message"], times=3)
    megan.drops("plan.txt", b"Our plan.").sees("Kept as evidence")
    trial.sandbox.deliveries.settle()
    assert len(kept(trial, "U05MEGAN").answers[FIRST].items) == 1
    assert megan.screen.count("Kept as evidence for") == 1


def test_fault_4_of_two_presses_the_later_counts_in_whichever_order_they_come(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    begins(megan)
    desk, who, ours = trial.bot.desk, caller(trial, "U05MEGAN"), kept(trial, "U05MEGAN").id
    second = trial.clock()
    first = second - timedelta(seconds=1)
    walking.step(desk, who, ours, LevelChosen(FIRST, 4, 0), pressed_at=second)
    walking.step(desk, who, ours, LevelChosen(FIRST, 1, 0), pressed_at=first)
    walking.step(desk, who, ours, Skipped(FIRST), pressed_at=first)
    assert kept(trial, "U05MEGAN").answers[FIRST].judgement == Judgement.of(4)
    megan.presses("Choose Maturing").sees_modal("1 of 13")


def test_fault_13_while_slack_takes_no_drawing_the_answer_is_kept_and_the_card_is_mended_later(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    begins(megan)
    trial.sandbox.workspace.faults.set("server_error", only=["chat.update"], times=3)
    megan.presses("Skip for now").presses("Choose Maturing").sees_modal("1 of 13").closes()
    assert list(kept(trial, "U05MEGAN").answers) == [FIRST]
    trial.bot.heartbeat.beat()
    trial.bot.heartbeat.beat()
    megan.sees("Your answer is kept.", timeout=20)


def test_a_second_device_sees_the_newest_state_and_an_old_card_still_works(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    begins(megan)
    old = carried(trial, megan, FIRST, 2)
    megan.presses("Skip for now").sees("2 of 13").presses("Skip for now").sees("3 of 13")
    megan.presses_forged("skip", card_of(trial, megan), value=carried(trial, megan, SECOND)).sees("3 of 13")
    megan.presses_forged("choose_level", card_of(trial, megan), value=old).sees_modal("1 of 13").closes()
    assert kept(trial, "U05MEGAN").answers[FIRST].judgement == Judgement.of(2)


def test_whatever_comes_after_the_form_ended_what_was_saved_at_the_desk_is_on_the_card(
    trial: Trial, priya: Person, megan: Person
) -> None:
    """An answer given in a form, whose end Slack never tells of, shows on the card ten minutes later."""
    start_a_round(priya)
    begins(megan)
    walking.step(
        trial.bot.desk,
        caller(trial, "U05MEGAN"),
        kept(trial, "U05MEGAN").id,
        AnswerGiven(FIRST, Judgement.of(2), "", ""),
        in_form=True,
    )
    assert "0 of 13 answered" in megan.screen
    trial.clock.move_by(walking.READING)
    megan.sees("1 of 13 answered")


def test_a_text_that_is_too_long_is_told_at_its_field_with_everything_still_there(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    begins(megan).presses("Something else…").sees_modal("1 of 13").picks(JUDGEMENT, "Maturing").types(
        "Comment", "Well."
    )
    megan.types("Evidence", "x" * 3001).submits()
    assert list(megan.errors) == ["Evidence"]
    megan.sees("< Well. >").types("Evidence", "x" * 3000).submits().sees_modal("2 of 13")
    assert len(kept(trial, "U05MEGAN").answers[FIRST].evidence) == 3000


def test_a_forged_form_of_any_size_is_told_so_recorded_and_changes_nothing(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    begins(megan).presses("Choose Maturing").sees_modal("1 of 13").types("Evidence", "The plan.").submits()
    before = kept(trial, "U05MEGAN")
    recorded = [one.request for one in trial.sandbox.workspace.traffic() if one.name == "view_submission"]
    forged = deepcopy(recorded[-1])
    forged["view"]["hash"] = "another"
    forged["view"]["state"]["values"][f"evidence {FIRST}"]["evidence"]["value"] = "x" * 200_000
    answered = trial.sandbox.deliveries.ask("interactive", forged)
    assert answered.payload is not None
    assert answered.payload["errors"] == {
        f"evidence {FIRST}": "Please keep this within 3,000 characters; it has 200,000."
    }
    assert kept(trial, "U05MEGAN") == before
    with trial.bot.database.read() as session:
        (denied,) = [one for one in audit.of_round(session, newest(trial).id) if one.action == "denied"]
    assert dict(denied.detail) == {"event": "AnswerGiven", "why": "too long"}


def test_a_form_that_is_closed_with_its_words_in_it_loses_none_that_slack_gives(
    trial: Trial, priya: Person, megan: Person
) -> None:
    """Slack gives an empty state as a rule; where it gives more, that is kept, and never over a newer answer."""
    start_a_round(priya)
    begins(megan).presses("Choose Maturing").sees_modal("1 of 13").types("Evidence", "The plan.").submits().closes()
    closed = deepcopy([one.request for one in trial.sandbox.workspace.traffic() if one.name == "view_closed"][-1])
    closed["view"]["state"]["values"] = {f"evidence {SECOND}": {"evidence": {"value": "Half a sentence"}}}
    trial.sandbox.deliveries.ask("interactive", closed)
    assert kept(trial, "U05MEGAN").answers[SECOND].evidence == "Half a sentence"
    assert kept(trial, "U05MEGAN").answers[FIRST].evidence == "The plan."
