"""Somebody who uses no mouse starts a round, and somebody else answers."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from sandbox.trial import Trial
from tests.browser.conftest import SIZES

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

FOCUSED = """() => {
  const here = document.activeElement;
  const label = here.labels?.[0] ?? document.getElementById(here.getAttribute("aria-labelledby"));
  return here.ariaLabel || label?.textContent.trim() || here.textContent.trim();
}"""


class Typist:
    """Has keys only, and hears what is focused."""

    def __init__(self, browser: Browser, url: str) -> None:
        width, height = SIZES["desktop"]
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
        self.page, self._url = context.new_page(), url

    def acts_as(self, user: str, conversation: str) -> None:
        self.page.goto(f"{self._url}p/{user}/{conversation}")
        self.page.keyboard.press("Tab")
        self.presses("Enter")  # skip to the conversation

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def types(self, words: str) -> None:
        self.page.keyboard.type(words)

    def tabs_to(self, name: str, key: str = "Tab") -> None:
        for _ in range(60):
            self.presses(key)
            if str(self.page.evaluate(FOCUSED)).startswith(name):
                return
        pytest.fail(f"no {key} leads to {name}")

    def sees_modal(self, title: str) -> None:
        expect(self.page.get_by_role("dialog", name=title)).to_be_visible(timeout=15_000)

    def hears(self, name: re.Pattern[str]) -> None:
        """A message is focused, so that a screen reader reads it."""
        expect(self.page.get_by_role("article", name=name)).to_be_focused(timeout=15_000)


@pytest.fixture
def me(trial: Trial, browser: Browser) -> Iterator[Typist]:
    typist = Typist(browser, trial.sandbox.url)
    yield typist
    typist.page.context.close()


def test_a_round_is_started_and_answered_with_keys_alone(me: Typist) -> None:
    me.acts_as("U01PRIYA", "C01PLACE")
    me.tabs_to("Message #larkmere-neighbourhoods")
    me.types("/maturity start")
    me.presses("Enter")
    me.sees_modal("Start a round")
    for button in ("Next: when", "Next: check", "Launch"):
        me.tabs_to(button)
        me.presses("Enter")
    me.sees_modal("The round has started")
    me.presses("Escape")
    expect(me.page.get_by_role("dialog")).to_have_count(0)

    me.acts_as("U05MEGAN", "D05MEGAN")
    expect(me.page.get_by_role("button", name="Start")).to_be_visible(timeout=15_000)
    me.tabs_to("Start")
    me.presses("Enter")
    me.hears(re.compile("Common View"))
    expect(me.page.get_by_role("heading", name=re.compile("1 of 13 - "))).to_be_in_viewport()
    me.tabs_to("Choose Developing")
    me.presses("Enter")
    me.sees_modal("1 of 13")
    me.tabs_to("Evidence")
    me.types("The operating model of March.")
    me.tabs_to("Save and next")
    me.presses("Enter")
    me.sees_modal("2 of 13")
    me.tabs_to("Not yet at Emerging")
    me.presses("ArrowDown", "ArrowDown", "Enter")  # Enter submits, as in any form
    me.sees_modal("3 of 13")
    me.presses("Escape")
    expect(me.page.get_by_role("dialog")).to_have_count(0)
    expect(me.page.get_by_role("heading", name=re.compile("3 of 13 - "))).to_be_in_viewport()
