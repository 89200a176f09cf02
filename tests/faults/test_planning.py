"""Faults of planning, by their numbers: who is nudged, what moves, what is cancelled, and who is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from itertools import count
from threading import Barrier

import pytest

from bot.desk import Desk, reminding, walking
from bot.desk import closing as closes
from bot.desk.sending import PostOffice
from bot.letter import Delivered
from flows import reminders
from flows import round as rules
from flows.assessment import LevelChosen, Submitted
from flows.disclosure import Snapshot
from flows.notices import NUDGES, NoticeKind
from flows.people import Caller
from flows.refusal import Refusal
from flows.round import Proposal, Round, Stage
from frameworks import catalog
from storage import assessments, outbox, partnerships, rounds, snapshots
from storage.database import Database
from storage.outbox import State
from tests.databases import database_at
from tests.faults.conftest import LARKMERE, MEGAN, OWEN, PRIYA, WORDS, House
from tests.storage.place import ASSESSMENTS, PLACE, VAL, VOICES, WORKSPACE
from tests.walks import LAUNCHED, SEL, a_round

HALFWAY = datetime(2026, 6, 8, 10, tzinfo=LAUNCHED.tzinfo)
RUNNING = a_round(catalog.edition(SEL))
DAY = timedelta(days=1)


def submits(house: House) -> None:
    """Megan's organisation, at the desk."""
    megan = Caller(LARKMERE.workspace, MEGAN)
    with house.database.read() as session:
        mine = assessments.of_partner(session, house.round.id, LARKMERE.partners[0].id)
    assert mine
    walking.step(house.desk, megan, mine, LevelChosen(house.round.subdomains[0], 2))
    walking.step(house.desk, megan, mine, Submitted())


def moved(house: House, days: int) -> Round:
    """The deadline and the meeting some days later."""
    old = house.round
    proposal = Proposal(old.label, frozenset({"short_term"}), old.deadline + days * DAY, old.meeting_at + days * DAY)
    after = rules.move(old, proposal, LARKMERE.zone, house.clock())
    with house.database.begin() as session:
        rounds.save(session, after)
    return after


def nudges(house: House) -> list[tuple[str, State]]:
    return [(one.key, one.state) for one in house.kept() if one.kind in NUDGES]


def test_only_who_has_not_submitted_is_nudged(house: House) -> None:
    submits(house)
    house.clock.move_to(HALFWAY)
    house.beat()
    assert nudges(house) == [("halfway:r1:U10OWEN:1", State.SENT)]
    assert house.said(OWEN)[0].startswith("Larkmere: You have not begun yet: 13 sub-domains, about 26 minutes in all.")


def test_who_submits_between_the_plan_and_the_post_is_not_nudged(house: House) -> None:
    house.clock.move_to(HALFWAY)
    reminding.owe_due(house.desk)
    submits(house)
    house.beat()
    assert dict(nudges(house))["halfway:r1:U05MEGAN:1"] is State.EXPIRED
    assert house.said(MEGAN) == []


def test_who_asked_for_a_reminder_is_not_nudged_that_day_and_gets_it_at_half_past_eight(house: House) -> None:
    house.clock.move_to(HALFWAY - DAY)
    with house.database.begin() as session:
        asked = reminders.snooze(house.round, LARKMERE, MEGAN, house.clock())
        outbox.owe(session, [asked], LARKMERE.workspace)
    house.clock.move_to(HALFWAY)
    house.beat()
    assert [key for key, _ in nudges(house)] == ["halfway:r1:U10OWEN:1"]
    assert house.notice(asked.key).due_at == datetime(2026, 6, 8, 7, 30, tzinfo=LAUNCHED.tzinfo)
    assert house.said(MEGAN)[0].startswith("Larkmere: you asked to be reminded.")


def test_fault_31_a_deactivated_user_is_skipped_and_reported(house: House) -> None:
    house.faults.set("error", code="user_disabled", only=("conversations.open",), times=1)
    house.clock.move_to(HALFWAY)
    house.beat()
    (dead,) = (one for one in house.kept() if one.state is State.DEAD)
    house.beat()
    assert house.said(PRIYA) == ["Larkmere: a reminder could not be delivered."]
    house.clock.move_to(datetime(2026, 6, 11, 9, tzinfo=LAUNCHED.tzinfo))
    house.beat()
    assert [key.split(":")[2] for key, _ in nudges(house) if key.startswith("soon")] == [
        one for one in (MEGAN, OWEN) if one != dead.to
    ]


@pytest.fixture
def place(database: Database) -> Database:
    """Northgate's round on either database."""
    with database.begin() as session:
        partnerships.save(session, PLACE)
        rounds.add(session, RUNNING, ASSESSMENTS)
    return database


def desk_at(database: Database, instant: datetime) -> Desk:
    numbers = count()
    return Desk(database, lambda: instant, lambda: f"token-{next(numbers)}-{id(numbers)}")


def at_once(*acts: Callable[[], object]) -> list[object]:
    """All in the same moment; what each came to, or how it was refused."""
    start = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except Refusal as no:
            return no

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(one, acts))


def test_fault_32_two_planners_owe_one_row(place: Database, database_url: str) -> None:
    with closing(database_at(database_url, patience=20)) as other:
        desks = [desk_at(one, HALFWAY) for one in (place, other) * 2]
        at_once(*[lambda desk=desk: reminding.owe_due(desk) for desk in desks])
    with place.read() as session:
        keys = [one.key for one in outbox.of_round(session, RUNNING.id)]
    assert len(keys) == len(set(keys)) == 4  # three people, and the file for calendars


