"""What cannot be rated is shown, takes comments, and never stands in the way."""

from sandbox.person import Person
from sandbox.trial import Trial
from tests.stories.acts import CHANNEL, JUDGEMENT, MIDLANDS, SEL, kept, newest, start_a_round


def test_in_the_midlands_leadership_takes_a_comment_and_no_judgement(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya, MIDLANDS)
    megan.opens_dm().sees("9 sub-domains, about 18 minutes in all").presses("Start").sees("1 of 10")
    megan.sees("Each level after Starting builds on all that comes before it.")
    megan.presses("All sub-domains").picks("Go to…", "Clinical and professional Leadership")
    megan.sees("9 of 10 - Clinical and professional Leadership").sees("it is not rated")
    assert not megan.can_press("Choose Starting")
    megan.presses("Comment…").sees_modal("9 of 10")
    assert megan.choices(JUDGEMENT) == []
    megan.types("Comment", "We meet every month.").submits().sees_modal("10 of 10").picks(JUDGEMENT, "Excelling")
    megan.submits().sees_modal("Check and submit").sees("8 of 9 have no judgement")
    megan.sees("Clinical and professional Leadership: not rated · with comment").closes().sees("1 of 9 answered")
    assert kept(trial, "U05MEGAN").answers["clinical-and-professional-leadership"].comment == "We meet every month."

    trial.clock.move_to(newest(trial).closes_at)
    megan.sees("This round is closed")
    trial.clock.move_to(newest(trial).summary_at)
    priya.opens_channel(CHANNEL).sees("0 organisations answered. Of 9 sub-domains none has")
    priya.does_not_see("Clinical and professional Leadership")


def test_a_longer_term_round_shows_the_two_that_are_not_yet_developed(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya, SEL, "Longer-term (24 sub-domains, about 44 minutes)")
    megan.opens_dm().sees("35 sub-domains, about 70 minutes in all").presses("Start").sees("1 of 37")
    for name in ("Modern General Practice", "Prevention"):
        megan.presses("All sub-domains").picks("Go to…", name).sees(f" - {name}").sees("it is not rated")
        megan.presses("Comment…").sees("Evidence and comments are welcome.").types("Comment", f"About {name}.")
        megan.presses("Save for now").sees_modal("Saved").closes().sees("0 of 35 answered")
    megan.presses("All sub-domains").picks("Go to…", "Wellbeing").sees("37 of 37").presses("Something else…")
    megan.picks(JUDGEMENT, "Not yet relevant").submits().sees("When should this be looked at again?").submits()
    assert list(megan.errors) == ["When should this be looked at again?"]
    megan.sees("One thing is missing, below your judgement.")
    megan.types("When should this be looked at again?", "Next year.")
    megan.submits().sees_modal("Check and submit")
    megan.sees("34 of 35 have no judgement")
    assert set(kept(trial, "U05MEGAN").answers) == {"modern-general-practice", "prevention", "wellbeing"}
