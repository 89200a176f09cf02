"""What keeps a comment from being a quote: what leads to somebody, and what would act in Slack (rule T2)."""

from time import perf_counter, thread_time

import pytest
from hypothesis import given

from flows.answer import LONGEST_TEXT
from flows.naming import Names
from flows.quotation import preview
from flows.screening import Kind, screen
from frameworks import catalog
from frameworks.schema import Statement
from tests.flows.place_names import HONEST, LARKMERE
from tests.flows.typed import TYPED


def kinds(text: str, names: Names = LARKMERE) -> set[Kind]:
    return {hit.kind for hit in screen(text, names)}


def found(text: str, names: Names = LARKMERE) -> list[str]:
    return [hit.found for hit in screen(text, names)]


@pytest.mark.parametrize("comment", HONEST)
def test_an_honest_comment_may_be_quoted_word_for_word(comment: str) -> None:
    shown = preview(comment, LARKMERE)
    assert (shown.text, shown.hits) == (comment, ())


SHAPES = {
    Kind.LETTERS: ("\u0422\u043e\u043c",),
    Kind.SLACK: (
        *("<@U01PRIYA>", "<#C01PLACE|place>", "<!here>", "<!", "<x|y>"),
        *("@anna.b-c", "@ anna", "#a_channel", "U0123456", "W0PRIYA4256", "@a", "<xy|z>", "C0PRIYA42", "G0PRIYA42"),
    ),
    Kind.LINK: (
        *("https://example.org/x", "hxxp://example.org", "http:/x", "svn+ssh://a.b-c_d/e", "x://y", "mailto:anna"),
        *("www.example.org", "www.evil", "www2.evil", "www.x", "a.b-c://x"),
        *(
            "evil.example",
            "a1-b.c2-d.example",
            "ex.de",
            "evil.example/a",
            "a1-b.evil.example/a",
            "e.example/?a",
            "e.example/#a",
            "e.ex/x",
        ),
        *(
            "x.org",
            "a1-b.c2-d.org/",
            "x.org:",
            "x.org?",
            "x.org#",
            "example.org.uk",
            "example.nhs.uk/teams",
            "bit.ly/3xYz",
        ),
        *("example dot org", "example dot co", "a1-b dot c2-d dot org", "x.a1-b dot org", "example[dot]org"),
        *("example(dot)org", "example[.]org", "example (.) org", "example<dot>org", "example\u3002org"),
        *("a1-b.c2 . org . uk", "a . nhs . uk", "a.gov. uk", "a .ac.uk", "a.co . uk"),
    ),
    Kind.EMAIL: (
        *(
            "anna.b@example.org",
            "a_b.c+d-e@x-y.mail.example",
            "anna @ example.org",
            "anna @example.org",
            "anna@it",
            "anna@a-b",
        ),
        *(
            "anna (at) example (dot) org",
            "anna(at)example.org",
            "anna <at> example <dot> org",
            "anna{at}example{.}org",
            "anna [at] example.org",
            "anna {at} example.org",
            "anna@x.a-b.org",
        ),
    ),
    Kind.PHONE: (
        *("01632 960123", "01632 960 123", "020 7946 0018", "(01632) 960-123", "01632 - 960 - 123", "01632.960.123"),
        *(
            "07700900123",
            "0 7 7 0 0 9 0 0 1 2 3",
            "07.70.09.00.12.3",
            "01.12.34.56.78.9",
            "01.12.345678",
            "01204 60123",
            "0169 77 3245",
        ),
        *("+44 20 7946 0018", "0044 20 7946 0018", "00 44 1632 960123", "+44 (0)1632 960123"),
        *("+353 1 234 567", "+12345678", "+ 44 1632 960123", "+123456789012345"),
        *("0800 1111", "0300-1111", "08001111", "ext 4521", "ext4521", "ext. 452", "extn 4521", "extension 452178"),
        *(
            "tel 96012",
            "phone: 960123",
            "telephone number 960 123",
            "ring on 960123",
            "mobile no. 960-123",
            "fax.. 96012",
        ),
        *("mobile no 96012", "bleep 96012", "dial 960123", "call on 960123", "call us on 960 123", "call me on 96012"),
        *("01632/960123", "01632 / 960123", "020/7946/0018", "(020) / 7946 0018", "(01632)/960123"),
        *(
            "(01632) - 960123",
            "[01632] - 960123",
            "01632 --- 960123",
            "01632 (960) - 123",
            "01632_960123",
            "0203-4567 890",
            "0800-3456",
            "0809-2000 10",
        ),
        *("01632\u2010960123", "01632\u2013960123", "01632 \u2015 960 123", "01632\u2212960123"),
        *("01632\u2044960123", "01632 [960] 123", "(01632) 960/123", "(0131) - 496 0018"),
        *("+44/1632/960123", "+44 (0) 1632 / 960 123", "0044/20 7946/0018", "00 44 - (0)20 - 7946 0018"),
        *("+44 \u2013 1632 \u2013 960123", "ext: 4521", "ext. no. 4521", "ext no 452", "bleep 123", "bleep: 4521"),
    ),
    Kind.POSTCODE: (
        *(
            "SE13 9QT",
            "se139qt",
            "SE13-9AB",
            "SE1.9DJ",
            "SE13  9LN",
            "W1A 9PW",
            "W1A9GH",
            "M1 9UZ",
            "SE1",
            "CO20",
            "SE13",
        ),
        *("SE 13 9QT", "SE 1 9DJ", "W 1A 9PW", "SE 139QT", "M 1 9UZ"),
        *("EC1A", "EC4Z", "SW1A", "WC2H", "W1T"),
        *("in B66", "around B6", "near W1A", "postcode B6", "postcodes B6", "covering B6"),
    ),
}


