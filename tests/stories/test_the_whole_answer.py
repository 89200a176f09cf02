"""Everything an answer may hold: several pieces of evidence, a quote, words for a judgement, two people at once."""

from dataclasses import replace

import pytest

from flows.assessment import Answer, ItemKind
from flows.judgement import Judgement
from flows.notices import NoticeKind
from flows.quotation import consent_mark
from sandbox.person import Person
from sandbox.trial import Trial
from storage import audit, outbox
from tests.stories.acts import CHANNEL, JUDGEMENT, begins, card_of, carried, keep, kept, newest, place_of, start_a_round

FIRST, SECOND = "operating-integrated-functions", "shared-clinical-risk"
QUOTING, QUOTE = "Quoting", "May be quoted word for word, without saying who wrote it"


def answer(trial: Trial, where: str = FIRST, user: str = "U05MEGAN") -> Answer:
    return kept(trial, user).answers[where]


def test_several_pieces_of_evidence_come_go_and_are_used_again(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).presses("Choose Maturing").sees_modal("1 of 13").types("Evidence", "The plan of March.")
    megan.types("Add a link", "https://example.org/plan").presses("Save, add more evidence").sees(
        "🔗 https://example.org"
    )
    megan.types("Add a link", "https://example.org/minutes").presses("Save, add more evidence").sees("org/minutes")
    megan.presses("Our own note", beside="org/minutes").sees("Our own note: the partnership is not shown it")
    megan.presses("Remove", beside="org/plan").does_not_see("org/plan")
    assert [(one.url, one.ours) for one in answer(trial).items] == [("https://example.org/minutes", True)]

    megan.submits().sees_modal("2 of 13").picks(JUDGEMENT, "Developing")
    reuse = "Use evidence given elsewhere in this round"
    assert megan.choices(reuse) == ["📝 The plan of March.", "🔗 https://example.org/minutes"]
    megan.picks(reuse, "📝 The plan of March.").submits().sees_modal("3 of 13")
    assert [(one.kind, one.title) for one in answer(trial, SECOND).items] == [(ItemKind.TEXT, "The plan of March.")]


def test_a_link_that_is_none_comes_back_at_its_field(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).presses("Choose Maturing").sees_modal("1 of 13").types("Add a link", "javascript:alert(1)").submits()
    assert list(megan.errors) == ["Add a link"]
    megan.types("Add a link", "https://example.org").submits().sees_modal("2 of 13")
    assert [one.url for one in answer(trial).items] == ["https://example.org"]


def test_a_file_dropped_in_the_chat_is_kept_changed_and_removed(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).drops("plan.txt", b"Our plan.").sees("Kept as evidence for Operating integrated functions.")
    (item,) = answer(trial).items
    assert (item.kind, item.title, item.ref[:1]) == (ItemKind.FILE, "plan.txt", "F")
    megan.presses("Change").sees_modal("Evidence for…").picks("Sub-domain", "Shared clinical risk").submits()
    megan.sees_no_modal().sees("Kept as evidence for Shared clinical risk.")
    assert (answer(trial).items, answer(trial, SECOND).items) == ((), (item,))
    megan.presses("Remove").sees("Removed: this is not kept as evidence.")
    assert answer(trial, SECOND).items == ()


def test_a_message_is_kept_by_its_shortcut_without_its_words(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).presses("Skip for now").sees("2 of 13").opens_channel(CHANNEL).says("Minutes canary of the group.")
    megan.uses_on("keep_evidence", "Minutes canary").sees_modal("Keep as evidence").submits()
    megan.sees_modal("Kept").sees("Kept as evidence for Shared clinical risk.").closes()
    (item,) = answer(trial, SECOND).items
    assert item.kind is ItemKind.MESSAGE
    assert item.url.startswith("https://larkmere.slack.com/archives/C01PLACE/p")
    assert "canary" not in str(item)
    megan.uses_on("keep_evidence", "Minutes canary").sees_modal("Keep as evidence").submits().sees_modal("Kept")
    assert answer(trial, SECOND).items == (item,)


def test_who_answers_nowhere_keeps_nothing(megan: Person) -> None:
    megan.opens_channel(CHANNEL).says("Minutes.").uses_on("keep_evidence", "Minutes.").sees_modal("Common View")
    megan.sees("There is no open round in which you answer")


def test_a_quote_is_shown_exactly_and_agreed_to(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).presses("Choose Maturing").sees_modal("1 of 13").types("Comment", "discharge letters  come LATE.")
    megan.ticks(QUOTING, QUOTE).submits().sees_modal("May this be quoted?").sees("Discharge letters come LATE.")
    assert answer(trial).consent == ""
    megan.submits().sees_modal("2 of 13")
    assert answer(trial).consent == consent_mark("Discharge letters come LATE.")

    megan.closes().presses("Back").sees("1 of 13").presses("Edit answer…").sees_modal("1 of 13")
    megan.types("Comment", "Discharge letters come in time.").submits().sees_modal("May this be quoted?")
    assert answer(trial).consent == ""
    megan.closes().sees("Your answer is kept.")
    assert (answer(trial).comment, answer(trial).consent) == ("Discharge letters come in time.", "")


