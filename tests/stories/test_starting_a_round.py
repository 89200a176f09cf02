"""Leads start rounds, others do not, and what is wrong is told where it is."""

from dataclasses import replace
from datetime import date, timedelta

from flows.people import UserId
from sandbox.person import Person
from sandbox.trial import Trial
from tests.stories.acts import CHANNEL, MIDLANDS, SEL, begins, keep, place_of, start_a_round


def test_somebody_who_is_no_lead_is_told_so_and_starts_nothing(trial: Trial, megan: Person) -> None:
    megan.opens_channel(CHANNEL).runs("/maturity start").sees_no_modal()
    megan.sees("(only visible to you): Only the lead of a partnership can start a round")
    megan.uses("start_round").sees_modal("Common View").sees("Only the lead of a partnership can start a round")
    assert trial.next_due() is None


def test_wrong_dates_come_back_at_their_fields_and_all_that_was_filled_in_stays(priya: Person) -> None:
    priya.uses("start_round").sees_modal("Start a round").picks("Framework", SEL).sees("Short-term priority")
    priya.picks("This round is a", "Re-run").ticks("Which parts", "Longer-term (24 sub-domains, about 44 minutes)")
    priya.sets_date("Deadline for answers", date(2026, 5, 1)).sets_date("Moderation meeting", date(2026, 4, 1))
    priya.submits()
    assert set(priya.errors) == {"Deadline for answers", "Moderation meeting"}
    for still in ("< 2026-05-01 >", "< 2026-04-01 >", "< Re-run >", "(x) Longer-term"):
        priya.sees(still)

    priya.sets_date("Deadline for answers", date(2026, 6, 15)).sets_date("Moderation meeting", date(2026, 6, 22))
    priya.sets_date("Summary in the channel", date(2026, 6, 18)).submits()
    assert set(priya.errors) == {"Summary in the channel"}
    priya.sets_time("Summary in the channel: time", "20:00").submits()
    assert priya.errors["Summary in the channel"].startswith("Choose a time between 08:00 and 18:00")

    priya.sets_time("Summary in the channel: time", "10:30").submits().sees_modal("The round has started")
    priya.sees("37 sub-domains").sees("Thursday 18 June at 10:30: Summary in the channel")


def test_another_framework_brings_its_own_parts_and_leaves_the_rest_as_it_was(priya: Person) -> None:
    priya.uses("start_round").sees_modal("Start a round").picks("Framework", SEL).sees("Short-term priority")
    priya.sets_date("Deadline for answers", date(2026, 6, 17)).unticks(
        "Which parts", "Short-term priority (13 sub-domains, about 26 minutes)"
    )
    priya.picks("Framework", MIDLANDS).sees("(x) Core component (6 sub-domains").sees("(x) Enabler (4 sub-domains")
    priya.does_not_see("Short-term priority").sees("< 2026-06-17 >")
    priya.submits().sees_modal("The round has started").sees("10 sub-domains").sees("Wednesday 17 June at 12:00")


def test_of_two_leads_with_the_form_open_the_second_is_told_of_the_first_one_s_round(
    trial: Trial, priya: Person, tom: Person
) -> None:
    keep(trial, replace(place_of(trial), leads=(UserId("U01PRIYA"), UserId("U02TOM"))))
    for lead in (priya, tom):
        lead.opens_channel(CHANNEL).runs("/maturity start").sees_modal("Start a round").picks("Framework", SEL)
        lead.sees("Short-term priority")
    priya.submits().sees_modal("The round has started")
    tom.submits()
    assert tom.errors == {
        "Framework": "A round of this framework is open until Monday 15 June at 12:00. A second one would ask twice."
    }
    tom.picks("Framework", MIDLANDS).sees("Core component").submits().sees_modal("The round has started")


def test_a_round_started_in_the_evening_invites_in_the_morning(trial: Trial, priya: Person, megan: Person) -> None:
    trial.clock.move_by(timedelta(hours=10))
    priya.opens_channel(CHANNEL).runs("/maturity start").sees_modal("Start a round").picks("Framework", SEL)
    priya.sees("Short-term priority").submits().sees_modal("The round has started")
    priya.sees("Tuesday 2 June at 08:00: Invitations to 10 people in 9 organisations").closes()
    assert megan.opens_dm().screen == "=== Common View ===\n"

    trial.clock.move_by(timedelta(hours=12, minutes=1))
    begins(megan)


def test_the_command_explains_itself_and_tells_where_one_stands(trial: Trial, priya: Person, megan: Person) -> None:
    megan.opens_channel(CHANNEL).runs("/maturity").sees("/maturity start starts a round (leads)")
    megan.runs("/maturity status").sees("There is nothing for you to do at the moment.")
    start_a_round(priya)
    begins(megan).presses("Choose Maturing").sees_modal("1 of 13").submits().closes(everything=True)
    megan.opens_channel(CHANNEL).runs("/maturity STATUS ").sees("1 of 13 answered, about 24 minutes left")
    priya.runs("/maturity status").sees("0 of 9 organisations have submitted, by Monday 15 June at 12:00.")
    priya.runs("/maturity nonsense").sees("/maturity help shows this")
    assert trial.sandbox.workspace.member("U05MEGAN").real_name not in priya.screen
