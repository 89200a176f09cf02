"""The deadline passes: what counts, what is refused, and what everybody is shown."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.blocks.parts import Block
from flows.assessment import AnswerGiven
from flows.judgement import Judgement, Kind
from flows.round import GRACE
from sandbox.person import Person
from sandbox.trial import Trial
from tests.stories.acts import (
    CHANNEL,
    JUDGEMENT,
    at_the_desk,
    begins,
    card_of,
    carried,
    edition_of,
    kept,
    newest,
    place_of,
    start_a_round,
)

FIRST = "operating-integrated-functions"
CANNOT = Judgement(Kind.CANNOT_ASSESS)


def close(trial: Trial) -> None:
    trial.clock.move_to(newest(trial).closes_at)


def summary(trial: Trial, reader: Person) -> str:
    """What the channel shows of the summary, once it is due."""
    trial.clock.move_to(newest(trial).summary_at)
    seen = reader.opens_channel(CHANNEL).sees("Where our views differ").screen
    return seen[seen.index("Where our views differ") :]


def test_answers_count_within_the_grace_and_not_after(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan)
    trial.clock.move_to(newest(trial).deadline + GRACE - timedelta(minutes=1))
    megan.presses("Choose Maturing").sees_modal("1 of 13").types("Evidence", "The plan.")
    value = carried(trial, megan, FIRST, 1)
    close(trial)

    megan.submits()
    assert megan.errors == {
        JUDGEMENT: "This round closed on Monday 15 June at 12:00. Bring what you wanted to add to the meeting."
    }
    megan.sees("< The plan. >").presses("Save for now").sees_modal("Common View").sees("This round closed on")
    megan.closes(everything=True).sees("This round is closed")
    assert not megan.can_press("Choose Maturing")
    megan.presses_forged("choose_level", card_of(trial, megan), value=value).sees_modal("Common View").closes()
    assert kept(trial, "U05MEGAN").answers == {}


def test_submitting_after_the_close_is_told_on_top_of_the_review(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).presses("Choose Maturing").sees_modal("1 of 13").closes().presses("All sub-domains")
    megan.presses("Review and submit").presses("Check and submit").sees_modal("Check and submit")
    close(trial)
    megan.submits().sees_modal("Common View").sees("This round closed on").closes().sees_modal("Check and submit")
    megan.closes(everything=True).sees("Larkmere Voluntary Action had not submitted, so its answers do not count.")


def test_who_submitted_is_thanked_when_it_closes(trial: Trial, priya: Person) -> None:
    start_a_round(priya)
    at_the_desk(trial, [0], lambda *_: Judgement.of(2))
    close(trial)
    priya.opens_dm().sees("The view of Larkmere Community Health was submitted and counts.")
    priya.opens_channel(CHANNEL).runs("/maturity status").sees("Closed with 1 of 9 organisations.")


def test_who_did_not_submit_hears_of_the_close(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    at_the_desk(trial, [0], lambda *_: Judgement.of(2))
    close(trial)
    megan.opens_dm().sees("No answers of Larkmere Voluntary Action were submitted, so none count in the summary.")
    assert "No answers of" not in priya.opens_dm().sees("was submitted and counts").screen


def test_the_lead_is_led_to_the_board_on_the_eve(trial: Trial, priya: Person) -> None:
    start_a_round(priya)
    at_the_desk(trial, range(3), lambda *_: Judgement.of(2))
    close(trial)
    trial.clock.move_to(datetime(2026, 6, 19, 8, tzinfo=UTC))
    priya.opens_dm().sees("The meeting of Larkmere is on Monday 22 June at 14:00. 3 of 9 organisations gave a view.")
    priya.presses("Open the board").sees_modal("Start the moderation")


@pytest.mark.parametrize("organisations", [2, 4, 6, 9])
def test_the_summary_shows_what_the_rules_allow_for_so_many(trial: Trial, priya: Person, organisations: int) -> None:
    """The same views at every size: unanimous first, then two camps, then all over the place, then too few.

    What the other organisations answered and did not submit shows nowhere.
    """
    start_a_round(priya)
    at_the_desk(trial, range(organisations), _views)
    at_the_desk(trial, range(organisations, 9), lambda *_: Judgement.of(4), submit=False)
    close(trial)
    seen = summary(trial, priya)

    edition = edition_of(trial)
    levels = [one for one in edition.levels if one in seen]
    assert f"{organisations} organisations answered. O" in seen
    assert [one.name for one in edition.subdomains if one.short_term and one.name not in seen] == []
    assert [one.name for one in place_of(trial).partners if one.name in seen] == []
    assert ("Overall difference" in seen) == (organisations >= 8)
    match organisations:
        case 2:
            assert "Suggested order to discuss" not in seen
            assert "Within one level" not in seen
            assert levels == []
        case 4:
            assert ": apart" in seen
            assert "camps\n" not in seen
            assert levels == []
        case 6:
            assert ": two camps" in seen
            assert levels == []
        case 9:
            assert "half or more at Emerging" in seen
            assert "middle view" in seen


def _views(organisation: int, subdomain: int) -> AnswerGiven | Judgement | None:
    match subdomain % 4:
        case 0:
            return Judgement.of(2)
        case 1:
            return Judgement.of(1 if organisation % 2 == 0 else 4)
        case 2:
            return Judgement.of(1 + organisation % 4)
        case _:
            return Judgement.of(3) if organisation == 0 else CANNOT


def test_the_summary_waits_for_the_morning_when_the_bot_was_away(trial: Trial, priya: Person) -> None:
    start_a_round(priya)
    at_the_desk(trial, range(3), lambda *_: Judgement.of(2))
    trial.bot.stop()
    trial.clock.move_to(newest(trial).summary_at + timedelta(hours=14))  # eleven at night
    trial.start_bot()
    priya.opens_dm().sees("This round is closed")
    _all_quiet(trial, priya)
    trial.clock.move_by(timedelta(hours=9))
    priya.opens_channel(CHANNEL).sees("Where our views differ")


def test_a_letter_that_failed_late_in_the_day_is_not_tried_again_at_night(trial: Trial, priya: Person) -> None:
    start_a_round(priya)
    at_the_desk(trial, range(3), lambda *_: Judgement.of(2))
    close(trial)
    priya.opens_dm().sees("This round is closed")
    trial.sandbox.workspace.faults.set("error", only=["chat.postMessage"])
    trial.clock.move_to(newest(trial).summary_at)
    _until_failed(trial)
    trial.clock.move_by(timedelta(hours=12))
    _all_quiet(trial, priya)
    trial.clock.move_by(timedelta(hours=12))
    priya.opens_channel(CHANNEL).sees("Where our views differ")


def _until_failed(trial: Trial) -> None:
    workspace = trial.sandbox.workspace
    while workspace.faults.active():
        workspace.wait(workspace.version, 1)


def _all_quiet(trial: Trial, reader: Person) -> None:
    """The bot had its chance, and there is no summary."""
    trial.bot.heartbeat.beat()
    blocks: list[Block] = [block for one in _in_channel(trial) for block in one]
    assert "Where our views differ" not in str(blocks)
    assert "Where our views differ" not in reader.opens_channel(CHANNEL).screen


def _in_channel(trial: Trial) -> list[tuple[Block, ...]]:
    return [one.blocks for one in trial.sandbox.workspace.messages(place_of(trial).channel, "U01PRIYA")]