def test_fault_33_deadline_moved_the_old_is_cancelled_and_the_new_comes_once(house: House) -> None:
    house.clock.move_to(HALFWAY)
    reminding.owe_due(house.desk)
    after = moved(house, 14)
    house.beat()
    assert {state for _, state in nudges(house)} == {State.CANCELLED}
    (halfway, *_) = reminders.nudges(after, LARKMERE.zone)
    house.clock.move_to(halfway.due_at)
    house.beat()
    house.beat()
    assert {one for one, state in nudges(house) if state is State.SENT} == {
        "halfway:r1:U05MEGAN:2",
        "halfway:r1:U10OWEN:2",
    }
    assert (len(house.said(MEGAN)), len(house.said(OWEN))) == (1, 1)


def test_nobody_is_nudged_more_than_three_times_however_often_the_deadline_moves(house: House) -> None:
    for _ in range(4):
        (first, *_) = reminders.nudges(house.round, LARKMERE.zone)
        house.clock.move_to(max(first.due_at, house.clock()))
        house.beat()
        moved(house, 20)
    assert len(house.said(MEGAN)) == 3


def test_fault_34_cancel_races_send_with_one_defined_outcome(house: House) -> None:
    """Whoever commits first: claimed before the cancel it is of no use any more, or sent when it is on its way."""
    house.clock.move_to(HALFWAY)
    reminding.owe_due(house.desk)
    claimed = house.office.claim() or ()
    assert claimed
    with house.database.begin() as session:
        rounds.save(session, rules.cancel(house.round))
        assert outbox.cancel(session, house.round.id) == 0
    house.postman.deliver(claimed)
    assert set(house.states()) == {State.EXPIRED}
    assert house.said(MEGAN) == []


def test_fault_34_what_was_posted_before_the_cancel_is_noted_as_sent(house: House) -> None:
    house.owes()
    (claimed,) = house.office.claim() or ()
    ts = house.mail.post("C01PLACE", claimed.id, WORDS)
    with house.database.begin() as session:
        outbox.cancel(session, house.round.id)
    assert house.office.sent([Delivered(claimed, "C01PLACE", ts, None)])
    assert house.notice().state is State.SENT


@pytest.mark.parametrize(("hours", "state"), [(24, State.SENT), (72, State.EXPIRED)])
def test_fault_35_down_over_the_due_time_is_late_or_expired_by_rule(house: House, hours: int, state: State) -> None:
    """A nudge is of use until the next one; the one halfway, until two working days before the deadline."""
    house.clock.move_to(HALFWAY + timedelta(hours=hours))
    house.beat()
    assert {one for key, one in nudges(house) if key.startswith("halfway")} == {state}


def test_fault_8_a_press_after_the_close_is_refused_and_explained(house: House) -> None:
    house.clock.move_to(house.round.closes_at)
    house.beat()
    with pytest.raises(Refusal, match="This round closed on Monday 15 June at 12:00"):
        submits(house)


def test_fault_9_close_races_submit_with_one_outcome(place: Database, database_url: str) -> None:
    val = Caller(WORKSPACE, VAL)
    early, late = desk_at(place, RUNNING.closes_at - timedelta(seconds=1)), RUNNING.closes_at
    mine = ASSESSMENTS[VOICES.id]
    walking.step(early, val, mine, LevelChosen(RUNNING.subdomains[0], 2))
    with closing(database_at(database_url, patience=20)) as other:
        submitted, _ = at_once(
            lambda: walking.step(early, val, mine, Submitted()), lambda: closes.close_due(desk_at(other, late))
        )
    with place.read() as session:
        running, frozen = rounds.load(session, RUNNING.id), snapshots.load(session, RUNNING.id)
    assert running
    assert frozen
    snapshot: Snapshot = closes.SNAPSHOT.validate_json(frozen)
    assert running.stage is Stage.CLOSED
    assert snapshot.contributors == (0 if isinstance(submitted, Refusal) else 1)


def test_a_lead_is_told_in_words_what_could_not_be_delivered(house: House) -> None:
    house.faults.set("error", code="is_archived", only=("chat.postMessage",), times=1)
    house.owes()
    house.beat()
    house.beat()
    assert house.said(PRIYA) == ["Larkmere: the word that the round has started could not be delivered."]
    (told,) = house.slack.workspace.messages(house.slack.workspace.dm(PRIYA).id, PRIYA)
    assert "the channel is archived" in str(told.blocks)


def test_the_meeting_for_calendars_goes_into_the_thread_of_the_launch_once(house: House) -> None:
    house.owes()
    with house.database.begin() as session:
        rounds.sleep(session, house.round.id, LAUNCHED)
    house.faults.set("lost_reply", only=("files.completeUploadExternal",), times=1)
    house.beats_for(10)
    (launch,) = house.slack.workspace.messages("C01PLACE", PRIYA)
    (reply,) = house.slack.workspace.replies("C01PLACE", launch.ts)
    assert reply.text == "The meeting for your calendar: Monday 22 June at 14:00."
    (file,) = reply.files
    content = house.slack.workspace.file(file["id"]).content
    assert b"DTSTART:20260622T130000Z" in content
    assert house.notice(reminders.key(NoticeKind.MEETING_FILE, house.round)).state is State.SENT


def test_the_postmen_of_two_processes_share_what_is_due(place: Database, database_url: str) -> None:
    with closing(database_at(database_url, patience=20)) as other:
        for one in (place, other):
            reminding.owe_due(desk_at(one, HALFWAY))
        offices = [PostOffice(desk_at(one, HALFWAY)) for one in (place, other)]
        claimed = [one for got in at_once(*[one.claim for one in offices]) for one in got or ()]  # type: ignore[attr-defined]  # claims
    assert len({one.id for one in claimed}) == len(claimed) == 4
