"""The plain style of a quote (rule T3): habits of writing that give an author away are smoothed, words are kept."""

import pytest
from hypothesis import given

from flows.styling import styled
from tests.flows.typed import TYPED


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
        ("Hi,\nhi all, it works. Kind regards,\nKind regards,\nMegan", "It works."),
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


@pytest.mark.parametrize("sign", "\u2018\u2019\u201a\u201b\u2032\u00b4\u02bb\u02bc")
def test_a_single_quotation_mark_is_straight(sign: str) -> None:
    assert styled(f"It{sign}s shared") == "It's shared"


@pytest.mark.parametrize("sign", "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb")
def test_a_double_quotation_mark_is_straight(sign: str) -> None:
    assert styled(f"A {sign}list") == 'A "list'


def test_a_backquote_within_a_word_is_an_apostrophe() -> None:
    assert styled("It`s shared") == "It's shared"


@pytest.mark.parametrize(
    "picture",
    [
        "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff",  # skin tones, the first and the last too
        "\u2764\ufe0f",
        "\u2764\ufe00",
        "\u20e3",
        ":tada:",
        ":+1:",
        ":-1:",
        ":100:",
        ":flag-gb:",
        ":raised_hands::skin-tone-3:",
        ":+1::skin-tone-2::tada:",
        ":)",
        ":-(",
        ";)",
        "=D",
        ":P",
    ],
)
def test_no_emoji_is_left(picture: str) -> None:
    assert styled(f"Good {picture} work") == "Good work"


@pytest.mark.parametrize(
    "text",
    [
        "At 20°C",
        "½ of it…",
        "From 9:30:15 on",
        "A :b:c and x:b: and ::b: and :b::",
        "See :Done and =Due",
        "Say it:)",
        "Then :: there",
    ],
)
def test_what_only_looks_like_an_emoji_stays(text: str) -> None:
    assert styled(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Say 2 * 3 * 4",
        "Say ** once",
        "Use snake_case_names",
        "Use x*y*z",
        "Use x*y* so",
        "A *b*c",
        "A * b*",
        "A *b *",
    ],
)
def test_a_sign_that_marks_nothing_stays(text: str) -> None:
    assert styled(text) == text


def test_a_mark_may_hold_a_single_letter_or_a_whole_quote() -> None:
    assert styled("Plan *B* and ***C***") == "Plan B and C"
    assert styled(f"*{'a' * 240}*") == "A" + "a" * 239


@pytest.mark.parametrize(
    "mark",
    [
        "-",
        "*",
        "+",
        "\u2013",
        "\u2014",
        "\u2022",
        "\u2023",
        "\u2043",
        "\u00b7",
        "--",
        "1.",
        "2)",
        "10.",
        "a)",
        "B)",
        ">",
    ],
)
def test_a_list_becomes_a_sentence_whatever_its_bullets(mark: str) -> None:
    assert styled(f" {mark} Shared list\n\t{mark}\tWeekly huddle") == "Shared list; Weekly huddle"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("- - Good", "Good"),
        ("-\nGood", "Good"),
        ("Good\na)", "Good"),
        ("Good\n a)", "Good"),
        ("Good\n\ta)", "Good"),
        ("Good,\n-  - Better", "Good, Better"),
        ("Good \t\n\n - Better", "Good; Better"),
        ("Good (now)\n- Better", "Good (now); Better"),
        ('Say "go"\n- Better', 'Say "go"; Better'),
        ("Say 'go'\n- Better", "Say 'go'; Better"),
        ("Up 10%\n- Better", "Up 10%; Better"),
        ("Good\n-Better", "Good -Better"),
        ("100. It is new", "100. It is new"),
        ("-5 is too low", "-5 is too low"),
        (". It is new", ". It is new"),
        ("- Hi all, it is thin.", "It is thin."),  # what was taken off uncovers more
    ],
)
def test_bullets_end_where_words_begin(typed: str, shown: str) -> None:
    assert styled(typed) == shown


EVERYBODY = ("all", "everyone", "everybody", "team", "colleague", "colleagues", "folks", "both", "there", "friends")


@pytest.mark.parametrize(
    "greeting",
    [f"Hello {whom}" for whom in (*EVERYBODY, "sir", "madam", "sir or madam")] + ["Hi all", "HEY all", "dear all"],
)
def test_a_salutation_to_everybody_needs_no_comma(greeting: str) -> None:
    assert styled(f"{greeting} it is thin.") == "It is thin."


@pytest.mark.parametrize(
    "greeting",
    [
        "Hi",
        "Hello Priya",
        "Hello\tPriya",
        "Hello  Priya",
        "Hey Priya Nair",
        "Dear Dr. O'Neill-Smith",
        "Dear Ann Marie van Loon",
        "Good morning",
        "Good afternoon",
        "Good evening",
        "Greetings",
        "Morning team",
        "Afternoon all",
        "Evening, team",
        "Good morning everyone",
        "To whom it may concern",
    ],
)
def test_a_salutation_to_somebody_goes(greeting: str) -> None:
    assert styled(f" {greeting}, it is thin.") == "It is thin."


@pytest.mark.parametrize("greeting", ["Hi all", "Hi Priya", "Good morning"])
@pytest.mark.parametrize("stop", [",", "!", ":", "\n", "\t,", " \u2013", " \u2014", " -", ",\n\n", " -\t", "!,"])
def test_a_salutation_ends_at_a_stop(greeting: str, stop: str) -> None:
    assert styled(f"{greeting}{stop} it is thin.") == "It is thin."


