"""Every surface as a person reads it, kept beside this file."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

import pytest

from bot import writing
from bot.blocks import answer, card, evidence, handing_on, home, my_answers, review
from bot.blocks.parts import Block
from bot.desk.sending import Matter
from flows import round as rules
from flows.assessment import Answer, Clash, Item, ItemKind, LastTime, Screen, Walk
from flows.judgement import Judgement, Kind
from flows.naming import Names
from flows.overview import Overview, Turnout
from flows.quotation import preview
from frameworks import catalog
from sandbox.drawn import drawn_text, words
from sandbox.elements import values, with_ids
from tests.goldens.conftest import HERE
from tests.storage.place import ADA, CHANNEL, PLACE
from tests.summaries import summary, views
from tests.walks import CANNOT, LEAD, MIDLANDS, NOON, SEL, a_round, a_walk, all_answered, an_answer

Golden = Callable[[str, str], None]
NAMES: dict[str, str] = {LEAD: "Lea Marsh", CHANNEL: "northgate-partnership"}
SOME: dict[str, Answer] = {
    "operating-integrated-functions": an_answer(3, "Minutes of March.", "Two neighbourhoods only."),
    "shared-clinical-risk": an_answer(Judgement.of(1, leaning=True)),
    "facilitating-data-sharing": an_answer(Judgement(Kind.CANNOT_ASSESS)),
}
BEGUN = a_walk(answers=SOME, here="promoting-use-of-data")
ALL = a_walk(answers=all_answered(a_walk()), here="promoting-use-of-data")
SUBMITTED = replace(ALL, assessment=replace(ALL.assessment, submitted_at=NOON))
INVITED = a_walk(screen=Screen.INVITATION)
LONGEST, NOT_RATED = "standardising-community-health-services", "clinical-and-professional-leadership"

FIRST = "operating-integrated-functions"
LINK = Item(ItemKind.LINK, "https://example.org/plan", "https://example.org/plan")
FILE = Item(ItemKind.FILE, "Minutes <!channel> *bold*.pdf", "https://example.org/f", "F1", ours=True)
RICH: dict[str, Answer] = {
    FIRST: replace(an_answer(3, "Minutes of March.", "Two only."), items=(LINK, FILE), consent="agreed"),
    "shared-clinical-risk": an_answer(2, "The risk log, and who keeps it."),
}
LAST_TIME = LastTime(
    agreed={FIRST: Judgement.of(2), "promoting-use-of-data": CANNOT}, own={FIRST: Judgement.of(1, leaning=True)}
)
"""What the round before has left: one's own answers only where that was an open one."""
NAMES_IN_IT = Names.of(PLACE, ())

MESSAGES = {
    "invitation": INVITED,
    "invitation_again": replace(
        INVITED, round=replace(INVITED.round, label=rules.Label.RE_RUN, previous=rules.RoundId("r0"))
    ),
    "card_sel": a_walk(),
    "card_sel_answered": a_walk(answers=SOME),
    "card_midlands_longest": a_walk(MIDLANDS, here=LONGEST),
    "card_not_rated": a_walk(MIDLANDS, here=NOT_RATED),
    "contents": BEGUN,
    "stopped": BEGUN,
    "snoozed": a_walk(),
    "review": BEGUN,
    "review_all_answered": ALL,
    "review_submitted": SUBMITTED,
    "receipt": SUBMITTED,
    "closed_submitted": SUBMITTED,
    "closed_not_submitted": BEGUN,
    "closed_summarised": replace(SUBMITTED, summarised=True),
    "closed_open_mode": replace(SUBMITTED, round=replace(SUBMITTED.round, mode=rules.Mode.OPEN)),
    "cancelled": replace(BEGUN, cancelled_at=NOON),
}
SCREENS = {"contents": Screen.CONTENTS, "stopped": Screen.STOPPED, "snoozed": Screen.SNOOZED, "receipt": Screen.RECEIPT}


def drawn(blocks: Sequence[Block]) -> str:
    shown = with_ids(blocks, map(str, count()).__next__)
    return drawn_text(shown, values(shown), lambda one: NAMES.get(one, one))


def as_message(text: str, blocks: Sequence[Block]) -> str:
    return f"({text})\n{drawn(blocks)}"


def as_view(view: Block) -> str:
    buttons = [f"[{words(view[one])}]" for one in ("close", "submit") if one in view]
    return "\n".join([f"=== {words(view.get('title')) or 'Home'} ===", drawn(view["blocks"]), *buttons])