@pytest.mark.parametrize(("kind", "piece"), [(kind, piece) for kind, pieces in SHAPES.items() for piece in pieces])
def test_what_leads_to_somebody_is_found_by_its_shape_from_end_to_end(kind: Kind, piece: str) -> None:
    assert (kind, piece) in [(hit.kind, hit.found) for hit in screen(f"Then {piece} now", LARKMERE)]


TOP = """
    com org net uk nhs gov edu eu io info ai app dev online site ly gl biz scot wales london cymru ac tv link page
"""


@pytest.mark.parametrize("top", TOP.split())
@pytest.mark.parametrize("dot", [".", " dot "])
def test_the_usual_ends_of_addresses_are_known(dot: str, top: str) -> None:
    assert found(f"See x{dot}{top}.") == [f"x{dot}{top}"]


@pytest.mark.parametrize("text", ["See evil.example.", "See ...evil.example now", "See _evil.example now"])
def test_a_link_is_found_between_signs_too(text: str) -> None:
    assert found(text) == ["evil.example"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("See <@U01PRIYA>knows", ["<@U01PRIYA>"]),
        ("See <x y|z", []),
        ("See <!here all", ["<!here"]),
        ("See <a>b|c", []),
        ("See <a<b|c>", ["<b|c>"]),
        ("See <|x", []),
        ("See .@here now", [".@here"]),
        ("See x.org:8>b", ["x.org:8"]),
        ("See x.org:8|b", ["x.org:8"]),
        ("See <x|<y", ["<x|"]),
        ("See https://x>y", ["https://x"]),
        ("See https://x|y", ["https://x"]),
        ("Ask anna.b@mail.example.org", ["anna.b@mail.example.org"]),
        ("Ask anna@mail9.example.org", ["anna@mail9.example.org"]),
        ("Ask anna@9ex-ample.org now", ["anna@9ex-ample.org"]),
        ("Ask anna @ 5", []),
    ],
)
def test_a_shape_ends_where_another_text_begins(text: str, pieces: list[str]) -> None:
    assert found(text) == pieces


