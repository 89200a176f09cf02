"""The thread of the summary: the map, evidence and quotes; and how all of it goes when an organisation asks."""

from datetime import timedelta
from typing import Any

import pytest

from bot.desk import walking
from flows.assessment import AnswerGiven
from flows.events import QuoteAgreed
from flows.judgement import Judgement
from sandbox.person import Person
from sandbox.trial import Trial
from storage import assessments, audit, offered, snapshots
from tests.stories.acts import CHANNEL, at_the_desk, caller, card_of, carried, newest, place_of, start_a_round

FIRST = "operating-integrated-functions"
QUOTES = ("Letters come late in the week.", "Nobody knows who holds the list.", "Meetings clash with clinics.")


def opinion(organisation: int, subdomain: int) -> AnswerGiven | Judgement:
    """Views that differ; evidence and a comment on the first sub-domain."""
    judgement = Judgement.of(1 + organisation % 4)
    if subdomain:
        return judgement
    return AnswerGiven(
        FIRST, judgement, f"Plan {organisation} *bold* <!channel>\nsecond line", QUOTES[organisation % 3], quote=True
    )


def agree(trial: Trial, organisations: range) -> None:
    """Let these say yes to the very words that they are shown."""
    for number in organisations:
        partner = place_of(trial).partners[number]
        who = caller(trial, partner.contributors[0])
        with trial.bot.database.read() as session:
            mine = assessments.of_partner(session, newest(trial).id, partner.id)
        assert mine
        seen = walking.look(trial.bot.desk, who, mine).assessment.answers[FIRST].revision
        walking.step(trial.bot.desk, who, mine, QuoteAgreed(FIRST, seen))


def close(trial: Trial, organisations: int) -> None:
    at_the_desk(trial, range(organisations), opinion)
    agree(trial, range(organisations))
    trial.clock.move_to(newest(trial).closes_at)
    trial.clock.move_to(newest(trial).summary_at)


def files(trial: Trial) -> dict[str, tuple[str, bytes]]:
    """What was posted as files beside the calendar's: the words for each, and its bytes."""
    workspace = trial.sandbox.workspace
    posts = [one for one in workspace.messages("C01PLACE", "U01PRIYA") if "Where our views differ" in str(one.blocks)]
    found: list[Any] = [f for post in posts for m in workspace.replies("C01PLACE", post.ts) for f in m.files]
    shared = [workspace.file(one["id"]) for one in found]
    return {one.name: (one.alt, one.content) for one in shared}


def thread(trial: Trial, reader: Person) -> dict[str, tuple[str, bytes]]:
    """The files below the summary, once they are there."""
    reader.opens_channel(CHANNEL).sees("With the summary:")
    return files(trial)


def test_nine_organisations_get_the_map_the_evidence_and_the_quotes(trial: Trial, priya: Person) -> None:
    start_a_round(priya)
    close(trial, 9)
    found = thread(trial, priya)
    assert list(found) == [
        "discussion-map-1.png",
        "discussion-map-2.png",
        "evidence-offered.txt",
        "in-partners-words.txt",
    ]
    assert found["discussion-map-1.png"][0].startswith("Discussion map, image 1 of 2.")
    evidence, quotes = (found[name][1].decode() for name in ("evidence-offered.txt", "in-partners-words.txt"))
    assert all(f"- Plan {n} *bold* <!channel>\n  second line" in evidence for n in range(9))
    assert [quotes.count(one) for one in QUOTES] == [3, 3, 3]


@pytest.mark.parametrize("organisations", [2, 4, 6])
def test_a6_fewer_organisations_get_neither_map_nor_quotes(trial: Trial, priya: Person, organisations: int) -> None:
    start_a_round(priya)
    close(trial, organisations)
    priya.opens_channel(CHANNEL).sees("Comments are quoted only where eight organisations or more took part")
    if organisations > 2:
        assert list(thread(trial, priya)) == ["evidence-offered.txt"]
    assert not any(one in str(files(trial)) for one in QUOTES)


def test_a25_taking_a_view_out_after_the_close_takes_the_whole_summary_back(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    close(trial, 9)
    thread(trial, priya)
    megan.opens_dm().presses("Take our view out")
    priya.opens_channel(CHANNEL).sees("The summary was withdrawn").sees("No new one is made")
    trial.bot.heartbeat.beat()  # the one under way has ended then
    assert "Where our views differ" not in str(trial.sandbox.workspace.messages("C01PLACE", "U01PRIYA"))
    assert [m for m in _posts(trial) if m.files] == []
    megan.sees("was withdrawn, because an organisation asked")
    assert not megan.can_press("Take our view out")
    with trial.bot.database.read() as session:
        running = newest(trial).id
        assert (snapshots.load(session, running), offered.evidence(session, running)) == (None, {})
        assert [one.action for one in audit.of_round(session, running)][-1] == "summary withdrawn"


def test_a25_no_other_summary_follows(trial: Trial, priya: Person, megan: Person) -> None:
    """Not even at the time of the first, when the view was taken out before that."""
    start_a_round(priya)
    at_the_desk(trial, range(9), opinion)
    trial.clock.move_to(newest(trial).closes_at)
    megan.opens_dm().sees("Take our view out").presses("Take our view out")
    priya.opens_channel(CHANNEL).sees("The summary was withdrawn")
    trial.clock.move_to(newest(trial).summary_at)
    trial.clock.move_by(timedelta(hours=1))
    priya.opens_channel(CHANNEL)
    trial.bot.heartbeat.beat()
    assert not priya.screen.count("Where our views differ")


def test_p8_an_organisation_that_had_not_submitted_cannot_withdraw_the_summary(
    trial: Trial, priya: Person, megan: Person
) -> None:
    start_a_round(priya)
    at_the_desk(trial, range(4), opinion)
    trial.clock.move_to(newest(trial).closes_at)
    megan.opens_dm().sees("had not submitted")
    assert not megan.can_press("Take our view out")
    forged = megan.presses_forged("withdraw_summary", card_of(trial, megan), value=carried(trial, megan))
    forged.sees("there is nothing of it in the summary")
    with trial.bot.database.read() as session:
        assert snapshots.load(session, newest(trial).id)


def _posts(trial: Trial) -> list[Any]:
    workspace = trial.sandbox.workspace
    first = [one for one in workspace.messages("C01PLACE", "U01PRIYA") if "was withdrawn" in str(one.blocks)]
    return [reply for one in first for reply in workspace.replies("C01PLACE", one.ts)]
