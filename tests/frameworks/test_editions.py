"""What the shipped editions hold, and what an edition promises to those who use it."""

import pytest
from pydantic import ValidationError

from frameworks import catalog
from frameworks.schema import Edition, ScopeId, Status

SEL = catalog.edition("sel-2025-08")
MIDLANDS = catalog.edition("midlands-2025-06")
BOTH = pytest.mark.parametrize("edition", [SEL, MIDLANDS], ids=lambda one: one.id)


def test_two_editions_ship() -> None:
    assert [edition.id for edition in catalog.shipped()] == ["midlands-2025-06", "sel-2025-08"]


def test_an_edition_is_read_once() -> None:
    assert catalog.edition("sel-2025-08") is SEL


def test_an_unknown_edition_is_refused_by_name() -> None:
    with pytest.raises(catalog.UnknownEdition, match="sel-2031"):
        catalog.edition("sel-2031")


def test_sel_lists_37_subdomains_and_describes_35() -> None:
    assert len(SEL.subdomains) == 37
    assert sum(one.assessable for one in SEL.subdomains) == 35


def test_sel_has_13_short_term_priorities_and_22_longer_term_subdomains_that_are_rated() -> None:
    assert sum(one.assessable for one in SEL.in_scope({ScopeId.SHORT_TERM})) == 13
    assert sum(one.assessable for one in SEL.in_scope({ScopeId.LONGER_TERM})) == 22


def test_sel_shows_the_two_that_are_not_yet_developed_without_rating_them() -> None:
    waiting = [one for one in SEL.subdomains if one.status is Status.NOT_YET_DEVELOPED]
    assert [one.name for one in waiting] == ["Modern General Practice", "Prevention"]
    assert not any(one.assessable or one.descriptors or one.not_relevant_offered for one in waiting)


def test_sel_is_not_cumulative_and_starts_with_its_short_term_priorities_chosen() -> None:
    assert not SEL.cumulative
    assert [scope.name for scope in SEL.scopes if scope.preselected] == ["Short-term priority"]


def test_sel_has_two_families_of_domains() -> None:
    families = [domain.family for domain in SEL.domains]
    assert (families.count("functional"), families.count("relational")) == (7, 4)


@pytest.mark.parametrize(
    ("id_", "name", "alias"),
    [
        ("urgent-neighbourhood-services", "Urgent neighbourhood services", "Same Day Urgent Care"),
        (
            "aligned-communication-and-engagement",
            "Aligned communication and engagement around INTs",
            "Aligned communications for INTs with residents",
        ),
    ],
)
def test_a_subdomain_with_two_printed_names_keeps_the_second_as_an_alias(id_: str, name: str, alias: str) -> None:
    subdomain = SEL.subdomain(id_)
    assert (subdomain.name, subdomain.aliases) == (name, (alias,))


def test_what_stood_in_brackets_is_guidance() -> None:
    assert SEL.subdomain("operating-integrated-functions").guidance == "e.g. the Core INT"
    assert MIDLANDS.subdomain("neighbourhood-multidisciplinary-teams").guidance == "MDTs"


def test_two_fused_sentences_are_two_statements() -> None:
    maturing = SEL.subdomain("driving-efficiency").descriptors["Maturing"]
    assert [one.text.split()[0] for one in maturing] == ["Our", "All"]


def test_a_nested_entry_stays_under_the_one_it_belongs_to() -> None:
    [aim] = SEL.subdomain("shared-accountability").descriptors["Emerging"]
    [how] = aim.children
    assert how.text == "We understand how we can achieve these and are clear on how we will measure success"


def test_midlands_has_six_core_components_and_four_enablers() -> None:
    assert len(MIDLANDS.in_scope({ScopeId.CORE_COMPONENT})) == 6
    assert len(MIDLANDS.in_scope({ScopeId.ENABLER})) == 4


def test_midlands_leadership_alone_has_no_criteria() -> None:
    [leadership] = [one for one in MIDLANDS.subdomains if not one.assessable]
    assert (leadership.name, leadership.status) == ("Clinical and professional Leadership", Status.NO_CRITERIA)


def test_midlands_carries_its_cohort_requirements_guidance_and_dates() -> None:
    assert "2 to 4 % of Complex Patients (Adult and CYP)" in str(MIDLANDS.cohort)
    assert (len(MIDLANDS.requirements), len(MIDLANDS.guidance_titles), len(MIDLANDS.dates)) == (3, 3, 3)


def test_a_lead_in_leads_the_minimum_specifications() -> None:
    [lead_in] = MIDLANDS.subdomain("urgent-neighbourhood-services").descriptors["Starting"]
    assert len(lead_in.children) == 8


def test_the_entry_printed_twice_is_kept_twice_and_noted() -> None:
    population = MIDLANDS.subdomain("population-health-management")
    twice = [one for one in population.descriptors["Excelling"] if one.text.startswith("Dataset to have broadened")]
    assert len(twice) == 2
    assert "printed twice" in population.errata[0]


def test_not_relevant_is_offered_everywhere_but_on_short_term_priorities() -> None:
    assert not any(one.not_relevant_offered for one in SEL.subdomains if one.short_term)
    assert all(
        one.not_relevant_offered
        for one in (*SEL.subdomains, *MIDLANDS.subdomains)
        if not one.short_term and one.assessable
    )


@BOTH
def test_scopes_are_shown_in_matrix_order(edition: Edition) -> None:
    assert edition.in_scope({scope.id for scope in edition.scopes}) == edition.subdomains


@BOTH
def test_levels_are_counted_from_the_lowest(edition: Edition) -> None:
    assert [edition.level_number(name) for name in edition.levels] == [1, 2, 3, 4]
    assert edition.level_name(1) == edition.levels[0]


@BOTH
@pytest.mark.parametrize("number", [0, 5, -1])
def test_there_is_no_level_outside_the_scale(edition: Edition, number: int) -> None:
    with pytest.raises(IndexError, match="levels 1 to 4"):
        edition.level_name(number)


@BOTH
def test_ids_find_what_they_name_and_nothing_else(edition: Edition) -> None:
    assert all(edition.subdomain(one.id) is one for one in edition.subdomains)
    assert all(edition.domain(one.id) is one for one in edition.domains)
    assert all(edition.scope(one.id) is one for one in edition.scopes)
    with pytest.raises(KeyError):
        edition.subdomain("nowhere")


@BOTH
def test_an_edition_is_frozen(edition: Edition) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        edition.title = "Another"  # type: ignore[misc]  # the very thing that must not be possible
    with pytest.raises(TypeError):
        edition.subdomains[0].descriptors["New"] = ()  # type: ignore[index]  # the same


@BOTH
def test_an_edition_is_closed(edition: Edition) -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Edition.model_validate(edition.model_dump() | {"colour": "green"})


@BOTH
def test_an_edition_survives_being_written_and_read(edition: Edition) -> None:
    assert Edition.model_validate_json(edition.model_dump_json()) == edition
