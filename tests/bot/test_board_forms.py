"""The forms of the board as Slack sends them, read back."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot import board_forms
from bot.blocks.parts import Block
from bot.carried import OnBoard
from bot.names import Field
from flows.moderation import Action, ActionId, Present
from flows.refusal import Refusal
from tests.goldens.test_board import FIRST, PLAN, RICH
from tests.walks import MEETING

AFTER_MIDNIGHT = datetime(2026, 6, 22, 23, 30, tzinfo=UTC)
"""In London it is the 23rd already."""


def view(action: str = "", **fields: Block) -> Block:
    """A submitted form about the first sub-domain, or an action of it; fields by their names."""
    values = {f"{name} {FIRST}": {name: held} for name, held in fields.items()}
    where = OnBoard(round=RICH.round.id, subdomain=FIRST, action=action, seen=1).packed()
    return {"private_metadata": where, "state": {"values": values}}


def words(text: str) -> Block:
    return {"type": "plain_text_input", "value": text}


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("12000", 12_000), ("£12,000", 12_000), ("£ 1,250,000", 1_250_000), ("12 000.00", 12_000), ("", None)],
)
def test_an_amount_is_read_as_people_write_it(typed: str, amount: int | None) -> None:
    assert board_forms.action(view(what=words("Plan"), amount=words(typed)), RICH, MEETING).amount == amount


@pytest.mark.parametrize("typed", ["12k", "about 5", "-3", "1,2", "12.50", "=1+1"])
def test_an_amount_that_is_none_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(Refusal) as no:
        board_forms.action(view(what=words("Plan"), amount=words(typed)), RICH, MEETING)
    assert no.value.field == Field.AMOUNT


def due(day: str, action: str = "", now: datetime = AFTER_MIDNIGHT) -> Action:
    """What becomes of an action with this day."""
    chosen = {"type": "datepicker", "selected_date": day}
    return board_forms.action(view(action, what=words("Plan"), due=chosen), RICH, now)


def test_an_action_may_be_due_today_or_later() -> None:
    assert [due(day).due for day in ("2026-06-23", "2027-01-01")] == [date(2026, 6, 23), date(2027, 1, 1)]


def test_a_day_that_has_passed_where_the_partnership_is_is_refused_at_its_field() -> None:
    with pytest.raises(Refusal, match="Choose today or a later day") as no:
        due("2026-06-22")
    assert no.value.field == Field.DUE
    abroad = replace(RICH, partnership=replace(RICH.partnership, zone="America/New_York"))
    chosen = {"type": "datepicker", "selected_date": "2026-06-22"}
    assert board_forms.action(view(what=words("Plan"), due=chosen), abroad, AFTER_MIDNIGHT).due == date(2026, 6, 22)


def test_an_action_whose_day_has_passed_can_be_changed_in_everything_else() -> None:
    autumn = datetime(2026, 10, 1, 9, tzinfo=UTC)
    assert due("2026-09-01", PLAN.id, autumn) == Action(ActionId(PLAN.id), "Plan", due=PLAN.due)
    with pytest.raises(Refusal, match="Choose today or a later day"):
        due("2026-09-02", PLAN.id, autumn)


def test_picked_up_evidence_follows_what_was_typed_each_piece_once() -> None:
    first, second = RICH.evidence[FIRST]
    chosen = {"type": "multi_static_select", "selected_options": [{"value": "1"}, {"value": "2"}, {"value": "7"}]}
    typed = view(evidence=words(f"The plan. {second}"), pick_up=chosen)
    assert board_forms.decision(typed, RICH).evidence == f"The plan. {second}\n{first}"


def test_who_was_there_is_read_by_organisation_and_function() -> None:
    partner = RICH.partnership.partners[0]
    values = {
        f"present {partner.id}": {"present": words("Chair; lived experience lead")},
        "others_present": {"others_present": words("Healthwatch: observer\n")},
    }
    assert board_forms.present({"state": {"values": values}}, RICH) == (
        Present(partner.name, "Chair"),
        Present(partner.name, "lived experience lead"),
        Present("Healthwatch", "observer"),
    )


def test_others_without_a_function_are_asked_for_it() -> None:
    with pytest.raises(Refusal) as no:
        board_forms.present({"state": {"values": {"others_present": {"others_present": words("Healthwatch")}}}}, RICH)
    assert no.value.field == Field.OTHERS_PRESENT


def test_a_day_that_no_form_gives_is_refused() -> None:
    with pytest.raises(Refusal):
        board_forms.changed(view(due={"type": "datepicker", "selected_date": "soon"}))


@pytest.mark.parametrize("typed", ["", "ninety", "9.5", "-1"])
def test_minutes_are_a_number(typed: str) -> None:
    with pytest.raises(Refusal):
        board_forms.minutes(view(minutes=words(typed)))
