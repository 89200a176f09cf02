"""What the database holds while a round is open, and what is left of it after the close (I1 to I3, A20)."""

import json
from collections.abc import Iterator
from contextlib import closing as closed_at_the_end
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from itertools import chain
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import text

from bot.desk import closing
from flows import round as rules
from flows.answer import Answer
from flows.disclosure import RULES
from flows.evidence import Item, ItemKind
from flows.people import PartnerId
from flows.quotation import consent_mark
from flows.revoting import Revote
from flows.round import Mode
from storage import assessments, audit, offered, rounds, snapshots, votes
from storage.database import Database
from storage.engine import address
from storage.keys import Keys
from storage.tables import Row
from tests.closings import HERE, Place, answered, begun, level
from tests.walks import NOON

CANARY = "canary in the coal mine"
NOTE = f"our own {CANARY}"
EVIDENCE = f"the plan of the {CANARY}"
COMMENT = f"letters come late, says the {CANARY}"


def full(organisation: int, subdomain: str) -> Answer:
    """A view with every kind of text; evidence and a quote on one sub-domain only."""
    given = level(organisation, subdomain)
    quote = "Discharge letters come late in the week."
    if subdomain == HERE:
        return replace(given, evidence=EVIDENCE, comment=quote, consent=consent_mark(quote))
    return replace(given, evidence=NOTE, own_note=True, comment=COMMENT, reason=CANARY)


@pytest.fixture
def place(database: Database) -> Place:
    """Nine organisations, all of which have submitted."""
    begun_now = begun(database, 9)
    answered(begun_now, 9, full)
    return begun_now


@pytest.fixture
def in_a_file(tmp_path: Path) -> Iterator[Place]:
    """The same in a file that can be looked into."""
    with closed_at_the_end(Database(f"sqlite:///{tmp_path}/kept.db")) as database:
        database.migrate()
        begun_now = begun(database, 9)
        answered(begun_now, 9, full)
        yield begun_now


def everything(database: Database) -> str:
    """All that stands in any table, as text."""
    with database.read() as session:
        rows = (session.connection().execute(table.select()).all() for table in Row.metadata.sorted_tables)
        return "\n".join(map(repr, chain.from_iterable(rows)))


def column(place: Place, table: str, name: str) -> set[object]:
    with place.database.read() as session:
        return set(session.connection().execute(text(f'SELECT "{name}" FROM {table}')).scalars())  # noqa: S608 - ours


def test_i1_nothing_that_was_said_can_be_read_in_the_open_round(place: Place) -> None:
    found = everything(place.database)
    assert (CANARY in found, '"judgement"' in found, "org-3" in found) == (False, False, True)


def test_i1_no_row_of_an_open_round_names_the_organisation_whose_answers_they_are(place: Place) -> None:
    names = {f"org-{n}" for n in range(9)}
    assert not names & (column(place, "assessment", "partner") | column(place, "answer", "whose"))


def test_i1_answers_join_no_assessment_and_name_no_sub_domain(place: Place) -> None:
    answers = column(place, "answer", "whose") | column(place, "answer", "name")
    others = column(place, "assessment", "id") | column(place, "assessment", "partner") | set(place.round.subdomains)
    assert len(answers) == 9 * (1 + len(place.round.subdomains))
    assert not answers & others


def test_i1_an_answer_that_is_moved_to_another_organisation_does_not_open(place: Place) -> None:
    with place.database.begin() as session:
        one, other = sorted(column(place, "answer", "whose"), key=str)[:2]
        session.connection().execute(text("DELETE FROM answer WHERE whose = :one"), {"one": one})
        session.connection().execute(
            text("UPDATE answer SET whose = :one WHERE whose = :other"), {"one": one, "other": other}
        )
        with pytest.raises(Exception, match="does not fit the place"):
            assessments.of_round(session, place.round.id)


def test_i2_after_the_close_there_are_no_answers_times_or_keys(place: Place) -> None:
    place.closes()
    found = everything(place.database)
    assert (NOTE in found, COMMENT in found) == (False, False)
    assert not column(place, "answer", "whose")
    assert not [one for one in column(place, "assessment", "submitted_at") if f"{NOON:%H:%M:%S}" in str(one)]
    assert place.round.id not in place.database.keys.held()