def test_who_comes_back_from_a_quote_to_change_it_still_wishes_it_and_agrees_to_the_new_words(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    begins(megan).presses("Choose Maturing").sees_modal("1 of 13").types("Comment", "Sarah Jones says it works.")
    megan.ticks(QUOTING, QUOTE).submits().sees_modal("May this be quoted?").sees("Does it name anybody else")
    megan.presses("Back to the form").sees_modal("1 of 13").sees(f"(x) {QUOTE}")
    megan.types("Add a link", "https://example.org/plan").presses("Save, add more evidence")
    megan.sees_modal("May this be quoted?").presses("Back to the form").presses("Remove", beside="org/plan")
    megan.does_not_see("org/plan").sees(f"(x) {QUOTE}").types("Comment", "The ward says it works.").submits()
    megan.sees_modal("May this be quoted?").sees("The ward says it works.")
    assert (answer(trial).comment, answer(trial).consent) == ("The ward says it works.", "")
    megan.submits().sees_modal("2 of 13")
    assert answer(trial).consent == consent_mark("The ward says it works.")


def test_the_wish_to_be_quoted_is_no_consent_when_the_form_it_stands_in_is_closed_or_unticked(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    begins(megan).presses("Choose Maturing").sees_modal("1 of 13").types("Comment", "It works.").ticks(QUOTING, QUOTE)
    megan.submits().sees_modal("May this be quoted?").presses("Back to the form").sees_modal("1 of 13").closes()
    assert (answer(trial).comment, answer(trial).consent) == ("It works.", "")
    megan.presses("Edit answer…").sees_modal("1 of 13").sees(f"( ) {QUOTE}").ticks(QUOTING, QUOTE).submits()
    megan.presses("Back to the form").sees_modal("1 of 13").unticks(QUOTING, QUOTE).submits().sees_modal("2 of 13")
    assert answer(trial).consent == ""


def test_a_comment_that_cannot_be_quoted_comes_back_with_the_wish_to_quote_it(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    begins(megan).presses("Choose Maturing").sees_modal("1 of 13").types("Comment", "Ask Grace Okafor.")
    megan.ticks(QUOTING, QUOTE).presses("Save for now").sees("it cannot be quoted like this").sees(f"(x) {QUOTE}")
    assert answer(trial).consent == ""
    megan.types("Comment", "Ask a colleague.").submits().sees_modal("May this be quoted?")


def test_what_would_show_the_author_is_explained_and_nothing_is_lost(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    begins(megan).presses("Choose Maturing").sees_modal("1 of 13").types("Comment", "Ask Grace Okafor at Fernhill.")
    megan.ticks(QUOTING, QUOTE).submits()
    told = megan.errors["Comment"]
    assert "Grace Okafor" in told
    assert "Fernhill" in told
    assert answer(trial).comment == "Ask Grace Okafor at Fernhill."
    megan.types("Comment", "Ask a colleague.").submits().sees_modal("May this be quoted?").presses("Back to the form")
    megan.sees_modal("1 of 13").sees("< Ask a colleague. >").sees(f"(x) {QUOTE}").submits()
    megan.sees_modal("May this be quoted?").presses("Save without quoting").sees_modal("2 of 13")
    assert answer(trial).comment == "Ask a colleague."
    assert answer(trial).consent == ""


def test_the_second_to_save_is_shown_both(trial: Trial, priya: Person, tom: Person, owen: Person) -> None:
    start_a_round(priya)
    begins(tom).presses("Choose Developing").sees_modal("1 of 13").closes()
    begins(owen).presses("Back").sees("1 of 13").presses("Edit answer…").sees_modal("1 of 13")
    owen.picks(JUDGEMENT, "Thriving").types("Evidence", "Owen's *words*.")
    tom.presses("Edit answer…").sees_modal("1 of 13").types("Evidence", "Tom's <!channel> words.").submits()
    tom.sees_modal("2 of 13")

    owen.submits().sees("@Dr Tom Ashworth changed this meanwhile").sees("Theirs: Developing")
    owen.sees("Tom's <!channel> words.").sees("< Owen's *words*. >").sees("(x) Thriving")
    assert answer(trial, user="U10OWEN").evidence == "Tom's <!channel> words."
    owen.submits().sees_modal("2 of 13")
    assert (answer(trial, user="U02TOM").evidence, answer(trial, user="U02TOM").by) == ("Owen's *words*.", "U10OWEN")


def test_a_level_on_a_card_drawn_before_a_colleague_s_answer_opens_both(
    trial: Trial, priya: Person, tom: Person, owen: Person
) -> None:
    start_a_round(priya)
    begins(owen)
    begins(tom).presses("Choose Developing").sees_modal("1 of 13").types("Evidence", "The plan.").submits()
    owen.presses("Choose Thriving").sees_modal("1 of 13").sees("Theirs: Developing").sees("The plan.").sees(
        "(x) Thriving"
    )
    assert answer(trial, user="U02TOM").judgement == Judgement.of(2)
    owen.submits().sees_modal("2 of 13")
    assert answer(trial, user="U02TOM").judgement == Judgement.of(4)


def test_a_reminder_is_owed_for_tomorrow_morning(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    megan.opens_dm().presses("Remind me tomorrow").sees("You will be reminded on Tuesday 2 June at 08:30.")
    with trial.bot.database.read() as session:
        (owed,) = [one for one in outbox.of_round(session, newest(trial).id) if one.kind == NoticeKind.REMINDER]
    assert (owed.to, f"{owed.due_at:%A %H:%M}") == ("U05MEGAN", "Tuesday 07:30"), "half past eight in London's summer"
    megan.presses("Start now").sees("1 of 13 - ")


def test_a_colleague_is_asked_to_answer_too(trial: Trial, priya: Person, megan: Person, ruth: Person) -> None:
    place = place_of(trial)
    keep(trial, replace(place, partners=tuple(one for one in place.partners if "Hospice" not in one.name)))
    start_a_round(priya)
    megan.opens_dm().presses("Pass to a colleague").sees_modal("Pass to a colleague").picks(
        "Colleague", "Ruth Lindqvist"
    )
    megan.submits().sees_modal("Invited").closes().presses("Start").presses("Choose Maturing").sees_modal("1 of 13")
    begins(ruth).sees("2 of 13 - ").presses("Back").presses("Edit answer…").sees_modal("1 of 13").sees("(x) Maturing")
    assert kept(trial, "U09RUTH") == kept(trial, "U05MEGAN")
    with trial.bot.database.read() as session:
        (asked,) = [one for one in audit.of_round(session, newest(trial).id) if one.action == "colleague asked"]
    assert (asked.actor, dict(asked.detail)) == ("U05MEGAN", {"colleague": "U09RUTH"})


@pytest.mark.parametrize(
    ("whom", "told"), [("U09RUTH", "another organisation"), ("U0SANDBOX", "an app"), ("U05MEGAN", "already")]
)
def test_nobody_but_a_colleague_is_asked(trial: Trial, priya: Person, megan: Person, whom: str, told: str) -> None:
    start_a_round(priya)
    megan.opens_dm().presses("Pass to a colleague").sees_modal("Pass to a colleague")
    modal = trial.sandbox.workspace.modal("U05MEGAN")
    assert modal is not None
    reply = trial.sandbox.acting.submit(
        "U05MEGAN", modal.id, {"colleague": {"colleague": {"type": "users_select", "selected_user": whom}}}
    )
    assert told in reply.errors["colleague"]


def test_typed_words_move_the_card(priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).says("Next!").sees("Your card above shows Shared clinical risk.").sees("2 of 13")
    megan.says("back").sees("1 of 13 - ").says("ALL").sees("lists all sub-domains").says("review").sees(
        "Check and submit"
    )
    megan.says("stop").sees("See you later").says("status").sees("0 of 13 answered").says("help").sees(
        "These words work"
    )
    megan.says("submit").sees("Nothing is submitted yet").presses("Check and submit").sees_modal("Check and submit")


def test_the_way_on_stands_below_a_typed_word(priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).says("next").sees("Your card above shows Shared clinical risk.")
    megan.presses("Answer this one").sees_modal("2 of 13").sees("Shared clinical risk")


def test_what_is_forged_is_recorded_without_a_word(trial: Trial, priya: Person, megan: Person, tom: Person) -> None:
    start_a_round(priya)
    begins(tom)
    begins(megan).presses_forged("choose_level", card_of(trial, tom), value=carried(trial, tom, FIRST, 2))
    megan.sees_modal("Common View").closes()
    megan.presses_forged("choose_level", card_of(trial, megan), value=carried(trial, megan, FIRST, 9))
    megan.sees_modal("Common View").closes()
    with trial.bot.database.read() as session:
        denied = [one for one in audit.of_round(session, newest(trial).id) if one.action == "denied"]
    assert [(one.actor, dict(one.detail)) for one in denied] == [
        ("U05MEGAN", {"event": "LevelChosen", "why": "another organisation"}),
        ("U05MEGAN", {"event": "LevelChosen", "why": "not offered"}),
    ]


def test_a_card_that_was_deleted_is_posted_anew(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan)
    card = card_of(trial, megan)
    trial.sandbox.workspace.delete(card.channel, card.ts)
    trial.bot.heartbeat.beat()
    megan.says("next").sees("2 of 13 - ").presses("Skip for now").sees("3 of 13 - ")
