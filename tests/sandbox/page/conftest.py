from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page

from sandbox.server import Sandbox


@pytest.fixture
def web(empty: Sandbox) -> Iterator[httpx.Client]:
    """A client of the page, with nobody's bot behind it."""
    with httpx.Client(base_url=empty.url, headers={"HX-Request": "true"}) as client:
        yield client


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """One tab of a desktop's size; a fault in the page's own script fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page, faults = context.new_page(), []
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert faults == []
