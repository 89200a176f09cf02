"""The first sheet of the workbook to fill in: who is asked what, by when, and who can see it."""

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from bot import workbooks
from bot.reports.workbook_pages import CONTENT_WIDTH, DARK, FONT, LABEL_WIDTH, height, printed
from flows import calendar
from flows.assessment import Walk
from flows.progress import MINUTES_EACH
from flows.round import Mode

HOW = (
    "Go to the sheet “Answers”. Read the levels of each sub-domain and choose the one that fits best, from the list in "
    "its yellow cell. The list also has: leaning to the next level, not yet at the lowest, and cannot assess (please "
    "say why). Add evidence: it is what the meeting works with. Please give no patient details. What you leave empty "
    "stays as it is, so you can send the workbook several times.\n"
    "At the very end, choose “yes” if this is your organisation's view. Only then does it count."
)
QUOTING = "In Slack, people can agree to have a comment quoted without a name. No comment from this workbook is quoted."
BACK = (
    "Send it straight to the person it came from. They drop it into their conversation with Common View in Slack. "
    "There it is read in whole or not at all, with each cell named that needs another look. Please keep all sheets as "
    "they are: a hidden one says whose workbook this is, so that it counts for no other organisation."
)
CARRIED = (
    "Whoever passes this file on can open it and read it, although Common View itself shows them no answer. "
    "To answer more privately, ask the lead to invite one of you into Slack."
)
ANONYMOUS = (
    "After the deadline the partnership sees, in words, how far views are apart: no names, no counts, no averages. "
    "Evidence is for the partnership, without a name, unless you keep it as your own note."
)
NAMED = "This round is open: after the deadline the partnership sees names and levels."


def draw(page: Worksheet, walk: Walk) -> None:
    """Fill the sheet, a heading beside each paragraph."""
    page.column_dimensions["A"].width = LABEL_WIDTH
    page.column_dimensions["B"].width = CONTENT_WIDTH
    title = workbooks.put(page, 1, 1, f"How far along is {walk.partnership.name}?")
    title.font = Font(FONT, bold=True, size=18, color=DARK)
    page.row_dimensions[1].height = 30
    for row, (label, words) in enumerate(_paragraphs(walk), 3):
        workbooks.put(page, row, 1, label).font = Font(FONT, bold=True)
        workbooks.put(page, row, 2, words).font = Font(FONT)
        for column in (1, 2):
            page.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[row].height = height(words) + 8
    printed(page, walk.partner.name)


def _paragraphs(walk: Walk) -> list[tuple[str, str]]:
    zone, edition, place = walk.partnership.zone, walk.edition, walk.partnership
    rated = sum(one.assessable for one in walk.subdomains)
    asked = (
        f"How mature your {place.neighbourhood} working is, in your organisation's view, with this framework: "
        f"{edition.title}. There are {rated} sub-domains to judge, about {MINUTES_EACH * rated} minutes in all."
    )
    purpose = (
        f"A common view of where {place.name} is and what to do first, at the meeting on "
        f"{calendar.in_words(walk.round.meeting_at, zone)}. There are no scores and no league tables: differences "
        "between organisations are what the meeting is for."
    )
    deadline = calendar.in_words(walk.round.deadline, zone)
    return [
        ("Your organisation", walk.partner.name),
        ("What is asked", asked),
        ("What for", purpose),
        ("By when", f"{deadline}. Please send it early enough for somebody to pass it on."),
        ("How to fill it in", HOW),
        *([("Whom it is about", edition.cohort)] if edition.cohort else []),
        ("Who can see it", f"{NAMED if walk.round.mode is Mode.OPEN else ANONYMOUS} {CARRIED}"),
        ("Quoting", QUOTING),
        ("How to send it back", BACK),
    ]