def on_its_screen(name: str, walk: Walk) -> Walk:
    """The walk at the screen that the golden is named after."""
    closed = replace(walk, round=rules.close(walk.round)) if name.startswith("closed") else walk
    closed = replace(walk, round=rules.cancel(walk.round)) if name == "cancelled" else closed
    screen = Screen.REVIEW if name.startswith("review") else SCREENS.get(name, walk.sitting.screen)
    return replace(closed, sitting=replace(walk.sitting, screen=screen))


def turnout(*submitted: str) -> Turnout:
    edition = catalog.edition(SEL)
    waiting = tuple(one.name for one in PLACE.partners if one.name not in submitted)
    return Turnout(PLACE, a_round(edition), edition, submitted, waiting)


VIEWS = {
    "form": answer.form(a_walk()),
    "form_answered": answer.form(a_walk(answers=SOME)),
    "form_not_rated": answer.form(a_walk(MIDLANDS, here=NOT_RATED)),
    "form_with_evidence": answer.form(a_walk(answers=RICH)),
    "form_asking_why": answer.form(a_walk(answers={FIRST: an_answer(CANNOT)})),
    "form_of_two": answer.form(replace(a_walk(answers=RICH), aside=Clash(an_answer(1, "My words.", "*Mine*")))),
    "form_not_quotable": answer.form(replace(a_walk(answers=RICH), aside=preview("Ask ada@example.org.", NAMES_IN_IT))),
    "form_after_last_round": answer.form(replace(ALL, last_time=LAST_TIME), FIRST),
    "our_answers": my_answers.draw(BEGUN),
    "our_answer": my_answers.whole(replace(a_walk(answers=RICH), last_time=LAST_TIME), FIRST),
    "our_answers_gone": my_answers.draw(on_its_screen("closed_submitted", SUBMITTED)),
    "quote": answer.page(replace(a_walk(answers=RICH), aside=preview("ask  the TEAMS: it works!", NAMES_IN_IT))),
    "keep_message": evidence.keep((BEGUN,), FIRST, "{}"),
    "move_evidence": evidence.move(BEGUN, "{}", FIRST),
    "hand_on": handing_on.form(a_walk()),
    "handed_on": handing_on.invited(a_walk(), ADA),
    "review_modal": review.review(BEGUN),
    "review_modal_submitted": review.review(SUBMITTED),
    "submitted_page": review.submitted(SUBMITTED),
    "saved_page": review.saved(BEGUN),
    "home_partner": home.draw(Overview((BEGUN,), (), ())),
    "home_lead": home.draw(Overview((SUBMITTED,), (PLACE,), (turnout("Northgate Practices"),))),
    "home_stranger": home.draw(Overview((), (), ())),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_card_reads_as_kept(golden: Golden, name: str) -> None:
    golden(name, as_message(*card.draw(on_its_screen(name, MESSAGES[name]))))


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_reads_as_kept(golden: Golden, name: str) -> None:
    golden(name, as_view(VIEWS[name]))


@pytest.mark.parametrize("name", ["evidence_kept", "evidence_removed"])
def test_a_word_about_evidence_reads_as_kept(golden: Golden, name: str) -> None:
    said = evidence.kept(BEGUN, FIRST, (FILE.key,)) if name == "evidence_kept" else evidence.removed()
    golden(name, as_message(*said))


@pytest.mark.parametrize("organisations", [2, 4, 6, 9])
def test_a_summary_reads_as_kept(golden: Golden, organisations: int) -> None:
    letter = summary(*views(organisations, MIDLANDS), edition=MIDLANDS)
    golden(f"summary_of_{organisations}", as_message(letter.text, letter.blocks))


def test_the_word_in_the_channel_reads_as_kept(golden: Golden) -> None:
    edition = catalog.edition(SEL)
    letter = writing.launched(Matter(PLACE, a_round(edition), edition, None))
    assert letter is not None
    golden("launched", as_message(letter.text, letter.blocks))


def test_nothing_is_kept_that_is_no_longer_drawn() -> None:
    surfaces = {
        *MESSAGES,
        *VIEWS,
        "evidence_kept",
        "evidence_removed",
        "launched",
        *(f"summary_of_{n}" for n in (2, 4, 6, 9)),
    }
    assert {one.stem for one in HERE.glob("*.txt")} == surfaces
