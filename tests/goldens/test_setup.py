"""Setting up a partnership as a lead reads it, kept in `setup/` beside this file."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.blocks import setup, setup_forms
from bot.blocks.parts import modal
from bot.carried import NewPlace
from flows import membership
from flows.changes import Made
from flows.membership import MOST_PARTNERS, Details
from flows.people import Partner, PartnerId, Sector, UserId
from frameworks import catalog
from tests.bot.drawn import require_showable
from tests.goldens.conftest import HERE
from tests.goldens.test_goldens import Golden, as_view
from tests.storage.place import CHANNEL, PLACE, PRACTICES, VOICES
from tests.walks import LAUNCHED, NOON, SEL, a_round

OLA = UserId("UOLA")
CARERS = Partner(PartnerId("carers"), "<!channel> & *Carers*", Sector.OTHER, (), "Cara <c@x.example>")
BARE = replace(PLACE, partners=())
WHOLE = membership.described(
    replace(PLACE, observers=(OLA,), partners=(*PLACE.partners, CARERS, replace(VOICES, contributors=(), name="New"))),
    Details("Northgate", ("The trust", "The council"), "Europe/London", "locality", "region@x.example", 250_000),
)
CROWDED = replace(
    PLACE,
    name="N" * 120,
    observers=tuple(UserId(f"U{n:010}") for n in range(30)),
    partners=tuple(
        Partner(
            PartnerId(f"p{n}"),
            f"{n} {'&' * 117}",
            Sector.OTHER,
            tuple(UserId(f"U{m:010}") for m in range(8)),
            "<" * 200,
        )
        for n in range(MOST_PARTNERS)
    ),
)
MADE = [
    Made(NOON, "ULEA", "organisation added", {"organisation": "A & B", "sector": "Other"}),
    Made(NOON, "ULEA", "contributor added", {"organisation": "A & B", "person": "UADA"}),
    Made(NOON, "ULEA", "name changed", {"from": "Southgate", "to": "<Northgate>"}),
    Made(NOON, "ULEA", "allocation changed", {"from": "", "to": "£1,000"}),
    Made(LAUNCHED, "common-view", "organisation removed", {"organisation": "Inn", "partner": "inn"}),
] + [Made(LAUNCHED - timedelta(days=1), "ULEA", "lead added", {"person": "UADA"})] * 50
RUNNING = a_round(catalog.edition(SEL))
VIEWS = {
    "greeting": modal("In the channel", setup.greeting(CHANNEL)[1]),
    "settled": modal("In the channel", setup.settled(PLACE, setup.BY_ITS_LEADS)[1]),
    "first": setup_forms.set_up(NewPlace(channel=CHANNEL, ts="1.2")),
    "details": setup_forms.details(WHOLE),
    "empty": setup.overview(BARE, may_change=True),
    "overview": setup.overview(WHOLE, may_change=True, done="The list is taken in."),
    "overview_to_look_at": setup.overview(WHOLE, may_change=False),
    "overview_after_faults": setup.overview(BARE, may_change=True, wrong=setup.faults(["Line 3: <Ada> & co"] * 30)),
    "several": setup.several([PLACE, WHOLE]),
    "people": setup_forms.people(WHOLE),
    "add": setup_forms.new_partner(BARE),
    "added": setup_forms.new_partner(PLACE, VOICES.name),
    "partner": setup_forms.partner(PLACE, PRACTICES),
    "removal": setup_forms.removal(PLACE, PRACTICES, [RUNNING]),
    "removal_between_rounds": setup_forms.removal(PLACE, PRACTICES, []),
    "list": setup_forms.list_form(PLACE),
    "reading": setup.reading(PLACE),
    "changes": setup.history(PLACE, MADE),
    "no_changes": setup.history(PLACE, []),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_window_of_the_set_up_reads_as_kept(golden: Golden, name: str) -> None:
    require_showable(VIEWS[name])
    golden(f"setup/{name}", as_view(VIEWS[name]))


def test_nothing_is_kept_that_is_no_window_of_the_set_up() -> None:
    assert {path.stem for path in (HERE / "setup").glob("*.txt")} == VIEWS.keys()


def test_the_largest_partnership_fits_slack_s_limits() -> None:
    require_showable(setup.overview(CROWDED, may_change=True, done="x" * 500))
    require_showable(setup_forms.people(CROWDED))
    require_showable(setup_forms.partner(CROWDED, CROWDED.partners[0]))
    require_showable(setup_forms.removal(CROWDED, CROWDED.partners[0], [RUNNING] * 3))


@pytest.mark.parametrize(
    ("people", "said"),
    [
        (0, "The list is taken in. Organisations added: 1; people added: 1."),
        (None, "Everything in the list is here already."),
    ],
)
def test_what_a_list_has_brought_is_counted(people: int | None, said: str) -> None:
    joined = replace(CARERS, contributors=(OLA,), contact="")
    after = PLACE if people is None else membership.with_partner(PLACE, joined)
    assert setup.taken_in(PLACE, after) == said
