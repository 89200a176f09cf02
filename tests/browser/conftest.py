"""A real browser on the sandbox's page."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from sandbox.trial import Trial
from tests.stories.conftest import MONDAY_TEN

PICTURES = Path(__file__).parents[2] / "screenshots"
SIZES = {"desktop": (1280, 800), "phone": (375, 740)}

Shoot = Callable[[Page, str], None]


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    trial = Trial(tmp_path, start=MONDAY_TEN)
    with trial.open():
        yield trial


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(browser: Browser, trial: Trial, size: str) -> Iterator[Page]:
    """A page at one size, which complains of nothing."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(trial.sandbox.url)
    yield page
    context.close()
    assert not complaints


@pytest.fixture
def shoot(size: str) -> Shoot:
    """Keep a picture of the page where a person can look at it: screenshots/ beside the README."""
    taken = 0

    def take(page: Page, name: str) -> None:
        nonlocal taken
        taken += 1
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{size}-{taken:02}-{name}.png")

    return take
