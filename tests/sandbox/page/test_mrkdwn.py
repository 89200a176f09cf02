from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.page.mrkdwn import Names, plain, to_html

NAMES = Names({"U1": "Ada <Marsh>"}, {"C1": "greenhouse"}, ZoneInfo("Europe/London"), "U2")
ALLOWED = {"a", "blockquote", "br", "code", "em", "pre", "s", "span", "strong", "time"}
ATTRIBUTES = {"href", "target", "rel", "class"}
PIECES = [
    "<",
    ">",
    "&",
    "&lt;",
    "|",
    "*",
    "_",
    "~",
    "`",
    "```",
    "\n",
    "• ",
    "> ",
    ":tada:",
    "<@U1>",
    "<!date^1^{time}|x>",
]
PIECES += [
    "<https://a.example|x>",
    "<javascript:alert(1)|x>",
    "<script>",
    "onload=",
    '"',
    "'",
    "https://b.example",
    "w",
]


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("*bold* _italic_ ~gone~", "<strong>bold</strong> <em>italic</em> <s>gone</s>"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("*_both_*", "<strong><em>both</em></strong>"),
        ("`*code* <@U1>`", "<code>*code* &lt;@U1&gt;</code>"),
        ("one\ntwo", "one<br>two"),
        ("&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"),
        ("<b>", "&lt;b&gt;"),
        ("```\na\n*b*\n```", "<pre>a\n*b*</pre>"),
        ("> one\n&gt; two\nthree", "<blockquote>one<br>two</blockquote>three"),
        ("<@U1>", '<span class="mention">@Ada &lt;Marsh&gt;</span>'),
        ("<@U2>", '<span class="mention own">@U2</span>'),
        ("<#C1|old>", '<span class="mention">#greenhouse</span>'),
        ("<!here>", '<span class="mention own">@here</span>'),
        ("<javascript:alert(1)|press>", "&lt;javascript:alert(1)|press&gt;"),
        (":tada: :no_such_thing:", '<span class="emoji">🎉</span> :no_such_thing:'),
        ("<!date^1785153600^{date_long} at {time}|soon>", "<time>Monday 27 July 2026 at 13:00</time>"),
        ("<!date^never^{time}|soon>", "soon"),
    ],
)
def test_mrkdwn_is_drawn_as_slack_draws_it(typed: str, drawn: str) -> None:
    assert str(to_html(typed, NAMES)) == drawn


def test_a_link_shows_its_label_and_leads_to_its_address() -> None:
    drawn = str(to_html("see <https://a.example/?a=1&amp;b=2|the *guide*>.", NAMES))
    assert 'href="https://a.example/?a=1&amp;b=2"' in drawn
    assert ">the *guide*<" in drawn or ">the <strong>guide</strong><" in drawn


def test_a_bare_address_becomes_a_link_without_the_full_stop() -> None:
    assert 'href="https://a.example/x"' in str(to_html("See https://a.example/x.", NAMES))


def test_a_bullet_hangs() -> None:
    assert str(to_html("• one", NAMES)) == '<span class="bullet"><span>•</span><span>one</span></span>'


def test_plain_text_takes_emoji_but_no_styles() -> None:
    assert str(plain("*a* :tada:\n<b>")) == "*a* 🎉<br>&lt;b&gt;"


# A bot of another test may use `random` in its own thread meanwhile; hypothesis would blame the strategy for it.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=24).map("".join))
def test_no_text_can_bring_in_a_tag_of_its_own(text: str) -> None:
    reader = Reader()
    reader.feed(str(to_html(text, NAMES)) + str(plain(text)))
    assert reader.tags <= ALLOWED
    assert reader.attributes <= ATTRIBUTES
    assert all(target.startswith(("https://", "http://", "mailto:", "tel:")) for target in reader.targets)


class Reader(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.targets += [(value or "").strip().lower() for name, value in attrs if name == "href"]
