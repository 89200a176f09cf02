"""Time passes: who has not submitted is reminded, kindly, with a way straight to what is open."""

from datetime import datetime, timedelta

from flows import reminders
from sandbox.person import Person
from sandbox.trial import Trial
from tests.stories.acts import CHANNEL, launches, newest, place_of, start_a_round


def step(trial: Trial, number: int) -> datetime:
    """When that nudge is due."""
    return reminders.nudges(newest(trial), "Europe/London")[number].due_at


def test_a_reminder_leads_straight_to_what_is_open(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    trial.clock.move_to(step(trial, 0))
    megan.opens_dm().sees("Half the time is left. You have not begun yet: 13 sub-domains, about 26 minutes in all.")
    megan.presses("Answer now").sees_modal("1 of 13")


def test_reminders_come_one_after_the_other_and_never_in_the_channel(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    for number, words in enumerate(["Half the time is left.", "Answers are due by", "Today is the day"]):
        trial.clock.move_to(step(trial, number))
        megan.opens_dm().sees(words)
    assert "still open" not in priya.opens_channel(CHANNEL).screen


def test_the_channel_is_told_of_the_close_and_of_the_meeting(trial: Trial, priya: Person) -> None:
    start_a_round(priya)
    trial.clock.move_to(newest(trial).closes_at)
    priya.opens_channel(CHANNEL).sees("Answers are closed: thank you")
    trial.clock.move_to(newest(trial).summary_at)
    priya.sees("Where our views differ")
    trial.clock.move_to(newest(trial).meeting_at - timedelta(days=3))
    priya.sees("The meeting is on Monday 22 June at 14:00")


def test_the_meeting_for_calendars_is_in_the_thread_of_the_launch(trial: Trial, priya: Person) -> None:
    start_a_round(priya)
    workspace, channel = trial.sandbox.workspace, place_of(trial).channel
    launch = workspace.messages(channel, "U01PRIYA")[-1]
    trial.clock.move_by(timedelta(seconds=10))
    priya.sees("A maturity round has started")
    trial.bot.heartbeat.beat()
    (reply,) = workspace.replies(channel, launch.ts)
    assert reply.text == "The meeting for your calendar: Monday 22 June at 14:00."


def test_the_lead_sees_what_happens_when(priya: Person) -> None:
    priya.opens_channel(CHANNEL).runs("/maturity start").sees_modal("Start a round")
    launches(priya).sees("Deadline; answers still count for 15 minutes")
    priya.closes().runs("/maturity status").sees("What happens when:").sees("Summary in the channel")
