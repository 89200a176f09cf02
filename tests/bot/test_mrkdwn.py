"""Slack's markup: our words marked up, people's words left alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.limits import faults
from bot.mrkdwn import bold, bullets, escape, person, said
from flows.people import ERASED


@dataclass(frozen=True)
class Line:
    text: str
    children: Sequence["Line"] = ()


def test_the_three_characters_slack_reads_are_escaped() -> None:
    assert escape("A&E <!channel> &amp;") == "A&amp;E &lt;!channel&gt; &amp;amp;"


@given(st.text())
def test_fault_47_no_mention_or_link_comes_out_of_an_escaped_text(text: str) -> None:
    escaped = escape(text)
    assert "<" not in escaped
    assert ">" not in escaped
    assert escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


@pytest.mark.parametrize(
    ("text", "marked"),
    [("Shared risk", "*Shared risk*"), ("Health & care", "*Health &amp; care*"), ("A\nB", "*A B*"), ("", "")],
)
def test_a_heading_is_bold_on_one_line(text: str, marked: str) -> None:
    assert bold(text) == marked


def test_an_asterisk_cannot_end_a_bold_heading() -> None:
    assert bold("5* homes").count("*") == 2


def test_statements_become_bullets_with_what_they_lead_in_under_them() -> None:
    statements = [Line("Teams <meet>", [Line("weekly", [Line("by phone")])]), Line("Plans")]
    assert bullets(statements) == ["• Teams &lt;meet&gt;", "      ◦ weekly", "            ◦ by phone", "• Plans"]


def test_what_people_wrote_is_shown_as_it_was_typed() -> None:
    block = said("*bold* <!channel> https://example.org :wave:")
    assert block["elements"][0]["elements"] == [
        {"type": "text", "text": "*bold* <!channel> https://example.org :wave:"}
    ]
    assert faults([block], "message") == ()


def test_a_person_is_mentioned_and_one_who_was_erased_is_not() -> None:
    assert person("U012AB3CD") == "<@U012AB3CD>"
    assert person("U<!here>") == "<@U&lt;!here&gt;>"
    assert person(f"{ERASED}1a2b") == "somebody who was erased"
