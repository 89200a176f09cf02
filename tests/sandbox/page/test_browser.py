import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from sandbox.server import Sandbox
from tests.sandbox.greeter import modal

pytestmark = pytest.mark.browser
PHONE: ViewportSize = {"width": 375, "height": 740}


def say(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Message").fill(words)
    page.keyboard.press("Enter")


def ask(page: Page, sandbox: Sandbox) -> None:
    """Get the greeter's modal in front of Ada."""
    page.goto(f"{sandbox.url}p/U0ADA/D0ADA")
    say(page, "hello")
    page.get_by_role("button", name="Ask me").click()
    expect(page.get_by_role("dialog", name="Your name")).to_be_visible()


def test_a_message_a_press_and_a_modal_lead_to_an_answer(browser_page: Page, sandbox: Sandbox) -> None:
    ask(browser_page, sandbox)
    browser_page.get_by_label("Name", exact=True).fill("Ada")
    browser_page.get_by_role("button", name="Save").click()
    expect(browser_page.get_by_text("Nice to meet you, Ada")).to_be_visible()
    expect(browser_page.get_by_role("dialog")).to_have_count(0)


def test_an_error_stands_at_its_field_and_what_was_typed_stays(browser_page: Page, sandbox: Sandbox) -> None:
    ask(browser_page, sandbox)
    field = browser_page.get_by_label("Name", exact=True)
    field.fill("nobody")
    browser_page.get_by_role("button", name="Save").click()
    expect(browser_page.get_by_text("That is nobody")).to_be_visible()
    expect(field).to_have_value("nobody")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()


def test_escape_closes_the_modal_and_tells_the_bot(browser_page: Page, sandbox: Sandbox) -> None:
    ask(browser_page, sandbox)
    browser_page.keyboard.press("Escape")
    expect(browser_page.get_by_role("dialog")).to_have_count(0)
    expect(browser_page.get_by_text("Closed, False")).to_be_visible()


def test_focus_stays_inside_a_modal(browser_page: Page, sandbox: Sandbox) -> None:
    ask(browser_page, sandbox)
    for _ in range(8):
        browser_page.keyboard.press("Tab")
        assert browser_page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )


def test_news_arrive_without_disturbing_who_is_typing(browser_page: Page, sandbox: Sandbox) -> None:
    browser_page.goto(f"{sandbox.url}p/U0ADA/C0GREEN")
    field = browser_page.get_by_role("textbox", name="Message")
    field.press_sequentially("I was about to")
    sandbox.workspace.post("C0GREEN", "U0BEN", "The bees are out")
    expect(browser_page.get_by_text("The bees are out")).to_be_visible()
    field.press_sequentially(" say")
    expect(field).to_have_value("I was about to say")
    expect(field).to_be_focused()


def test_two_tabs_are_two_people(browser_page: Page, sandbox: Sandbox) -> None:
    browser_page.goto(f"{sandbox.url}p/U0ADA/C0GREEN")
    other = browser_page.context.new_page()
    other.goto(f"{sandbox.url}p/U0BEN/C0GREEN")
    say(other, "Good morning")
    expect(browser_page.get_by_role("article", name="Ben Okoro")).to_contain_text("Good morning")


def test_a_slash_hints_at_the_commands(browser_page: Page, sandbox: Sandbox) -> None:
    browser_page.goto(f"{sandbox.url}p/U0ADA/C0GREEN")
    browser_page.get_by_role("textbox", name="Message").press_sequentially("/gr")
    expect(browser_page.get_by_role("option", name="/greet")).to_be_visible()
    browser_page.keyboard.press("Enter")
    browser_page.keyboard.type("Ada")
    browser_page.keyboard.press("Enter")
    expect(browser_page.get_by_text("Greeting Ada")).to_be_visible()
    expect(browser_page.get_by_text("Only visible to you")).to_be_visible()


def test_the_app_home_is_drawn_when_it_is_looked_at(browser_page: Page, sandbox: Sandbox) -> None:
    browser_page.goto(f"{sandbox.url}p/U0ADA/D0ADA")
    browser_page.get_by_role("link", name="Home", exact=True).click()
    expect(browser_page.get_by_text("Welcome home")).to_be_visible()


