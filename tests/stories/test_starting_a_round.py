"""Leads start rounds in three steps, others do not, and what is wrong is told where it is."""

from dataclasses import replace
from datetime import date, timedelta

from flows.people import UserId
from sandbox.person import Person
from sandbox.trial import Trial
from tests.stories.acts import CHANNEL, MIDLANDS, SEL, begins, keep, launches, newest, place_of, start_a_round


def opens_the_form(lead: Person, framework: str = SEL, scope: str = "Short-term priority") -> Person:
    lead.uses("start_round").sees_modal("Start a round").picks("Framework", framework)
    return lead.sees(scope)


def test_somebody_who_is_no_lead_is_told_so_and_starts_nothing(trial: Trial, megan: Person) -> None:
    megan.opens_channel(CHANNEL).runs("/maturity start").sees_no_modal()
    megan.sees("(only visible to you): Only the lead of a partnership can start a round")
    megan.uses("start_round").sees_modal("Common View").sees("Only the lead of a partnership can start a round")
    assert trial.next_due() is None


def test_wrong_dates_come_back_at_their_fields_and_all_that_was_filled_in_stays(priya: Person) -> None:
    opens_the_form(priya).picks("This round is a", "Re-run")
    priya.ticks("Which parts", "Longer-term (24 sub-domains, about 44 minutes)").submits().sees("Step 2 of 3")
    priya.sets_date("Deadline for answers", date(2026, 5, 1)).sets_date("Moderation meeting", date(2026, 4, 1))
    priya.submits()
    assert set(priya.errors) == {"Deadline for answers", "Moderation meeting"}
    priya.presses("Back").sees("Step 1 of 3").sees("< Re-run >").sees("(x) Longer-term").submits()
    priya.sees("< 2026-05-01 >").sees("< 2026-04-01 >")

    priya.sets_date("Deadline for answers", date(2026, 6, 15)).sets_date("Moderation meeting", date(2026, 6, 22))
    priya.sets_date("Summary in the channel", date(2026, 6, 18)).submits()
    assert set(priya.errors) == {"Summary in the channel"}
    priya.sets_time("Summary in the channel: time", "20:00").submits()
    assert priya.errors["Summary in the channel"].startswith("Choose a time between 08:00 and 18:00")

    priya.sets_time("Summary in the channel: time", "10:30").submits().sees("Step 3 of 3").sees("37 sub-domains")
    priya.presses("Back").sees("Step 2 of 3").sees("< 10:30 >").submits().sees("Step 3 of 3")
    priya.submits().sees_modal("The round has started").sees("Thursday 18 June at 10:30: Summary in the channel")


def test_another_framework_brings_its_own_parts_and_leaves_the_rest_as_it_was(priya: Person) -> None:
    opens_the_form(priya).submits().sees("Step 2 of 3").sets_date("Deadline for answers", date(2026, 6, 17))
    priya.presses("Back").sees("Step 1 of 3")
    priya.unticks("Which parts", "Short-term priority (13 sub-domains, about 26 minutes)").submits()
    assert priya.errors == {"Which parts": "Please complete this required field."}
    priya.picks("Framework", MIDLANDS).sees("(x) Core component (6 sub-domains").sees("(x) Enabler (4 sub-domains")
    launches(priya.does_not_see("Short-term priority")).sees("10 sub-domains").sees("Wednesday 17 June at 12:00")


def test_the_last_step_says_what_will_be_sent_and_who_is_shown_what(trial: Trial, priya: Person) -> None:
    opens_the_form(priya).submits().sees("Step 2 of 3").submits().sees("Step 3 of 3")
    priya.sees("Monday 1 June at 10:00: Invitations to 10 people in 9 organisations, and a word in the channel")
    priya.sees("(x) Anonymous").presses("Preview as a partner sees it").sees_modal("As a partner sees it")
    priya.sees("How far along is Larkmere?").sees("1 of 13 - ").sees("[ Start ]")
    assert priya.pressable == []
    priya.closes().sees("Step 3 of 3").picks("Who is shown what", "Open").submits()
    priya.sees_modal("The round has started")
    assert newest(trial).mode == "open"


def test_who_cannot_be_reached_is_said_before_anybody_is_asked(trial: Trial, priya: Person) -> None:
    place = place_of(trial)
    gone = replace(place.partners[8], contributors=(UserId("U99GONE"),))
    keep(trial, replace(place, partners=(*place.partners[:8], gone)))
    opens_the_form(priya).submits().sees("Step 2 of 3").submits().sees("Step 3 of 3")
    priya.sees("U99GONE: Fernhill Hospice: nobody here has this account any more. Name somebody else")
    priya.sees("Fernhill Hospice would not be asked at all")
    keep(trial, place)
    priya.presses("Check again").sees("Everybody can be reached").does_not_see("Fernhill Hospice")


def test_of_two_leads_with_the_form_open_the_second_is_told_of_the_first_one_s_round(
    trial: Trial, priya: Person, tom: Person
) -> None:
    keep(trial, replace(place_of(trial), leads=(UserId("U01PRIYA"), UserId("U02TOM"))))
    for lead in (priya, tom):
        opens_the_form(lead).submits().sees("Step 2 of 3").submits().sees("Step 3 of 3")
    priya.submits().sees_modal("The round has started")
    tom.submits()
    told = "A round of this framework is open until Monday 15 June at 12:00. A second one would ask twice."
    assert tom.errors == {"Who is shown what": told}
    tom.presses("Back").presses("Back").submits()
    assert tom.errors == {"Framework": told}
    tom.picks("Framework", MIDLANDS).sees("Core component")
    launches(tom)


def test_a_second_round_is_offered_to_follow_the_first(trial: Trial, priya: Person) -> None:
    start_a_round(priya)
    first = newest(trial)
    trial.clock.move_to(first.closes_at)
    priya.opens_dm().sees("This round is closed")
    opens_the_form(priya).sees("< Re-run >").sees("(x) Follows the baseline of June 2026")
    launches(priya)
    assert newest(trial).previous == first.id


def test_a_round_started_in_the_evening_invites_in_the_morning(trial: Trial, priya: Person, megan: Person) -> None:
    trial.clock.move_by(timedelta(hours=10))
    launches(opens_the_form(priya))
    priya.sees("Tuesday 2 June at 08:00: Invitations to 10 people in 9 organisations").closes()
    assert megan.opens_dm().screen == "=== Common View ===\n"

    trial.clock.move_by(timedelta(hours=12, minutes=1))
    begins(megan)


def test_the_command_explains_itself_and_tells_where_one_stands(trial: Trial, priya: Person, megan: Person) -> None:
    megan.opens_channel(CHANNEL).runs("/maturity").sees("/maturity start: start a round (leads)")
    megan.runs("/maturity status").sees("There is nothing for you to do at the moment.")
    start_a_round(priya)
    begins(megan).presses("Choose Maturing").sees_modal("1 of 13").submits().closes(everything=True)
    megan.opens_channel(CHANNEL).runs("/maturity STATUS ").sees("1 of 13 answered, about 24 minutes left")
    priya.runs("/maturity status").sees("0 of 9 organisations have submitted. The deadline is Monday 15 June at 12:00.")
    priya.runs("/maturity nugde").sees("I did not understand “nugde”. Did you mean /maturity nudge?")
    priya.runs("/maturity minutes").sees("I did not understand “minutes”.\n\nCommon View")
    priya.runs("/maturity <!channel>").sees("I did not understand “<!channel>”.").sees("/maturity help: this")
    assert trial.sandbox.workspace.member("U05MEGAN").real_name not in priya.screen
