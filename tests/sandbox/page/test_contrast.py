"""Every word on the page can be read: WCAG 2.2 AA asks for a contrast of 4.5, or of 3 where letters are large."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sandbox.server import Sandbox
from tests.sandbox.page.test_drawing import blocks

pytestmark = pytest.mark.browser

# Each element with words of its own: what its colour makes of the colours behind it. Disabled controls are exempt.
FAINT = """() => {
  const rgba = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const over = (top, under) => top.slice(0, 3).map((one, n) => one * top[3] + under[n] * (1 - top[3]));
  const light = (colour) => {
    const linear = (one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = colour.map((one) => linear(one / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    if (!element) return [255, 255, 255];
    const colour = rgba(getComputedStyle(element).backgroundColor);
    return colour[3] === 1 ? colour.slice(0, 3) : over(colour, behind(element.parentElement));
  };
  const faint = [];
  for (const element of document.querySelectorAll("body *")) {
    const texts = [...element.childNodes].filter((node) => node.nodeType === 3);
    const words = texts.map((node) => node.data.trim()).join("");
    const style = getComputedStyle(element);
    if (!/\\w/.test(words) || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (element.closest(":disabled, [hidden], option, script") || element.matches(".unseen")) continue;
    const ground = behind(element);
    const [one, other] = [light(over(rgba(style.color), ground)), light(ground)];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    window.looked = (window.looked ?? 0) + 1;
    const told = `${ratio.toFixed(2)} ${style.color} on ${ground.map(Math.round)}: ${words.slice(0, 40)}`;
    if (ratio < (large ? 3 : 4.5)) faint.push(told);
  }
  return faint;
}"""
MODAL: dict[str, Any] = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Your name"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": blocks("Words"),
}


@pytest.fixture(autouse=True)
def pictures(browser_page: Page) -> None:
    """The pictures that the blocks speak of, from nowhere."""
    drawn = "<svg xmlns='http://www.w3.org/2000/svg'/>"
    browser_page.route(re.compile("Words$"), lambda route: route.fulfill(content_type="image/svg+xml", body=drawn))


def test_words_can_be_read_wherever_they_stand(browser_page: Page, empty: Sandbox) -> None:
    workspace = empty.workspace
    empty.workspace.post("C0SHEDX", "U0BEN", "<@U0ADA> unread")
    for only_for in (None, "U0ADA"):
        message = workspace.post("C0GREEN", workspace.bot.id, "x", blocks("Words"), only_for=only_for)
    workspace.react("C0GREEN", message.ts, "tada", "U0ADA")
    workspace.post("C0GREEN", "U0BEN", "<@U0ADA> `code` https://a.example @here", thread_ts=message.ts)
    workspace.faults.set("down")
    browser_page.goto(f"{empty.url}p/U0ADA/C0GREEN?inspect=1&thread={message.ts}")
    assert browser_page.evaluate(FAINT) == []
    assert browser_page.evaluate("window.looked") > 100


def test_words_can_be_read_in_panels_notices_and_under_the_pointer(browser_page: Page, empty: Sandbox) -> None:
    browser_page.goto(f"{empty.url}p/U0ADA/D0ADA")
    browser_page.get_by_role("button", name="+1 hour").click()
    expect(browser_page.get_by_text("It is now")).to_be_visible()
    browser_page.get_by_role("button", name="Faults").click()
    assert browser_page.evaluate(FAINT) == []
    browser_page.get_by_role("textbox", name="Message").press_sequentially("/")
    browser_page.get_by_role("link", name="Greeter").hover()
    assert browser_page.evaluate(FAINT) == []


def test_words_can_be_read_in_a_modal_with_errors(browser_page: Page, empty: Sandbox) -> None:
    empty.workspace.open_view("U0ADA", MODAL)
    browser_page.goto(f"{empty.url}p/U0ADA/D0ADA")
    browser_page.get_by_role("button", name="Save").click()
    browser_page.wait_for_timeout(300)
    assert browser_page.evaluate(FAINT) == []
