"""The editions against the publications: no word lost, added, or moved to another level."""

import re

import pytest

from frameworks import catalog
from frameworks.schema import Edition, SubDomain
from tests.frameworks.publications import document, letters, names, overview, rows, words

SEL = catalog.edition("sel-2025-08")
MIDLANDS = catalog.edition("midlands-2025-06")

EDITIONS = pytest.mark.parametrize("edition", [SEL, MIDLANDS], ids=lambda one: one.id)
SUBDOMAINS = pytest.mark.parametrize(
    ("edition", "subdomain"),
    [
        pytest.param(edition, one, id=f"{edition.id}-{one.id}")
        for edition in (SEL, MIDLANDS)
        for one in edition.subdomains
    ],
)
FUSED = re.compile(r"[a-z.,;)][A-Z]")  # where a bullet was lost, its last letter touches the next one's first
QUOTED = re.compile(r"(\w+): printed “(.+?)”; read “(.+)”\.")


@SUBDOMAINS
def test_every_level_says_what_the_publication_says(edition: Edition, subdomain: SubDomain) -> None:
    written = {level: letters("".join(words(one))) for level, one in subdomain.descriptors.items()}
    [printed] = [row for name, row in rows(edition).items() if name in names(subdomain)] or [{}]
    assert written == {level: cell for level, cell in printed.items() if cell}


@EDITIONS
def test_every_printed_row_is_a_subdomain(edition: Edition) -> None:
    known = set().union(*(names(one) for one in edition.subdomains))
    assert rows(edition).keys() - known == set()


@EDITIONS
def test_no_two_statements_are_stuck_together(edition: Edition) -> None:
    texts = [text for one in edition.subdomains for part in one.descriptors.values() for text in words(part)]
    assert [text for text in texts if FUSED.search(text.replace("SPoA", "SPOA"))] == []


@EDITIONS
def test_every_statement_begins_a_sentence(edition: Edition) -> None:
    texts = [text for one in edition.subdomains for part in one.descriptors.values() for text in words(part)]
    assert [text for text in texts if text[0].islower()] in ([], ["one SPoA number for each ICB"])


@EDITIONS
def test_a_lead_in_has_what_it_leads_to_under_it(edition: Edition) -> None:
    statements = [one for row in edition.subdomains for part in row.descriptors.values() for one in part]
    assert [one.text for one in statements if one.text.endswith(":") and not one.children] == []


@EDITIONS
def test_the_introduction_is_the_publications_own(edition: Edition) -> None:
    shown = [edition.title, edition.cohort or "", *edition.requirements, *edition.guidance_titles]
    shown += [text for date in edition.dates for text in (date.what, date.when)]
    shown += [text for passage in edition.briefing for text in (passage.title, *words(passage.statements))]
    printed = letters(document(edition.id))
    assert [text for text in shown if letters(text) not in printed] == []


@EDITIONS
def test_an_erratum_quotes_what_stands_at_its_level(edition: Edition) -> None:
    for subdomain in edition.subdomains:
        for level, printed, read in QUOTED.findall(" ".join(subdomain.errata)):
            where = subdomain.guidance if level == "Guidance" else " ".join(words(subdomain.descriptors[level]))
            assert printed in str(where)
            assert read != printed


def test_sel_stands_in_the_order_of_its_overview() -> None:
    printed = overview("Functional Domain") + overview("Relational Domains")
    assert len(printed) == len(SEL.subdomains)
    for (domain, name), subdomain in zip(printed, SEL.subdomains, strict=True):
        assert name in names(subdomain)
        assert letters(SEL.domain(subdomain.domain).name).removeprefix("residents") == domain.removeprefix("resident")


def test_sel_scopes_follow_the_initial_tables_and_the_appendix() -> None:
    initial, _, appendix = document(SEL.id).partition("# Initial Maturity Domains")[2].partition("# Appendix")
    for subdomain in filter(lambda one: one.assessable, SEL.subdomains):
        where = initial if subdomain.short_term else appendix
        heads = {letters(line.split("\t")[0]) for line in where.splitlines() if line.count("\t") == 4}
        assert heads & names(subdomain), subdomain.id


def test_midlands_stands_in_the_order_of_its_tables() -> None:
    for name, subdomain in zip(rows(MIDLANDS), MIDLANDS.subdomains, strict=True):
        assert name in names(subdomain)


def test_midlands_leaves_out_the_place_that_filled_it_in() -> None:
    assert "sandwell" not in MIDLANDS.model_dump_json().lower()


def test_midlands_says_that_it_builds_up_once_and_not_at_each_level() -> None:
    assert MIDLANDS.cumulative
    assert MIDLANDS.model_dump_json().count("preceding characteristics") == 1
