"""Partners walk: together, back and forth, twice over, and never in a chat."""

from sandbox.person import Person
from sandbox.trial import Trial
from tests.stories.acts import JUDGEMENT, begins, card_of, carried, kept, start_a_round

WHY = "Why can you not assess this?"
FIRST, SECOND = "operating-integrated-functions", "shared-clinical-risk"


def test_two_contributors_share_one_view(trial: Trial, priya: Person, tom: Person, owen: Person) -> None:
    start_a_round(priya)
    begins(tom).presses("Choose Developing").sees_modal("1 of 13").types("Evidence", "The plan of March.").submits()
    begins(owen).sees("2 of 13 - Shared clinical risk").sees("1 of 13 answered")
    owen.presses("Back").sees("1 of 13 - ").sees("Your answer is kept.")
    owen.presses("Edit answer…").sees_modal("1 of 13").sees("< The plan of March. >").sees("(x) Developing")
    owen.sees("Last changed by @Dr Tom Ashworth, Monday 1 June at 10:0")
    owen.picks(JUDGEMENT, "Maturing").presses("Save for now").sees_modal("Saved").closes()
    assert (kept(trial, "U02TOM"), kept(trial, "U02TOM").answers[FIRST].by) == (kept(trial, "U10OWEN"), "U10OWEN")

    owen.presses("All sub-domains").presses("Review and submit").presses("Check and submit")
    owen.sees_modal("Check and submit").sees("12 of 13 have no judgement").submits().sees_modal("Submitted").closes()
    owen.sees("Submitted. Thank you.").presses("Withdraw").sees("2 of 13")
    assert not kept(trial, "U02TOM").submitted


def test_what_one_submits_the_other_sees_as_submitted_and_withdrawn_as_withdrawn(
    trial: Trial, priya: Person, tom: Person, owen: Person
) -> None:
    start_a_round(priya)
    begins(tom).presses("Choose Developing").sees_modal("1 of 13").closes()
    tom.presses("Save and stop").presses("Review and submit").presses("Check and submit").sees_modal("Check and submit")
    tom.submits().sees_modal("Submitted").closes()
    owen.opens_dm().sees("Submitted. Thank you.").presses("Withdraw").sees("2 of 13")
    tom.sees("Review").sees("12 still without a judgement").does_not_see("Submitted. Thank you.")
    assert not kept(trial, "U02TOM").submitted


def test_one_goes_back_and_forth_stops_and_resumes(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).presses("Skip for now").sees("2 of 13").presses("Skip for now").sees("3 of 13")
    megan.presses("Back").sees("2 of 13").presses("All sub-domains").sees("All sub-domains")
    megan.picks("Go to…", "Parity of voice").sees("Parity of voice").presses("Choose Thriving").sees_modal("10 of 13")
    megan.closes(everything=True).sees("Your answer is kept.")
    megan.presses("Save and stop").sees("See you later").sees("1 of 13 answered")
    megan.presses("Continue").sees("1 of 13 - ")
    assert list(kept(trial, "U05MEGAN").answers) == ["parity-of-voice"]


def test_fault_3_the_same_level_pressed_twice_is_kept_once(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).presses("Choose Maturing").sees_modal("1 of 13").closes()
    before = kept(trial, "U05MEGAN").answers
    megan.presses("Choose Maturing").sees_modal("1 of 13")
    assert kept(trial, "U05MEGAN").answers[FIRST].judgement == before[FIRST].judgement
    megan.presses("Save for now").sees_modal("Saved").closes().sees("1 of 13 answered")


def test_a_level_pressed_on_an_old_drawing_of_the_card_counts_for_what_was_drawn(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    begins(megan)
    on_the_first = carried(trial, megan, FIRST, 2)
    megan.presses("Skip for now").sees("2 of 13")
    megan.presses_forged("choose_level", card_of(trial, megan), value=on_the_first).sees_modal("1 of 13").closes()
    megan.sees("1 of 13 - ").sees("Your answer is kept.")
    assert list(kept(trial, "U05MEGAN").answers) == [FIRST]


def test_a_level_chosen_keeps_what_was_written_before(priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).presses("Something else…").sees_modal("1 of 13").picks(JUDGEMENT, "Cannot assess")
    megan.types("Comment", "We have no figures yet.").submits().types(WHY, "Too early.").submits()
    megan.sees_modal("2 of 13").closes().presses("Back").sees("1 of 13 - ").presses("Choose Emerging")
    megan.sees_modal("1 of 13").sees("(x) Emerging").sees("< We have no figures yet. >")


def test_words_in_the_chat_get_a_kind_answer_and_are_no_answers(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).says("We are at Maturing, I think").sees("I do not take answers from messages")
    megan.sees("0 of 13 answered, about 26 minutes left")
    assert kept(trial, "U05MEGAN").answers == {}


def test_a_form_is_not_sent_without_a_judgement(priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).presses("Something else…").sees_modal("1 of 13").types("Evidence", "The plan.").submits()
    assert list(megan.errors) == [JUDGEMENT]
    megan.sees("< The plan. >")


def test_an_answer_changed_after_submitting_counts_at_once(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).presses("Choose Maturing").sees_modal("1 of 13").closes()
    megan.presses("All sub-domains").presses("Review and submit").presses("Check and submit")
    megan.sees_modal("Check and submit").submits().sees_modal("Submitted").closes()
    megan.presses("Change an answer").picks("Go to…", "Shared clinical risk").sees("2 of 13")
    megan.presses("Choose Emerging").sees_modal("2 of 13").closes()
    assert (kept(trial, "U05MEGAN").submitted, set(kept(trial, "U05MEGAN").answers)) == (True, {FIRST, SECOND})
