"""After the meeting: what was agreed is corrected, opens the next round, and is seen across partnerships."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.desk import boards, following_up, moderating
from flows.judgement import Judgement
from flows.moderation import Action, ActionId, Decision, FollowUp, Present, Progress
from flows.people import ChannelId, PartnershipId, UserId
from flows.refusal import Refusal
from flows.round import Round, RoundId
from sandbox.person import Person
from sandbox.things import File
from sandbox.trial import Trial
from storage import audit, moderations, partnerships, rounds
from tests.reports.opened import sheets
from tests.stories.acts import CHANNEL, MIDLANDS, caller, newest, place_of
from tests.stories.test_moderation import agreed, to_the_meeting
from tests.walks import MIDLANDS as EDITION

LEAD, MEGAN = "U01PRIYA", UserId("U05MEGAN")
PRESENT = (Present("Larkmere GP Federation", "Clinical director"),)
ACTION = Action(ActionId(""), "One referral form", MEGAN, due=date(2026, 9, 1))
AGREED, REASON = "Our common view is agreed", "One level was wrong."
PROGRESSING, PNG = Judgement.of(2), b"\x89PNG"


def agree(trial: Trial, running: Round, level: Judgement = PROGRESSING, actions: Sequence[Action] = ()) -> None:
    """At the desk: everything at one level, its actions, who was there, and that it is agreed."""
    desk, lead = trial.bot.desk, caller(trial, LEAD)
    board = boards.set_up(desk, lead, running.id, 60)
    for one in board.order:
        chosen = level if board.subdomain(one).assessable else None
        given = Decision(one, chosen, evidence="The plan.", lead_organisation="Fernhill Hospice")
        moderating.decide(desk, lead, running.id, given)
    for number, action in enumerate(actions):
        moderating.act(desk, lead, moderating.ActionForm(running.id, "", action, 0, f"once-{number}"))
    moderating.attest(desk, lead, running.id, PRESENT, boards.look(desk, lead, running.id).moderation.revision)
    moderating.agree(desk, lead, running.id)


def a_second_place_agreed(trial: Trial, like: Round, level: Judgement) -> None:
    """As it is kept: the same lead's other partnership, whose meeting agreed one sub-domain."""
    vale = replace(place_of(trial), id=PartnershipId("vale"), channel=ChannelId("C03VALE"), name="Vale", partners=())
    its_round = replace(like, id=RoundId("vale-1"), partnership=vale.id, previous=None)
    lead, now = UserId(LEAD), trial.clock()
    with trial.bot.database.begin() as session:
        partnerships.add(session, vale)
        rounds.add(session, its_round, {})
        moderations.save_decision(session, its_round.id, Decision(like.subdomains[0], level, revision=1), lead, now)
        held = replace(moderations.load(session, its_round.id), agreed_at=now, agreed_by=lead, revision=1)
        moderations.save_meeting(session, held, lead, now)


def agree_again(trial: Trial, running: Round) -> None:
    """At the desk, as it stands; then the postman goes round."""
    moderating.agree(trial.bot.desk, caller(trial, LEAD), running.id)
    trial.bot.heartbeat.beat()


def came(trial: Trial, person: Person) -> File:
    """The first file in the newest message of ours to somebody."""
    workspace = trial.sandbox.workspace
    file, *_ = workspace.messages(workspace.dm(person.user.id).id, person.user.id)[-1].files
    return workspace.file(file["id"])


def test_the_channel_is_told_once_of_each_time_that_it_is_agreed_and_home_says_when(
    trial: Trial, priya: Person, megan: Person
) -> None:
    running = to_the_meeting(trial, EDITION)
    agree(trial, running, actions=[ACTION])
    trial.bot.heartbeat.beat()
    megan.opens_channel(CHANNEL).sees("The meeting agreed on 10 sub-domains, with 1 action. What it agreed on each")
    moderating.reopen(trial.bot.desk, caller(trial, LEAD), running.id, REASON)
    trial.bot.heartbeat.beat()
    assert megan.screen.count(AGREED) == 1
    megan.opens_home().sees("Closed. The summary is in").does_not_see("Agreed on")
    agree_again(trial, running)
    megan.opens_home().sees("Agreed on Monday 22 June at 14:00. The summary is in").opens_channel(CHANNEL)
    priya.opens_home().sees("Closed with 9 of 9 organisations.\n:white_check_mark: Agreed on Monday 22 June at 14:00.")
    megan.sees("Our common view is agreed again").does_not_see(REASON)
    trial.bot.heartbeat.beat()
    assert megan.screen.count(AGREED) == len(("at first", "and again"))


def test_what_was_agreed_at_night_is_told_in_the_morning_unless_it_was_opened_again(
    trial: Trial, megan: Person
) -> None:
    running = to_the_meeting(trial, EDITION)
    trial.clock.move_to(datetime(2026, 6, 22, 21, tzinfo=UTC))
    agree(trial, running)
    trial.bot.heartbeat.beat()
    moderating.reopen(trial.bot.desk, caller(trial, LEAD), running.id, REASON)
    trial.clock.move_to(datetime(2026, 6, 23, 8, tzinfo=UTC))
    trial.bot.heartbeat.beat()
    megan.opens_channel(CHANNEL).sees("Moderation: Larkmere").does_not_see(AGREED)
    agree_again(trial, running)
    megan.sees(AGREED)


