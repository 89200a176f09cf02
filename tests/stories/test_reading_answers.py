"""What an organisation can read of its own answers, before and after the end, and of what was agreed a round ago."""

from dataclasses import replace
from datetime import timedelta

from bot.desk import leading, ruling
from flows.judgement import Judgement
from flows.moderation import Decision, Moderation
from flows.notices import NoticeKind
from flows.people import Partnership, UserId
from flows.round import Mode, RoundId
from sandbox.person import Person
from sandbox.trial import Trial
from storage import moderations, outbox
from storage.outbox import State
from tests.stories.acts import CHANNEL, JUDGEMENT, at_the_desk, begins, caller, keep, newest, place_of, start_a_round
from tests.waiting import until

FIRST = "operating-integrated-functions"
LEAD = UserId("U01PRIYA")


def a_round(trial: Trial, mode: Mode = Mode.ANONYMOUS, *, after_another: bool = False) -> None:
    """Start a round as the form offers it, at the desk, and wait until everybody has been invited."""
    lead = caller(trial, LEAD)
    form = replace(leading.opening(trial.bot.desk, lead).form, mode=mode)
    place, running, _ = leading.start(trial.bot.desk, lead, form)
    assert (running.previous is not None) == after_another
    trial.bot.heartbeat.wake()
    assert place.partners
    until(lambda: _invited(trial, running.id))


def _invited(trial: Trial, round_id: RoundId) -> bool:
    with trial.bot.database.read() as session:
        sent = [one.state for one in outbox.of_round(session, round_id) if one.kind == NoticeKind.INVITATION]
    return bool(sent) and set(sent) == {State.SENT}


def closes(trial: Trial) -> None:
    trial.clock.move_to(newest(trial).closes_at + timedelta(minutes=1))


def agrees(trial: Trial, level: int) -> None:
    """What the meeting of the newest round agrees on its first sub-domain."""
    running, now = newest(trial), trial.clock()
    with trial.bot.database.begin() as session:
        decision = Decision(FIRST, Judgement.of(level), revision=1)
        moderations.save_decision(session, running.id, decision, LEAD, now)
        moderations.save_meeting(session, Moderation(running.id, agreed_at=now, agreed_by=LEAD, revision=1), LEAD, now)


def number_of(place: Partnership, user: str) -> int:
    """The number of this person's organisation."""
    return next(n for n, one in enumerate(place.partners) if user in one.contributors)


def test_answers_can_be_read_until_an_anonymous_round_ends_and_never_after(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    begins(megan).presses("Choose Developing").sees_modal("1 of 13").types("Evidence", "Our own canary.").submits()
    megan.sees_modal("2 of 13").closes().opens_home().presses("Our answers").sees_modal("Our answers")
    megan.sees("Operating integrated functions: Developing").presses("Read").sees("Our own canary.")
    megan.presses("Back to all answers").sees("Shared clinical risk: no judgement yet").closes()
    closes(trial)
    megan.opens_dm().sees("This round is closed").sees("no longer kept under the name of an organisation")
    assert not megan.can_press("Our answers")
    megan.opens_home().sees("no longer kept under the name of an organisation")
    assert not megan.can_press("Our answers")


def test_the_next_round_shows_what_was_agreed_and_said_only_after_choosing(
    trial: Trial, priya: Person, megan: Person
) -> None:
    a_round(trial, Mode.OPEN)
    number = number_of(place_of(trial), "U05MEGAN")
    at_the_desk(trial, [number], lambda *_: Judgement.of(4))
    closes(trial)
    megan.opens_dm().sees("you can still read your own answers").presses("Our answers").sees_modal("Our answers")
    megan.sees("Operating integrated functions: Thriving").closes()
    agrees(trial, 2)
    a_round(trial, after_another=True)
    begins(megan).presses("Something else…").sees_modal("1 of 13")
    assert "Last round" not in megan.screen
    megan.picks(JUDGEMENT, "Emerging").submits().sees_modal("2 of 13")
    megan.sees("Last round we agreed: Developing. Your own answer then: Thriving.")
    assert "Last round" not in priya.opens_channel(CHANNEL).screen


def test_of_an_anonymous_round_only_what_was_agreed_is_known(trial: Trial, megan: Person) -> None:
    a_round(trial)
    at_the_desk(trial, [number_of(place_of(trial), "U05MEGAN")], lambda *_: Judgement.of(4))
    closes(trial)
    agrees(trial, 2)
    megan.opens_dm().sees("This round is closed")
    a_round(trial, after_another=True)
    begins(megan).presses("Choose Emerging").sees_modal("1 of 13").sees("Last round we agreed: Developing.")
    assert "Your own answer then" not in megan.screen


def test_when_a_round_is_called_off_everybody_reads_when_and_is_asked_nothing_more(trial: Trial, megan: Person) -> None:
    a_round(trial)
    begins(megan)
    ruling.cancel(trial.bot.desk, caller(trial, LEAD), newest(trial).id)
    trial.bot.heartbeat.wake()
    megan.sees("This round was cancelled on Monday 1 June at 10:00; nothing more is asked.")
    megan.opens_home().sees("This round was cancelled on Monday 1 June at 10:00; nothing more is asked.")
    assert not megan.can_press("Our answers")


def test_those_who_answer_together_see_that_a_colleague_joined(
    trial: Trial, priya: Person, megan: Person, ruth: Person
) -> None:
    place = place_of(trial)
    keep(trial, replace(place, partners=tuple(one for one in place.partners if "Hospice" not in one.name)))
    start_a_round(priya)
    begins(megan)
    assert "Also answering" not in megan.screen
    megan.opens_home().sees("Answer now").opens_dm().says("stop").presses("Pass to a colleague")
    megan.sees_modal("Pass to a colleague").picks("Colleague", "Ruth Lindqvist").submits().sees_modal(
        "Invited"
    ).closes()
    megan.sees("Also answering for Larkmere Voluntary Action: @Ruth Lindqvist")
    megan.opens_home().sees("Also answering for Larkmere Voluntary Action: @Ruth Lindqvist")
    ruth.opens_dm().presses("Start").sees("Also answering for Larkmere Voluntary Action: @Megan Pryce")
