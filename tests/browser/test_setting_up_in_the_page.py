"""From "the app is invited" to "the round is launched", by somebody who has never seen it and reads no manual."""

import pytest
from playwright.sync_api import Page

from bot.clock import seconds_running
from sandbox.trial import Trial
from tests.browser.conftest import Shoot
from tests.browser.test_a_round_in_the_page import Newcomer

VALE = [
    ("Vale Community Health", "Community care", ["Grace Okafor"]),
    ("Vale GP Federation", "Primary care", ["Dr Tom Ashworth", "Owen Tate"]),
    ("Vale Voices", "Voluntary sector", ["Megan Pryce"]),
]
AT_MOST = 180.0
"""Seconds, of which the machine takes a few; the rest is for reading and typing."""


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_a_first_time_lead_launches_a_round(trial: Trial, page: Page, shoot: Shoot) -> None:
    me, began = Newcomer(page, trial.sandbox.url), seconds_running()
    me.acts_as("U03GRACE", "C03VALE")
    me.says("/invite @Common View")
    me.sees("Thank you for inviting me.")
    me.presses("Set up the partnership here")
    me.sees_modal("Set up a partnership")
    page.get_by_label("Name of the partnership").fill("Vale")
    page.get_by_label("Host organisation").fill("Vale Community Health")
    me.presses("Next")
    me.sees_modal("Our partnership")
    me.presses("Add an organisation")
    me.sees_modal("Add an organisation")
    for one in VALE:
        adds(me, *one)
    me.presses("Done")
    me.sees("Organisations (3)")
    shoot(page, "our-partnership")
    me.presses("Start a round")
    me.sees_modal("Start a round")
    me.presses("Next: when")
    me.presses("Next: check")
    me.presses("Launch")
    me.sees_modal("The round has started")
    assert seconds_running() - began < AT_MOST


def adds(me: Newcomer, name: str, sector: str, people: list[str]) -> None:
    """Fill the form in, as it comes again and again."""
    me.page.get_by_label("Name of the organisation").last.fill(name)
    me.page.get_by_label("Sector").last.select_option(label=sector)
    for one in people:
        me.page.get_by_label(one).last.check()
    me.presses("Add")
    me.sees(f"{name} is added")
