"""What a reader has in view when a conversation changes."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from sandbox.server import Sandbox

pytestmark = pytest.mark.browser
Json = dict[str, Any]


def card(title: str, lines: int) -> list[Json]:
    """A card of a height; fifty lines are taller than the window."""
    header: Json = {"type": "header", "text": {"type": "plain_text", "text": title}}
    return [header, {"type": "section", "text": {"type": "mrkdwn", "text": "\n".join(map(str, range(lines)))}}]


def posted(sandbox: Sandbox, *blocks: Json) -> str:
    return sandbox.workspace.post("D0ADA", sandbox.workspace.bot.id, "A card", blocks).ts


def opened(page: Page, sandbox: Sandbox) -> Locator:
    page.goto(f"{sandbox.url}p/U0ADA/D0ADA")
    return page.locator("#scroll-messages")


def scrolled(page: Page, up: int) -> None:
    """By the wheel, as a person does."""
    page.locator("#scroll-messages").hover()
    page.mouse.wheel(0, -up)
    page.wait_for_timeout(150)


def expect_top(page: Page, title: str) -> None:
    """The heading is in the upper part of the conversation."""
    heading = page.get_by_role("heading", name=title)
    expect(heading).to_be_in_viewport()
    box = heading.bounding_box()
    assert box
    assert box["y"] < 260


def test_a_tall_message_that_arrives_is_seen_from_its_top(browser_page: Page, empty: Sandbox) -> None:
    opened(browser_page, empty)
    posted(empty, *card("1 of 13", 50))
    expect_top(browser_page, "1 of 13")


def test_a_tall_message_that_was_there_already_is_seen_from_its_top(browser_page: Page, empty: Sandbox) -> None:
    posted(empty, *card("1 of 13", 50))
    opened(browser_page, empty)
    expect_top(browser_page, "1 of 13")


def test_a_message_that_grows_by_an_edit_is_seen_from_its_top(browser_page: Page, empty: Sandbox) -> None:
    ts = posted(empty, *card("Invitation", 3))
    opened(browser_page, empty)
    empty.workspace.edit("D0ADA", ts, blocks=card("1 of 13", 50))
    expect_top(browser_page, "1 of 13")


def test_a_card_that_turns_while_its_end_is_read_is_seen_from_its_top(browser_page: Page, empty: Sandbox) -> None:
    ts = posted(empty, *card("1 of 13", 60))
    scroller = opened(browser_page, empty)
    scroller.evaluate("it => { it.scrollTop = 0 }")
    empty.workspace.edit("D0ADA", ts, blocks=card("2 of 13", 50))
    expect_top(browser_page, "2 of 13")


def test_a_card_that_turns_by_a_press_in_its_middle_is_seen_from_its_top(browser_page: Page, empty: Sandbox) -> None:
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Next"}}
    middle: Json = {"type": "actions", "block_id": "b", "elements": [button]}
    first, second = card("1 of 13", 60), card("2 of 13", 60)
    ts = posted(empty, *first, middle, first[1])
    opened(browser_page, empty)
    browser_page.get_by_role("button", name="Next", exact=True).click()
    empty.workspace.edit("D0ADA", ts, blocks=[*second, middle, second[1]])
    expect_top(browser_page, "2 of 13")


def test_who_has_scrolled_elsewhere_is_left_there(browser_page: Page, empty: Sandbox) -> None:
    posted(empty, *card("Long ago", 50))
    ts = posted(empty, *card("1 of 13", 50))
    empty.workspace.mark_read("D0ADA", "U0ADA")
    opened(browser_page, empty)
    expect_top(browser_page, "1 of 13")
    scrolled(browser_page, 600)
    line = browser_page.get_by_role("heading", name="Long ago")
    before = line.bounding_box()
    empty.workspace.edit("D0ADA", ts, blocks=card("2 of 13", 70))
    posted(empty, *card("More", 2))
    expect(browser_page.get_by_role("button", name="Newer messages below")).to_be_visible()
    assert line.bounding_box() == before
    browser_page.get_by_role("button", name="Newer messages below").click()
    expect(browser_page.get_by_role("heading", name="More")).to_be_in_viewport()
    expect(browser_page.get_by_role("button", name="Newer messages below")).to_be_hidden()


def test_who_reads_the_end_of_a_card_is_left_there_when_only_a_word_of_it_changes(
    browser_page: Page, empty: Sandbox
) -> None:
    ts = posted(empty, *card("1 of 13", 60))
    scroller = opened(browser_page, empty)
    scroller.evaluate("it => { it.scrollTop = 0 }")
    empty.workspace.edit("D0ADA", ts, blocks=[*card("1 of 13", 60), {"type": "divider"}])
    expect(browser_page.locator("hr")).to_be_attached()
    assert scroller.evaluate("it => it.scrollTop") > -60


def test_short_messages_keep_the_end_in_view(browser_page: Page, empty: Sandbox) -> None:
    posted(empty, *card("Long ago", 50))
    opened(browser_page, empty).evaluate("it => { it.scrollTop = 0 }")
    for number in range(5):
        posted(empty, *card(f"Short {number}", 2))
        expect(browser_page.get_by_role("heading", name=f"Short {number}")).to_be_in_viewport()


def test_who_says_something_sees_it(browser_page: Page, empty: Sandbox) -> None:
    posted(empty, *card("Long ago", 80))
    opened(browser_page, empty)
    browser_page.get_by_role("textbox", name="Message").fill("Here I am")
    browser_page.keyboard.press("Enter")
    expect(browser_page.get_by_text("Here I am")).to_be_in_viewport()


def test_unread_messages_are_seen_from_the_first_of_them(browser_page: Page, empty: Sandbox) -> None:
    posted(empty, *card("Read", 10))
    empty.workspace.mark_read("D0ADA", "U0ADA")
    for number in range(4):
        posted(empty, *card(f"Unread {number}", 15))
    opened(browser_page, empty)
    expect_top(browser_page, "Unread 0")
    expect(browser_page.get_by_text("New", exact=True)).to_be_in_viewport()
