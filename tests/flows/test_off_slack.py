"""Answers from a workbook: whose it is, and all of them or none."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from flows.assessment import Answer, Walk
from flows.events import AnswerGiven, QuoteAgreed
from flows.judgement import Judgement, Kind
from flows.off_slack import (
    Asked,
    Entry,
    Faulty,
    Marker,
    choices,
    require_may_carry,
    require_open,
    require_true,
    take_in,
)
from flows.people import UserId
from flows.refusal import Denied, Refusal
from flows.round import RoundId, close
from flows.walk import AssessmentId
from tests.storage.place import PLACE, PRACTICES
from tests.walks import CANNOT, LAUNCHED, MIDLANDS, NOON, a_walk, after, an_answer

FIRST, SECOND = "operating-integrated-functions", "shared-clinical-risk"
BLANK = Marker(RoundId("r1"), AssessmentId("as-practices"), {})
BOB = UserId("UBOB")
LEAD = PLACE.leads[0]


def cells(subdomain: str, **said: str) -> list[Entry]:
    """The cells of a sub-domain, each known by what it asks for."""
    return [Entry(subdomain, one.value, f"cell {subdomain} {one}", said.get(one.name.lower(), "")) for one in Asked]


def ours(said: str = "yes") -> Entry:
    return Entry("", Asked.OURS, "cell ours", said)


def taken(walk: Walk, *entries: Entry, marker: Marker = BLANK) -> Mapping[str, Answer]:
    return take_in(walk, entries, marker, NOON).walk.assessment.answers


def faults(walk: Walk, *entries: Entry, marker: Marker = BLANK) -> list[tuple[str, str]]:
    with pytest.raises(Faulty) as refused:
        take_in(walk, entries, marker, NOON)
    return [(one.at, one.problem.split(";")[0].split(":")[0]) for one in refused.value.faults]


def test_a_row_becomes_an_answer() -> None:
    row = cells(
        FIRST, judgement="  maturing, leaning  to Thriving", evidence="The plan.", own_note="Yes", comment="No."
    )
    answer = taken(a_walk(), *row)[FIRST]
    assert answer.judgement == Judgement.of(3, leaning=True)
    assert (answer.evidence, answer.own_note, answer.comment, answer.consent) == ("The plan.", True, "No.", "")


def test_what_is_left_empty_stays_as_it_is() -> None:
    known = replace(an_answer(2, "Ours.", "Said."), own_note=True, revision=4)
    walk = a_walk(answers={FIRST: known, SECOND: known})
    answers = taken(walk, *cells(FIRST), *cells(SECOND, comment="Anew."), marker=replace(BLANK, seen={SECOND: 4}))
    assert answers[FIRST] == known
    assert answers[SECOND] == replace(known, comment="Anew.")


def test_a_consent_stays_only_with_the_very_words() -> None:
    said = AnswerGiven(FIRST, Judgement.of(2), "", "Letters come late.", quote=True)
    walk = after(a_walk(), said, QuoteAgreed(FIRST, 1))
    assert walk.assessment.answers[FIRST].consent
    assert taken(walk, *cells(FIRST, judgement="Thriving", comment="Letters come late."))[FIRST].consent
    assert not taken(walk, *cells(FIRST, comment="Letters come in time."))[FIRST].consent


def test_every_wrong_cell_is_named_and_nothing_is_taken_in() -> None:
    walk = a_walk()
    assert faults(
        walk,
        *cells(FIRST, judgement="Outstanding", own_note="perhaps"),
        *cells(SECOND, judgement="Cannot assess"),
        ours("maybe"),
    ) == [
        (f"cell {FIRST} judgement", "choose one of the judgements in this cell's list"),
        (f"cell {FIRST} own_note", "choose yes or no"),
        (f"cell {SECOND} words", "this does not go with the judgement above it"),
        ("cell ours", "choose yes or no"),
    ]


def test_a_fault_never_repeats_what_a_cell_says() -> None:
    with pytest.raises(Faulty) as refused:
        take_in(a_walk(), cells(FIRST, judgement="canary", words="canary", own_note="canary"), BLANK, NOON)
    assert "canary" not in str([one.problem for one in refused.value.faults])


def test_the_words_that_a_judgement_needs_go_with_no_other() -> None:
    walk = a_walk(scopes=("longer_term",))
    where = walk.subdomains[0].id
    late = taken(walk, *cells(where, judgement="Not yet relevant", words="Next year."))[where]
    assert (late.judgement, late.revisit, late.reason) == (Judgement(Kind.NOT_YET_RELEVANT), "Next year.", "")
    cannot = taken(walk, *cells(where, judgement="Cannot assess", words="No figures."))[where]
    assert (cannot.reason, cannot.revisit) == ("No figures.", "")
    needless = faults(walk, *cells(where, judgement="Emerging", words="Because."))
    missing = faults(walk, *cells(where, judgement="Cannot assess"))
    assert needless == missing


def test_a_formula_is_refused_by_its_cell() -> None:
    entry = Entry(FIRST, Asked.EVIDENCE, "cell D12", "5", formula=True)
    assert faults(a_walk(), entry) == [("cell D12", "this is a formula")]
    assert faults(a_walk(), replace(ours(), formula=True)) == [("cell ours", "this is a formula")]


def test_a_text_that_is_too_long_is_refused_by_its_cell() -> None:
    assert faults(a_walk(), *cells(FIRST, judgement="Emerging", evidence="x" * 3001))[0][0] == f"cell {FIRST} evidence"
    assert faults(a_walk(), *cells(FIRST, judgement="Cannot assess", words="x" * 501))[0][0] == f"cell {FIRST} words"


def test_what_is_not_in_the_round_or_stands_twice_is_refused() -> None:
    assert faults(a_walk(), *cells("wellbeing", judgement="Emerging"))[0][1].startswith("this row is not part")
    twice = faults(a_walk(), *cells(FIRST, judgement="Emerging"), *cells(FIRST, judgement="Thriving"))
    assert twice[0][1] == "this row stands twice"


def test_a_sub_domain_without_levels_takes_evidence_and_no_judgement() -> None:
    walk = a_walk(MIDLANDS)
    (where,) = [one.id for one in walk.subdomains if not one.assessable]
    assert taken(walk, *cells(where, evidence="Our plan."))[where].evidence == "Our plan."
    assert faults(walk, *cells(where, judgement="Starting"))[0][1] == "this one is not rated"


def test_it_counts_as_the_organisations_view_only_when_its_last_line_says_so() -> None:
    row = cells(FIRST, judgement="Emerging")
    assert not take_in(a_walk(), row, BLANK, NOON).submitted
    assert not take_in(a_walk(), [*row, ours("no")], BLANK, NOON).submitted
    assert take_in(a_walk(), [*row, ours("YES")], BLANK, NOON).walk.assessment.submitted_at == NOON
    assert take_in(a_walk(submitted_at=LAUNCHED), [*row, ours("no")], BLANK, NOON).submitted
    assert faults(a_walk(), ours()) == [("cell ours", "Give at least one judgement before you submit.")]


def test_a_colleagues_newer_answer_is_not_overwritten() -> None:
    walk = a_walk(answers={FIRST: replace(an_answer(2), by=BOB, revision=3)})
    walk = replace(walk, partner=replace(walk.partner, contributors=(*walk.partner.contributors, BOB)))
    row = cells(FIRST, judgement="Thriving")
    assert faults(walk, *row)[0][1].startswith("a colleague changed this answer")
    assert taken(walk, *row, marker=replace(BLANK, seen={FIRST: 3}))[FIRST].judgement == Judgement.of(4)


def test_a_lead_carries_only_for_organisations_outside_slack() -> None:
    outside = a_walk(who=LEAD, partner=replace(PRACTICES, contributors=()))
    require_may_carry(outside)
    assert taken(outside, *cells(FIRST, judgement="Emerging"))[FIRST].by == LEAD
    require_may_carry(a_walk(who=LEAD, partner=replace(PRACTICES, contact="val@northgate.example")))
    with pytest.raises(Denied, match="answers in Slack"):
        require_may_carry(a_walk(who=LEAD))
    with pytest.raises(Denied, match="another organisation"):
        require_may_carry(a_walk(who=UserId("UMAL"), partner=replace(PRACTICES, contributors=())))


def test_a_lead_carries_nothing_once_somebody_there_has_answered_in_slack() -> None:
    """A contact can be written down for any organisation."""
    outside = replace(PRACTICES, contact="val@northgate.example")
    with pytest.raises(Denied, match="answers in Slack"):
        require_may_carry(a_walk(who=LEAD, partner=outside, answers={FIRST: an_answer(2)}))


@pytest.mark.parametrize("before", [an_answer(2), an_answer(CANNOT), replace(an_answer(CANNOT), reason="No figures.")])
@pytest.mark.parametrize("said", [{"words": "Because."}, {"judgement": "Cannot assess"}, {"evidence": "A plan."}])
def test_a_lead_who_tries_finds_out_nothing_of_what_was_answered_before(before: Answer, said: dict[str, str]) -> None:
    """What is wrong with a workbook is the same whatever the organisation had said, cannot assess or a level."""
    outside = replace(PRACTICES, contributors=())

    def told(answers: Mapping[str, Answer]) -> list[tuple[str, str]]:
        try:
            take_in(a_walk(who=LEAD, partner=outside, answers=answers), cells(FIRST, **said), BLANK, NOON)
        except Faulty as found:
            return [(one.at, one.problem) for one in found.faults]
        return []

    assert told({FIRST: before}) == told({})


def test_what_one_lead_carried_another_may_correct() -> None:
    outside = replace(PRACTICES, contributors=())
    walk = a_walk(who=LEAD, partner=outside, answers={FIRST: replace(an_answer(2), by=BOB, revision=3)})
    assert taken(walk, *cells(FIRST, judgement="Thriving"))[FIRST].judgement == Judgement.of(4)


def test_a_round_that_is_over_takes_no_workbook() -> None:
    walk = a_walk(who=LEAD, partner=replace(PRACTICES, contributors=()))
    require_open(walk, NOON)
    with pytest.raises(Denied, match="closed"):
        require_open(replace(walk, round=close(walk.round)), NOON)


def test_a_marker_reads_back_and_what_is_none_is_refused() -> None:
    marker = replace(BLANK, seen={FIRST: 3})
    assert Marker.read(marker.words) == marker
    for said in ("", "[]", "{}", '{"form": 1, "round": "r", "assessment": "a", "seen": []}', "[" * 10_000, "1e999"):
        with pytest.raises(Denied, match="fresh workbook"):
            Marker.read(said)


def test_a_changed_marker_and_an_older_form_are_refused() -> None:
    require_true(BLANK, "seal", "seal")
    with pytest.raises(Denied, match="fresh workbook"):
        require_true(BLANK, "forged", "seal")
    with pytest.raises(Refusal, match="older kind"):
        require_true(replace(BLANK, form=0), "seal", "seal")


def test_the_choices_are_those_that_the_walk_offers() -> None:
    walk = a_walk(scopes=("short_term", "longer_term"))
    short, longer = (choices(walk.edition, walk.edition.subdomain(one)) for one in (FIRST, "wellbeing"))
    assert list(short)[:2] == ["Emerging", "Emerging, leaning to Developing"]
    assert [*short][-2:] == ["Not yet at Emerging", "Cannot assess"]
    assert set(longer) - set(short) == {"Not relevant here", "Not yet relevant"}
