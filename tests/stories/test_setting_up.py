"""From the app's arrival in a channel to a first round: nobody needs a terminal or a manual."""

from dataclasses import replace

import pytest

from bot import partnership_list, sheets
from flows.people import PartnershipId, UserId
from sandbox.person import Person
from sandbox.things import File
from sandbox.trial import Trial
from storage import audit, partnerships
from tests.stories.acts import CHANNEL, keep, place_of, start_a_round

NEW, PLACE = "vale-neighbourhoods", "C03VALE"
APP = "U0SANDBOX"
VALE = [
    ("Vale Community Health", "Community care", ["Grace Okafor"]),
    ("Vale GP Federation", "Primary care", ["Dr Tom Ashworth", "Owen Tate"]),
    ("Vale Voices", "Voluntary sector", ["Megan Pryce"]),
]
LIST = b"""Organisation,Sector,Person,Role
Vale Council,Local authority,kwame.boateng@larkmere.example,
Vale Hospice,Voluntary sector,ruth.lindqvist@larkmere.example,contributor
,,U07HELEN,observer
"""


@pytest.fixture
def grace(trial: Trial) -> Person:
    """Somebody who has never seen the app; in Larkmere she answers for the council."""
    return Person(trial.sandbox, "U03GRACE")


def invites_the_app(grace: Person) -> Person:
    return grace.opens_channel(NEW).invites(APP).sees("Thank you for inviting me.")


def sets_up(grace: Person) -> Person:
    """The first form, as far as it has to be filled in."""
    grace.presses("Set up the partnership here").sees_modal("Set up a partnership")
    grace.types("Name of the partnership", "Vale").types("Host organisation", "Vale Community Health")
    return grace.submits().sees_modal("Our partnership").sees("Add the organisations that take part")


def adds(lead: Person, name: str, sector: str, people: list[str]) -> Person:
    lead.types("Name of the organisation", name).picks("Sector", sector).picks("Who answers for it", *people)
    return lead.submits().sees(f"{name} is added. Add the next one, or press Done.")


def settings(lead: Person) -> Person:
    return lead.opens_channel(CHANNEL).runs("/maturity settings").sees_modal("Our partnership")


def sent(trial: Trial, person: Person) -> File:
    """The file that somebody got last."""
    workspace = trial.sandbox.workspace
    (file,) = workspace.messages(workspace.dm(person.user.id).id, person.user.id)[-1].files
    return workspace.file(file["id"])


def recorded(trial: Trial, partnership: PartnershipId) -> list[str]:
    with trial.bot.database.read() as session:
        return [one.action for one in audit.of_partnership(session, partnership) if one.round is None]


def test_somebody_new_sets_a_partnership_up_and_starts_its_first_round(trial: Trial, grace: Person) -> None:
    sets_up(invites_the_app(grace)).presses("Add an organisation").sees_modal("Add an organisation")
    for one in VALE:
        adds(grace, *one)
    grace.closes().sees_modal("Our partnership").sees("Organisations (3)").sees("Vale Voices")
    grace.presses("Start a round").sees_modal("Start a round").sees("Vale").submits().submits().submits()
    grace.sees_modal("The round has started").closes().sees("Vale is set up in this channel.")
    assert trial.others.one() in {f"{name} has answered and submitted." for name, *_ in VALE}
    with trial.bot.database.read() as session:
        (place,) = partnerships.led_by(session, place_of(trial).workspace, UserId(grace.user.id))
    assert [(one.name, len(one.contributors)) for one in place.partners] == [(one, len(who)) for one, _, who in VALE]
    assert recorded(trial, place.id)[:2] == ["partnership set up", "organisation added"]


def test_a_channel_takes_one_partnership_whoever_is_first(grace: Person, megan: Person) -> None:
    invites_the_app(grace)
    megan.opens_channel(NEW).presses("Set up the partnership here").sees_modal("Set up a partnership")
    sets_up(grace)
    megan.types("Name of the partnership", "Mine").types("Host organisation", "Voices").submits()
    assert megan.errors == {
        "Name of the partnership": "Somebody has set up a partnership in this channel already. "
        "Type /maturity settings there to see it."
    }


def test_a_list_of_people_who_answer_elsewhere_names_each_line(priya: Person) -> None:
    settings(priya).presses("Add from a list").sees_modal("Add from a list")
    priya.attaches("The list", "list.csv", LIST).submits().sees("The list was not taken in.")
    priya.sees("Line 2: kwame.boateng@larkmere.example answers for Larkmere Public Health already.")
    priya.sees("Line 3: ruth.lindqvist@larkmere.example answers for Fernhill Hospice already.")
    priya.sees("Line 4: U07HELEN answers for Larkmere Pharmacy Group, and observers give no judgement.")


