"""Where a text shows a name: whole, in part, by initials, misspelt, and where it only looks so (rule T2)."""

import pytest

from flows.naming import Names
from flows.people import ChannelId, Partner, PartnerId, Partnership, PartnershipId, Sector, WorkspaceId
from flows.screening import Kind, screen
from tests.flows.place_names import LARKMERE


def kinds(text: str, names: Names = LARKMERE) -> set[Kind]:
    return {hit.kind for hit in screen(text, names)}


def found(text: str, names: Names = LARKMERE) -> list[str]:
    return [hit.found for hit in screen(text, names)]


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
    "text",
    [
        "Larkmere is a good place to work.",
        "The Larkmere partnership has grown.",
        "It happened in Larkmere's schools.",
    ],
)
def test_the_place_itself_is_nobody(text: str) -> None:
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
        ("Oakham", "Oakhamer", False),  # two of eight: .75
        ("Kellu", "Kella", True),  # one of five: .80
        ("Kellu", "Kell", True),
        ("Kellu", "Kelluxy", False),  # two of seven: .71
        ("Featherstone", "Feathurstune", False),  # two of twelve: .83
        ("Wolverhampton", "Wolvurhamptun", True),  # two of thirteen: .85
        ("Hollingsworthington", "Hullingswurthingtun", True),  # three of nineteen: .842
        ("Tate", "Tatu", False),  # exact up to four letters
        ("Tate", "Tatei", False),
        ("Tate", "Tate", True),
        ("Ross", "Ros", False),  # no plural
        ("Gus", "Gu", False),
        ("Ross", "Ross's", True),
        ("Winslow", "Winslwo", True),  # two letters swapped are one slip
        ("Winslow", "WinslowStaff", True),  # written together with others, from seven letters
        ("Oakham", "OakhamStaff", False),
        ("Winslow", "wins lew", True),  # split and misspelt at once, from seven letters
        ("Oakham", "oakh om", False),
        ("Kellu", "kel la", False),
        ("Hollingworth", "Ho lling wor thh", True),  # in four pieces and no more
        ("Hollingworth", "Ho ll ing wor thh", False),
        ("Rivermead", "River meadd", True),  # split and longer than the longest name
        ("Featherston", "Feaather stoons", True),  # and two slips, and a plural
        ("Amersham", "a Marsham", False),  # a little word before or behind is no piece of it
        ("Andersen", "and Ersan", False),
        ("Fernhill", "fern hall", True),
        ("Grace", "gracee", False),  # of an ordinary word, a slip needs the capital too
        ("Grace", "Gracee", True),
        ("Grace", "gr4ce", True),  # a digit is a capital in disguise
        ("Lois Solis", "1015", False),  # and a number is a number
    ],
)
def test_a_name_may_be_misspelt_as_far_as_the_rule_says(name: str, text: str, *, blocked: bool) -> None:
    assert bool(screen(f"Ask {text} now.", Names((), (name,)))) is blocked


def test_a_long_name_may_miss_as_many_letters_as_the_rule_says() -> None:
    names = Names(("Rossendale Rehabilitation Transformation Partnership",))
    assert found("Rol Rehabilitation Transformation Partnership", names)  # seven of 49


def test_names_that_are_ordinary_words_hide_no_other_that_is_less_like_it() -> None:
    names = Names((), ("Ann Father", "Bo Gather", "Cy Rather", "Di Asher"))
    assert found("Ask ather now.", names) == ["ather"]


@pytest.mark.parametrize(
    ("name", "text", "blocked"),
    [
        ("Our Hub", "our hub", True),  # a name of ordinary words, as its words stand
        ("Up Date", "update", True),
        ("Work Shops", "workshops", True),
        ("Newhome", "new home", True),  # one of seven letters however they stand
        ("Newhomes", "new homes", True),
        ("Newhub", "new hub", False),
        ("Adult Care Services", "adult care service", True),
        ("Aid For Zog", "aid for zag", True),  # its own little words are a piece of it
        ("Leeds City", "L C", True),  # two initials only in capitals
        ("Leeds City", "l c", False),
        ("Lanes Living", "LL", True),
        ("Lanes Living", "L1", False),  # and not in disguise
        ("Community Action Rural East", "C.A.R.E.", True),
        ("Community Action Rural East", "c a r e", True),
        ("Community Action Rural East", "ca r e", False),
    ],
)
def test_ordinary_words_and_initials_are_a_name_only_as_it_is_written(name: str, text: str, *, blocked: bool) -> None:
    assert bool(screen(f"Ask {text} now.", Names((name,)))) is blocked


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Mind in Larkmere Council agreed.", ["Mind in Larkmere"]),  # the first of two as long
        ("Larkmere Voluntary Action agreed.", ["Larkmere Voluntary Action"]),  # the longest
        ("Fernhill Hospic agreed.", ["Fernhill"]),  # the likeliest
        ("Mind in Larkmeer agreed.", ["Mind"]),
    ],
)
def test_of_names_that_overlap_one_is_told(text: str, pieces: list[str]) -> None:
    assert found(text) == pieces


def test_a_name_of_two_is_told_as_the_members() -> None:
    assert kinds("Ask Vale.", Names(("Vale Mental Health",), ("Ann Vale",))) == {Kind.MEMBER}


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


@pytest.mark.parametrize(
    "contact", ["Zelda Quine, zelda.quine@nhs.net", "zq@nhs.net 01632 960123 (Zelda Quine)", "Zelda Quine"]
)
def test_who_answers_outside_slack_may_not_be_named_either(contact: str) -> None:
    partner = Partner(PartnerId("P1"), "Fernhill Hospice", Sector.VOLUNTARY_SECTOR, (), contact)
    place = Partnership(PartnershipId("L"), WorkspaceId("T"), ChannelId("C"), "L", ("Vale",), "UTC", (), (partner,))
    names = Names.of(place, ())
    assert kinds("Zelda knows.", names) == {Kind.MEMBER}
    assert not kinds("The NHS and the net of 960123 have it.", names)


def test_little_words_beside_a_misspelt_name_are_no_part_of_the_hit() -> None:
    assert found("It is Fernhil is it?") == ["Fernhil"]
