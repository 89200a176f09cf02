"""Slack's JSON in, typed events out."""

from datetime import date, time
from typing import Any

import pytest

from bot import payloads
from bot.carried import Draft, Place
from bot.names import Action, Field
from flows.assessment import AnswerGiven, AssessmentId
from flows.judgement import Judgement
from flows.people import Caller, PartnershipId, UserId, WorkspaceId
from flows.proposal import RoundForm, When
from flows.refusal import Refusal
from flows.round import Label, Mode

ADA = Caller(WorkspaceId("T1"), UserId("U1"))
PLACE = Place(assessment=AssessmentId("as1"), subdomain="shared-clinical-risk", level=2)


def view(metadata: str, **values: dict[str, Any]) -> dict[str, Any]:
    """A view whose fields hold this; a block's id says besides its field what it is about."""
    state = {f"{name} sel-2025-08": {name: held} for name, held in values.items()}
    blocks = [{"type": "input", "block_id": one, "element": {"action_id": next(iter(state[one]))}} for one in state]
    return {"private_metadata": metadata, "state": {"values": state}, "blocks": [{"type": "divider"}, *blocks]}


def option(value: str) -> dict[str, Any]:
    return {"selected_option": {"value": value}}


@pytest.mark.parametrize(
    "body",
    [
        {"team": {"id": "T1"}, "user": {"id": "U1"}},
        {"team": None, "user": {"id": "U1", "team_id": "T1"}},
        {"team_id": "T1", "user_id": "U1", "command": "/maturity"},
        {"team_id": "T1", "event": {"user": "U1"}},
    ],
)
def test_who_acts_is_read_from_every_kind_of_payload(body: dict[str, Any]) -> None:
    assert payloads.caller(body) == ADA


@pytest.mark.parametrize("body", [{}, {"team_id": "T1"}, {"user_id": "U1"}, {"team_id": "T1", "event": {}}])
def test_nobody_acts_for_nobody(body: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="who you are"):
        payloads.caller(body)


def test_a_button_is_read_by_its_value() -> None:
    body = {"actions": [{"action_id": "choose_level", "value": PLACE.packed()}]}
    assert (payloads.action(body), payloads.place(body)) == (Action.CHOOSE_LEVEL, PLACE)


def test_a_choice_is_read_by_the_option_chosen() -> None:
    assert payloads.place({"actions": [{"action_id": "go_to", **option(PLACE.packed())}]}) == PLACE


def test_words_after_a_command_are_read_without_capitals_and_stray_spaces() -> None:
    assert payloads.words({"text": "  Start   NOW "}) == "start now"


def test_an_answer_is_read_whole() -> None:
    form = view(
        PLACE.packed(), judgement=option("level-2-leaning"), evidence={"value": "Minutes."}, comment={"value": "Well."}
    )
    assert payloads.answer(form, then_next=True) == AnswerGiven(
        "shared-clinical-risk", Judgement.of(2, leaning=True), "Minutes.", "Well.", then_next=True, seen=0
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("The plan \ud83d of May", "The plan \N{REPLACEMENT CHARACTER} of May"),
        ("nul\0 bell\a escape\x1b", "nul bell escape"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("whole \U0001f600 and \N{ZERO WIDTH JOINER} joined", "whole \U0001f600 and \N{ZERO WIDTH JOINER} joined"),
    ],
)
def test_what_no_database_takes_is_cleaned_and_the_rest_is_kept(typed: str, read: str) -> None:
    place = Place(assessment=AssessmentId("as-1"), subdomain="a").packed()
    given = payloads.answer(view(place, comment={"value": typed}), then_next=True)
    assert given.comment == read
    given.comment.encode("utf-8")


def test_an_empty_answer_is_read_as_one() -> None:
    form = view(PLACE.packed(), judgement={"selected_option": None}, evidence={"value": None}, comment={"value": None})
    assert payloads.answer(form, then_next=False) == AnswerGiven(
        "shared-clinical-risk", None, "", "", then_next=False, seen=0
    )


def test_a_step_of_the_round_s_form_is_read_over_what_came_before() -> None:
    before = RoundForm(PartnershipId("T1-C1"), mode=Mode.OPEN)
    form = view(
        Draft(form=before).packed(),
        framework=option("sel-2025-08"),
        label=option("Re-run"),
        scopes={"selected_options": [{"value": "short_term"}, {"value": "longer_term"}]},
        deadline={"selected_date": "2026-06-15"},
        deadline_time={"selected_time": "12:00"},
        meeting={"selected_date": "2026-06-22"},
        meeting_time={"selected_time": None},
    )
    assert payloads.round_form(form) == RoundForm(
        partnership=PartnershipId("T1-C1"),
        framework="sel-2025-08",
        label=Label.RE_RUN,
        scopes=frozenset(["short_term", "longer_term"]),
        deadline=When(date(2026, 6, 15), time(12)),
        meeting=When(date(2026, 6, 22)),
        mode=Mode.OPEN,
    )


def test_a_partnership_chosen_in_the_form_counts_more_than_the_one_it_opened_with() -> None:
    draft = Draft(form=RoundForm(PartnershipId("T1-C1"))).packed()
    form = view(draft, partnership=option("T1-C2"), framework=option("sel-2025-08"), label=option("Baseline"))
    assert payloads.round_form(form).partnership == "T1-C2"


def test_a_fault_is_told_at_the_block_of_its_field() -> None:
    form = view("", evidence={"value": ""}, comment={"value": ""})
    assert payloads.block_of(form, Field.COMMENT) == "comment sel-2025-08"


@pytest.mark.parametrize("name", [None, "", "judgement"])
def test_a_fault_without_a_field_on_this_form_is_told_at_the_first(name: str | None) -> None:
    assert payloads.block_of(view("", evidence={"value": ""}), name) == "evidence sel-2025-08"
