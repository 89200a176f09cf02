"""Rule I4: answers are taken in modals; no message, no log line and no call of chat.* ever holds one."""

import logging

import pytest
from structlog.testing import capture_logs

from sandbox.person import Person
from sandbox.trial import Trial
from tests.stories.acts import JUDGEMENT, begins, kept, newest, posted, start_a_round

EVIDENCE, COMMENT = "evidence canary", "comment canary"
LEVELS = ("Emerging", "Developing", "Maturing", "Thriving")


def test_no_message_log_or_call_holds_what_was_answered(
    trial: Trial, priya: Person, megan: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with capture_logs() as lines, caplog.at_level(logging.INFO):
        start_a_round(priya)
        begins(megan).presses("Choose Maturing").sees_modal("1 of 13").types("Evidence", EVIDENCE)
        megan.types("Comment", COMMENT).submits().sees_modal("2 of 13").types("Evidence", EVIDENCE)
        megan.picks(JUDGEMENT, "Emerging").ticks("Between two levels?", "It leans to the next level up")
        megan.presses("Save for now").sees_modal("Saved").closes()
        megan.presses("Save and stop").says(f"My {COMMENT}").sees("I do not take answers")
        megan.presses("Continue").sees("3 of 13").presses("All sub-domains").presses("Review and submit")
        megan.presses("Check and submit").sees_modal("Check and submit").sees(
            "Operating integrated functions: Maturing"
        )
        megan.submits().sees_modal("Submitted").closes().sees("Submitted. Thank you.")
        megan.opens_home().sees("Submitted.").runs("/maturity status")
        priya.opens_home().sees("1 of 9 organisations").runs("/maturity status")
        said = [one.evidence for one in kept(trial, "U05MEGAN").answers.values()]
        trial.clock.move_to(newest(trial).closes_at)
        megan.opens_dm().sees("This round is closed")
        trial.clock.move_to(newest(trial).summary_at)
        priya.opens_channel("larkmere-neighbourhoods").sees("Where our views differ")
    assert said == [EVIDENCE, EVIDENCE]

    messages = [one for some in posted(trial).values() for one in some if f"My {COMMENT}" not in one]
    calls = [str(one.request) for one in trial.sandbox.workspace.traffic() if one.name.startswith("chat.")]
    assert len(messages) > 3
    assert len(calls) > 3
    for place, told in {"message": messages, "call": calls, "log": [str(lines), caplog.text]}.items():
        for canary in (EVIDENCE, COMMENT, "leaning to"):
            assert [one for one in told if canary in one] == [], f"in a {place}"
    assert [
        one for one in [*messages, *calls] if "Where our views differ" in one for level in LEVELS if level in one
    ] == []


def test_two_partners_who_answer_differently_have_the_same_messages(priya: Person, megan: Person) -> None:
    """Everything in a chat is the same whatever the level: the card after "Emerging" is the card after "Thriving"."""
    start_a_round(priya)
    begins(megan)
    drawn: list[str] = []
    for level in LEVELS:
        megan.presses(f"Choose {level}").sees_modal("1 of 13").closes().sees("Your answer is kept.")
        drawn.append(megan.screen)
    assert set(drawn) == {drawn[0]}
