"""What tells which kind of organisation is speaking, and what only speaks of others (rule T2)."""

import pytest

from flows.folding import fold
from flows.self_description import find


def said(text: str) -> list[str]:
    """The stretches of a text that say who is speaking."""
    return [text[start:end] for start, end in find(fold(text))]


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
        "Our trust's A&E is full.",
        "Our A & E is full.",
        "Our A and E is full.",
        "We (the hospice) see it daily.",
        "We \u2013 a charity \u2013 see it daily.",
        "We GPs see it daily.",
        "We, councils, see it daily.",
        "GPs like us see it daily.",
        "A charity such as ours sees it daily.",
        "Our 'practice' sees it daily.",
        "Our (practice) sees it daily.",
        "Our practice-we see it daily.",
    ],
)
def test_an_author_may_not_say_what_they_are(text: str) -> None:
    assert said(text)


@pytest.mark.parametrize(
    "piece",
    [
        # as
        *("As a GP", "As an authority", "As the council", "As one charity", "As this school", "As your nurse"),
        *(
            "As our dentist",
            "As my nurse",
            "As another charity",
            "As a busy old hospital",
            "As an integrator",
        ),
        *("As a camhs", "As an ICB", "As a mental health trust", "As a practice manager", "As a director of nursing"),
        *("we as trustees", "us as nurses", "me as chair", "I as chair", "Speaking as a GP", "Writing as chair"),
        *("here as trustees", "As GPs, we", "As nurses I", "As nurses our", "As nurses my", "As nurses you"),
        "As an acute we",
        # our and my
        *("Our practice", "Our trustees", "My surgery", "Our own busy town practice", "Our fast-growing hospital"),
        *("Our locally run hospital", "My patient", "My patients", "My client", "My department", "My constituency"),
        *("My constituencies", "Our council"),
        # we
        *("We at the council", "We in primary care", "Us from housing", "We of the council", "We all in social care"),
        *("We here from housing", "We both in housing", "We at the busy old council", "We in our busy old town hall"),
        *("We're a charity", "We are a charity", "I am a nurse", "I'm a nurse", "Im a nurse", "Being a nurse"),
        *(
            "We, an acute trust",
            "We, one charity",
            "We are just a charity",
            "We are only a charity",
            "We are also a charity",
        ),
        *("We the council", "We, a charity", "We the busy charity"),
        # for
        *("Speaking as", "Speaking for", "Speaking on behalf", "on behalf of the hospice", "on behalf of my nurses"),
        *("on behalf of our nurses", "on behalf of a charity", "on behalf of an ICB"),
        # doing
        *("We work in the hospital", "I worked at the council", "I sit for the council", "I volunteer at the hospice"),
        *("I work as a council", "We run a charity", "I lead the council", "We manage a ward", "I chair the hospice"),
        *("I represent nurses", "We speak for charities", "We run the very busy hospice"),
        # from
        *("From the council's perspective", "From the councils' point of view", "From a nurse viewpoint"),
        *(
            "from an acute view",
            "from the GPs' side",
            "from a GP angle",
            "from GP standpoint",
            "from the busy old ward's view",
        ),
        # hats
        *(
            "With my nurse hat",
            "With our nurse hat",
            "With a nurse hat",
            "With an officer hat",
            "Wearing the director's hat",
        ),
        # here
        *("In this hospital", "At this surgery", "Within this trust", "From this ward", "Here at the council"),
        *("Here in primary care", "Here in our busy old housing", "Here at the busy old council"),
    ],
)
def test_each_way_to_say_it_is_found_from_end_to_end(piece: str) -> None:
    assert piece in said(f"{piece} it works.")


@pytest.mark.parametrize(
    "text",
    [
        "Our practice is full.",
        "Our trust introduced it.",
        "Our council leadership came.",
        "As the school and assembly hall.",
    ],
)
def test_a_word_that_begins_like_one_of_others_is_still_ones_own(text: str) -> None:
    assert said(text)


def test_the_impact_as_the_council_is_no_act_as_a_council() -> None:
    assert said("We felt the impact as the council.")


@pytest.mark.parametrize("space", ["  ", "\n", " \u00a8 "])
def test_words_may_stand_apart(space: str) -> None:
    assert said(f"As the{space}council, it works.")


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
        "Our partner hospital is at the table.",
        "They joined as a member practice.",
        "Our teams know the hospital well.",
        "There is pride in this trust between partners.",
        "It serves as a school and as a meeting place.",
        "It serves as a school or as a meeting place.",
        "It serves as a school but as a cold one.",
        "We are a charity-led system.",
        "Resource the council well.",
        "We trust councils and hospices.",
        "We need nurses and meet practices weekly.",
        "A council-run service is a practice-based one.",
        "Services like ours wait.",
    ],
)
def test_to_speak_of_others_or_of_all_is_no_self_description(text: str) -> None:
    assert not said(text)


SUCH = (
    "such well same far long much many soon known seen described regarded viewed treated used defined act acts acting"
)


@pytest.mark.parametrize("such", SUCH.split())
def test_to_compare_with_a_council_is_no_self_description(such: str) -> None:
    assert not said(f"It is {such} as the council.")


OTHERS = "colleague counterpart friend partner partnership organisation representative lead"


@pytest.mark.parametrize("who", [f"{one}{plural}" for one in OTHERS.split() for plural in ("", "s")])
@pytest.mark.parametrize("whose", ["Our council", "Our trusts"])
def test_others_at_a_council_are_not_ourselves(whose: str, who: str) -> None:
    assert not said(f"{whose} {who} came.")


THEN = "in and between with is has was of grows grew level levels"


@pytest.mark.parametrize("then", THEN.split())
def test_trust_between_partners_is_no_organisation(then: str) -> None:
    assert not said(f"Our trust {then} it.")
