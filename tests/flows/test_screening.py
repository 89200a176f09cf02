"""The plain style of a quote, and what keeps a comment from being one (rules T2, T3)."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.naming import Names
from flows.people import ChannelId, Partner, PartnerId, Partnership, PartnershipId, Sector, WorkspaceId
from flows.quotation import preview
from flows.screening import Kind, screen
from flows.styling import styled
from frameworks import catalog
from frameworks.schema import Statement
from tests.flows.place_names import HONEST, LARKMERE


def kinds(text: str, names: Names = LARKMERE) -> set[Kind]:
    return {hit.kind for hit in screen(text, names)}


def found(text: str, names: Names = LARKMERE) -> list[str]:
    return [hit.found for hit in screen(text, names)]


@pytest.mark.parametrize("comment", HONEST)
def test_an_honest_comment_may_be_quoted_word_for_word(comment: str) -> None:
    shown = preview(comment, LARKMERE)
    assert (shown.text, shown.hits) == (comment, ())


@pytest.mark.parametrize(
    "text",
    [
        "Larkmere Voluntary Action runs this well.",
        "larkmere voluntary action runs this well.",
        "LarkmereVoluntaryAction runs this well.",
        "Larkmere Voluntary runs this well.",
        "Larkmere's voluntary action runs this well.",
        "Ask Larkmere VA about it.",
        "Larkmere Council, adult social care pays twice.",
        "The Larkmere council pays twice.",
        "The Larkmere GPs lead this.",
        "Larkmere Pharmacy Groups agree.",
        "Fernhill is under pressure.",
        "St Brannoc's does not answer.",
        "Vale does not answer.",
        "LVA does most of the work.",
        "Ask lva about it.",
        "LGPF and LGF are the same.",
        "The LC team decides.",
        "LC's team decides.",
        "VMH is not at the table.",
        "CAN did well here.",
        "Mind did well here.",
        "Turning Point support this.",
        "The turning point recovery people support this.",
        "The GP Federation and Voluntary Action agree.",
        "The GP Fed agrees.",
        "Ask FHospice about it.",
        "Ask F. Hospice about it.",
        "LVol Action holds the list.",
        "Ask LarkVol about it.",
        "The hub team hold the list.",
    ],
)
def test_an_organisation_may_not_be_named(text: str) -> None:
    assert Kind.ORGANISATION in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Tom holds this together.",
        "tom holds this together.",
        "Ashworth's view is known.",
        "Dr Ashworth decides.",
        "Kwame Boateng decides.",
        "Ask Megan.",
        "Ask Pryce.",
        "We rely on Sheikh.",
        "We rely on Grace.",
        "Sian helps a lot.",
        "Odonnell helps a lot.",
        "Nobody but Will knows the plan.",
        "Then will carter decides.",
    ],
)
def test_a_member_may_not_be_named(text: str) -> None:
    assert Kind.MEMBER in kinds(text)


@pytest.mark.parametrize(
    ("kind", "text", "piece"),
    [
        (Kind.LINK, "See https://example.org/x for it", "https://example.org/x"),
        (Kind.LINK, "hxxp://example.org has it", "hxxp://example.org"),
        (Kind.LINK, "evil.example has it", "evil.example"),
        (Kind.LINK, "www.example.org has it", "www.example.org"),
        (Kind.LINK, "It is on example.org.uk now", "example.org.uk"),
        (Kind.LINK, "It is on example.nhs.uk/teams now", "example.nhs.uk/teams"),
        (Kind.LINK, "It is on bit.ly/3xYz now", "bit.ly/3xYz"),
        (Kind.LINK, "It is on example dot org now", "example dot org"),
        (Kind.LINK, "It is on example[.]org now", "example[.]org"),
        (Kind.EMAIL, "Write to anna.b@example.org now", "anna.b@example.org"),
        (Kind.EMAIL, "Write to anna (at) example (dot) org now", "anna (at) example (dot) org"),
        (Kind.PHONE, "Call 01632 960123 now", "01632 960123"),
        (Kind.PHONE, "Call 01632 960 123 now", "01632 960 123"),
        (Kind.PHONE, "Call 020 7946 0018 now", "020 7946 0018"),
        (Kind.PHONE, "Call (01632) 960-123 now", "(01632) 960-123"),
        (Kind.PHONE, "Call +44 20 7946 0018 now", "+44 20 7946 0018"),
        (Kind.PHONE, "Call 0044 20 7946 0018 now", "0044 20 7946 0018"),
        (Kind.PHONE, "Call 07700900123 now", "07700900123"),
        (Kind.PHONE, "Call 0 7 7 0 0 9 0 0 1 2 3 now", "0 7 7 0 0 9 0 0 1 2 3"),
        (Kind.PHONE, "Ask on ext 4521 now", "ext 4521"),
        (Kind.POSTCODE, "Homes near SE13 9QT wait", "SE13 9QT"),
        (Kind.POSTCODE, "Homes at se139qt wait", "se139qt"),
        (Kind.POSTCODE, "Homes of SE13 wait", "SE13"),
        (Kind.POSTCODE, "It is better in B66 than here", "in B66"),
    ],
)
def test_what_leads_to_somebody_is_found_by_its_shape(kind: Kind, text: str, piece: str) -> None:
    assert (kind, piece) in [(hit.kind, hit.found) for hit in screen(text, LARKMERE)]


@pytest.mark.parametrize(
    "text",
    [
        "As the council, we pay twice.",
        "As a GP I see this weekly.",
        "As GPs we see this weekly.",
        "We as a trust are late.",
        "We, the hospital, are late.",
        "Our practice gets letters late.",
        "Our members tell another story.",
        "In our hospital beds are full.",
        "In our busy town practice nobody knows.",
        "In this hospital nobody knows.",
        "Our volunteers carry it.",
        "Speaking as a GP, it is late.",
        "Speaking for the voluntary sector, it is late.",
        "From the council's perspective it works.",
        "From an acute perspective it works.",
        "I'm a social worker and see it daily.",
        "We are a small charity.",
        "We at the council see it daily.",
        "Those of us in primary care see it daily.",
        "On behalf of the hospice, well done.",
        "I work for the council.",
        "With my GP hat on, it works.",
        "My patients wait too long.",
    ],
)
def test_an_author_may_not_say_what_they_are(text: str) -> None:
    assert Kind.SELF in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "The council and the trust agree.",
        "Our local hospital is at the table.",
        "Our council colleagues come every time.",
        "Our member organisations agree.",
        "Partners such as the council are in the room.",
        "Our trust in each other has grown.",
        "Our primary care is stretched.",
        "We are a GP-led system.",
        "It gives us a consultant for an hour.",
        "As an organisation, we are proud of it.",
    ],
)
def test_to_speak_of_others_or_of_all_is_no_self_description(text: str) -> None:
    assert Kind.SELF not in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Larkmere is a good place to work.",
        "The Larkmere partnership has grown.",
        "It happened in Larkmere's schools.",
    ],
)
def test_the_place_itself_is_nobody(text: str) -> None:
    assert not screen(text, LARKMERE)


@pytest.mark.parametrize(
    "text", ["CO2 falls.", "From L1 to L2.", "Since Q4 2024/25.", "On 12.03.2025 - 31.03.2026.", "A 3 to 4 week wait."]
)
def test_what_only_looks_like_a_postcode_or_a_phone_number_is_free(text: str) -> None:
    assert not screen(text, LARKMERE)


@pytest.mark.parametrize("text", ["Community work is health work.", "The council takes action on care.", "as a whole"])
def test_words_that_many_organisations_share_are_free(text: str) -> None:
    assert not screen(text, LARKMERE)


@pytest.mark.parametrize(
    ("member", "text"),
    [
        ("Clare Jones", "Care is shared, and zones are clear."),
        ("Helen Marsh", "It ends in March."),
        ("Ali Price", "All prices rise."),
        ("Kerry Wells", "Nurses carry it well."),
        ("Daniel Reyes", "They are yes people."),
        ("Megan White", "It began while nobody looked."),
        ("Will Grant", "It will be granted."),
        ("Ana Lee", "An alternative is a leeway."),
    ],
)
def test_an_ordinary_word_is_no_misspelt_name(member: str, text: str) -> None:
    assert not screen(text, Names((), (member,)))


def test_an_ordinary_word_is_a_name_with_a_capital() -> None:
    assert found("We asked Grace for a grace period.") == ["Grace"]


@pytest.mark.parametrize(
    ("name", "text", "blocked"),
    [
        ("Lanes", "lanes", True),
        ("Rivermead", "Rivrmead", True),  # one slip of nine letters
        ("Rivermead", "Rivrmad", False),  # two of nine: .78
        ("Oakham", "Oakhem", True),  # one of six: .83
        ("Oakham", "Oakem", False),  # two of six: .67
        ("Kellu", "Kella", True),  # one of five: .80
        ("Tate", "Tatu", False),  # exact up to four letters
        ("Tate", "Tatei", False),
        ("Tate", "Tate", True),
        ("Winslow", "Winslwo", True),  # two letters swapped are one slip
    ],
)
def test_a_name_may_be_misspelt_as_far_as_the_rule_says(name: str, text: str, *, blocked: bool) -> None:
    assert bool(screen(f"Ask {text} now.", Names((), (name,)))) is blocked


@pytest.mark.parametrize("organisation", ["Integrated Neighbourhood Trust", "Great People", "Improving Together"])
def test_a_term_that_everybody_uses_is_nobodys_initials(organisation: str) -> None:
    assert not screen("Every INT has a GP and shared IT.", Names((organisation,)))


@pytest.mark.parametrize("text", ["As a whole it is fine.", "It can act.", "He said so."])
def test_ordinary_words_in_a_row_are_nobodys_initials(text: str) -> None:
    assert not screen(text, Names(("Adult Support Action", "Itcan", "Care And Nurture")))


def test_initials_that_are_an_ordinary_word_count_in_capitals() -> None:
    assert found("It can be done by CAN and by c.a.n. too.") == ["CAN", "c.a.n"]


def test_a_name_wholly_of_shared_words_is_still_a_name() -> None:
    assert found("Then adult social care agreed.", Names(("Adult Social Care",))) == ["adult social care"]


def test_the_names_of_a_partnership_are_its_organisations_and_members() -> None:
    partner = Partner(PartnerId("P1"), "Fernhill Hospice", Sector.VOLUNTARY_SECTOR, ())
    place = Partnership(
        PartnershipId("L"),
        WorkspaceId("T"),
        ChannelId("C"),
        "Larkmere",
        ("Vale Trust",),
        "Europe/London",
        leads=(),
        partners=(partner,),
    )
    names = Names.of(place, ["Owen Tate"], ["LarkVol"])
    assert found("Larkmere: Fernhill, Vale, LarkVol, Owen.", names) == ["Fernhill", "Vale", "LarkVol", "Owen"]


def test_a_hit_shows_what_was_typed_and_says_how_to_write_it() -> None:
    (hit,) = screen("We rely on F\u200be\u0301rnhill for it.", LARKMERE)
    assert hit.found == "F\u200be\u0301rnhill"
    assert hit.reason == 'This reads as the name of an organisation. Write "a partner" or leave it out.'


def test_little_words_beside_a_misspelt_name_are_no_part_of_the_hit() -> None:
    assert found("It is Fernhil is it?") == ["Fernhil"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.SELF, "As the coun\u200bcil, we pay."),
        (Kind.LINK, "It is on exam\u00adple.o\u200brg now"),
        (Kind.PHONE, "Call 01632\u2060 960\u200b123 now"),
        (Kind.PHONE, "Call \u0660\u0661\u0666\u0663\u0662 \u0669\u0666\u0660\u0661\u0662\u0663 now"),
        (Kind.EMAIL, "Write to anna\uff20exa\u200dmple now"),
    ],
)
def test_shapes_are_seen_through_what_cannot_be_seen(kind: Kind, text: str) -> None:
    assert kind in kinds(text)


def test_hits_come_in_the_order_of_the_text() -> None:
    assert found("Ask Owen at LVA: https://example.org") == ["Owen", "LVA", "https://example.org"]


@pytest.mark.parametrize("length", [240, 241])
def test_a_quote_has_at_most_240_characters_and_is_never_cut(length: int) -> None:
    shown = preview("a" * length, LARKMERE)
    assert (len(shown.text), [hit.kind for hit in shown.hits]) == (length, [Kind.LENGTH] * (length - 240))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Good.   Space\t here \n\n and there ", "Good. Space here and there"),
        ("\u201cGood\u201d, it\u2019s \u2018shared\u2019", "\"Good\", it's 'shared'"),
        ("THE PATHWAY IS FRAGMENTED. NOBODY OWNS IT.", "THE pathway IS fragmented. Nobody OWNS IT."),
        ("SNOMED is UNDERUSED", "SNOMED is underused"),
        ("Great \U0001f389\U0001f44d\U0001f3fd work :tada: :)", "Great work"),
        ("What helps:\n\u2022 trust\n\u2022 time", "What helps: trust; time"),
        ("- Shared list\n- Weekly huddle", "Shared list; Weekly huddle"),
        ("1. Shared list\n2) Weekly huddle", "Shared list; Weekly huddle"),
        ("*Bold*, _soft_, ~gone~ and `code`", "Bold, soft, gone and code"),
        ("```\nfenced\n```", "Fenced"),
        ("Hi all, we think it is thin.", "We think it is thin."),
        ("Hello everyone we think it is thin.", "We think it is thin."),
        ("Dear colleagues,\nit is thin.\nKind regards,\nMegan Pryce\nChief Officer", "It is thin."),
        ("It works. Many thanks, Tom", "It works."),
        ("It works. - Megan", "It works."),
        ("Works\u200b well\ufeff", "Works well"),
        ("\uff37orks \U0001d430ell", "Works well"),
        ("The ratio is 1:2:3 at 10:30, up ~20%", "The ratio is 1:2:3 at 10:30, up ~20%"),
        ("Good morning handovers work well, and evenings too.", "Good morning handovers work well, and evenings too."),
        ("It works. Thanks to the team it grew.", "It works. Thanks to the team it grew."),
        ("We owe volunteers many thanks", "We owe volunteers many thanks"),
        ("eRedbook is used", "eRedbook is used"),
        ("Morning all, it is thin.", "It is thin."),
        ("Dear Sir or Madam it is thin.", "It is thin."),
        ("Morning team huddles work.", "Morning team huddles work."),
        ("> as they say", "As they say"),
        ("> 5 days is too long", "> 5 days is too long"),
        ("Hello Priya", ""),
        ("", ""),
    ],
)
def test_habits_of_writing_are_smoothed_and_words_are_kept(typed: str, shown: str) -> None:
    assert styled(typed) == shown


def test_the_acronyms_that_stay_in_capitals_are_the_callers() -> None:
    assert styled("Ask LARKMERE and SNOMED", ["LARKMERE"]) == "Ask LARKMERE and snomed"


TYPED = st.one_of(
    st.text(max_size=80),
    st.text("aAbBS .,!?:-*_~`'\"\n\t1)\u2022\u2014\u201c\u200b\u0301\u00df\U0001f389<>@", max_size=60),
    st.lists(
        st.sampled_from(["Hi all,", "THANKS", "Best. ", "- ", "\n", "1. ", "*", "`", ":tada:", "Tom", "PATHWAY", ". "])
    ).map(" ".join),
)


@given(TYPED)
def test_styling_twice_changes_nothing_and_never_makes_a_text_longer(text: str) -> None:
    once = styled(text)
    assert styled(once) == once
    assert len(once) <= len(text)


@given(TYPED)
def test_every_text_can_be_screened_and_each_hit_but_length_is_a_piece_of_it(text: str) -> None:
    assert all(hit.found and hit.found in text for hit in screen(text, LARKMERE))


def test_a_comment_is_screened_in_under_five_milliseconds() -> None:
    directions = ("North", "South", "East", "West", "Upper")
    organisations = tuple(f"{one} {where}" for one in LARKMERE.organisations[:3] for where in directions)
    last_names = [one.split()[-1] for one in LARKMERE.members[:8]]
    members = tuple(f"{first} {last}" for first in ("Ines", "Jodie", "Marek", "Sunita", "Yusuf") for last in last_names)
    names = Names(organisations, members, LARKMERE.aliases, LARKMERE.places)
    comment = " ".join(HONEST)[:240]
    assert (len(set(organisations)), len(set(members))) == (15, 40)

    def took() -> float:
        begun = perf_counter()
        screen(comment, names)
        return perf_counter() - begun

    assert min(took() for _ in range(20)) < 0.005


def statements() -> list[str]:
    """Every statement of every framework that is shipped: how people write who write about this."""

    def texts(statement: Statement) -> list[str]:
        return [statement.text, *(text for child in statement.children for text in texts(child))]

    subdomains = [one for edition in catalog.shipped() for one in edition.subdomains]
    levels = [level for one in subdomains for level in one.descriptors.values()]
    return [text for level in levels for statement in level for text in texts(statement)]


def test_hardly_any_statement_of_the_frameworks_reads_as_a_name_or_a_contact() -> None:
    read = statements()
    about_us = {Kind.SELF, Kind.LENGTH}  # they speak as a partnership of its "members", and at length
    blocked = [text for text in read if kinds(text) - about_us]
    assert len(read) > 500
    assert len(blocked) <= len(read) // 100, blocked
