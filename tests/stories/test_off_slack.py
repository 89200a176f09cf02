"""Answering outside Slack: a workbook out by the lead or by a contributor, and the same workbook in again."""

import io
import json
from collections.abc import Mapping

from openpyxl import load_workbook

from bot.answer_file import ANSWERS, MARKER
from flows import membership
from flows.judgement import Judgement
from flows.off_slack import Asked
from flows.people import PartnerId
from sandbox.person import Person
from sandbox.trial import Trial
from storage import assessments, audit
from tests.stories.acts import keep, kept, newest, place_of, posted, start_a_round

FIRST = "operating-integrated-functions"
OUTSIDE = "Fernhill Hospice"
FILE = "[file: Maturity answers Baseline - "
Said = Mapping[tuple[str, str], object]
"""What somebody types, by the sub-domain and what is asked there; none stands for every sub-domain."""


def hospice(trial: Trial) -> PartnerId:
    return next(one.id for one in place_of(trial).partners if one.name == OUTSIDE)


def without_the_hospice(trial: Trial) -> None:
    """Let the hospice be outside Slack from now on."""
    place = place_of(trial)
    bare = membership.answered_by(place, hospice(trial), ())
    keep(trial, membership.reached_at(bare, hospice(trial), "ruth@fernhill.example"))


def newest_file(trial: Trial, person: Person) -> bytes:
    """What the bot has sent to somebody last."""
    workspace = trial.sandbox.workspace
    files = [
        one for message in workspace.messages(workspace.dm(person.user.id).id, person.user.id) for one in message.files
    ]
    return workspace.file(files[-1]["id"]).content


def typed(content: bytes, said: Said, **marker: object) -> bytes:
    """The workbook after somebody typed this into it, and perhaps changed its marker."""
    book, out = load_workbook(io.BytesIO(content)), io.BytesIO()
    for row in book[ANSWERS].iter_rows():
        found = said.get((str(row[0].value or ""), str(row[1].value)), said.get(("", str(row[1].value))))
        if row[1].value and found is not None:
            row[3].value = found  # type: ignore[assignment]  # whatever somebody types
    if marker:
        cell = book[MARKER]["A1"]
        cell.value = json.dumps(json.loads(str(cell.value)) | marker)
    book.save(out)
    return out.getvalue()


def denials(trial: Trial) -> list[object]:
    with trial.bot.database.read() as session:
        entries = audit.of_partnership(session, place_of(trial).id)
    return [one.detail["why"] for one in entries if one.action == "denied"]


ALL: Said = {("", Asked.JUDGEMENT): "Maturing", ("", Asked.EVIDENCE): "Canary of the hospice."}
VIEW: Said = {("", Asked.OURS): "yes"}


def test_a_lead_carries_the_workbook_of_an_organisation_outside_slack(trial: Trial, priya: Person) -> None:
    without_the_hospice(trial)
    start_a_round(priya)
    priya.opens_home().presses(f"Workbook for {OUTSIDE}").sees_modal("Common View").closes()
    priya.opens_dm().sees("Please pass it on to them").sees(FILE)
    sent = newest_file(trial, priya)

    priya.drops("answers.xlsx", typed(sent, ALL)).sees(f"13 answers from {OUTSIDE} were taken in")
    priya.sees("not submitted yet").sees("Please delete the file").opens_home().does_not_see(f"Submitted: {OUTSIDE}")
    priya.opens_dm().drops("answers.xlsx", typed(sent, {**ALL, **VIEW})).sees("Their view is submitted.")
    priya.opens_home().sees(f"Submitted: {OUTSIDE}")

    with trial.bot.database.read() as session:
        found = assessments.load(session, newest(trial).id, hospice(trial))
        acts = [one.action for one in audit.of_partnership(session, place_of(trial).id)]
    assert {answer.judgement for answer in found.answers.values()} == {Judgement.of(3)}
    assert (acts.count("workbook fetched"), acts.count("workbook taken in")) == (1, 2)
    assert not kept(trial, "U01PRIYA").answers
    said = str(posted(trial)[trial.sandbox.workspace.dm("U01PRIYA").id])
    assert "Canary" not in said
    assert "Maturing" not in said


def test_a_contributor_answers_in_a_workbook_and_goes_on_in_slack(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    megan.opens_dm().presses("Start").presses("Choose Developing").sees_modal("1 of 13").closes()
    megan.says("workbook").sees("with what you have answered so far").sees(FILE)
    megan.opens_home().presses("Answer in a workbook").sees_modal("Common View").sees(
        "is on its way"
    ).closes().opens_dm()
    sent = newest_file(trial, megan)
    assert b"Developing" in b"".join(part.encode() for part in _shown(sent))
    megan.drops("Ours.xlsx", typed(sent, {(FIRST, Asked.COMMENT): "From Excel.", ("", Asked.EVIDENCE): "Plan."}))
    megan.sees("13 answers of Larkmere Voluntary Action were taken in").sees("They are not submitted yet")
    megan.presses("Check and submit").sees_modal("Check and submit").closes()
    answer = kept(trial, "U05MEGAN").answers[FIRST]
    assert (answer.judgement, answer.comment, answer.evidence) == (Judgement.of(2), "From Excel.", "Plan.")

    megan.drops("Plan.xlsx", b"not a workbook at all").sees("Kept as evidence for")


def _shown(content: bytes) -> list[str]:
    page = load_workbook(io.BytesIO(content))[ANSWERS]
    return [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]


def test_faults_are_named_by_their_cells_and_nothing_is_taken_in(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    megan.opens_dm().says("workbook").sees(FILE)
    wrong: Said = {(FIRST, Asked.JUDGEMENT): "Canary", (FIRST, Asked.EVIDENCE): '=HYPERLINK("http://x")'}
    megan.drops("a.xlsx", typed(newest_file(trial, megan), {**ALL, **wrong})).sees(
        "Nothing of this workbook was taken in"
    )
    megan.sees("Answers, cell D10: choose one of the judgements").sees("Answers, cell D12: this is a formula")
    assert not kept(trial, "U05MEGAN").answers
    assert "Canary" not in str(posted(trial))


def test_a_workbook_counts_for_nobody_else(
    trial: Trial, priya: Person, megan: Person, tom: Person, owen: Person
) -> None:
    start_a_round(priya)
    megan.opens_dm().says("workbook").sees(FILE)
    sent = typed(newest_file(trial, megan), ALL)
    tom.opens_dm().drops("a.xlsx", sent).sees("This assessment belongs to another organisation.")
    priya.opens_dm().drops("a.xlsx", sent).sees("Larkmere Voluntary Action answers in Slack")

    mine = str(kept(trial, "U02TOM").id)
    tom.drops("a.xlsx", typed(sent, {}, assessment=mine)).sees("I cannot tell whose answers these are")
    megan.drops("a.xlsx", typed(sent, {}, round="another")).sees("I cannot tell whose answers these are")
    owen.opens_dm().drops("a.xlsx", typed(sent, {}, assessment=mine, seen={FIRST: 9})).sees("I cannot tell whose")
    assert denials(trial) == [
        "another organisation",
        "not outside Slack",
        "tampered marker",
        "another round",
        "tampered marker",
    ]
    assert not kept(trial, "U05MEGAN").answers
    assert not kept(trial, "U02TOM").answers
