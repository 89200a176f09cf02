"""The checklist: each line turns red when its matter is open, says what to do, and repeats nothing that was typed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from flows import checklist
from flows.board import Board
from flows.checklist import Check
from flows.dossier import Dossier
from flows.judgement import Judgement, Kind
from flows.moderation import Action, ActionId, Decision, Progress
from frameworks.schema import ScopeId
from tests.reports.dossiers import MIDLANDS, SEL, published, ready

PHM, LEADERSHIP, PREVENTION = "population-health-management", "clinical-and-professional-leadership", "prevention"
READY = ready(MIDLANDS)


def decided(dossier: Dossier, subdomain: str, **changes: object) -> Dossier:
    """The dossier with one decision changed."""
    decisions = tuple(
        replace(one, **changes) if one.subdomain == subdomain else one  # type: ignore[arg-type]  # by name, from tests
        for one in dossier.moderation.decisions
    )
    return replace(dossier, moderation=replace(dossier.moderation, decisions=decisions))


def line(dossier: Dossier, name: str) -> Check:
    return {one.name: one for one in checklist.check(dossier)}[name]


def reds(dossier: Dossier) -> list[str]:
    return [one.name for one in checklist.check(dossier) if one.red]


@pytest.mark.parametrize("dossier", [READY, ready(SEL, "short_term"), ready(SEL)], ids=["midlands", "sel", "sel whole"])
def test_a_round_that_ended_well_has_nothing_red(dossier: Dossier) -> None:
    assert reds(dossier) == []
    assert not checklist.is_draft(dossier)


def test_the_published_return_shows_where_it_was_left_unfinished() -> None:
    assert reds(published()) == [
        "Levels between two",
        "Unfinished words such as TBC",
        "Unfinished sentences",
        "Who was there, and agreement",
        "Cohort",
        "System Level Actions and Opportunities",
    ]


def test_the_published_returns_cut_off_rows_are_named() -> None:
    assert line(published(), "Unfinished sentences").words.startswith(
        "Finish the sentence, or end it with a full stop; a text seems to break off: Modern general practice;"
        " Urgent neighbourhood services;"
        " System Architecture and model of Care; Workforce; Clinical and professional Leadership."
    )


OPEN = {
    "Agreed levels": {"judgement": None},
    "Evidence": {"evidence": " \n"},
    "Rows that cannot be rated": {"judgement": Judgement(Kind.CANNOT_ASSESS), "evidence": ""},
    "Levels between two": {"judgement": Judgement.of(2, leaning=True), "rationale": ""},
    "Unfinished words such as TBC": {"evidence": "Dashboard figures TBC."},
    "Unfinished sentences": {"evidence": "Teams meet weekly with the"},
    "Views without names": {"minority": "Fernhill Hospice saw this one level lower."},
}


@pytest.mark.parametrize(("name", "changes"), OPEN.items(), ids=OPEN)
def test_an_open_matter_turns_its_own_line_red_and_names_the_row(name: str, changes: dict[str, object]) -> None:
    dossier = decided(READY, PHM, **changes)
    assert reds(dossier) == [name]
    assert "Population health management" in line(dossier, name).words


@pytest.mark.parametrize(
    "text",
    [
        "TBC",
        "Owner: tbc",
        "Standard word needs to be supplied by primary care.",
        "Figures still to be confirmed.",
        "[insert name of lead]",
        "Insert figures here",
        "We have ??? practices.",
        "Signed by ____.",
        "Lead XXX to follow.",
    ],
)
def test_what_is_left_to_fill_in_is_found(text: str) -> None:
    assert line(decided(READY, PHM, evidence=text), "Unfinished words such as TBC").red


@pytest.mark.parametrize(
    "text",
    [
        "We agreed the plan to be completed in May.",
        "Teams insert catheters at home.",
        "All 37 practices (100 %) take part.",
    ],
)
def test_ordinary_sentences_are_not_taken_for_gaps(text: str) -> None:
    assert not line(decided(READY, PHM, evidence=text), "Unfinished words such as TBC").red


@pytest.mark.parametrize(
    "text",
    [
        "We have agreed the plan and",
        "Partners include the council,",
        "The teams are:",
        "We work with (health and care",
        "One town has a hub.\nAnother has a team.\nThrough our Black Country",
    ],
)
def test_a_text_that_breaks_off_is_found(text: str) -> None:
    assert line(decided(READY, PHM, evidence=text), "Unfinished sentences").red


@pytest.mark.parametrize(
    "text", ["Joint triage desk", "Our teams:\n- nurses\n- social workers", "One hub\nOne team\nOne plan", "In place."]
)
def test_notes_without_full_stops_are_no_broken_sentences(text: str) -> None:
    assert not line(decided(READY, PHM, evidence=text), "Unfinished sentences").red


def test_a_level_where_there_are_no_criteria_is_red() -> None:
    dossier = decided(READY, LEADERSHIP, judgement=Judgement.of(2))
    assert "Take the level away" in line(dossier, "Agreed levels").words


def test_a_row_without_criteria_still_owes_its_evidence() -> None:
    assert reds(decided(READY, LEADERSHIP, evidence="")) == ["Rows that cannot be rated"]


def test_a_row_that_is_not_developed_yet_owes_nothing() -> None:
    assert reds(decided(ready(SEL), PREVENTION, evidence="", judgement=None)) == []


def test_a_level_typed_into_the_evidence_is_red() -> None:
    dossier = decided(READY, PHM, evidence="STARTING\nWe have a plan, for children too.")
    assert "because the return sets it above" in line(dossier, "Levels between two").words


def test_a_priority_that_nobody_owns_is_red() -> None:
    dossier = decided(READY, PHM, priority=True, lead_organisation="", actions=())
    assert reds(dossier) == ["Owners"]


@pytest.mark.parametrize(
    ("loose", "lacking"),
    [
        ({"owner_name": "Sam Example"}, "Give every action a date: 1 needs one."),
        ({"due": date(2026, 9, 1)}, "Give every action an owner: 1 needs one."),
        ({}, "Give every action an owner: 1 needs one. Give every action a date: 1 needs one."),
    ],
)
def test_an_action_without_an_owner_or_a_date_is_red_until_it_is_done(loose: dict[str, Any], lacking: str) -> None:
    action = Action(ActionId("x"), "Agree a plan", **loose)
    assert line(decided(READY, PHM, actions=(action,)), "Actions").words == lacking
    done = replace(action, progress=Progress.DONE)
    assert not line(decided(READY, PHM, actions=(done,)), "Actions").red


def test_what_has_no_level_is_named_beside_those_that_have_one() -> None:
    assert line(ready(SEL, "short_term"), "Agreed levels").words == "Every sub-domain has one."
    dossier = decided(ready(SEL, "short_term"), "parity-of-voice", judgement=Judgement(Kind.CANNOT_ASSESS))
    words = "Every sub-domain has one, except where none can be given: Parity of voice."
    assert line(dossier, "Agreed levels").words == words


def test_the_board_is_told_what_the_return_lacks_beside_what_agreeing_needs() -> None:
    held = replace(READY.moderation, agreed_at=None, present=())
    assert READY.disclosure is not None
    board = Board(READY.partnership, READY.round, READY.edition, READY.disclosure, held)
    assert checklist.still_needed(board) == ()
    bare = decided(replace(READY, moderation=held), PHM, evidence="", priority=True, lead_organisation="", actions=())
    needed = checklist.still_needed(replace(board, moderation=bare.moderation))
    assert [one.name for one in needed] == ["Evidence"]


def test_a_reopened_round_is_red_and_who_was_away_is_told() -> None:
    dossier = replace(READY, moderation=replace(READY.moderation, agreed_at=None))
    assert reds(dossier) == ["Who was there, and agreement"]
    assert (
        line(READY, "Who was there, and agreement").words
        == "Agreed. Not at the meeting: Larkmere Healthwatch; Ashgrove Housing."
    )


def test_a_cohort_with_children_wants_evidence_about_them() -> None:
    silent = tuple(replace(one, evidence="Teams meet weekly.") for one in READY.moderation.decisions)
    assert reds(replace(READY, moderation=replace(READY.moderation, decisions=silent))) == ["Cohort"]


def test_a_round_that_left_out_what_the_framework_expects_is_red() -> None:
    dossier = ready(MIDLANDS, ScopeId.CORE_COMPONENT)
    assert reds(dossier) == ["Coverage"]
    assert "Workforce" in line(dossier, "Coverage").words


def test_an_empty_half_of_the_last_page_is_red() -> None:
    dossier = replace(READY, moderation=replace(READY.moderation, opportunities=""))
    no_practice = decided(dossier, PHM, actions=())
    assert line(no_practice, "System Level Actions and Opportunities").words.startswith("Nothing stands under Oppor")


def test_the_checklist_repeats_nothing_that_was_typed() -> None:
    canary = "CANARY tbc (and"
    typed = Decision(PHM, rationale=canary, minority=canary, evidence=canary, lead_organisation=canary)
    others = READY.moderation.decisions[1:]
    dossier = replace(READY, moderation=replace(READY.moderation, decisions=(typed, *others), opportunities=canary))
    assert "CANARY" not in " ".join(one.words for one in checklist.check(dossier))
