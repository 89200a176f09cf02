"""A lead in the page: reminds, moves the dates, reads the record and cancels; and takes a meeting through its board."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from bot.desk import boards, moderating
from flows.moderation import Decision
from flows.round import Round, Stage
from sandbox.trial import Trial
from tests.browser.conftest import Shoot
from tests.browser.test_a_round_in_the_page import Newcomer
from tests.stories.acts import at_the_desk, caller, newest
from tests.stories.test_moderation import agreed, divided_on_the_first, launch, to_the_meeting
from tests.walks import MIDLANDS, SEL

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(120),
    pytest.mark.parametrize("size", ["desktop"], indirect=True),
]

LEAD, CHANNEL = "U01PRIYA", "C01PLACE"
HOME = "D01PRIYA?tab=home"


def fills(me: Newcomer, label: str, words: str) -> None:
    """Fill in a field; its label may say (optional), and that of its time ends otherwise."""
    me.page.get_by_label(re.compile(rf"^{re.escape(label)}(?!:)")).last.fill(words)


def test_a_lead_reminds_moves_the_dates_reads_the_record_and_cancels(trial: Trial, page: Page, shoot: Shoot) -> None:
    me = Newcomer(page, trial.sandbox.url)
    launch(trial, SEL)
    at_the_desk(trial, [4], divided_on_the_first)
    trial.clock.move_by(timedelta(hours=3))
    me.acts_as(LEAD, HOME)
    me.sees("You lead")
    shoot(page, "lead-home")
    reminds(me)
    moves_the_dates(me, shoot)
    reads_the_record(me, shoot)
    cancels(me, shoot)
    assert newest(trial).stage is Stage.CANCELLED


def reminds(me: Newcomer) -> None:
    me.presses("Remind them now")
    me.sees_modal("Remind them now")
    me.presses("Remind them")
    me.sees_modal("Reminded")
    me.closes_modal()


def moves_the_dates(me: Newcomer, shoot: Shoot) -> None:
    me.presses("Change the dates")
    me.sees_modal("Change the dates")
    fills(me, "Deadline for answers", "01/07/2026")
    me.presses("Change them")
    expect(me.page.get_by_label("Moderation meeting", exact=True).last).to_have_attribute("aria-invalid", "true")
    shoot(me.page, "lead-wrong-dates")
    fills(me, "Summary in the channel", "06/07/2026")
    fills(me, "Moderation meeting", "08/07/2026")
    me.presses("Change them")
    me.sees_modal("The dates have changed")
    me.closes_modal()
    me.sees("The deadline is Wednesday 1 July at 12:00.")


def reads_the_record(me: Newcomer, shoot: Shoot) -> None:
    me.presses("Record of the round")
    expect(me.page.get_by_role("dialog")).to_be_visible()
    for act in ("Dates moved", "Reminded by hand", "Round launched"):
        me.sees(act)
    shoot(me.page, "lead-record")
    me.closes_modal()


def cancels(me: Newcomer, shoot: Shoot) -> None:
    me.presses("Cancel the round")
    me.sees_modal("Cancel the round")
    shoot(me.page, "lead-cancel")
    me.presses("Cancel the round")
    me.sees_modal("Cancelled")
    me.closes_modal()
    me.sees("Cancelled. Nothing more is asked or sent.")


def test_a_lead_takes_a_meeting_through_its_board_and_gets_the_return(trial: Trial, page: Page, shoot: Shoot) -> None:
    me = Newcomer(page, trial.sandbox.url)
    running = to_the_meeting(trial, MIDLANDS)
    me.acts_as(LEAD, CHANNEL)
    opens_the_board(me, shoot)
    records_the_first(me, shoot)
    confirms_the_rest(me, trial, running, shoot)
    says_who_was_there_and_agrees(me, shoot)
    takes_the_return(me, shoot)
    assert agreed(trial).agreed_by == LEAD


def opens_the_board(me: Newcomer, shoot: Shoot) -> None:
    me.says("/maturity moderate")
    me.presses("Post the agenda")
    me.sees_modal("The board")
    shoot(me.page, "board")


def records_the_first(me: Newcomer, shoot: Shoot) -> None:
    me.page.get_by_role("button", name="Record", exact=True).first.click()
    me.sees_modal("What we agree")
    me.page.get_by_label("What we agree", exact=True).last.select_option(label="Progressing")
    fills(me, "Why", "Two of three sites do it.")
    me.presses("Add an action")
    me.sees_modal("An action")
    fills(me, "What will be done?", "One referral form")
    fills(me, "Or, if they are not in Slack", "Ann, Healthwatch")
    fills(me, "By when?", "01/09/2026")
    shoot(me.page, "board-action")
    me.presses("Save")
    me.sees_modal("What we agree")
    me.sees("One referral form")
    expect(me.page.get_by_label(re.compile("^Why")).last).to_have_value("Two of three sites do it.")
    shoot(me.page, "board-record")
    me.presses("Save and next")
    me.sees("Progressing. 1 of 10 recorded.")
    shoot(me.page, "board-next")
    me.presses("Close")
    me.sees_modal("The board")
    me.sees("Progressing")


def confirms_the_rest(me: Newcomer, trial: Trial, running: Round, shoot: Shoot) -> None:
    """In one go what is settled; what has no levels yet gets its evidence at the desk."""
    me.presses("Confirm together")
    me.sees_modal("Confirm together")
    me.page.get_by_label("Lead organisation where none is named yet").last.select_option(label="Fernhill Hospice")
    shoot(me.page, "board-together")
    me.presses("Confirm")
    me.sees_modal("The board")
    desk, lead = trial.bot.desk, caller(trial, LEAD)
    board = boards.look(desk, lead, running.id)
    for one in (one for one in board.order if not board.subdomain(one).assessable):
        given = Decision(one, None, evidence="A forum of clinicians.", lead_organisation="Fernhill Hospice")
        moderating.decide(desk, lead, running.id, given)


def says_who_was_there_and_agrees(me: Newcomer, shoot: Shoot) -> None:
    me.presses("Who was there")
    me.sees_modal("Who was there")
    fills(me, "Larkmere GP Federation", "Clinical director")
    shoot(me.page, "board-present")
    me.presses("Save")
    me.sees_modal("The board")
    me.presses("This is agreed")
    me.presses("Yes, agreed")
    me.sees("To correct something, reopen it and say why.")
    shoot(me.page, "board-agreed")


def takes_the_return(me: Newcomer, shoot: Shoot) -> None:
    me.presses("Return and papers")
    me.sees_modal("Return and papers")
    shoot(me.page, "board-export")
    me.page.get_by_label("Board paper (Word)").last.uncheck()
    me.page.get_by_role("dialog").get_by_role("button", name="Make").last.click()
    me.sees("The file is on the way to you")
    me.acts_as(LEAD, "D01PRIYA")
    me.sees("Here are the documents you asked for.")