def test_i2_who_submitted_stays_known_without_a_time(database: Database) -> None:
    place = begun(database, 3)
    answered(place, 2, level)
    place.closes()
    with database.read() as session:
        assert assessments.turnout(session, place.round.id) == {
            PartnerId("org-0"): True,
            PartnerId("org-1"): True,
            PartnerId("org-2"): False,
        }


def test_i2_what_was_offered_stands_alone(place: Place) -> None:
    place.closes()
    with place.database.read() as session:
        assert offered.evidence(session, place.round.id) == {HERE: (EVIDENCE,)}
        assert offered.quotes(session, place.round.id) == {HERE: ("Discharge letters come late in the week.",) * 9}


def test_i2_the_names_of_what_was_offered_are_random(database: Database) -> None:
    place = begun(database, 9)
    answered(place, 9, lambda n, one: replace(full(n, one), evidence=f"plan {n}", own_note=False))
    place.closes()
    with database.read() as session:
        orders = set(offered.evidence(session, place.round.id).values())
    assert len(orders) == len(place.round.subdomains)


def test_a20_a_backup_and_the_code_recover_no_answer_after_the_close(in_a_file: Place, tmp_path: Path) -> None:
    """The file as it was while the round was open, with the database and the keys as they are after the close."""
    with closed_at_the_end(Database(f"sqlite:///{tmp_path}/kept.db")) as other:
        other.rewrite()  # all that is in the log goes into the file
    copy(tmp_path / "kept.db", tmp_path / "backup.db")
    in_a_file.closes()
    keys = f"sqlite:///{tmp_path}/kept-keys.db"
    with closed_at_the_end(Database(f"sqlite:///{tmp_path}/backup.db", keys_url=keys)) as backup, backup.read() as old:
        assert len(old.connection().execute(text("SELECT 1 FROM answer")).all()) == 9 * len(in_a_file.round.subdomains)
        assert all(not one.answers for one in assessments.of_round(old, in_a_file.round.id).values())
        with in_a_file.database.read() as new:
            known = {row.id for row in new.connection().execute(text("SELECT id FROM assessment"))}
        names = {row.partner for row in old.connection().execute(text("SELECT partner FROM assessment"))}
        whose = {row.whose for row in old.connection().execute(text("SELECT whose FROM answer"))}
    assert not (names | whose) & (known | {f"org-{n}" for n in range(9)})


def test_a20_the_backup_could_be_read_while_the_key_was_there(in_a_file: Place, tmp_path: Path) -> None:
    """So the test above looks at the right place."""
    with (
        closed_at_the_end(Database(f"sqlite:///{tmp_path}/kept.db")) as again,
        again.read() as session,
    ):
        assert all(one.answers for one in assessments.of_round(session, in_a_file.round.id).values())


def test_a20_no_byte_of_an_answer_is_left_in_any_file(in_a_file: Place, tmp_path: Path) -> None:
    with in_a_file.database.read() as session:
        sealed = session.connection().execute(text("SELECT body FROM answer LIMIT 1")).scalar_one()
        whose = str(session.connection().execute(text("SELECT whose FROM answer LIMIT 1")).scalar_one()).encode()
    before = _files(tmp_path)
    in_a_file.closes()
    after = _files(tmp_path)
    assert (sealed[:64] in before, whose in before) == (True, True)
    assert (sealed[:64] in after, whose in after, NOTE.encode() in after) == (False, False, False)


def _files(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in folder.iterdir() if one.is_file())


def test_a_crash_between_the_close_and_the_key_is_made_good_at_the_next_beat(in_a_file: Place, tmp_path: Path) -> None:
    store = Keys(address(f"sqlite:///{tmp_path}/kept-keys.db"), patience=2)
    with closed_at_the_end(store):
        made = store.find(in_a_file.round.id)
        in_a_file.closes()
        assert made
        store.make(in_a_file.round.id)  # the key as a crash would have left it
        closing.destroy_due(in_a_file.desk)
        assert store.held() == ()