def test_what_was_agreed_is_reopened_with_its_reason_corrected_and_agreed_again(trial: Trial, priya: Person) -> None:
    running = to_the_meeting(trial, EDITION)
    agree(trial, running)
    priya.opens_channel(CHANNEL).runs("/maturity moderate").sees_modal("The board")
    priya.sees("To correct something, reopen it and say why.").presses("Reopen…").sees_modal("Reopen")
    priya.submits()
    assert priya.errors == {"Why?": "Please complete this required field."}
    priya.types("Why?", "The plan is from April").submits().sees_modal("The board")
    priya.does_not_see("To correct something").presses("Change").sees_modal("What we agree")
    priya.types("Evidence for the return", "The plan of April.").submits()
    priya.sees_modal("The board").presses("This is agreed").sees("To correct something, reopen it").closes()
    held = agreed(trial)
    assert (held.reopened, held.agreed_by) == (("The plan is from April",), LEAD)
    assert [one.evidence for one in held.decisions].count("The plan of April.") == 1
    with trial.bot.database.read() as session:
        acts = [one.action for one in audit.of_round(session, running.id)]
    assert acts[-4:] == ["moderation agreed", "moderation reopened", "decision recorded", "moderation agreed"]


def test_open_actions_stand_on_the_next_round_s_last_page_until_they_are_done(trial: Trial, priya: Person) -> None:
    agree(trial, to_the_meeting(trial, EDITION), actions=[ACTION])
    priya.opens_channel(CHANNEL).uses("start_round").sees_modal("Start a round").picks("Framework", MIDLANDS)
    priya.sees("Core component").submits().sees("Step 2 of 3").submits().sees("Step 3 of 3")
    priya.sees("Still open from earlier rounds").sees("One referral form").sees("by 1 September 2026")
    priya.closes().runs("/maturity actions").sees("1 September 2026, open").presses("It is done", beside="One")
    priya.sees("No actions are open").closes()
    priya.uses("start_round").sees_modal("Start a round").picks("Framework", MIDLANDS)
    priya.sees("Core component").submits().sees("Step 2 of 3").submits().sees("Step 3 of 3")
    priya.does_not_see("One referral form").does_not_see("Still open")


def test_an_owner_puts_an_action_off_to_a_later_day_and_not_to_one_that_has_passed(trial: Trial) -> None:
    running = to_the_meeting(trial, EDITION)
    agree(trial, running, actions=[ACTION])
    desk, megan, (action,) = trial.bot.desk, caller(trial, MEGAN), agreed(trial).actions
    for day in (date(2026, 1, 5), date(2026, 6, 1)):
        with pytest.raises(Refusal, match="Choose today or a later day") as no:
            following_up.report(desk, megan, running.id, action.id, FollowUp(Progress.CHANGED, "Waiting", day))
        assert no.value.field == "due"
    for day in (date(2026, 9, 1), date(2026, 10, 1)):
        told = following_up.report(desk, megan, running.id, action.id, FollowUp(Progress.CHANGED, "Waiting", day))
        assert told.due == day


def test_what_has_moved_comes_as_a_picture(trial: Trial, priya: Person) -> None:
    agree(trial, to_the_meeting(trial, EDITION), Judgement.of(1))
    second = to_the_meeting(trial, EDITION)
    agree(trial, second)
    priya.opens_channel(CHANNEL).runs("/maturity moderate").sees_modal("The board").presses("What has moved")
    priya.sees_modal("What has moved").sees("Starting").sees("Progressing").presses("Send me the picture")
    priya.sees("It comes to you as a message").closes(everything=True).opens_dm().sees("What has moved: agreed levels")
    assert came(trial, priya).content.startswith(PNG)
    assert came(trial, priya).alt


def test_a_lead_of_two_partnerships_sees_agreed_levels_side_by_side(trial: Trial, priya: Person) -> None:
    running = to_the_meeting(trial, EDITION)
    agree(trial, running)
    assert not priya.opens_home().can_press("Across partnerships")
    a_second_place_agreed(trial, newest(trial), Judgement.of(3))
    priya.opens_home().presses("Across partnerships").sees_modal("Across partnerships")
    priya.sees("Larkmere: Progressing").sees("Vale: Achieving").sees("this is no ranking")
    priya.presses("Send me the workbook").sees("It comes to you as a message").closes(everything=True)
    priya.opens_dm().sees("Agreed levels across the partnerships that you lead.")
    first, *rows = sheets(came(trial, priya).content)[EDITION]
    assert first[3:] == ["Larkmere", "Vale"]
    assert rows[0][3:] == ["Progressing", "Achieving"]
