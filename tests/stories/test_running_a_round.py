"""A lead runs a round: each act says what will happen, asks, is told to those who have to know, and is on record."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.carried import OnRound
from bot.names import Action
from flows.judgement import Judgement
from flows.people import ChannelId, PartnershipId, UserId
from flows.round import RoundId, Stage
from sandbox.person import Person
from sandbox.trial import Trial
from storage import audit, partnerships, rounds
from tests.stories.acts import CHANNEL, MIDLANDS, at_the_desk, card_of, keep, newest, place_of, start_a_round

PLACE = "C01PLACE"


def acts(trial: Trial) -> list[str]:
    """What the audit trail of the newest round says was done, in order."""
    with trial.bot.database.read() as session:
        return [one.action for one in audit.of_round(session, newest(trial).id)]


def test_those_who_have_not_submitted_are_reminded_once_a_day_and_nobody_else(
    trial: Trial, priya: Person, tom: Person, megan: Person
) -> None:
    start_a_round(priya)
    priya.runs("/maturity nudge").sees("Everybody has only just been invited. You can remind them from 12:00 on.")
    trial.clock.move_by(timedelta(hours=3))
    at_the_desk(trial, [4], lambda *_: Judgement.of(2))
    priya.runs("/maturity nudge").sees_modal("Remind them now").sees("Larkmere GP Federation")
    priya.does_not_see("Larkmere Voluntary Action").submits().sees_modal("Reminded").closes()
    tom.opens_dm().sees("Your lead asked me to remind you. You have not begun yet")
    priya.runs("/maturity nudge").sees("Nobody can be reminded now: each was reminded that day")
    assert "remind you" not in megan.opens_dm().screen
    assert acts(trial)[-1] == "reminded by hand"


def test_a_moved_deadline_is_told_to_the_channel_and_to_those_who_have_not_submitted(
    trial: Trial, priya: Person, tom: Person, megan: Person
) -> None:
    start_a_round(priya)
    at_the_desk(trial, [4], lambda *_: Judgement.of(2))
    priya.runs("/maturity extend").sees_modal("Change the dates").sees("< 2026-06-15 >").sees("< 12:00 >")
    priya.sets_date("Deadline for answers", date(2026, 7, 1)).submits()
    assert set(priya.errors) == {"Moderation meeting"}
    priya.sets_date("Moderation meeting", date(2026, 7, 8)).sets_date("Summary in the channel", date(2026, 7, 6))
    priya.submits().sees_modal("The dates have changed").sees("Wednesday 1 July at 12:00: Deadline").closes()
    priya.sees("The dates have changed").sees("Answers by: Wednesday 1 July at 12:00")
    tom.opens_dm().sees("The deadline has moved: answers are now due by Wednesday 1 July at 12:00.")
    assert "deadline has moved" not in megan.opens_dm().screen
    assert "Larkmere GP Federation" not in priya.screen
    assert acts(trial)[-1] == "dates moved"


def test_a_round_closed_early_keeps_the_grace_that_was_promised(trial: Trial, priya: Person, tom: Person) -> None:
    start_a_round(priya)
    trial.clock.move_by(timedelta(days=1))
    priya.runs("/maturity close").sees_modal("Close the round early").sees("Answers still count for 15 minutes")
    priya.submits().sees_modal("Closing").closes().sees("The round closes early")
    tom.opens_dm().sees("Your lead closes the round early.")
    assert newest(trial).stage is Stage.OPEN
    trial.clock.move_to(newest(trial).closes_at)
    tom.sees("This round is closed")
    priya.opens_home().presses("Move the meeting").sees_modal("Move the meeting")
    priya.sets_date("Moderation meeting", date(2026, 6, 10)).sets_date("Summary in the channel", date(2026, 6, 5))
    priya.submits().sees_modal("The dates have changed").closes()
    priya.opens_channel(CHANNEL).sees("The dates have changed").sees("Meeting: Wednesday 10 June at 14:00")
    trial.clock.move_to(newest(trial).summary_at)
    priya.sees("Where our views differ").runs("/maturity summary").sees("(only visible to you): Where our views differ")


def test_a_cancelled_round_is_told_once_and_asks_nothing_more(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    card_of(trial, megan)
    priya.runs("/maturity cancel").sees_modal("Cancel the round").sees("This cannot be undone.").submits()
    priya.sees_modal("Cancelled").closes().sees("The round has been cancelled")
    megan.opens_dm().sees("cancelled")
    priya.runs("/maturity nudge").sees("You lead no round at the moment. Start one with /maturity start.")
    assert newest(trial).stage is Stage.CANCELLED
    assert acts(trial)[-1] == "round cancelled"


def test_a_lead_hands_over_and_the_next_one_is_told_and_may_do_what_leads_do(
    trial: Trial, priya: Person, tom: Person
) -> None:
    start_a_round(priya)
    running = newest(trial)
    priya.opens_home().presses("Hand over").sees_modal("Hand over").picks("Who leads from now on", "Dr Tom Ashworth")
    priya.ticks("And you", "I stop leading this partnership").submits().sees_modal("Handed over").closes()
    tom.opens_dm().sees("You lead Larkmere now")
    tom.opens_home().presses("Record of the round").sees_modal("Record of the round").sees("Handed over").sees(
        "Round launched"
    )
    priya.opens_home().does_not_see("You lead")
    where = card_of(trial, priya)
    priya.presses_forged(Action.CANCEL_ROUND, where, value=OnRound(round=running.id).packed())
    priya.sees("Only the leads of Larkmere can cancel a round. Please ask one of them.")
    with trial.bot.database.read() as session:
        assert [one.action for one in audit.of_round(session, running.id)][-2:] == ["handed over", "denied"]


@pytest.mark.parametrize("word", ["history", "record", "changes"])
def test_the_record_is_opened_by_a_word_too_for_leads_alone(priya: Person, megan: Person, word: str) -> None:
    start_a_round(priya)
    megan.opens_channel(CHANNEL).runs(f"/maturity {word}").sees("You lead no round").does_not_see("Round launched")
    priya.runs(f"/maturity {word}").sees_modal("Record of the round").sees("Round launched")


def test_a_lead_of_two_partnerships_chooses_whose_record_and_in_a_channel_it_is_that_one_s(
    trial: Trial, priya: Person
) -> None:
    start_a_round(priya)
    start_a_round(priya, MIDLANDS)
    vale = replace(place_of(trial), id=PartnershipId("vale"), channel=ChannelId("C03VALE"), name="Vale", partners=())
    its_round = replace(newest(trial), id=RoundId("vale-1"), partnership=vale.id, previous=None)
    with trial.bot.database.begin() as session:
        partnerships.add(session, vale)
        rounds.add(session, its_round, {})
    priya.opens_channel("general").runs("/maturity history").sees_modal("Which round?")
    priya.sees("Larkmere · Baseline").sees("Vale · Baseline")
    assert priya.screen.count("[Record of the round]") == len(("Larkmere", "Vale"))
    priya.presses("Record of the round").sees_modal("Record of the round")
    priya.sees("Round launched").closes()
    priya.opens_channel("vale-neighbourhoods").runs("/maturity history").sees_modal("Record of the round")
    priya.sees("Nothing has been done yet.").closes()
    priya.opens_channel(CHANNEL).runs("/maturity history").sees_modal("Record of the round").sees("Round launched")


def test_the_audit_trail_comes_as_a_file(priya: Person) -> None:
    start_a_round(priya)
    priya.opens_home().presses("Record of the round").sees_modal("Record of the round").presses(
        "Send me the whole as a file"
    )
    priya.closes().opens_dm().sees("[file: Larkmere: audit trail]")


def test_somebody_who_cannot_be_reached_is_named_to_the_lead_alone(trial: Trial, priya: Person) -> None:
    place = place_of(trial)
    gone = replace(place.partners[8], contributors=(UserId("U99GONE"),))
    keep(trial, replace(place, partners=(*place.partners[:8], gone)))
    start_a_round(priya)
    priya.opens_dm().sees("could not be delivered").opens_home().sees("Cannot be reached: @U99GONE.").opens_channel(
        CHANNEL
    )
    assert "U99GONE" not in priya.screen


def test_a_meeting_that_moves_back_to_where_it_was_comes_as_a_file_again(trial: Trial, priya: Person) -> None:
    start_a_round(priya)
    trial.bot.heartbeat.beat()
    meeting = newest(trial).meeting_at.date()
    for day in (date(2026, 7, 1), meeting):
        priya.runs("/maturity extend").sees_modal("Change the dates").sets_date("Moderation meeting", day)
        priya.submits().sees_modal("The dates have changed").closes()
        trial.bot.heartbeat.beat()
        trial.bot.heartbeat.beat()
    assert len(calendar_files(trial)) == 3


def calendar_files(trial: Trial) -> list[str]:
    """The meetings for calendars that stand in the channel's threads."""
    posts = trial.sandbox.workspace.messages(PLACE, "U01PRIYA")
    replies = [one for post in posts for one in trial.sandbox.workspace.replies(PLACE, post.ts)]
    return [one.text for one in replies if one.text.startswith("The meeting for your calendar")]