def test_a_reset_asks_first(browser_page: Page, sandbox: Sandbox) -> None:
    browser_page.goto(f"{sandbox.url}p/U0ADA/C0GREEN")
    say(browser_page, "Soon gone")
    expect(browser_page.get_by_text("Soon gone")).to_be_visible()
    for button in ("Cancel", "Reset"):
        browser_page.get_by_role("button", name="Reset").click()
        browser_page.get_by_role("dialog").get_by_role("button", name=button).click()
        expect(browser_page.get_by_text("Soon gone")).to_have_count(int(button == "Cancel"))


def test_on_a_phone_nothing_is_wider_than_the_screen(browser_page: Page, sandbox: Sandbox) -> None:
    browser_page.set_viewport_size(PHONE)
    ask(browser_page, sandbox)
    for address in ("U0ADA/D0ADA", "U0ADA/C0GREEN", "U0ADA/C0GREEN?list=1", "U0ADA/C0GREEN?inspect=1"):
        browser_page.goto(f"{sandbox.url}p/{address}")
        assert browser_page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_date_is_written_day_before_month_whatever_the_browsers_language(browser: Browser, empty: Sandbox) -> None:
    view = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "When"},
        "blocks": [
            {
                "type": "input",
                "block_id": "when",
                "label": {"type": "plain_text", "text": "Day"},
                "element": {"type": "datepicker", "action_id": "day", "initial_date": "2026-07-24"},
            }
        ],
        "submit": {"type": "plain_text", "text": "Save"},
    }
    shown = empty.workspace.open_view("U0ADA", view)
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(f"{empty.url}p/U0ADA/D0ADA")
    expect(page.get_by_label("Day", exact=True)).to_have_value("24/07/2026")
    page.get_by_role("dialog").locator("[data-fills]").evaluate(
        "calendar => { calendar.value = '2026-12-05'; calendar.dispatchEvent(new Event('change', { bubbles: true })) }"
    )
    expect(page.get_by_label("Day", exact=True)).to_have_value("05/12/2026")
    page.get_by_label("Day", exact=True).fill("31/11/2026")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Please enter a date as day/month/year.")).to_be_visible()
    expect(page.get_by_label("Day", exact=True)).to_have_value("31/11/2026")
    page.get_by_label("Day", exact=True).fill("30/11/2026")
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert empty.workspace.view(shown.id) is None
    context.close()


def test_a_long_list_is_searched_and_no_more_is_chosen_than_may_be(browser_page: Page, empty: Sandbox) -> None:
    options = [{"text": {"type": "plain_text", "text": f"Plant {n:02}"}, "value": str(n)} for n in range(20)]
    element = {"type": "multi_static_select", "action_id": "a", "options": options, "max_selected_items": 2}
    block = {"type": "actions", "block_id": "b", "elements": [element]}
    message = empty.workspace.post("D0ADA", empty.workspace.bot.id, "Choose", [block])
    browser_page.goto(f"{empty.url}p/U0ADA/D0ADA")
    search = browser_page.get_by_role("searchbox")
    for name in ("Plant 07", "Plant 13"):
        search.fill(name)
        expect(browser_page.get_by_role("checkbox")).to_have_count(1)
        browser_page.get_by_label(name).check()
    search.fill("")
    expect(browser_page.get_by_text("Plant 07, Plant 13")).to_be_visible()
    expect(browser_page.get_by_label("Plant 01")).to_be_disabled()
    expect(browser_page.get_by_text("Greeter is not connected.")).to_be_visible()
    kept = empty.workspace.message_values("D0ADA", message.ts, "U0ADA")["b"]["a"]["selected_options"]
    assert [option["value"] for option in kept] == ["7", "13"]


def test_names_are_completed_while_somebody_types(browser_page: Page, empty: Sandbox) -> None:
    browser_page.goto(f"{empty.url}p/U0ADA/C0GREEN")
    browser_page.get_by_role("textbox", name="Message").press_sequentially("Ask @ok")
    expect(browser_page.get_by_role("option", name="Ben Okoro")).to_be_visible()
    browser_page.keyboard.press("Enter")
    browser_page.keyboard.type(":tad")
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.press("Enter")
    expect(browser_page.get_by_role("article")).to_contain_text("Ask @Ben Okoro 🎉")
    assert empty.workspace.messages("C0GREEN", "U0ADA")[-1].text == "Ask <@U0BEN> :tada:"


