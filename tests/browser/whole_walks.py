"""Both frameworks walked whole in the page, to be looked at: `python -m tests.browser.whole_walks FOLDER`.

Every sub-domain's card and every page of the form, on a desktop and on a phone; then the review and the receipt.
"""

import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Locator, Page, expect

from bot.desk import leading
from bot.settings import chromium
from flows.people import Caller, UserId, WorkspaceId
from frameworks import catalog
from frameworks.schema import Edition
from sandbox.trial import Trial
from tests.browser.conftest import SIZES
from tests.browser.test_a_round_in_the_page import Newcomer
from tests.browsers import launched
from tests.stories.conftest import MONDAY_TEN

LEAD, MEGAN, HER_DM = "U01PRIYA", "U05MEGAN", "D05MEGAN"
ACROSS = 4
"""Pictures beside one another on a sheet."""
TALL = 5000
"""Pixels: no card or page is so long that it had to be scrolled, so that a picture shows it whole."""


def walk(
    folder: Annotated[Path, typer.Argument(help="where the sheets of pictures go")],
    only: Annotated[str, typer.Option(help="one framework, by its id")] = "",
    size: Annotated[str, typer.Option(help="desktop or phone; both, when not given")] = "",
) -> None:
    """Walk every framework that is shipped, at every size."""
    program = chromium()
    if program is None:
        raise typer.BadParameter("Chromium is not installed (apt install chromium)")
    folder.mkdir(parents=True, exist_ok=True)
    with launched(program) as browser:
        for edition in catalog.shipped():
            for one, (width, _) in SIZES.items():
                if only in {"", edition.id} and size in {"", one}:
                    _walk(browser, edition, width, folder / f"{edition.id}-{one}")


def _walk(browser: Browser, edition: Edition, width: int, sheets: Path) -> None:
    with TemporaryDirectory() as kept:
        trial = Trial(Path(kept), start=MONDAY_TEN)
        with trial.open():
            _start(trial, edition)
            context = browser.new_context(viewport={"width": width, "height": TALL}, locale="en-GB")
            me = Newcomer(context.new_page(), trial.sandbox.url)
            shots = Path(kept)
            cards = _looks_at_every_card(me, len(edition.subdomains), shots)
            forms = _answers_everything(me, edition, shots)
            context.close()
            _sheet(cards, sheets.with_name(f"{sheets.name}-cards"))
            _sheet(forms, sheets.with_name(f"{sheets.name}-forms"))
    typer.echo(f"{edition.id}: {len(edition.subdomains)} sub-domains walked, {width} pixels wide")


def _start(trial: Trial, edition: Edition) -> None:
    """Start a round over all that the framework has."""
    desk, lead = trial.bot.desk, Caller(WorkspaceId(trial.place.team.id), UserId(LEAD))
    offered = leading.opening(desk, lead).form
    everything = frozenset(str(one.id) for one in edition.scopes)
    leading.start(desk, lead, replace(offered, framework=edition.id, scopes=everything))
    trial.bot.heartbeat.wake()


def _looks_at_every_card(me: Newcomer, count: int, shots: Path) -> list[Path]:
    me.acts_as(MEGAN, HER_DM)
    me.sees("How far along is Larkmere?")
    taken = [_message(me.page, shots / "card-00.png")]
    me.presses("Start")
    for number in range(1, count + 1):
        expect(me.page.get_by_role("heading", name=re.compile(f"^{number} of {count} - "))).to_be_visible(
            timeout=30_000
        )
        taken.append(_message(me.page, shots / f"card-{number:02}.png"))
        me.presses("Skip for now")
    return taken


def _answers_everything(me: Newcomer, edition: Edition, shots: Path) -> list[Path]:
    """Each sub-domain in the form, in turn: two presses where one judges, and one where there is nothing to judge."""
    me.sees(re.compile("still without a judgement"))
    taken = [_message(me.page, shots / "form-00.png")]
    me.presses("Continue")
    me.presses("Something else…")
    for number, one in enumerate(edition.subdomains, start=1):
        me.sees_modal(f"{number} of {len(edition.subdomains)}")
        taken.append(_modal(me.page, shots / f"form-{number:02}.png"))
        if one.assessable:
            me.judges(edition.levels[number % len(edition.levels)])
        me.page.get_by_label(re.compile("^Comment")).last.fill("A word about it.")
        me.presses("Save and next")
    me.sees_modal("Check and submit")
    taken.append(_modal(me.page, shots / "form-review.png"))
    me.presses("Submit our view")
    me.sees_modal("Submitted")
    taken.append(_modal(me.page, shots / "form-submitted.png"))
    me.closes_modal()
    me.sees("Submitted. Thank you.")
    return [*taken, _message(me.page, shots / "form-receipt.png")]


def _message(page: Page, path: Path) -> Path:
    page.wait_for_timeout(150)
    return _whole(page.locator("article.message").last, path)


def _modal(page: Page, path: Path) -> Path:
    page.wait_for_timeout(150)
    return _whole(page.locator("dialog[data-modal]").last, path)


def _whole(what: Locator, path: Path) -> Path:
    what.screenshot(path=path)
    return path


def _sheet(pictures: list[Path], name: Path) -> None:
    """Put pictures side by side, a row of them a file."""
    for first in range(0, len(pictures), ACROSS):
        row = [Image.open(one).convert("RGB") for one in pictures[first : first + ACROSS]]
        width, height = sum(one.width + 8 for one in row), max(one.height for one in row)
        sheet, at = Image.new("RGB", (width, height), "white"), 0
        for one in row:
            sheet.paste(one, (at, 0))
            ImageDraw.Draw(sheet).line([(at + one.width + 3, 0), (at + one.width + 3, height)], fill="black")
            at += one.width + 8
        sheet.save(name.with_name(f"{name.name}-{first // ACROSS + 1:02}.png"))


if __name__ == "__main__":
    typer.run(walk)
