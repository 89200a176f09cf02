"""Documents: a lead takes them out from the summary on, in their own messages, and nothing that was not agreed."""

from dataclasses import replace

import pytest

from bot.desk import exporting, moderating
from flows.assessment import AnswerGiven
from flows.export import Document
from flows.judgement import Judgement
from flows.refusal import Refusal
from flows.round import Round
from frameworks import catalog
from sandbox.person import Person
from sandbox.things import File
from sandbox.trial import Trial
from storage import audit, moderations
from tests.reports.opened import everything
from tests.stories.acts import CHANNEL, at_the_desk, caller, newest, place_of
from tests.stories.test_moderation import launch, to_the_meeting
from tests.walks import MIDLANDS, SEL

LEAD, PARTNER = "U01PRIYA", "U05MEGAN"
SECRET = "CANARY"
OTHERS = ("Return (Excel)", "What was agreed (CSV)", "Archive of the round (ZIP)")


def files(trial: Trial) -> list[File]:
    """What came with the newest message of ours to the lead, which has files in it."""
    workspace = trial.sandbox.workspace
    channel = f"D{LEAD.removeprefix('U')}"
    (message, *_) = [one for one in reversed(workspace.messages(channel, LEAD)) if one.files]
    return [workspace.file(str(one["id"])) for one in message.files]


def secretive(subdomain: str, organisation: int) -> AnswerGiven:
    """Everything that an organisation can say for itself, marked."""
    return AnswerGiven(
        subdomain,
        Judgement.of(1 + organisation % 4),
        f"{SECRET} evidence {organisation}",
        f"{SECRET} comment {organisation}",
        own_note=True,
        link=f"https://example.org/{SECRET}-{organisation}",
    )


def with_secrets(trial: Trial, framework: str) -> Round:
    """A round to its meeting, in which every organisation said what nobody else may read."""
    edition = catalog.edition(framework)
    scope = edition.in_scope([one.id for one in edition.scopes if one.preselected])
    return to_the_meeting(trial, framework, lambda organisation, n: secretive(scope[n].id, organisation))


def agree_on_the_first(trial: Trial, running: Round) -> None:
    with trial.bot.database.read() as session:
        held = moderations.load(session, running.id).decision(running.subdomains[0])
    given = replace(held, judgement=Judgement.of(2), evidence="Agreed at the table.", rationale="Two sites of three.")
    moderating.decide(trial.bot.desk, caller(trial, LEAD), running.id, given)


@pytest.mark.parametrize("framework", [MIDLANDS, SEL])
def test_the_lead_gets_every_document_and_no_answer_is_in_any(trial: Trial, priya: Person, framework: str) -> None:
    running = with_secrets(trial, framework)
    agree_on_the_first(trial, running)

    priya.opens_channel(CHANNEL).runs("/maturity export").sees_modal("Return and papers").sees("still to do")
    priya.ticks("What to make", *OTHERS).submits().sees("The 5 files are on the way to you")
    priya.closes().opens_dm().sees("Here are the documents you asked for.")

    sent = files(trial)
    assert sorted(one.name.removeprefix("DRAFT-larkmere-baseline-") for one in sent) == [
        "archive.zip",
        "board-paper.docx",
        "moderated.csv",
        "return.docx",
        "return.xlsx",
    ]
    within = "\n".join(f"{one.name} {one.title} {everything(one.content)}" for one in sent)
    assert "Agreed at the table." in within
    assert SECRET not in within
    with trial.bot.database.read() as session:
        noted = [one for one in audit.of_round(session, running.id) if one.action == "documents exported"]
    assert [(one.actor, one.detail["draft"]) for one in noted] == [(LEAD, 1)]


def test_before_the_summary_there_is_nothing_to_take_out(trial: Trial, priya: Person) -> None:
    running = launch(trial, SEL)
    priya.opens_channel(CHANNEL).runs("/maturity export").sees("documents are made from a round once it has closed")
    at_the_desk(trial, range(len(place_of(trial).partners)), lambda _, __: Judgement.of(2))
    trial.clock.move_to(running.closes_at)
    trial.bot.heartbeat.beat()
    priya.runs("/maturity export").sees("opens together with the summary")


def test_a_partner_who_does_not_lead_is_told_whom_to_ask(trial: Trial, megan: Person) -> None:
    running = to_the_meeting(trial, SEL)
    megan.opens_channel(CHANNEL).runs("/maturity export").sees("Ask yours to send it to you.")
    with pytest.raises(Refusal, match="Only the leads"):
        exporting.take(trial.bot.desk, caller(trial, PARTNER), running.id, [Document.ARCHIVE])
    with trial.bot.database.read() as session:
        assert audit.of_round(session, newest(trial).id)[-1].action == "denied"


def test_of_several_rounds_the_lead_chooses_one(trial: Trial, priya: Person) -> None:
    to_the_meeting(trial, SEL)
    to_the_meeting(trial, MIDLANDS)
    priya.opens_channel(CHANNEL).runs("/maturity export").sees_modal("Return and papers")
    priya.sees("Larkmere: Baseline, Neighbourhood Health Maturity Self-assessment")
    priya.picks("Round", "Baseline, June 2026: Larkmere").sees(
        "Larkmere: Baseline, The SEL Neighbourhood Maturity Matrix"
    )
    priya.submits().sees("on the way").closes().opens_dm().sees("Here are the documents you asked for.")
    assert any(b"SEL Neighbourhood" in everything(one.content).encode() for one in files(trial))