def test_a_file_is_dropped_on_the_conversation(browser_page: Page, empty: Sandbox) -> None:
    browser_page.goto(f"{empty.url}p/U0ADA/D0ADA")
    carried = browser_page.evaluate_handle(
        """() => {
            const all = new DataTransfer();
            all.items.add(new File(["A plan"], "plan.txt", { type: "text/plain" }));
            return all;
        }"""
    )
    for event in ("dragover", "drop"):
        browser_page.dispatch_event("#scroll-messages", event, {"dataTransfer": carried})
    browser_page.keyboard.press("Enter")
    expect(browser_page.get_by_role("link", name="plan.txt")).to_be_visible()
    expect(browser_page.get_by_text("A plan", exact=True)).to_be_visible()


def test_a_fault_is_set_and_cleared_on_the_page(browser_page: Page, empty: Sandbox) -> None:
    browser_page.goto(f"{empty.url}p/U0ADA/C0GREEN")
    browser_page.get_by_role("button", name="Faults").click()
    browser_page.get_by_role("form", name="Rate limited").get_by_label("Retry-After").fill("7")
    browser_page.get_by_role("button", name="Set Rate limited").click()
    expect(browser_page.get_by_role("button", name="Faults 1 set")).to_be_visible()
    expect(browser_page.get_by_text("seconds 7, once")).to_be_visible()
    browser_page.get_by_role("button", name="Clear all").click()
    expect(browser_page.get_by_text("Nothing goes wrong on purpose now.")).to_be_visible()


def test_a_keyboard_alone_gets_an_answer(browser_page: Page, sandbox: Sandbox) -> None:
    browser_page.goto(f"{sandbox.url}p/U0ADA/D0ADA")
    browser_page.keyboard.press("Tab")
    expect(browser_page.get_by_role("link", name="Skip to the conversation")).to_be_focused()
    browser_page.keyboard.press("Enter")
    tab_to(browser_page, "Message Greeter")
    browser_page.keyboard.type("hello")
    browser_page.keyboard.press("Enter")
    expect(browser_page.get_by_role("button", name="Ask me")).to_be_visible()
    tab_to(browser_page, "Ask me", "Shift+Tab")
    browser_page.keyboard.press("Enter")
    expect(browser_page.get_by_label("Name", exact=True)).to_be_focused()
    browser_page.keyboard.type("Ada")
    tab_to(browser_page, "Save")
    browser_page.keyboard.press("Enter")
    expect(browser_page.get_by_text("Nice to meet you, Ada")).to_be_visible()
    expect(browser_page.get_by_role("button", name="Ask me")).to_be_focused()


CALLED = "(document.activeElement.ariaLabel || document.activeElement.textContent).trim()"


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab until something is focused that is called so."""
    for _ in range(30):
        page.keyboard.press(key)
        if page.evaluate(CALLED) == name:
            return
    pytest.fail(f"No Tab leads to {name}")


def test_a_select_is_searched_by_the_bot_that_knows_its_options(browser_page: Page, sandbox: Sandbox) -> None:
    element = {"type": "external_select", "action_id": "plant", "min_query_length": 1}
    sandbox.workspace.post("D0ADA", "U0GREETER", "Choose", [{"type": "actions", "elements": [element]}])
    browser_page.goto(f"{sandbox.url}p/U0ADA/D0ADA")
    browser_page.get_by_role("searchbox").press_sequentially("ros")
    browser_page.get_by_role("radio", name="Rosemary").click()
    expect(browser_page.get_by_text("Rosemary is planted")).to_be_visible()
    expect(browser_page.get_by_role("radio", name="Rosemary")).to_be_checked()


def test_several_are_chosen_from_what_the_bot_offers(browser_page: Page, hasty: Sandbox) -> None:
    element = {"type": "multi_external_select", "action_id": "plant", "min_query_length": 1}
    label = {"type": "plain_text", "text": "Plants"}
    asked = {"type": "input", "block_id": "b", "label": label, "element": element}
    view = hasty.workspace.open_view("U0ADA", modal("Plants", asked, callback_id="none"))
    browser_page.goto(f"{hasty.url}p/U0ADA/D0ADA")
    for typed, name in (("ros", "Rose"), ("s", "Sage")):
        browser_page.get_by_role("searchbox").fill("")
        browser_page.get_by_role("searchbox").press_sequentially(typed)
        browser_page.get_by_role("checkbox", name=name, exact=True).check()
    expect(browser_page.locator(".kept label")).to_have_text(["Rose", "Sage"])
    browser_page.get_by_role("button", name="Save").click()
    expect(browser_page.get_by_role("alert").last).not_to_be_empty()  # nobody listens to this modal
    kept = hasty.workspace.view(view.id)
    assert kept
    assert [option["value"] for option in kept.values["b"]["plant"]["selected_options"]] == ["Rose", "Sage"]
