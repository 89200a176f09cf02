"""A whole round, from the lead's first word to the summary in the channel."""

from datetime import timedelta

from sandbox.person import Person
from sandbox.trial import Trial
from tests.stories.acts import launches


def start_a_round(lead: Person) -> None:
    lead.opens_channel("larkmere-neighbourhoods").runs("/maturity start").sees_modal("Start a round")
    lead.picks("Framework", "The SEL Neighbourhood Maturity Matrix").sees("Short-term priority (13 sub-domains")
    launches(lead).closes()


def test_a_round_goes_from_start_to_summary(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    priya.sees("A maturity round has started")

    megan.opens_dm().sees("How far along is Larkmere?").presses("Start").sees("1 of 13")
    megan.presses("Choose Developing").sees_modal("1 of 13")
    megan.types("Evidence", "The operating model of March.").submits().sees_modal("2 of 13")
    megan.picks("Your organisation's judgement", "Emerging").ticks(
        "Between two levels?", "It leans to the next level up"
    )
    megan.submits().sees_modal("3 of 13").picks("Your organisation's judgement", "Cannot assess").submits()
    megan.sees("One thing is missing, below your judgement. One line is enough; the rest is kept.")
    megan.types("Why can you not assess this?", "No figures yet.").presses("Save for now").sees_modal("Saved").closes()
    megan.presses("Save and stop").sees("See you later")

    trial.restart_bot()

    megan.presses("Continue").sees("4 of 13").presses("Something else…").sees_modal("4 of 13")
    while megan.modal_title != "Check and submit":
        megan.picks("Your organisation's judgement", "Maturing").submits()
    megan.submits().sees_modal("Submitted").closes().sees("Submitted. Thank you.")

    assert trial.sandbox.extras()[0].run() == "8 partners have answered and submitted."
    trial.clock.move_by(timedelta(days=15))
    megan.sees("This round is closed")
    trial.clock.move_by(timedelta(days=6))
    priya.opens_channel("larkmere-neighbourhoods").sees("Where our views differ").sees("9 organisations answered")
