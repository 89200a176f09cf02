"""Faults on the way to Slack, by their numbers: crashes, lost answers, refusals, and clocks that lie."""

from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.letter import Delivered, Letter
from bot.postman import SETTLE
from storage import outbox
from storage.outbox import LEASE, Claimed, State
from tests.faults.conftest import CHANNEL, HISTORY, MEGAN, POST, PRIYA, WORDS, House

SETTLED = SETTLE.total_seconds() + 1


def write(claimed: Claimed) -> Letter:
    return replace(WORDS, to_channel=None, to_person=claimed.to) if claimed.to else WORDS


@pytest.fixture(autouse=True)
def simple(house: House) -> None:
    """One notice for the channel, in one word."""
    house.postman = house.another(write)
    house.owes()


def crash_before_the_post(house: House) -> None:
    assert house.office.claim()


def crash_after_the_post(house: House) -> None:
    (claimed,) = house.office.claim() or ()
    house.mail.post(CHANNEL, claimed.id, WORDS)


def test_fault_18_crash_before_post_is_sent_after_the_lease(house: House) -> None:
    crash_before_the_post(house)
    house.later(seconds=LEASE.total_seconds() - 1)
    house.beat()
    assert house.said() == []
    house.later(seconds=1)
    house.beat()
    assert (house.said(), house.states()) == (["Words."], {State.SENT: 1})


def test_fault_19_crash_after_post_is_found_in_the_history(house: House) -> None:
    crash_after_the_post(house)
    house.later(seconds=LEASE.total_seconds())
    house.beat()
    assert (house.said(), house.states(), house.calls("chat.postMessage")) == (["Words."], {State.SENT: 1}, 1)


def test_fault_20_lost_reply_is_one_message(house: House) -> None:
    house.faults.set("lost_reply", only=POST)
    house.beat()
    assert (house.notice().state, house.notice().unsure) == (State.PENDING, True)
    house.later(seconds=SETTLED)
    house.beat()
    assert (house.said(), house.states(), house.calls("chat.postMessage")) == (["Words."], {State.SENT: 1}, 1)


def test_fault_21_a_500_after_accepting_is_one_message(house: House) -> None:
    house.faults.set("accepted_late", only=POST, seconds=0, reply="500")
    house.beat()
    house.waits_until(lambda: bool(house.said()))
    house.later(seconds=SETTLED)
    house.beat()
    assert (house.said(), house.states()) == (["Words."], {State.SENT: 1})


@pytest.mark.parametrize("reply", ["lost", "500", "error"])
def test_fault_22_accepted_60_seconds_late_is_one_message(house: House, reply: str) -> None:
    house.faults.set("accepted_late", only=POST, seconds=60, reply=reply)
    house.beat()
    house.later(seconds=61)
    house.waits_until(lambda: bool(house.said()))
    house.beat()
    house.later(seconds=30)
    house.beat()
    assert (house.said(), house.states()) == (["Words."], {State.SENT: 1})


def test_fault_23_accepted_300_seconds_late_the_extra_is_deleted(house: House) -> None:
    house.faults.set("accepted_late", only=POST, seconds=300)
    house.beat()
    house.later(seconds=SETTLED)
    house.beat()
    assert house.said() == ["Words."]
    house.later(seconds=215)
    house.waits_until(lambda: len(house.said()) == 2)
    house.beats_for(10)
    assert (house.said(), house.states()) == (["Words."], {State.SENT: 1})
    (stays,) = house.slack.workspace.messages(CHANNEL, PRIYA)
    assert stays.ts == house.notice().ts


def test_fault_24_a_worker_paused_for_200_seconds_is_fenced(house: House) -> None:
    def asleep(_: Claimed) -> Letter:
        house.later(seconds=200)
        return WORDS

    sleepy = house.another(asleep)
    sleepy.deliver([_claimed(house)])
    assert house.said() == []
    house.beat()
    assert house.said() == ["Words."]


def test_fault_24_what_a_paused_worker_posts_all_the_same_is_taken_away(house: House) -> None:
    paused = _claimed(house)
    house.later(seconds=200)
    house.beat()
    ts = house.mail.post(CHANNEL, paused.id, WORDS)
    assert not house.office.sent([Delivered(paused, CHANNEL, ts, None)])
    assert house.notice().ts != ts
    house.office.suspect(paused)
    assert len(house.said()) == 2
    house.beats_for(2)
    assert (house.said(), house.states()) == (["Words."], {State.SENT: 1})


