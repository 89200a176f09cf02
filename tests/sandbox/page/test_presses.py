"""A quick person never loses a press or a choice, and never makes one twice."""

import re
from typing import Any

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from sandbox.server import Sandbox

pytestmark = pytest.mark.browser
Json = dict[str, Any]
COLOURS = ("red", "green", "blue", "white")


class Held:
    """The server has done what was asked; its answer is on the way until it is let go. What comes later passes."""

    def __init__(self, page: Page, address: str) -> None:
        self._page = page
        self._kept: list[tuple[Route, APIResponse]] = []
        self.asked = 0
        page.route(re.compile(address), self._hold)

    def _hold(self, route: Route) -> None:
        self.asked += 1
        if self.asked > 1:
            route.continue_()
        else:
            self._kept.append((route, route.fetch()))

    def let_go(self) -> None:
        while not self._kept:
            self._page.wait_for_timeout(20)
        for route, response in self._kept:
            route.fulfill(response=response)


def ask(page: Page, sandbox: Sandbox) -> None:
    page.goto(f"{sandbox.url}p/U0ADA/D0ADA")
    page.get_by_role("textbox", name="Message").fill("hello")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ask me").click()
    expect(page.get_by_role("dialog", name="Your name")).to_be_visible()


def choice(**more: Any) -> Json:
    options = [{"text": {"type": "plain_text", "text": name}, "value": name} for name in COLOURS]
    element = {"type": "static_select", "action_id": "colour", "options": options, **more}
    return {"type": "actions", "block_id": "b", "elements": [element]}


def button(text: str) -> Json:
    return {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": text}}


def test_a_press_on_a_page_that_came_before_its_own_answer_is_not_lost(browser_page: Page, sandbox: Sandbox) -> None:
    ask(browser_page, sandbox)
    held = Held(browser_page, "/submit")
    browser_page.get_by_label("Name", exact=True).fill("again")
    browser_page.get_by_role("button", name="Save").click()
    expect(browser_page.get_by_role("dialog", name="Once more")).to_be_visible()
    browser_page.get_by_label("Name", exact=True).fill("Ada")
    browser_page.get_by_role("button", name="Save").click()
    held.let_go()
    expect(browser_page.get_by_text("Nice to meet you, Ada")).to_be_visible()


def test_what_is_typed_outlives_a_late_answer(browser_page: Page, sandbox: Sandbox) -> None:
    ask(browser_page, sandbox)
    held = Held(browser_page, "/submit")
    browser_page.get_by_label("Name", exact=True).fill("again")
    browser_page.get_by_role("button", name="Save").click()
    expect(browser_page.get_by_role("dialog", name="Once more")).to_be_visible()
    browser_page.get_by_label("Name", exact=True).fill("Ada")
    with browser_page.expect_response(re.compile("/submit")):
        held.let_go()
    browser_page.wait_for_timeout(100)
    expect(browser_page.get_by_label("Name", exact=True)).to_have_value("Ada")


def test_a_second_press_of_the_same_thing_is_not_sent(browser_page: Page, sandbox: Sandbox) -> None:
    ask(browser_page, sandbox)
    held = Held(browser_page, "/submit")
    browser_page.get_by_label("Name", exact=True).fill("nobody")
    browser_page.get_by_label("Name", exact=True).press("Enter")
    browser_page.get_by_label("Name", exact=True).press("Enter")
    held.let_go()
    expect(browser_page.get_by_text("That is nobody")).to_be_visible()
    browser_page.wait_for_timeout(300)  # in which a second one would leave its queue
    assert held.asked == 1


def test_no_choice_of_several_quick_ones_is_dropped(browser_page: Page, empty: Sandbox) -> None:
    message = empty.workspace.post("D0ADA", empty.workspace.bot.id, "Choose", [choice()])
    browser_page.goto(f"{empty.url}p/U0ADA/D0ADA")
    held = Held(browser_page, "/press")
    select = browser_page.get_by_role("combobox").first
    for name in COLOURS:
        select.select_option(name)
    held.let_go()
    expect(browser_page.locator(".htmx-request")).to_have_count(0)
    kept = empty.workspace.message_values("D0ADA", message.ts, "U0ADA")
    assert kept["b"]["colour"]["selected_option"]["value"] == COLOURS[-1]


def test_an_older_drawing_does_not_undo_a_newer_one(browser_page: Page, empty: Sandbox) -> None:
    browser_page.goto(f"{empty.url}p/U0ADA/C0GREEN")
    held = Held(browser_page, r"/p/U0ADA/C0GREEN$")
    empty.workspace.post("C0GREEN", "U0BEN", "News")  # of which the page is told, and asks for a drawing
    browser_page.wait_for_timeout(300)
    browser_page.get_by_role("button", name="Go to…").click()
    browser_page.get_by_label("Date and time to go to").fill("01/01/2001 10:00")
    browser_page.get_by_role("button", name="Go", exact=True).click()
    expect(browser_page.get_by_text("The clock only goes forwards.")).to_be_visible()
    browser_page.evaluate(GONE_EVEN_ONCE)
    with browser_page.expect_response(re.compile(r"/p/U0ADA/C0GREEN$")):
        held.let_go()
    browser_page.wait_for_timeout(200)
    assert not browser_page.evaluate("window.gone")


GONE_EVEN_ONCE = """() => {
  const look = () => { window.gone ||= !document.querySelector(".notice") };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}"""
TWO_CLICKS = """button => {
  const click = (detail) => button.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail }));
  click(1);
  button.closest("[data-mark]").dataset.mark = "another drawing";
  click(2);
}"""


def test_the_second_half_of_a_double_click_does_not_hit_what_came_in_between(
    browser_page: Page, empty: Sandbox
) -> None:
    buttons = {"type": "actions", "block_id": "b", "elements": [button("Go")]}
    empty.workspace.post("D0ADA", empty.workspace.bot.id, "Press", [buttons])
    browser_page.goto(f"{empty.url}p/U0ADA/D0ADA")
    held = Held(browser_page, "/press")
    browser_page.get_by_role("button", name="Go", exact=True).last.evaluate(TWO_CLICKS)
    held.let_go()
    expect(browser_page.get_by_text("Greeter is not connected.")).to_be_visible()
    browser_page.wait_for_timeout(300)  # in which a second one would leave its queue
    assert held.asked == 1


def test_focus_stays_on_a_button_whose_message_is_edited(browser_page: Page, empty: Sandbox) -> None:
    blocks = [{"type": "actions", "elements": [button("One"), {**button("Two"), "action_id": "other"}]}]
    message = empty.workspace.post("D0ADA", empty.workspace.bot.id, "Press", blocks)
    browser_page.goto(f"{empty.url}p/U0ADA/D0ADA")
    browser_page.get_by_role("button", name="Two").focus()
    empty.workspace.edit("D0ADA", message.ts, blocks=[{"type": "divider"}, *blocks])
    expect(browser_page.locator("hr")).to_be_visible()
    expect(browser_page.get_by_role("button", name="Two")).to_be_focused()


def test_focus_falls_back_to_the_message_when_what_was_pressed_is_gone(browser_page: Page, sandbox: Sandbox) -> None:
    browser_page.goto(f"{sandbox.url}p/U0ADA/D0ADA")
    browser_page.get_by_role("textbox", name="Message").fill("hello")
    browser_page.keyboard.press("Enter")
    browser_page.get_by_role("button", name="Late").press("Enter")
    expect(browser_page.get_by_text("Replaced")).to_be_visible()
    expect(browser_page.get_by_role("article").last).to_be_focused()
