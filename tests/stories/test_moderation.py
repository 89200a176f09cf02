"""The meeting: from the summary to an agreed view, its actions, and what a second lead or a stranger meets."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from bot.desk import leading, moderating, voting, withdrawing
from flows import proposal
from flows.assessment import AnswerGiven
from flows.judgement import Judgement
from flows.moderation import Decision, Moderation
from flows.people import UserId
from flows.round import Round
from frameworks import catalog
from sandbox.person import Person
from sandbox.trial import Trial
from storage import assessments, moderations, rounds
from storage.tables import VoteRow
from tests.stories.acts import CHANNEL, at_the_desk, caller, keep, newest, place_of
from tests.walks import MIDLANDS, SEL

Say = Callable[[int, int], AnswerGiven | Judgement | None]
LEAD = "U01PRIYA"


def launch(trial: Trial, framework: str) -> Round:
    """Start a round at the desk, as the form offers it."""
    place, edition = place_of(trial), catalog.edition(framework)
    with trial.bot.database.read() as session:
        so_far = rounds.of_partnership(session, place.id)
    form = proposal.offered(place.id, place.zone, edition, so_far, trial.clock())
    leading.start(trial.bot.desk, caller(trial, LEAD), form)
    return newest(trial)


def divided_on_the_first(organisation: int, subdomain: int) -> Judgement:
    """Two camps on the first sub-domain; on the others all are together."""
    return Judgement.of(1 + (organisation % 2) * 3 if subdomain == 0 else 2)


def to_the_meeting(trial: Trial, framework: str, say: Say = divided_on_the_first) -> Round:
    """Everybody has answered, the summary is out, and the meeting begins."""
    running = launch(trial, framework)
    rated = [one.assessable for one in map(catalog.edition(framework).subdomain, running.subdomains)]
    at_the_desk(
        trial, range(len(place_of(trial).partners)), lambda organisation, n: say(organisation, n) if rated[n] else None
    )
    for moment in (running.closes_at, running.summary_at, running.meeting_at):
        trial.clock.move_to(moment)
        trial.bot.heartbeat.beat()
    return newest(trial)


def start_the_board(lead: Person, minutes: str = "60") -> None:
    lead.opens_channel(CHANNEL).runs("/maturity moderate").sees_modal("Start the moderation")
    lead.types("How many minutes do you have?", minutes).submits().sees_modal("The board").closes()
    lead.sees("Moderation: Larkmere")


def agreed(trial: Trial) -> Moderation:
    with trial.bot.database.read() as session:
        return moderations.load(session, newest(trial).id)


def the_rest_has_a_lead(trial: Trial) -> None:
    """At the desk: every other sub-domain gets a lead organisation, and what has no levels its evidence."""
    running = newest(trial)
    edition, who = catalog.edition(running.edition), caller(trial, LEAD)
    for one in running.subdomains[1:]:
        held = agreed(trial).decision(one)
        evidence = "" if edition.subdomain(one).assessable else "A forum of clinicians."
        given = replace(held, lead_organisation="Fernhill Hospice", evidence=evidence)
        moderating.decide(trial.bot.desk, who, running.id, given)


@pytest.mark.parametrize(("framework", "level"), [(MIDLANDS, "Progressing"), (SEL, "Developing")])
def test_a_meeting_agrees_its_actions_are_followed_up_and_the_next_round_knows(
    trial: Trial, priya: Person, megan: Person, framework: str, level: str
) -> None:
    running = to_the_meeting(trial, framework)
    first = catalog.edition(framework).subdomain(running.subdomains[0]).name
    start_the_board(priya)
    priya.sees("An agenda for 60 minutes").sees(f"{first} · ").sees("Not agreed yet").sees("two camps")

    priya.presses("Record what we agree").sees_modal("What we agree").picks("What we agree", level)
    priya.types("Why", "Two of three sites do it.").types("Evidence for the return", "The plan of May.")
    priya.presses("Add an action").sees_modal("An action").types("What will be done?", "One referral form")
    priya.picks("Who owns it?", "Megan Pryce").types("Amount in pounds", "£12,000")
    priya.sets_date("By when?", "2026-01-05").submits().sees("Choose today or a later day: this one has passed")
    priya.sees("One referral form").sets_date("By when?", "2026-09-01").submits()
    priya.sees_modal("What we agree").sees("One referral form").sees("< The plan of May. >").presses("Save and stop")
    priya.sees(f"{level}. 1 of").closes().sees(f"Agreed: {level}").sees("Actions: 1")

    priya.presses("Confirm together").sees_modal("Confirm together").submits()
    priya.presses("Open the board").sees_modal("The board").sees("Say who was at the meeting.")
    priya.does_not_see("[This is agreed]")
    the_rest_has_a_lead(trial)
    priya.presses("Who was there").sees_modal("Who was there").types("Larkmere GP Federation", "Clinical director")
    priya.types("Others", "Healthwatch: observer").submits().sees_modal("The board")
    priya.presses("This is agreed").sees("To correct something, reopen it").closes()
    priya.sees("What you read here is the partnership's common view.")
    megan.opens_channel(CHANNEL).sees("Our common view is agreed").sees("with 1 action")
    megan.sees("in the post “Moderation: Larkmere, Baseline”")
    assert [(one.organisation, one.function) for one in agreed(trial).present] == [
        ("Larkmere GP Federation", "Clinical director"),
        ("Healthwatch", "observer"),
    ]

    trial.clock.move_to(datetime(2026, 8, 24, 9, tzinfo=UTC))
    megan.opens_dm().sees("Due on Tuesday 1 September").sees("One referral form").presses("Done")
    megan.sees("noted as done")
    priya.runs("/maturity actions").sees_modal("Agreed actions").sees("No actions are open").closes()

    again = launch(trial, framework)
    assert again.previous == running.id
    with trial.bot.database.read() as session:
        assert moderations.agreed(session, running.id)[running.subdomains[0]] == Judgement.of(2)


def test_the_minutes_of_a_meeting_change_while_it_goes_on(trial: Trial, priya: Person) -> None:
    to_the_meeting(trial, SEL)
    start_the_board(priya)
    priya.sees("An agenda for 60 minutes").runs("/maturity moderate").sees_modal("The board")
    priya.presses("Change the minutes").sees_modal("Change the minutes").sees("< 60 >")
    priya.types("How many minutes do you have?", "45").submits().sees_modal("The board").closes()
    priya.sees("An agenda for 45 minutes").does_not_see("An agenda for 60 minutes")


def test_two_leads_at_once_are_shown_both(trial: Trial, priya: Person, owen: Person) -> None:
    keep(trial, replace(place_of(trial), leads=(UserId(LEAD), UserId(owen.user.id))))
    to_the_meeting(trial, MIDLANDS)
    start_the_board(priya)
    owen.opens_channel(CHANNEL).sees("Not agreed yet").presses("Record what we agree").sees_modal("What we agree")
    priya.presses("Record what we agree").sees_modal("What we agree").picks("What we agree", "Starting")
    priya.types("Why", "No plan yet.").submits().sees("1 of 10 recorded.").closes().sees("Agreed: Starting")
    owen.picks("What we agree", "Achieving").types("Why", "The plan is there.").submits()
    owen.sees("recorded something else meanwhile").sees("No plan yet.").sees("< The plan is there. >").submits()
    priya.sees("Agreed: Achieving")
    with trial.bot.database.read() as session:
        running = newest(trial)
        history = moderations.history(session, running.id, running.subdomains[0])
    assert [one.by for one in history] == [LEAD, owen.user.id]


def test_only_leads_record_and_only_observers_challenge(trial: Trial, priya: Person, megan: Person) -> None:
    ruth = Person(trial.sandbox, "U09RUTH")
    place = place_of(trial)
    keep(trial, replace(place, partners=place.partners[:-1], observers=(UserId("U09RUTH"),)))
    to_the_meeting(trial, MIDLANDS)
    start_the_board(priya)
    megan.opens_channel(CHANNEL).presses("Record what we agree").sees("Only the leads of Larkmere can record")
    megan.closes().presses("Leave a challenge").sees("Only the observers of Larkmere can leave").closes()
    ruth.opens_channel(CHANNEL).presses("Leave a challenge").sees_modal("A challenge")
    ruth.picks("About", "Population health management").types(
        "What should the meeting think about?", "Whose voice is missing?"
    )
    ruth.submits().sees("Thank you. The leads have it.").closes()
    priya.presses("Record what we agree").sees("Whose voice is missing?").closes()
    megan.does_not_see("Whose voice is missing?")


def test_a_secret_vote_publishes_only_what_the_rules_allow(trial: Trial, priya: Person, megan: Person) -> None:
    running = to_the_meeting(trial, MIDLANDS)
    start_the_board(priya)
    priya.presses("Vote again in secret").sees("A secret vote is open")
    megan.opens_channel(CHANNEL).presses("Vote").sees_modal("Vote again").picks("After what you heard", "Progressing")
    megan.submits().sees("Your organisation's vote is kept.").closes()
    for partner in place_of(trial).partners:
        voter = caller(trial, partner.contributors[0])
        voting.cast(trial.bot.desk, voter, running.id, running.subdomains[0], Judgement.of(2))
    priya.presses("Close the vote").sees("After voting again: together, middle view Progressing")
    priya.sees("How our views stand: two camps")
    with trial.bot.database.read() as session:
        assert session.exec(select(VoteRow)).all() == []


def test_a_summary_that_is_withdrawn_goes_from_the_board_too(trial: Trial, priya: Person, megan: Person) -> None:
    running = to_the_meeting(trial, MIDLANDS)
    start_the_board(priya)
    priya.sees("Not agreed yet").sees("How our views stand: two camps")
    with trial.bot.database.read() as session:
        mine = assessments.of_partner(session, running.id, place_of(trial).partners[4].id)
    assert mine is not None
    withdrawing.withdraw(trial.bot.desk, caller(trial, megan.user.id), mine)
    trial.bot.heartbeat.beat()
    priya.sees("How our views stand: not enough answers to show")
    priya.does_not_see("two camps")
    priya.presses("Record what we agree").sees_modal("What we agree").picks("What we agree", "Starting").submits()
    priya.sees("Starting. 1 of 10 recorded.").closes().sees("Agreed: Starting")


def test_what_is_recorded_leads_on_to_the_next_until_all_is_or_somebody_stops(trial: Trial, priya: Person) -> None:
    running = to_the_meeting(trial, SEL)
    edition = catalog.edition(SEL)
    start_the_board(priya)
    priya.runs("/maturity moderate").sees_modal("The board").presses("Record").sees_modal("What we agree")
    priya.picks("What we agree", "Emerging").types("Why", "First.").submits()
    priya.sees_modal("What we agree").sees("Emerging. 1 of 13 recorded.").does_not_see("First.")
    priya.picks("What we agree", "Developing").types("Why", "Second.").presses("Save and stop")
    priya.sees("Developing. 2 of 13 recorded.").closes().sees_modal("The board").sees("2 of 13 recorded.")
    assert {one.judgement: one.rationale for one in agreed(trial).decisions} == {
        Judgement.of(1): "First.",
        Judgement.of(2): "Second.",
    }

    priya.presses("Change").sees_modal("What we agree").sees("< First. >").does_not_see("Save and next")
    priya.types("Why", "First, said better.").submits().sees_modal("The board").presses("Record")
    priya.sees_modal("What we agree").presses("Save and stop").sees("Choose what was agreed.").closes(everything=True)
    for one in running.subdomains:
        if not agreed(trial).decision(one).judgement and one != running.subdomains[-1]:
            moderating.decide(trial.bot.desk, caller(trial, LEAD), running.id, Decision(one, Judgement.of(3)))
    priya.runs("/maturity moderate").sees("12 of 13 recorded.").presses("Record").sees_modal("What we agree")
    priya.sees(edition.subdomain(running.subdomains[-1]).name).does_not_see("[Save and stop]")
    priya.picks("What we agree", "Emerging").submits().sees_modal("The board").sees("13 of 13 recorded.")
