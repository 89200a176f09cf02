"""Those who come to lead or observe hear of it, and a lead hears who cannot be reached before anybody is asked."""

from sandbox.person import Person
from sandbox.trial import Trial
from tests.stories.acts import CHANNEL, launches, newest, place_of
from tests.stories.test_setting_up import settings


def a_guest(trial: Trial, user: str) -> None:
    """Somebody of the workspace becomes a guest in it."""
    workspace = trial.sandbox.workspace
    people = [one.model_copy(update={"guest": one.guest or one.id == user}) for one in workspace.place.people]
    workspace.place = type(workspace.place).model_validate(workspace.place.model_dump() | {"people": people})


def test_the_shortcut_starts_a_round_from_anywhere(trial: Trial, priya: Person) -> None:
    (shortcut,) = [one for one in trial.sandbox.workspace.shortcuts if one["name"] == "Start a maturity round"]
    priya.opens_channel("general").uses(shortcut["callback_id"]).sees_modal("Start a round").sees("Larkmere")
    launches(priya).closes()
    assert (newest(trial).partnership, newest(trial).launched_by) == (place_of(trial).id, priya.user.id)
    priya.opens_channel(CHANNEL).sees("A maturity round has started")


def test_a_new_lead_and_a_new_observer_are_told_and_nobody_else(
    trial: Trial, priya: Person, owen: Person, megan: Person
) -> None:
    helen = Person(trial.sandbox, "U07HELEN")
    settings(priya).presses("Remove", beside="Larkmere Pharmacy Group").sees_modal("Remove?").submits()
    priya.sees_modal("Our partnership").presses("Edit", beside="Leads:").sees_modal("Leads and observers")
    priya.picks("Leads", "Priya Nair", "Owen Tate").picks("Observers", helen.user.real_name).submits()
    priya.sees_modal("Our partnership").sees(f"Observers: @{helen.user.real_name}")
    owen.opens_dm().sees("You are a lead of Larkmere now").opens_home().sees("You lead").sees("Larkmere")
    helen.opens_dm().sees("You are an observer of Larkmere now").opens_home().does_not_see("You lead")
    for other in (priya, megan):
        assert "of Larkmere now" not in other.opens_dm().screen


def test_a_guest_is_named_before_the_launch_and_may_still_be_asked(trial: Trial, priya: Person, ruth: Person) -> None:
    a_guest(trial, ruth.user.id)
    priya.uses("start_round").sees_modal("Start a round").submits().sees("Step 2 of 3").submits().sees("Step 3 of 3")
    priya.sees(f"@{ruth.user.real_name}: Fernhill Hospice: a guest here").does_not_see("Everybody can be reached")
    priya.submits().sees_modal("The round has started").closes()
