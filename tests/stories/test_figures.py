"""How much a sitting costs: presses of the person, and calls of Slack's Web API."""

from datetime import timedelta

from sandbox.person import Person
from sandbox.trial import Trial
from tests.stories.acts import JUDGEMENT, begins, kept, start_a_round

SCREENS = ("chat.update", "views.", "users.", "chat.postEphemeral")
"""What is called for somebody who walks; invitations to the others and the connection are not among it."""


def calls(trial: Trial) -> list[str]:
    """Calls of the Web API for screens so far."""
    return [one.name for one in trial.sandbox.workspace.traffic() if one.name.startswith(SCREENS)]


def test_thirteen_subdomains_take_two_presses_each_and_less_than_one_call(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    megan.opens_dm().sees("How far along is Larkmere?")
    before = len(calls(trial))
    begins(megan).presses("Choose Maturing").sees_modal("1 of 13").submits().sees_modal("2 of 13")
    presses = 3
    while megan.modal_title != "Check and submit":
        trial.clock.move_by(timedelta(minutes=2))  # as long as an answer takes: nothing falls together by haste
        megan.picks(JUDGEMENT, "Developing").submits()
        presses += 2
    answered = len(kept(trial, "U05MEGAN").answers)
    megan.submits().sees_modal("Submitted").closes().sees("Submitted. Thank you.")
    made = calls(trial)[before:]
    print(f"{answered} sub-domains: {presses} presses, {len(made)} calls: {made}")  # noqa: T201 - the figures, with -s
    assert answered == 13
    assert presses <= 2 * answered + 1, "and one to start"
    assert len(made) <= answered


def test_a_hasty_sitting_on_the_card_is_drawn_in_fewer_calls_than_presses(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    begins(megan)
    before = len(calls(trial))
    card = megan.messages[-1]
    for _ in range(40):
        megan.presses("Skip for now").presses("Back") if megan.can_press("Back") else megan.presses("Skip for now")
    made = calls(trial)[before:]
    print(f"{len(made)} calls for some 80 presses on one card at {card.ts}")  # noqa: T201 - the figures, with -s
    assert 0 < len(made) < 40
