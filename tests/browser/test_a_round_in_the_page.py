"""A newcomer runs a whole round through the page, on a desktop and on a phone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from sandbox.trial import Trial
from tests.browser.conftest import Shoot

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


class Newcomer:
    """Uses the page as a person does: by what is written on it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self._url = page, url

    def acts_as(self, user: str, conversation: str) -> None:
        self.page.goto(f"{self._url}p/{user}/{conversation}")

    def says(self, text: str) -> None:
        self.page.get_by_label(re.compile("^Message ")).last.fill(text)
        self.page.keyboard.press("Enter")

    def presses(self, name: str) -> None:
        self.button(name).click()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True).last

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(text).last).to_be_visible(timeout=15_000)

    def sees_modal(self, title: str) -> None:
        expect(self.page.get_by_role("dialog", name=title)).to_be_visible(timeout=15_000)

    def closes_modal(self) -> None:
        self.page.get_by_role("dialog").get_by_role("button", name="Close").last.click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)

    def judges(self, words: str) -> None:
        self.page.get_by_label("Your organisation's judgement").get_by_label(words, exact=True).check()

    def controls(self, name: str) -> None:
        """Press something in the sandbox's own bar, which a phone folds away."""
        button = self.page.get_by_role("button", name=re.compile(f"^{name}"))
        if not button.is_visible():
            self.presses("Controls")
        button.click()

    def dismisses(self) -> None:
        """Take away what the page said last, if it said anything."""
        if self.button("Dismiss").is_visible():
            self.presses("Dismiss")

    def lets_time_pass_until(self, words: str) -> None:
        """To the next thing due, again and again: not all that is due is seen by this person."""
        button = self.page.locator("#clock-due")
        seen = self.page.get_by_text(words).last
        while not seen.is_visible() and button.is_enabled():
            due = str(button.get_attribute("title"))
            self.controls("Next thing due")
            expect(button).not_to_have_attribute("title", due, timeout=15_000)
            self.page.wait_for_timeout(200)
        self.sees(words)


def test_a_newcomer_runs_a_round(trial: Trial, page: Page, shoot: Shoot) -> None:
    me = Newcomer(page, trial.sandbox.url)
    starts_a_round(me, shoot)
    answers(me, shoot)
    reviews_and_submits(me, shoot)
    lets_the_others_answer(me)
    reads_the_summary(me, shoot)


def starts_a_round(me: Newcomer, shoot: Shoot) -> None:
    me.acts_as("U01PRIYA", "C01PLACE")
    me.says("/maturity start")
    me.sees_modal("Start a round")
    shoot(me.page, "start")
    me.presses("Next: when")
    me.presses("Next: check")
    me.presses("Launch")
    me.sees_modal("The round has started")
    shoot(me.page, "started")
    me.closes_modal()
    me.sees("A maturity round has started")


def answers(me: Newcomer, shoot: Shoot) -> None:
    me.acts_as("U05MEGAN", "D05MEGAN")
    me.sees("How far along is Larkmere?")
    shoot(me.page, "invitation")
    me.presses("Start")
    me.sees(re.compile("1 of 13 - "))
    expect(me.page.get_by_role("heading", name=re.compile("1 of 13 - "))).to_be_in_viewport()
    shoot(me.page, "card")
    me.presses("Choose Developing")
    me.sees_modal("1 of 13")
    me.page.get_by_label("Evidence").fill("The operating model of March, agreed by all six practices.")
    shoot(me.page, "answer")
    me.presses("Save and next")
    me.sees_modal("2 of 13")
    me.presses("Save and next")
    me.sees("Please complete this required field.")
    me.judges("Emerging")
    me.page.get_by_label("Between two levels?").get_by_role("checkbox").check()
    me.presses("Save and next")
    me.sees_modal("3 of 13")
    me.judges("Cannot assess")
    me.presses("Save for now")
    me.sees(re.compile("One thing is missing, below your judgement further up"))
    expect(me.page.get_by_text(re.compile("below your judgement further up")).last).to_be_in_viewport()
    shoot(me.page, "missing")
    me.page.get_by_label("Why can you not assess this?").fill("None of our teams works on this yet.")
    me.presses("Save for now")
    me.sees_modal("Saved")
    shoot(me.page, "saved")
    me.presses("Done")
    expect(me.page.get_by_role("dialog")).to_have_count(0)
    me.presses("Save and stop")
    me.sees("See you later")
    shoot(me.page, "stopped")


def reviews_and_submits(me: Newcomer, shoot: Shoot) -> None:
    me.presses("Continue")
    me.sees(re.compile("4 of 13 - "))
    me.presses("Something else…")
    for number in range(4, 14):
        me.sees_modal(f"{number} of 13")
        me.judges("Maturing")
        me.presses("Save and next")
    me.sees_modal("Check and submit")
    shoot(me.page, "review")
    me.presses("Submit our view")
    me.sees_modal("Submitted")
    me.closes_modal()
    me.sees("Submitted. Thank you.")
    shoot(me.page, "receipt")


def lets_the_others_answer(me: Newcomer) -> None:
    me.controls("Let one partner answer")
    me.sees(re.compile("has answered and submitted."))
    me.controls("Let the other partners answer")
    me.sees(re.compile(r"\d of 7 have answered…"))
    expect(me.page.get_by_text("7 partners have answered and submitted.")).to_be_visible(timeout=60_000)


def reads_the_summary(me: Newcomer, shoot: Shoot) -> None:
    me.lets_time_pass_until("This round is closed")
    me.acts_as("U01PRIYA", "C01PLACE")
    me.lets_time_pass_until("Where our views differ")
    me.sees(re.compile("9 organisations answered"))
    expect(me.page.get_by_role("heading", name="Where our views differ")).to_be_in_viewport()
    shoot(me.page, "summary")
