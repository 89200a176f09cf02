"""The Home tab of a partner and of the lead: before, during and after."""

from flows.judgement import Judgement
from sandbox.person import Person
from sandbox.trial import Trial
from tests.stories.acts import JUDGEMENT, SEL, at_the_desk, launches, newest, place_of, start_a_round


def test_a_partner_s_home_follows_the_round(trial: Trial, priya: Person, megan: Person) -> None:
    megan.opens_home().sees("There is nothing for you to do at the moment.")
    start_a_round(priya)
    megan.opens_home().sees("Larkmere: Baseline").sees("0 of 13 answered").presses("Answer now").sees_modal("1 of 13")
    megan.picks(JUDGEMENT, "Developing").presses("Save for now").sees_modal("Saved").closes()
    megan.sees("1 of 13 answered").presses("Answer now").sees_modal("2 of 13")
    while megan.modal_title != "Check and submit":
        megan.picks(JUDGEMENT, "Maturing").submits()
    megan.submits().sees_modal("Submitted").closes().sees("Submitted. You can change answers until Monday 15 June")
    megan.presses("Check your answers").sees_modal("Check your answers").sees(
        "Operating integrated functions: Developing"
    )
    megan.closes()

    trial.clock.move_to(newest(trial).closes_at)
    megan.opens_dm().sees("This round is closed")
    megan.opens_home().sees("Closed. Summary in @larkmere-neighbourhoods: Thursday 18 June at 09:00.")
    assert not megan.can_press("Check your answers")


def test_a_lead_s_home_shows_turnout_and_starts_rounds(trial: Trial, priya: Person, megan: Person) -> None:
    priya.opens_home().sees("You lead").sees("Larkmere · 9 organisations").presses("Start a round")
    priya.sees_modal("Start a round").picks("Framework", SEL).sees("Short-term priority")
    launches(priya).closes().sees("0 of 9 organisations have submitted")

    megan.opens_dm().presses("Start").presses("Choose Maturing").sees_modal("1 of 13").closes()
    megan.presses("All sub-domains").presses("Review and submit").presses("Check and submit")
    megan.sees_modal("Check and submit").submits().sees_modal("Submitted").closes()
    priya.opens_home().sees("1 of 9 organisations have submitted").sees("Submitted: Larkmere Voluntary Action")
    priya.does_not_see("Maturing").sees("Next: ").sees("Reminder, halfway")
    everybody_else = [n for n, one in enumerate(place_of(trial).partners) if megan.user.id not in one.contributors]
    at_the_desk(trial, everybody_else, lambda *_: Judgement.of(2))
    priya.opens_home().sees("9 of 9 organisations have submitted").does_not_see("Reminder")
    priya.presses("How it stands").sees_modal("How it stands").sees("Deadline").does_not_see("Reminder").closes()

    trial.clock.move_to(newest(trial).closes_at)
    priya.opens_dm().sees("This round is closed")
    priya.opens_home().sees("Closed with 9 of 9 organisations.")
