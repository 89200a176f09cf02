"""The return as cells, and what moved since the round before."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from flows import movement, returns
from flows.dossier import Before
from flows.judgement import Judgement, Kind
from flows.people import UserId
from flows.returns import Line, Style
from flows.round import Label
from tests.reports.dossiers import MIDLANDS, SEL, ready
from tests.walks import reworded

JUDGEMENTS = {
    "DEVELOPING": Judgement.of(2),
    "DEVELOPING/MATURING": Judgement.of(2, leaning=True),
    "NOT YET AT EMERGING": Judgement(Kind.NOT_YET),
    "UNABLE TO ASSESS": Judgement(Kind.CANNOT_ASSESS),
    "NOT RELEVANT HERE": Judgement(Kind.NOT_RELEVANT),
    "NOT YET RELEVANT": Judgement(Kind.NOT_YET_RELEVANT),
    "NOT YET AGREED": None,
}


@pytest.mark.parametrize(("words", "judgement"), JUDGEMENTS.items(), ids=JUDGEMENTS)
def test_every_judgement_heads_its_cell_in_capitals(words: str, judgement: Judgement | None) -> None:
    assert returns.level(judgement, SEL) == words


def test_sel_is_laid_out_by_family_and_domain() -> None:
    made = returns.fill(ready(SEL))
    assert made.tables[0].headings == ("Functional Maturity Domains", "Operational Coordination")
    assert made.tables[-1].headings == ("Relational Maturity Domains", "People, staff and teams")
    assert sum(len(one.rows) for one in made.tables) == 37
    assert made.tables[0].heads == (
        "Sub-Domain",
        "Emerging",
        "Developing",
        "Maturing",
        "Thriving",
        "Agreed level and evidence",
    )


def test_a_row_that_is_not_developed_yet_says_so_in_place_of_a_level() -> None:
    rows = {row[0][0].text: row[-1] for table in returns.fill(ready(SEL)).tables for row in table.rows}
    assert rows["Prevention"][0] == Line(returns.NOT_YET_DEVELOPED, Style.NOTE)


def test_what_is_led_in_to_stands_one_step_in() -> None:
    starting = returns.fill(ready(MIDLANDS)).tables[5].rows[0][1]
    assert [one.style for one in starting] == [Style.BULLET, *[Style.UNDER] * 8]


@pytest.mark.parametrize("sign", ["- ", "* ", "• ", "•", "– ", "· "])  # noqa: RUF001 - what people paste
def test_whatever_sign_opens_a_line_it_becomes_a_bullet(sign: str) -> None:
    assert returns.lines(f"Plain\n\n{sign}One\n  {sign}Two") == (
        Line("Plain"),
        Line("One", Style.BULLET),
        Line("Two", Style.BULLET),
    )


def test_a_negative_number_and_a_hyphenated_word_are_no_bullets() -> None:
    assert [one.style for one in returns.lines("-5 % in a year\n*starred")] == [Style.TEXT, Style.TEXT]


def test_who_was_there_is_told_by_organisation_and_function_without_names_of_people() -> None:
    told = dict(returns.facts(ready(SEL)))["At the meeting"]
    assert told.startswith("Larkmere General Practice Federation (Chief executive); Larkmere Community Health Trust")
    assert "Sam Example" not in told


def when_it_met(agreed_at: datetime | None) -> dict[str, str]:
    """What a return says of the days of a meeting that was planned for 22 July, 14:00 in London."""
    dossier = ready(SEL)
    told = returns.facts(replace(dossier, moderation=replace(dossier.moderation, agreed_at=agreed_at)))
    return {name: words for name, words in told if name in {"Moderated", "Meeting", "Agreed"}}


def test_a_meeting_that_agreed_before_its_planned_day_was_held_on_the_day_it_agreed() -> None:
    early = datetime(2025, 7, 20, 23, 30, tzinfo=UTC)
    assert when_it_met(early) == {"Moderated": "21 July 2025", "Agreed": "21 July 2025"}


def test_a_meeting_whose_agreement_came_later_was_held_as_planned() -> None:
    late = datetime(2025, 7, 24, 9, tzinfo=UTC)
    assert when_it_met(late) == {"Moderated": "22 July 2025", "Agreed": "24 July 2025"}


def test_a_draft_names_the_meeting_without_saying_that_it_was_held() -> None:
    assert when_it_met(None) == {"Meeting": "22 July 2025", "Agreed": "Not yet agreed"}


def test_movement_is_told_like_for_like_only() -> None:
    dossier = ready(MIDLANDS)
    assert len(movement.moved(dossier)) == 9
    other = Before(Label.BASELINE, SEL, {"workforce": Judgement.of(1)})
    assert movement.moved(replace(dossier, before=other)) == ()
    assert dossier.before
    earlier = replace(dossier.before, edition=reworded(MIDLANDS, "workforce"))
    moved = [one.subdomain.id for one in movement.moved(replace(dossier, before=earlier))]
    assert len(moved) == 8
    assert "workforce" not in moved


def test_from_not_yet_to_the_lowest_level_is_a_step_up() -> None:
    dossier = ready(MIDLANDS)
    before = Before(Label.BASELINE, MIDLANDS, {"population-health-management": Judgement(Kind.NOT_YET)})
    [moved] = movement.moved(replace(dossier, before=before))
    assert (moved.up, moved.down) == (True, False)


def test_an_owner_known_by_account_only_gets_a_name_and_no_other_changes() -> None:
    dossier = ready(MIDLANDS)
    [action, *_] = dossier.moderation.actions
    nameless = replace(action, owner_name="")
    known = replace(dossier, moderation=replace(dossier.moderation, actions=(nameless, action)))
    named = known.with_names({UserId("U12"): "Nell Okafor"})
    assert [one.owner_name for one in named.moderation.actions] == ["Nell Okafor", "Priya Shah"]