def _claimed(house: House) -> Claimed:
    (claimed,) = house.office.claim() or ()
    return claimed


def test_fault_25_a_429_with_30_seconds_waits_and_other_methods_go_on(house: House) -> None:
    house.owes("launched:r2")
    house.faults.set("rate_limited", only=POST, seconds=30)
    house.beat()
    assert (house.calls("chat.postMessage"), house.states()) == (1, {State.PENDING: 2})
    assert house.mail.conversation(MEGAN)
    house.later(seconds=29)
    house.beat()
    assert house.said() == []
    house.later(seconds=2)
    house.beat()
    assert (len(house.said()), house.notice().unsure, house.calls("conversations.history")) == (2, False, 0)


def test_fault_25_another_channel_goes_on(house: House) -> None:
    house.faults.set("rate_limited", only=POST, seconds=30)
    house.beat()
    house.owes("launched:r2", to=MEGAN)
    house.postman._write = lambda _: Letter("To you.", [], to_person=MEGAN)  # noqa: SLF001 - the same postman's next letter
    house.beat()
    assert (house.said(), house.said(MEGAN)) == ([], ["To you."])


def test_fault_26_slack_down_for_6_hours_catches_up_and_drops_what_is_pointless(house: House) -> None:
    house.owes("launched:r2", expires_at=house.clock() + timedelta(hours=3))
    house.faults.set("down", minutes=361)
    house.beats_for(6 * 60, every=600)
    assert house.said() == []
    house.beats_for(10)
    assert (house.said(), house.states()) == (["Words."], {State.SENT: 1, State.EXPIRED: 1})
    assert house.notice("launched:r2").error == "it would have come too late"


@pytest.mark.parametrize("method", [POST, HISTORY])
def test_fault_27_an_html_reply_leaves_it_in_doubt(house: House, method: tuple[str, ...]) -> None:
    house.faults.set("lost_reply", only=POST)
    house.faults.set("unreadable_reply", only=method)
    house.beats_for(10)
    assert (house.said(), house.states()) == (["Words."], {State.SENT: 1})


def test_fault_28_history_refused_holds_and_alerts_and_never_reposts(house: House) -> None:
    house.faults.set("lost_reply", only=POST)
    house.faults.set("error", code="missing_scope", only=HISTORY, times="always")
    with capture_logs() as logs:
        house.beats_for(30)
    assert len(house.said()) == 1
    assert "history refused: held, not sent again" in [one["event"] for one in logs]
    assert house.notice().error == "history refused: missing_scope"
    assert _told(house) == 1
    house.faults.clear()
    house.beats_for(15)
    assert house.notice().state is State.SENT
    assert house.said() == ["Words."]


def test_fault_29_token_revoked_is_a_dead_letter_and_the_admin_is_told(house: House) -> None:
    house.slack.workspace.uninstall()
    with capture_logs() as logs:
        house.beat()
    assert house.notice().state is State.DEAD
    assert "the token was refused: nothing can be sent" in [one["event"] for one in logs]


@pytest.mark.parametrize("code", ["is_archived", "not_in_channel", "channel_not_found"])
def test_fault_30_channel_archived_or_bot_removed_is_dead_and_the_lead_is_told(house: House, code: str) -> None:
    house.faults.set("error", code=code, only=POST)
    house.beat()
    assert (house.notice().state, house.notice().error, _told(house)) == (State.DEAD, code, 1)
    with house.database.begin() as session:
        assert outbox.retry(session, house.clock(), house.notice().id) == 1
    house.beat()
    assert house.notice().state is State.SENT


def _told(house: House) -> int:
    """How many words about a failure a lead is owed."""
    return sum(one.kind == "undelivered" and one.to == PRIYA for one in house.kept())


def test_fault_36_the_clock_an_hour_ahead_and_back_sends_nothing_twice(house: House) -> None:
    house.faults.set("lost_reply", only=POST)
    house.later(hours=1)
    house.beat()
    house.later(hours=-1)
    house.beats_for(120)
    assert (len(house.said()), house.states()) == (1, {State.SENT: 1})


def test_fault_36_what_is_due_in_an_hour_is_not_sent_before(house: House) -> None:
    house.owes("launched:r2", due=timedelta(hours=1))
    house.beats_for(59)
    assert len(house.said()) == 1
    house.beats_for(2)
    assert len(house.said()) == 2


def test_fault_37_the_clock_an_hour_back_goes_on(house: House) -> None:
    house.beat()
    house.later(hours=-1)
    house.owes("launched:r2")
    house.beat()
    assert len(house.said()) == 2