@pytest.mark.parametrize("text", ["Hi", "Dear all", "Good morning", "Hello Priya Nair", "Morning all"])
def test_nothing_is_left_of_a_salutation_alone(text: str) -> None:
    assert styled(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Hi we met once last week, and it was thin.",
        "Hiring is slow, and late.",
        "Dear team? No.",
        "Well, hi all, it is",
    ],
)
def test_what_only_begins_like_a_salutation_stays(text: str) -> None:
    assert styled(text) == text


@pytest.mark.parametrize(
    "closing",
    [
        "Regards",
        "Kind regards",
        "best regards",
        "Warm regards",
        "Kindest regards",
        "Warmest regards",
        "Best wishes",
        "Many thanks",
        "With kind regards",
        "With thanks",
        "Thank you",
        "Cheers",
        "Best",
        "All the best",
        "Yours sincerely",
        "Yours faithfully",
        "Yours truly",
    ],
)
def test_a_closing_goes_with_the_name_under_it(closing: str) -> None:
    assert styled(f"It works. {closing}, Tom") == "It works."


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "!",
        ",\tTom",
        ". Tom",
        "! Tom!",
        "\nTom",
        " \nTom",
        " \u2013 Tom",
        " \u2014 Tom",
        "\t- Tom",
        ", Tom & Ann",
    ],
)
def test_a_closing_goes_however_the_name_is_set_apart(name: str) -> None:
    assert styled(f"It works. Kind regards{name}") == "It works."


@pytest.mark.parametrize("before", ["It works.", "It works!", "It works?", "It works\n", ""])
def test_a_closing_follows_a_sentence_or_stands_on_a_line_of_its_own(before: str) -> None:
    assert styled(f"{before} Regards, Tom") == before.strip()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("It works. Sent from my iPhone", "It works."),
        ("It works. Sent from my phone", "It works."),
        ("It works. Regards,\nTom Ashworth\nHead Of Adult Services", "It works."),  # six words
    ],
)
def test_a_closing_may_say_a_little_more(typed: str, shown: str) -> None:
    assert styled(typed) == shown


@pytest.mark.parametrize(
    "text",
    [
        "It works. Regards, Tom Ashworth Head Of Adult Social Care",  # seven
        "It works. Thanks, it grew fast.",
        "It works. Thanks, Tom said so.",
        "It works. Best Practice",
        "It works well thanks, Tom",
        "It works. Sent from my",
    ],
)
def test_what_only_begins_like_a_closing_stays(text: str) -> None:
    assert styled(text) == text


@pytest.mark.parametrize(
    "signature",
    [
        *(
            ". - Tom",
            "! - Tom",
            "? - Tom",
            ". -- Tom",
            ". -Tom",
            ". \u2013 Tom",
            ". \u2014 Tom",
            ".  - Tom",
            ".\n- Tom",
        ),
        *(
            ". - T",
            ". - D'Arcy O'Neill",
            ". - THOMAS ",
            ". - T L",
            ". - Tom Ann Lee",
            ". -\tTom\tLee",
            ". - Tom.",
            ". - Tom!",
            ". - Tom, ",
        ),
    ],
)
def test_a_name_behind_a_dash_goes(signature: str) -> None:
    assert styled(f"It works{signature}") == f"It works{signature[0]}"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("It works - Tom", "It works - Tom"),
        ("Is it?-Tom", "Is it?-Tom"),
        ("It works. - Tom Ann Lee May", "It works. - Tom Ann Lee May"),
        ("It works. - And so on", "It works. - And so on"),
        ("Works.\n- Sharing.\n- Trust", "Works. Sharing. Trust"),
    ],
)
def test_what_only_looks_like_a_signature_stays(typed: str, shown: str) -> None:
    assert styled(typed) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("A NURSE of NURSES", "A NURSE of nurses"),  # five letters and six
        ("Form CARE_PLAN and COVID19", "Form CARE_PLAN and COVID19"),
        ("It works. PATHWAYS", "It works. Pathways"),
        ("It works! PATHWAYS", "It works! Pathways"),
        ("It works? PATHWAYS", "It works? Pathways"),
        ('Say "it works." PATHWAYS', 'Say "it works." Pathways'),
        ("Say 'it works.' PATHWAYS", "Say 'it works.' Pathways"),
        ("(It works.) PATHWAYS", "(It works.) Pathways"),
        ('"PATHWAYS" are', '"Pathways" are'),
        ('It works. "PATHWAYS" are', 'It works. "Pathways" are'),
        ("It works. 'PATHWAYS' are", "It works. 'Pathways' are"),
        ("It works. (PATHWAYS are)", "It works. (Pathways are)"),
        ("It is, PATHWAYS", "It is, pathways"),
        ("Ask \u0130STANBULU", "Ask \u0130stanbulu"),
    ],
)
def test_only_a_long_word_in_capitals_is_calmed_and_keeps_one_where_a_sentence_begins(typed: str, shown: str) -> None:
    assert styled(typed) == shown


@pytest.mark.parametrize("text", ["e.g. this", "\u00dfo it is", "\ufb01ne by us", "5 days"])
def test_a_beginning_that_has_no_plain_capital_stays(text: str) -> None:
    assert styled(text) == text


@given(TYPED)
def test_styling_twice_changes_nothing_and_never_makes_a_text_longer(text: str) -> None:
    once = styled(text)
    assert styled(once) == once
    assert len(once) <= len(text)
