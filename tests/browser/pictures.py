"""The pictures of the documentation, drawn anew: `python -m tests.browser.pictures`."""

import re
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from PIL import Image
from playwright.sync_api import Browser, Page

from bot.settings import chromium
from sandbox.trial import Trial
from tests.browser.test_a_round_in_the_page import Newcomer
from tests.browsers import launched
from tests.stories.conftest import MONDAY_TEN

DESKTOP, PHONE = (1280, 760), (375, 740)
COLOURS = 128
"""Enough for a page of words, and a third of the bytes."""


def draw(folder: Path = Path("docs/pictures")) -> None:
    """Run a round in the page and keep three pictures of it."""
    folder.mkdir(parents=True, exist_ok=True)
    program = chromium()
    if program is None:
        raise typer.BadParameter("Chromium is not installed (apt install chromium)")
    with TemporaryDirectory() as kept, launched(program) as browser:
        trial = Trial(Path(kept), start=MONDAY_TEN)
        with trial.open():
            _draw(browser, trial, folder)


def _draw(browser: Browser, trial: Trial, folder: Path) -> None:
    desk, phone = (_newcomer(browser, trial, *size) for size in (DESKTOP, PHONE))
    desk.acts_as("U01PRIYA", "C01PLACE")
    desk.says("/maturity start")
    desk.sees_modal("Start a round")
    desk.presses("Start the round")
    desk.sees_modal("The round has started")
    desk.closes_modal()

    desk.acts_as("U05MEGAN", "D05MEGAN")
    desk.presses("Start")
    desk.sees(re.compile("1 of 13 - "))
    _keep(desk.page, folder / "card.png")

    phone.acts_as("U05MEGAN", "D05MEGAN")
    phone.presses("Choose Developing")
    phone.sees_modal("1 of 13")
    phone.page.get_by_label("Evidence", exact=False).first.fill(
        "The operating model of March, agreed by all six practices."
    )
    phone.page.locator("dialog[data-modal] .inside").evaluate("it => { it.scrollTop = 0 }")
    _keep(phone.page, folder / "phone.png")

    trial.others.all()
    desk.acts_as("U01PRIYA", "C01PLACE")
    desk.lets_time_pass_until("Where our views differ")
    desk.dismisses()
    _keep(desk.page, folder / "summary.png")
    for newcomer in (desk, phone):
        newcomer.page.context.close()


def _newcomer(browser: Browser, trial: Trial, width: int, height: int) -> Newcomer:
    context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=2, locale="en-GB")
    return Newcomer(context.new_page(), trial.sandbox.url)


def _keep(page: Page, path: Path) -> None:
    """Without a pointer or a caret in it, and small."""
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(400)
    with Image.open(BytesIO(page.screenshot())) as shot:
        shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    typer.echo(f"{path}  {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    typer.run(draw)