def test_a_process_sweeps_at_its_first_beat_and_then_once_a_minute(place: Place) -> None:
    now = [NOON]
    sweep = closing.Sweep(replace(place.desk, clock=lambda: now[0]))
    with place.database.begin() as session:
        rounds.save(session, rules.cancel(place.round))

    def swept(after: timedelta) -> bool:
        """Whether a key that ought to be gone is gone after a beat at this time."""
        place.database.keys.make(place.round.id)
        now[0] += after
        sweep.beat()
        return place.round.id not in place.database.keys.held()

    waits = (timedelta(0), timedelta(seconds=59), timedelta(seconds=1), timedelta(seconds=5), timedelta(hours=-1))
    assert [swept(one) for one in waits] == [True, False, True, False, True]


def test_the_key_of_a_closed_vote_goes_at_the_next_beat_after_a_crash(place: Place) -> None:
    opened = Revote(place.round.subdomains[0], 1, NOON)
    with place.database.begin() as session:
        votes.add(session, place.round.id, opened)
        votes.close(session, place.round.id, opened, None, NOON)
    closing.destroy_due(place.desk)
    assert votes.key_name(place.round.id, opened) not in place.database.keys.held()


def test_a_round_is_read_as_before_while_its_key_is_still_there(place: Place) -> None:
    """Between the close and the destruction, which waits for the tables to be written anew."""
    kept = place.database.keys.find(place.round.id)
    place.closes()
    with place.database.read() as session:
        assert kept
        assert place.database.keys.find(place.round.id) == kept
        assert not assessments.load(session, place.round.id, PartnerId("org-3")).answers


def test_the_key_of_a_round_that_goes_on_is_left_alone(place: Place) -> None:
    closing.destroy_due(place.desk)
    assert place.round.id in place.database.keys.held()


def test_a_round_that_is_cancelled_leaves_no_answers_and_no_key(place: Place) -> None:
    with place.database.begin() as session:
        rounds.save(session, rules.cancel(place.round))
    closing.destroy_due(place.desk)
    assert not column(place, "answer", "whose")
    assert place.round.id not in place.database.keys.held()


def test_an_open_round_keeps_its_answers_for_the_partnership(database: Database) -> None:
    place = begun(database, 3, Mode.OPEN)
    answered(place, 3, level)
    place.closes()
    with database.read() as session:
        given = assessments.of_round(session, place.round.id)
    assert given[PartnerId("org-1")].answers[HERE] == level(1, HERE)


def test_i5_the_audit_trail_holds_the_hash_of_the_snapshot_and_the_version_of_the_rules(place: Place) -> None:
    place.closes()
    with place.database.read() as session:
        kept = snapshots.load(session, place.round.id)
        *_, entry = audit.of_round(session, place.round.id)
    assert (entry.action, set(entry.detail), entry.detail["rules"]) == ("round closed", {"snapshot", "rules"}, RULES)
    assert kept
    assert len(str(entry.detail["snapshot"])) == 64


def test_i5_the_hash_cannot_be_had_by_trying_all_counts(place: Place) -> None:
    place.closes()
    with place.database.read() as session:
        body = snapshots.load(session, place.round.id) or ""
        *_, entry = audit.of_round(session, place.round.id)
    counts = {name: part for name, part in json.loads(body).items() if name != "salt"}
    assert entry.detail["snapshot"] == sha256(body.encode()).hexdigest()
    assert entry.detail["snapshot"] != sha256(json.dumps(counts).encode()).hexdigest()


def test_p8_nothing_in_the_snapshot_says_who_or_when(place: Place) -> None:
    place.closes()
    with place.database.read() as session:
        body = json.loads(snapshots.load(session, place.round.id) or "")
    assert set(body) == {"salt", "edition", "levels", "contributors", "rows"}
    assert set(body["rows"][0]) == {"id", "short_term", "tally"}


def test_own_notes_and_what_belongs_to_slack_stay_out_of_what_is_offered(database: Database) -> None:
    items = (
        Item(ItemKind.LINK, "ours", "https://ours.test/", ours=True),
        Item(ItemKind.LINK, "https://plan.test/", "https://plan.test/"),
        Item(ItemKind.FILE, "plan.pdf", "https://slack.test/files/U-1/F1", "F1"),
    )
    place = begun(database, 3)
    answered(place, 3, lambda n, one: replace(level(n, one), items=items))
    place.closes()
    with database.read() as session:
        assert sorted(offered.evidence(session, place.round.id)[HERE]) == ["A file: plan.pdf", "https://plan.test/"]