def test_what_is_sent_as_a_list_can_be_changed_and_taken_in(trial: Trial, grace: Person) -> None:
    sets_up(invites_the_app(grace)).presses("Add from a list").sees_modal("Add from a list")
    grace.attaches("The list", "list.csv", LIST).submits()
    grace.sees("The list is taken in. Organisations added: 2; people added: 3.").sees("Vale Hospice")
    grace.presses("Get this as a list").sees_modal("On its way").closes().closes()
    grace.opens_dm().sees("Who takes part, as a list.")
    file = sent(trial, grace)
    lines = partnership_list.read(file.content, file.name).lines
    assert [one.person for one in lines] == [
        "kwame.boateng@larkmere.example",
        "ruth.lindqvist@larkmere.example",
        "grace.okafor@larkmere.example",
        "helen.marsh@larkmere.example",
    ]
    assert sheets.read(file.content, file.name)[0].words(4) == partnership_list.COLUMNS


def test_a_list_that_a_lead_drops_in_the_chat_is_taken_in_where_they_say(
    trial: Trial, grace: Person, megan: Person
) -> None:
    sets_up(invites_the_app(grace)).closes()
    grace.opens_dm().drops("list.csv", LIST).sees(
        "Vale: The list is taken in. Organisations added: 2; people added: 3."
    )
    keep(trial, replace(place_of(trial), leads=(UserId("U01PRIYA"), UserId("U03GRACE"))))
    grace.drops("list.csv", LIST).sees("Which partnership is it for?").presses("Larkmere")
    grace.sees("Larkmere: The list was not taken in.").sees("Line 2: kwame.boateng@larkmere.example answers for")
    grace.drops("list.csv", LIST).presses("Vale").sees("Vale: Everything in the list is here already.")
    start_a_round(Person(trial.sandbox, "U01PRIYA"))
    megan.opens_dm().drops("list.csv", LIST).sees("Kept as evidence for")


def test_an_organisation_joins_an_open_round_and_another_leaves_it(priya: Person, ruth: Person) -> None:
    start_a_round(priya)
    settings(priya).presses("Remove", beside="Fernhill Hospice").sees_modal("Remove?")
    priya.sees("its people are asked nothing more, and what they have answered will not count")
    priya.submits().sees_modal("Our partnership").sees("Organisations (8)").does_not_see("Fernhill")
    ruth.opens_dm().presses("Start").sees("no longer takes part in Larkmere").closes()
    priya.presses("Add an organisation").sees_modal("Add an organisation")
    adds(priya, "Larkmere Hospice", "Voluntary sector", ["Ruth Lindqvist"]).closes()
    ruth.opens_dm().sees("Larkmere Hospice").presses("Start").sees("1 of 13")
    priya.presses("What changed").sees_modal("What changed").sees("Organisation removed: Fernhill Hospice")
    priya.sees("Organisation added: Larkmere Hospice, Voluntary sector")


def test_names_people_and_leads_change_and_stay_the_same_organisation(trial: Trial, priya: Person) -> None:
    before = place_of(trial)
    settings(priya).presses("Edit", beside="Fernhill Hospice").sees_modal("Edit an organisation")
    priya.types("Name of the organisation", "Fernhill and Vale Hospice").picks("Who answers for it")
    priya.types("Nobody in Slack? Whom to reach instead", "Ruth, ruth@hospice.example").submits()
    priya.sees_modal("Our partnership").sees("Fernhill and Vale Hospice").sees("ruth@hospice.example (outside Slack)")
    priya.presses("Edit", beside="Leads:").sees_modal("Leads and observers")
    priya.picks("Leads", "Priya Nair", "Owen Tate").picks("Observers", "Ruth Lindqvist").submits()
    priya.sees_modal("Our partnership").sees("Observers: @Ruth Lindqvist")
    after = place_of(trial)
    assert [one.id for one in after.partners] == [one.id for one in before.partners]
    assert recorded(trial, after.id)[-5:] == [
        "organisation renamed",
        "contact outside Slack changed",
        "contributor removed",
        "lead added",
        "observer added",
    ]


def test_those_who_do_not_lead_see_who_takes_part_and_change_nothing(megan: Person) -> None:
    settings(megan).sees("Larkmere Voluntary Action").does_not_see("Add an organisation").does_not_see("Edit")
    assert not megan.can_press("Edit")
