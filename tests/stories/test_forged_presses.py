"""Presses that no screen offers: refused kindly, and nothing is changed."""

from dataclasses import replace

import pytest

from bot.handlers.walk import INTO_THE_FORM, ON_THE_CARD
from bot.names import Action
from flows.people import PartnershipId
from sandbox.person import Person
from sandbox.trial import Trial
from storage import audit
from tests.stories.acts import begins, card_of, carried, keep, kept, place_of, start_a_round

FIRST = "operating-integrated-functions"
OF_THE_WALK = (
    *ON_THE_CARD,
    *INTO_THE_FORM,
    Action.CHECK_AND_SUBMIT,
    Action.SNOOZE,
    Action.HAND_ON,
    Action.MY_ANSWERS,
    Action.READ_ANSWER,
)


def test_fault_7_neither_a_stranger_nor_another_partner_moves_somebody_s_walk(
    trial: Trial, priya: Person, tom: Person, megan: Person, ruth: Person
) -> None:
    place = place_of(trial)
    keep(trial, replace(place, partners=tuple(one for one in place.partners if "Hospice" not in one.name)))
    start_a_round(priya)
    begins(tom).presses("Choose Developing").sees_modal("1 of 13").closes().sees("Your answer is kept.")
    before, card, value = kept(trial, "U02TOM"), card_of(trial, tom), carried(trial, tom, FIRST, 4)
    drawn = tom.screen
    for somebody in (megan, ruth):
        for action in OF_THE_WALK:
            somebody.presses_forged(action, card, value=value).sees_modal("Common View")
            somebody.sees("This assessment belongs to another organisation.").closes()
    assert (kept(trial, "U02TOM"), tom.screen) == (before, drawn)


@pytest.mark.parametrize(
    ("level", "subdomain", "told"),
    [
        (5, FIRST, "That is not one of the judgements offered for Operating integrated functions."),
        (-1, FIRST, "That is not one of the judgements offered"),
        (1, "wellbeing", "That sub-domain is not part of this round."),
        (1, "", "That sub-domain is not part of this round."),
    ],
)
def test_one_s_own_forged_press_is_refused_too(  # noqa: PLR0913, PLR0917 - two people and a case
    trial: Trial, priya: Person, megan: Person, level: int, subdomain: str, told: str
) -> None:
    start_a_round(priya)
    begins(megan).presses_forged("choose_level", card_of(trial, megan), value=carried(trial, megan, subdomain, level))
    megan.sees_modal("Common View").sees(told)
    assert kept(trial, "U05MEGAN").answers == {}


def test_a_button_this_house_did_not_make_is_told_to_be_an_older_one_and_recorded(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    begins(megan)
    for value in ("", "nonsense", '{"assessment":"other"}'):
        megan.presses_forged("choose_level", card_of(trial, megan), value=value).sees_modal("Common View").closes()
    assert kept(trial, "U05MEGAN").answers == {}
    with trial.bot.database.read() as session:
        denied = audit.of_partnership(session, PartnershipId(""))
    assert {(one.actor, one.action) for one in denied} == {("U05MEGAN", "denied")}
    unreadable, unknown = {"event": "choose_level", "why": "unreadable"}, {"event": "LevelChosen", "why": "unknown"}
    assert [dict(one.detail) for one in denied] == [unreadable, unreadable, unknown]


def test_a_partner_who_forges_the_lead_s_button_starts_nothing(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    begins(megan).presses_forged("begin_round", card_of(trial, megan), value=place_of(trial).id)
    megan.sees_modal("Common View").sees("Only the lead of a partnership can start a round")
