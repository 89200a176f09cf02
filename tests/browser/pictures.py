"""The pictures of the documentation, drawn anew: `python -m tests.browser.pictures`."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

import typer
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from bot.desk import boards, exporting, moderating
from bot.reports import documents
from bot.settings import chromium
from flows.export import Document
from flows.judgement import Judgement
from flows.moderation import Action, ActionId, Decision, Present
from flows.people import Caller, UserId, WorkspaceId
from sandbox.trial import Trial
from tests.browser.test_a_round_in_the_page import Newcomer
from tests.browsers import launched
from tests.stories.acts import newest
from tests.stories.conftest import MONDAY_TEN

DESKTOP, PHONE = (1280, 760), (375, 740)
COLOURS = 128
"""Enough for a page of words, and a third of the bytes."""
FILLED = 0.72
"""How much of the return's first page has something on it."""
TO_PDF = ("--headless", "--convert-to", "pdf")

LEAD, CHANNEL = "U01PRIYA", "C01PLACE"
RECORDED = 3
"""Sub-domains that the meeting has recorded when the board is drawn."""
WORDS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "operating-integrated-functions": (2, "Operating model agreed in March by all six practices and both wards."),
        "shared-clinical-risk": (2, "One risk register since May.\nTwo case reviews a month, across organisations."),
    }
)
"""What this meeting agrees on, and on what evidence; on the others the second level, on the usual evidence."""
USUAL = (2, "The mid-year review with the integrated care board.")
ACTION = Action(ActionId(""), "One referral form", UserId("U05MEGAN"), due=date(2026, 9, 1))
PRESENT = (Present("Larkmere GP Federation", "Clinical director"),)


def draw(folder: Path = Path("docs/pictures")) -> None:
    """Run a round in the page, from its launch to its return, and keep the pictures of it."""
    folder.mkdir(parents=True, exist_ok=True)
    program = chromium()
    if program is None:
        raise typer.BadParameter("Chromium is not installed (apt install chromium)")
    with TemporaryDirectory() as kept, launched(program) as browser:
        trial = Trial(Path(kept), start=MONDAY_TEN)
        with trial.open():
            desk, phone = (_newcomer(browser, trial, *size) for size in (DESKTOP, PHONE))
            _draw_the_answers(desk, phone, folder)
            _draw_the_summary(trial, desk, folder)
            _draw_the_map(phone, folder)
            _draw_the_meeting(trial, desk, folder)
            _draw_the_return(trial, Path(kept), folder)
            for newcomer in (desk, phone):
                newcomer.page.context.close()


def _newcomer(browser: Browser, trial: Trial, width: int, height: int) -> Newcomer:
    context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=2, locale="en-GB")
    return Newcomer(context.new_page(), trial.sandbox.url)


def _draw_the_answers(desk: Newcomer, phone: Newcomer, folder: Path) -> None:
    desk.acts_as(LEAD, CHANNEL)
    desk.says("/maturity start")
    desk.sees_modal("Start a round")
    desk.presses("Next: when")
    desk.presses("Next: check")
    desk.presses("Launch")
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
    phone.presses("Save for now")
    phone.presses("Done")
    expect(phone.page.get_by_role("dialog")).to_have_count(0)
    phone.says("submit")
    phone.presses("Check and submit")
    phone.presses("Submit our view")
    phone.sees_modal("Submitted")


def _draw_the_summary(trial: Trial, desk: Newcomer, folder: Path) -> None:
    trial.others.all()
    desk.acts_as(LEAD, CHANNEL)
    desk.lets_time_pass_until("Where our views differ")
    desk.dismisses()
    _keep(desk.page, folder / "summary.png")


def _draw_the_map(phone: Newcomer, folder: Path) -> None:
    phone.acts_as(LEAD, CHANNEL)
    phone.page.get_by_text("View thread").last.click()
    phone.sees("Discussion map, 1 of 2")
    phone.page.get_by_text("Discussion map, 1 of 2").last.evaluate("it => it.scrollIntoView()")
    _keep(phone.page, folder / "map.png")


def _draw_the_meeting(trial: Trial, desk: Newcomer, folder: Path) -> None:
    desk.acts_as(LEAD, CHANNEL)
    desk.says("/maturity moderate")
    desk.presses("Post the agenda")
    desk.sees_modal("The board")
    desk.closes_modal()
    for one in newest(trial).subdomains[:RECORDED]:
        _agree(trial, one)
    desk.presses("Open the board")
    desk.sees_modal("The board")
    _keep(desk.page, folder / "board.png")


def _draw_the_return(trial: Trial, kept: Path, folder: Path) -> None:
    """The first page on paper: everything is agreed, at the desk, and LibreOffice lays it out."""
    running, lead, desk = newest(trial), _lead(trial), trial.bot.desk
    for one in running.subdomains[RECORDED:]:
        _agree(trial, one)
    trial.clock.move_to(running.meeting_at)
    looked_at = boards.look(desk, lead, running.id).moderation
    moderating.attest(desk, lead, running.id, PRESENT, looked_at.revision)
    action = moderating.ActionForm(running.id, "", ACTION, 0, "drawn")
    moderating.act(desk, lead, action)
    moderating.note_opportunities(desk, lead, running.id, "One estate plan for all.", looked_at.revision)
    moderating.agree(desk, lead, running.id)
    dossier = exporting.take(desk, lead, running.id, [Document.RETURN_DOCX])
    (made,) = documents.make(dossier, [Document.RETURN_DOCX])
    (kept / "return.docx").write_bytes(made.content)
    if not all(map(shutil.which, ("soffice", "pdftoppm"))):
        typer.echo("LibreOffice or poppler-utils is not installed: the picture of the return stays as it is")
        return
    _run(kept, "soffice", f"-env:UserInstallation={(kept / 'office').as_uri()}", *TO_PDF, "return.docx")
    _run(kept, "pdftoppm", "-png", "-singlefile", "-r", "110", "return.pdf", "return")
    with Image.open(kept / "return.png") as page:
        _small(page.crop((0, 0, page.width, int(page.height * FILLED))), folder / "return.png")


def _run(folder: Path, program: str, *words: str) -> None:
    found = str(shutil.which(program))
    subprocess.run([found, *words], cwd=folder, check=True, capture_output=True)  # noqa: S603 - its words are ours


def _agree(trial: Trial, subdomain: str) -> None:
    level, evidence = WORDS.get(subdomain, USUAL)
    given = Decision(subdomain, Judgement.of(level), evidence=evidence, lead_organisation="Larkmere Community Health")
    moderating.decide(trial.bot.desk, _lead(trial), newest(trial).id, given)


def _lead(trial: Trial) -> Caller:
    return Caller(WorkspaceId(trial.place.team.id), UserId(LEAD))


def _keep(page: Page, path: Path) -> None:
    """Without a pointer or a caret in it, and small."""
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(400)
    with Image.open(BytesIO(page.screenshot())) as shot:
        _small(shot, path)


def _small(picture: Image.Image, path: Path) -> None:
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    typer.echo(f"{path}  {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    typer.run(draw)