@pytest.mark.parametrize(
    "text",
    [
        # postcodes
        *(
            "CO2 falls.",
            "From L1 to L2.",
            "PHASE2 begins.",
            "From phase1 2nd teams joined.",
            "The se13 is no postcode.",
        ),
        *("Code SE1379 is it.", "From L1 2weeks ago.", "From L2 - 3rd quarter on.", "Begin L2 work."),
        *(
            "So 2 3rd sector partners left.",
            "It is sw1a.",
            "From EC5A to W5A.",
            "Of EC1A2 we know.",
            "An L 1 and a 2ND.",
        ),
        # phones
        *("In 04/2025 - 3/2026 it fell.", "From 01/04/2025 - 31/03/2026.", "On 01/04/25 - 31/03/26 it was."),
        *(
            "Since 2024/25 and 2025/26.",
            "At 2/3 or 3/4.",
            "Open 0700-2200 7/7.",
            "Open 0700\u20132200 24/7.",
            "Of 0/12 teams.",
        ),
        *(
            "Open 0800-2000, 365 days.",
            "Open 08:00-20:00, 7 days.",
            "Wards 010/011/012/013.",
            "About 1,200/90,000 people.",
        ),
        *("Score 0.25/0.50/0.75 of it.", "From 012 34 to 5678901.", "Item A012/3456789.", "Of 3.012/3456789 parts."),
        *("Open 0800-2000 24/7.", "Open 0845 - 1715, 365 days.", "Open 0815-2030 10 days."),
        *("They ring 111 24 hours a day.", "Ring 999 10 times.", "We call on 20 2 times.", "We call 20000 people."),
        *("Bleep 12 of it.", "A bleep 1234567 is it.", "Of 012/34567890123 parts.", "At 0900 \u2013 1700 it is."),
        *("Since Q4 2024/25.", "In 04/2025 - 03/2026 it fell.", "A 3 to 4 week wait.", "Of 100000000000 cases."),
        *(
            "On 12.03.2025 - 31.03.2026.",
            "On 01.04.2025 - 31.03.2026.",
            "On 01.4.25 - 31.3.26 it was.",
            "On 0.5 - 10.00.",
        ),
        *("On 01.12.2025 - 31.12.2026.", "Of 012345678901 parts.", "Of +1234567890123456 parts.", "Ring 4521 people."),
        *(
            "Ext 45 of it.",
            "Ext 4521789 of it.",
            "Text 4521 was late.",
            "Ring 4 5 of them.",
            "Boring 12345 12.",
            "+1 234567",
        ),
        *("Of 0301632960123456 we know.", "It is 00 44 12.", "A 10800 1111.", "A 0800 11112.", "A 3.01632 960123."),
        # links
        *("The dotcom years.", "A peridot link.", "The dot organisation.", "Sent e.g. now.", "So...well then."),
        *(
            "A .net tool.",
            "In short:two sites are shared.",
            "Thin, i.e.network is late.",
            "Thin, e.g.this is.",
            "At 9 a.m/p.m it is.",
        ),
        *("See tab.sheet2 now.", "See para.graph.9 now."),
        # Slack
        *("Form ACC01234567 was lost.", "Case G0123456789012 was.", "Form care_plan was.", "A #1 issue."),
        *("Form C012345 was.", "Form C0ABCDEFGHIJ was."),
    ],
)
def test_what_only_looks_like_a_shape_is_free(text: str) -> None:
    assert not screen(text, LARKMERE)


def test_a_hit_shows_what_was_typed_and_says_how_to_write_it() -> None:
    (hit,) = screen("We rely on F\u200be\u0301rnhill for it.", LARKMERE)
    assert hit.found == "F\u200be\u0301rnhill"
    assert hit.reason == 'This reads as the name of an organisation. Write "a partner" or leave it out.'


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.SELF, "As the coun\u200bcil, we pay."),
        (Kind.SELF, "As the coun\u0903cil, we pay."),  # marks that stand beside a letter, or round it
        (Kind.SELF, "As the coun\u20ddcil, we pay."),
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


def test_a_longer_hit_comes_first_and_what_it_tells_already_is_not_said_again() -> None:
    names = Names(("Larkmere Voluntary Action", "Our Practice"))
    hits = [(hit.kind, hit.found) for hit in screen("LVA.org is our practice at Larkmere Voluntary Action", names)]
    assert hits == [
        (Kind.LINK, "LVA.org"),
        (Kind.ORGANISATION, "LVA"),
        (Kind.ORGANISATION, "our practice"),
        (Kind.SELF, "our practice"),
        (Kind.ORGANISATION, "Larkmere Voluntary Action"),
    ]


def test_of_two_that_begin_together_the_longer_comes_first_whatever_it_is() -> None:
    assert found("My patients wait.", Names((), ("My Nguyen",))) == ["My patients", "My"]


def test_what_is_found_twice_in_the_same_words_is_told_once() -> None:
    assert found("LVA and LVA") == ["LVA"]


@pytest.mark.parametrize("length", [240, 241])
def test_a_quote_has_at_most_240_characters_and_is_never_cut(length: int) -> None:
    shown = preview("a" * length, LARKMERE)
    assert (len(shown.text), [hit.kind for hit in shown.hits]) == (length, [Kind.LENGTH] * (length - 240))


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


@pytest.mark.parametrize("piece", [".-", "thanks. ", "hi, ", "hi ::", "we a", "a@tel: 1", "01632/", "((x.o"])
def test_no_comment_takes_long_to_look_through_whatever_it_repeats(piece: str) -> None:
    def took() -> float:
        begun = thread_time()
        preview((piece * LONGEST_TEXT)[:LONGEST_TEXT], LARKMERE)
        return thread_time() - begun

    assert min(took() for _ in range(3)) < 0.5


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
