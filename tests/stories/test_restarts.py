"""The bot may go and come back between any two steps: what was kept is kept, and every screen works on."""

from sandbox.person import Person
from sandbox.trial import Trial
from tests.stories.acts import CHANNEL, JUDGEMENT, SEL, kept, newest


def test_the_bot_restarts_between_any_two_steps(trial: Trial, priya: Person, megan: Person) -> None:
    priya.opens_channel(CHANNEL).runs("/maturity start").sees_modal("Start a round")
    trial.restart_bot()
    priya.picks("Framework", SEL).sees("Short-term priority")
    trial.restart_bot()
    priya.submits().sees("Step 2 of 3")
    trial.restart_bot()
    priya.submits().sees("Step 3 of 3")
    trial.restart_bot()
    priya.submits().sees_modal("The round has started").closes()
    trial.restart_bot()
    megan.opens_dm().sees("How far along is Larkmere?").presses("Start").sees("1 of 13")
    trial.restart_bot()
    megan.presses("Choose Developing").sees_modal("1 of 13")
    trial.restart_bot()
    megan.types("Evidence", "The plan of March.").submits().sees_modal("2 of 13")
    trial.restart_bot()
    megan.picks(JUDGEMENT, "Emerging").presses("Save for now").sees_modal("Saved")
    trial.restart_bot()
    megan.closes().sees("2 of 13 answered").presses("All sub-domains").presses("Review and submit")
    trial.restart_bot()
    megan.presses("Check and submit").sees_modal("Check and submit")
    trial.restart_bot()
    megan.submits().sees_modal("Submitted").closes().sees("Submitted. Thank you.")
    assert len(kept(trial, "U05MEGAN").answers) == 2
    closes_at = newest(trial).closes_at
    trial.bot.stop()
    trial.clock.move_to(closes_at)
    trial.start_bot()
    megan.sees("This round is closed").sees("was submitted and counts")


def test_a_press_while_the_bot_is_away_is_told_and_works_afterwards(trial: Trial, priya: Person) -> None:
    trial.bot.stop()
    priya.opens_channel(CHANNEL).runs("/maturity help")
    assert priya.trouble is not None
    trial.start_bot()
    priya.runs("/maturity help").sees("Common View walks each partner")
