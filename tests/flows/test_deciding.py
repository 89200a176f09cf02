"""What a meeting may record, when it counts, and what happens when two leads record at once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.desk import disclosing
from flows import deciding
from flows import round as rules
from flows.board import Board
from flows.deciding import Clash, Confirmed
from flows.judgement import Judgement, Kind
from flows.moderation import Action, ActionId, Decision, FollowUp, Moderation, Present, Progress
from flows.refusal import Denied, Refusal
from frameworks import catalog
from tests.storage.place import ADA, BEN, LEA, PLACE, VAL
from tests.walks import MEETING, MIDLANDS, SEL, SUMMARY, a_round

EDITION, MATRIX = catalog.edition(SEL), catalog.edition(MIDLANDS)
ROUND = rules.close(a_round(EDITION))
FIRST = ROUND.subdomains[0]
UNRATED = "clinical-and-professional-leadership"
EMPTY = Moderation(ROUND.id)
GIVEN = Decision(FIRST, Judgement.of(2), "Because.", lead_organisation="Northgate Voices")
PLAN = Action(ActionId("x1"), "Write the plan", owner=ADA, due=date(2026, 9, 1))
HERE = (Present("Northgate Voices", "Chair"),)


def recorded(*decisions: Decision) -> Moderation:
    return replace(EMPTY, decisions=decisions)


def whole() -> Moderation:
    """Everything that is needed to agree."""
    owned = (Decision(one, Judgement.of(2), lead_organisation="Northgate Voices") for one in ROUND.subdomains)
    return replace(recorded(*owned), present=HERE)


def kept(held: Moderation, given: Decision, seen: Decision | None = None) -> Decision:
    decided = deciding.decide(held, EDITION, given, seen or held.decision(given.subdomain))
    assert isinstance(decided, Decision)
    return decided


def test_every_change_is_a_next_revision() -> None:
    first = kept(EMPTY, GIVEN)
    second = kept(recorded(first), replace(GIVEN, judgement=Judgement.of(3)))
    assert (first.revision, second.revision) == (1, 2)


def test_a_second_lead_is_shown_both() -> None:
    theirs = kept(EMPTY, GIVEN)
    mine = replace(GIVEN, judgement=Judgement.of(3))
    decided = deciding.decide(recorded(theirs), EDITION, mine, Decision(FIRST))
    assert decided == Clash(replace(mine, revision=1), theirs)


def test_two_leads_who_record_the_same_do_not_clash() -> None:
    assert kept(recorded(kept(EMPTY, GIVEN)), GIVEN, Decision(FIRST)).revision == 2


def test_an_action_added_meanwhile_is_no_clash_and_stays() -> None:
    acted = deciding.act(recorded(kept(EMPTY, GIVEN)), FIRST, PLAN, None)
    after = kept(recorded(acted), replace(GIVEN, rationale="Another."), kept(EMPTY, GIVEN))
    assert (after.rationale, after.actions, after.revision) == ("Another.", (PLAN,), 3)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (replace(GIVEN, judgement=None), "agreed"),
        (replace(GIVEN, judgement=Judgement.of(9)), "agreed"),
        (replace(GIVEN, judgement=Judgement(Kind.NOT_RELEVANT)), "agreed"),
        (replace(GIVEN, judgement=Judgement(Kind.CANNOT_ASSESS)), "evidence"),
        (replace(GIVEN, rationale="x" * 3001), "rationale"),
        (replace(GIVEN, minority="x" * 3001), "minority"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(given: Decision, field: str) -> None:
    with pytest.raises(Refusal) as no:
        kept(EMPTY, given)
    assert no.value.field == field


def test_cannot_assess_stands_with_its_evidence() -> None:
    cannot = Decision(FIRST, Judgement(Kind.CANNOT_ASSESS), evidence="No figures before May.")
    assert kept(EMPTY, cannot).judgement == Judgement(Kind.CANNOT_ASSESS)


def test_what_has_no_criteria_takes_evidence_and_no_level() -> None:
    given = Decision(UNRATED, evidence="A monthly forum.")
    assert deciding.decide(EMPTY, MATRIX, given, Decision(UNRATED)) == replace(given, revision=1)
    with pytest.raises(Refusal):
        deciding.decide(EMPTY, MATRIX, replace(given, judgement=Judgement.of(1)), Decision(UNRATED))


def test_confirming_together_changes_only_what_is_new() -> None:
    held = recorded(kept(EMPTY, GIVEN))
    chosen = {FIRST: Judgement.of(2), ROUND.subdomains[1]: Judgement.of(3), ROUND.subdomains[2]: None}
    (only,) = deciding.confirm(held, EDITION, Confirmed(chosen, seen=1))
    assert (only.subdomain, only.judgement) == (ROUND.subdomains[1], Judgement.of(3))


def test_what_is_confirmed_together_gets_the_lead_that_it_has_not() -> None:
    named, unnamed = FIRST, ROUND.subdomains[1]
    held = recorded(kept(EMPTY, GIVEN))
    chosen = {named: Judgement.of(3), unnamed: Judgement.of(2)}
    found = deciding.confirm(held, EDITION, Confirmed(chosen, "Fernhill Hospice", seen=1))
    assert [one.lead_organisation for one in found] == [GIVEN.lead_organisation, "Fernhill Hospice"]


def test_what_another_lead_recorded_meanwhile_is_not_confirmed_away() -> None:
    with pytest.raises(Refusal, match="Another lead"):
        deciding.confirm(recorded(kept(EMPTY, GIVEN)), EDITION, Confirmed({FIRST: Judgement.of(3)}, seen=0))


def test_an_action_another_lead_has_changed_is_not_overwritten() -> None:
    held = recorded(Decision(FIRST, actions=(replace(PLAN, due=date(2026, 10, 1)),), revision=2))
    with pytest.raises(Refusal, match="Another lead changed this action"):
        deciding.act(held, FIRST, replace(PLAN, what="Mine"), PLAN)


def test_what_became_of_an_action_is_no_change_of_it() -> None:
    held = recorded(Decision(FIRST, actions=(replace(PLAN, progress=Progress.LATE, news="Soon."),), revision=2))
    changed = deciding.act(held, FIRST, replace(PLAN, what="Mine"), PLAN)
    assert [one.what for one in changed.actions] == ["Mine"]


@pytest.mark.parametrize("action", [replace(PLAN, what=" "), replace(PLAN, amount=-1), replace(PLAN, what="x" * 301)])
def test_an_action_nobody_could_do_is_refused(action: Action) -> None:
    with pytest.raises(Refusal):
        deciding.act(EMPTY, FIRST, action, None)


def test_there_is_an_end_to_actions() -> None:
    many = tuple(replace(PLAN, id=ActionId(f"x{n}")) for n in range(deciding.MOST_ACTIONS))
    with pytest.raises(Refusal, match="which is the most"):
        deciding.act(recorded(Decision(FIRST, actions=many)), FIRST, replace(PLAN, id=ActionId("y")), None)


def test_a_whole_moderation_is_agreed_by_somebody_at_an_instant() -> None:
    agreed = deciding.agree(whole(), ROUND, EDITION, LEA, MEETING)
    assert (agreed.agreed_at, agreed.agreed_by, agreed.revision) == (MEETING, LEA, 1)


def without(held: Moderation, **gone: object) -> Moderation:
    first, *rest = held.decisions
    return replace(held, decisions=(replace(first, **gone), *rest))  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    ("held", "lacking"),
    [
        (without(whole(), judgement=None), "Record what was agreed on"),
        (without(whole(), lead_organisation=""), "Name a lead organisation"),
        (replace(whole(), present=()), "Say who was at the meeting"),
    ],
)
def test_what_is_missing_is_said_before_it_can_be_agreed(held: Moderation, lacking: str) -> None:
    with pytest.raises(Refusal, match=lacking):
        deciding.agree(held, ROUND, EDITION, LEA, MEETING)


@pytest.mark.parametrize(
    ("count", "named"),
    [
        (2, "Operating integrated functions; Shared clinical risk."),
        (5, "Operating integrated functions; Shared clinical risk; Facilitating data sharing; and 2 more."),
        (len(ROUND.subdomains), "all 13."),
    ],
)
def test_what_is_missing_names_three_and_counts_the_rest(count: int, named: str) -> None:
    held = replace(whole(), decisions=whole().decisions[count:])
    record, own = deciding.missing(held, ROUND, EDITION)
    assert record == f"Record what was agreed on: {named}"
    assert own.endswith(f"short-term or chosen priority: {named}")


def test_after_one_is_recorded_comes_the_next_on_the_board_and_after_its_end_the_first_that_was_left() -> None:
    board = Board(PLACE, ROUND, EDITION, disclosing.nothing(ROUND), EMPTY)
    first, second, third, *_, last = board.order
    held = replace(board, moderation=recorded(Decision(second, Judgement.of(2))))
    assert deciding.following(held, first) == third
    assert deciding.following(held, last) == first
    assert deciding.following(held, second) is None
    others = recorded(*(Decision(one, Judgement.of(2)) for one in board.order if one != third))
    assert deciding.following(replace(board, moderation=others), third) is None


def test_an_owner_of_an_action_owns_a_short_term_priority_too() -> None:
    held = without(whole(), lead_organisation="", actions=(PLAN,))
    assert deciding.missing(held, ROUND, EDITION) == ()
    nobody = without(whole(), lead_organisation="", actions=(replace(PLAN, owner=None),))
    assert deciding.missing(nobody, ROUND, EDITION) != ()


def test_in_the_midlands_only_a_chosen_priority_needs_an_owner() -> None:
    running = a_round(MATRIX)
    decided = tuple(
        Decision(one, Judgement.of(1) if MATRIX.subdomain(one).assessable else None) for one in running.subdomains
    )
    held = replace(recorded(*decided), present=HERE)
    assert deciding.missing(held, running, MATRIX) == ()
    assert deciding.missing(without(held, priority=True), running, MATRIX) != ()


def test_what_is_agreed_changes_only_after_it_was_reopened_with_a_reason() -> None:
    agreed = deciding.agree(whole(), ROUND, EDITION, LEA, MEETING)
    with pytest.raises(Refusal, match="reopen it first"):
        kept(agreed, GIVEN)
    with pytest.raises(Refusal, match="why"):
        deciding.reopen(agreed, " ")
    again = deciding.reopen(agreed, "A wrong figure.")
    assert (again.agreed_at, again.reopened) == (None, ("A wrong figure.",))
    assert kept(again, GIVEN).judgement == GIVEN.judgement


def test_attendance_is_not_overwritten_unseen() -> None:
    theirs = replace(EMPTY, present=HERE, revision=1)
    with pytest.raises(Refusal, match="Another lead"):
        deciding.attest(theirs, (Present("Northgate Practices", "GP"),), EMPTY)
    assert deciding.attest(theirs, (*HERE, Present("Northgate Practices", "GP")), theirs).revision == 2


def test_the_board_opens_with_the_summary_and_not_before() -> None:
    with pytest.raises(Refusal, match="The board opens together with the summary"):
        deciding.require_board(ROUND, PLACE.zone, SUMMARY - timedelta(seconds=1))
    deciding.require_board(ROUND, PLACE.zone, SUMMARY)
    with pytest.raises(Refusal):
        deciding.require_board(a_round(EDITION), PLACE.zone, SUMMARY)


def test_open_actions_come_the_earliest_first() -> None:
    actions = (
        replace(PLAN, id=ActionId("none"), due=None),
        replace(PLAN, id=ActionId("late"), due=date(2026, 12, 1)),
        replace(PLAN, id=ActionId("done"), progress=Progress.DONE),
        PLAN,
    )
    held = recorded(Decision(FIRST, actions=actions))
    assert [action.id for _, action in deciding.open_actions(held)] == ["x1", "late", "none"]


@pytest.mark.parametrize("who", [ADA, LEA])
def test_owners_and_leads_report_on_an_action(who: str) -> None:
    held = recorded(Decision(FIRST, actions=(PLAN,)))
    said = FollowUp(Progress.DONE, by=ADA if who == ADA else LEA)
    assert deciding.report(held, PLACE, PLAN.id, said, FollowUp(Progress.LATE, revision=4)).revision == 5


def test_nobody_else_reports_on_an_action() -> None:
    with pytest.raises(Denied):
        deciding.report(
            recorded(Decision(FIRST, actions=(PLAN,))), PLACE, PLAN.id, FollowUp(Progress.DONE, by=VAL), None
        )


def test_what_has_changed_needs_a_word() -> None:
    said = FollowUp(Progress.CHANGED, by=BEN)
    with pytest.raises(Refusal, match="what has changed"):
        deciding.report(recorded(Decision(FIRST, actions=(PLAN,))), PLACE, PLAN.id, said, None)
