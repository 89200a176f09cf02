"""What is kept of one person: told to them, or erased wherever it stands."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select
from typer.testing import CliRunner

from bot.cli import app
from bot.desk import erasing, settling
from bot.desk.erasing import Erased
from flows import membership
from flows.assessment import AssessmentId, Screen, Sitting
from flows.judgement import Judgement
from flows.moderation import Action, ActionId, Decision, FollowUp, Moderation, Progress
from flows.notices import Notice, NoticeKind
from flows.people import Caller, PartnerId, PartnershipId, UserId, WorkspaceId
from flows.refusal import Denied, Refusal
from flows.round import Mode
from storage import assessments, audit, moderations, outbox, partnerships, persons
from storage.database import Database
from storage.tables import AuditRow, ChallengeRow, InstallationRow, Row
from tests.closings import HERE, THERE, Place, answered, begun, level
from tests.storage.place import BEN, LEA, PLACE, WORKSPACE
from tests.walks import NOON

ADA = UserId("U-1")
"""She answers for an organisation, leads, and has done everything that leaves a trace; U-10 is another person."""


def busy(database: Database) -> Place:
    """A round in which Ada stands wherever anybody can."""
    place = begun(database, 11)
    answered(place, 11, level)
    for stranger in (ADA, UserId("U-10")):
        with pytest.raises(Denied):
            settling.history(place.desk, Caller(WORKSPACE, stranger), PLACE.id)
    lead = Caller(WORKSPACE, LEA)
    settling.change(place.desk, lead, PLACE.id, lambda one: membership.led_by(one, (*one.leads, ADA)))
    action = Action(ActionId("a1"), f"ask <@{ADA}>", owner=ADA)
    with database.begin() as session:
        held = Decision(HERE, Judgement.of(2), rationale=f"as {ADA} and U-10 said", actions=(action,), revision=1)
        moderations.save_decision(session, place.round.id, held, ADA, NOON)
        moderations.save_decision(session, place.round.id, replace(held, subdomain=THERE), LEA, NOON)
        met = Moderation(place.round.id, agreed_at=NOON, agreed_by=ADA, revision=1)
        moderations.save_meeting(session, met, ADA, NOON)
        moderations.save_follow_up(
            session, place.round.id, ActionId("a1"), FollowUp(Progress.DONE, "well", revision=1), ADA, NOON
        )
        session.add(
            ChallengeRow(id="c1", round=place.round.id, subdomain=HERE, body=f"<@{ADA}> asks", at=NOON, actor=ADA)
        )
        session.add(
            InstallationRow(
                workspace=WORKSPACE, name="", enterprise="", bot="", scopes="", installed_by=ADA, installed_at=NOON
            )
        )
        outbox.owe(session, [Notice(NoticeKind.INVITATION, f"i:{ADA}", place.round.id, NOON, ADA)], WORKSPACE)
        assessments.save_sitting(session, AssessmentId("as-org-1"), Sitting(ADA, Screen.CARD, HERE))
    return place


def everywhere(database: Database, user: UserId) -> set[str]:
    """The columns in which an id stands by itself."""
    with database.read() as session:
        return {
            f"{table.name}.{name}"
            for table in Row.metadata.sorted_tables
            for row in session.connection().execute(table.select()).mappings()
            for name, value in row.items()
            if user in str(value).replace(f"{user}0", "")
        }


def erase(place: Place) -> Erased:
    return erasing.erase(place.desk, WORKSPACE, ADA, actor="common-view")


def test_all_that_is_kept_of_somebody_is_told(database: Database) -> None:
    place = busy(database)
    with database.read() as session:
        found = persons.held(session, WORKSPACE, ADA)
    told = {one.title for one in (*persons.THEIRS, *persons.NAMED)} - {"observes", "rounds they started"}
    assert told - found.keys() == {"named in words about actions"}
    (entry,) = found["named in the audit trail"]
    assert (entry["action"], entry["detail"]) == ("lead added", {"person": ADA})
    assert {f"{one.table.name}.{one.column}" for one in (*persons.THEIRS, *persons.NAMED)} | {
        "notice.dedupe_key"
    } >= everywhere(place.database, ADA)


def test_no_other_is_told_whose_id_begins_alike(database: Database) -> None:
    busy(database)
    with database.read() as session:
        found = persons.held(session, WORKSPACE, UserId("U-10"))
    assert found.keys() == {"answers for", "acts in the audit trail", "named in decisions"}


def test_after_that_their_id_stands_nowhere(database: Database) -> None:
    place = busy(database)
    assert len(everywhere(database, ADA)) > 10
    erase(place)
    assert everywhere(database, ADA) == set()


def test_another_name_stands_where_the_record_stays(database: Database) -> None:
    place = busy(database)
    name = erase(place).name
    with database.read() as session:
        agreed = moderations.load(session, place.round.id)
        found = assessments.load(session, place.round.id, PartnerId("org-1"))
    one = agreed.decision(HERE)
    assert (agreed.agreed_by, one.by, one.rationale) == (name, name, f"as {name} and U-10 said")
    assert one.judgement == Judgement.of(2)
    assert (one.actions[0].owner, one.actions[0].what) == (None, f"ask <@{name}>")
    assert {answer.by for answer in found.answers.values()} == {name}
    assert found.answers[HERE].judgement == level(1, HERE).judgement


def test_nobody_else_is_touched(database: Database) -> None:
    place = busy(database)
    erase(place)
    with database.read() as session:
        kept = partnerships.load(session, PLACE.id)
        assert kept
        assert kept.leads == (LEA, BEN)
        assert [one.contributors for one in kept.partners][:3] == [("U-0",), (), ("U-2",)]
        assert persons.held(session, WORKSPACE, UserId("U-10"))


def test_the_audit_trail_is_whole_again_and_tells_what_it_was(database: Database) -> None:
    place = busy(database)
    with database.read() as session:
        before = audit.verify(session)
    erase(place)
    with database.read() as session:
        assert audit.verify(session).wrong == ""
        last = session.exec(select(AuditRow).order_by(col(AuditRow.id).desc())).first()
        assert last
    assert (last.action, json.loads(last.detail)["last hash before"]) == ("person erased", before.hash)


def test_a_forged_trail_is_not_made_a_whole_one(database: Database) -> None:
    place = busy(database)
    with database.begin() as session:
        session.get_one(AuditRow, 1).action = "nothing happened"
    with pytest.raises(Refusal, match="Find out why"):
        erase(place)
    assert everywhere(database, ADA)


def test_the_only_lead_hands_over_first(database: Database) -> None:
    place = begun(database, 3)
    with database.begin() as session:
        partnerships.save(session, replace(PLACE, leads=(ADA,)))
    with pytest.raises(Refusal, match=r"the only lead of Northgate\. Hand over first"):
        erase(place)


def test_somebody_of_whom_nothing_is_kept_is_refused(database: Database) -> None:
    place = begun(database, 3)
    with pytest.raises(Refusal, match="Nothing is kept of U-99"):
        erasing.erase(place.desk, WORKSPACE, UserId("U-99"), actor="common-view")


def test_who_stands_in_another_workspace_stays_there(database: Database) -> None:
    place = busy(database)
    with database.begin() as session:
        there = replace(PLACE, id=PartnershipId("other"), workspace=WorkspaceId("T2"), leads=(ADA,), partners=())
        partnerships.save(session, there)
    erase(place)
    with database.read() as session:
        assert partnerships.led_by(session, WorkspaceId("T2"), ADA) == (there,)


def test_open_answers_of_an_agreed_open_round_stay_their_organisations(database: Database) -> None:
    place = begun(database, 3, Mode.OPEN)
    answered(place, 3, level)
    place.closes()
    place.clock.now += timedelta(days=1)
    name = erase(place).name
    with database.read() as session:
        found = assessments.load(session, place.round.id, PartnerId("org-1"))
    assert {answer.by for answer in found.answers.values()} == {name}


@pytest.fixture
def in_a_file(tmp_path: Path) -> str:
    """The address of a file that holds all this."""
    url = f"sqlite:///{tmp_path}/kept.db"
    with closing(Database(url)) as database:
        database.migrate()
        busy(database)
    return url


def run(url: str, *words: str, typed: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(app, ["person", *words], env={"DATABASE_URL": url}, input=typed)
    return result.exit_code, result.output


def test_the_export_is_a_file_for_its_owner_and_writes_over_nothing(in_a_file: str, tmp_path: Path) -> None:
    file = tmp_path / "ada.json"
    code, said = run(in_a_file, "export", ADA, str(file))
    assert (code, said.startswith(f"What is kept of {ADA} is in {file} (entries: 1")) == (0, True)
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text("utf-8"))["kept"]["answers for"][0]["partner"] == "org-1"
    assert run(in_a_file, "export", ADA, str(file))[0] == 1


def test_erasing_asks_first_and_says_what_is_left_to_do(in_a_file: str) -> None:
    assert run(in_a_file, "erase", ADA, typed="n\n")[0] == 1
    code, said = run(in_a_file, "erase", ADA, typed="y\n")
    assert code == 0
    assert "Nobody answers for Organisation Number 1 (Northgate) any more." in said
    assert run(in_a_file, "erase", ADA, "--yes") == (
        1,
        "Nothing is kept of U-1. Ids look like U012AB3CD: in Slack, see the person's profile.\n",
    )
