"""What a hostile lead tries at the desk, alone or with an accomplice, to learn what another organisation said."""

from collections.abc import Iterator
from contextlib import closing as closed_at_the_end
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.desk import disclosing, handing_on, looking_back, off_slack, settling, voting, walking, withdrawing
from flows.answer import Answer
from flows.assessment import AssessmentId
from flows.judgement import Judgement
from flows.membership import Selection
from flows.off_slack import Asked, Entry
from flows.people import Caller, Partner, PartnerId, Partnership, Sector, UserId, WorkspaceId
from flows.refusal import Denied, Refusal
from flows.round import Mode, RoundId
from storage import assessments, audit, partnerships, rounds, votes
from storage.database import Database
from tests.closings import HERE, Place, answered, begun, level, partners
from tests.storage.place import BEN, LEA, PLACE, WORKSPACE

STOOGE = UserId("U-stooge")
MINE = AssessmentId("as-org-0")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A file of its own: what is tried here knows no difference between databases."""
    with closed_at_the_end(Database(f"sqlite:///{tmp_path}/kept.db")) as database:
        database.migrate()
        yield database


def by(user: str) -> Caller:
    return Caller(WORKSPACE, UserId(user))


def org(number: int) -> Partner:
    return partners(number + 1)[number]


def lets_in(place: Place, user: UserId, partner: Partner) -> Partnership:
    people = Selection(partner.contributors, (*partner.contributors, user))
    return settling.change_partner(place.desk, by(LEA), PLACE.id, partner, people)


def after_the_summary(place: Place) -> None:
    place.closes()
    place.clock.now = place.round.summary_at + timedelta(hours=1)


# --- letting somebody in on what an organisation has answered


def test_a_lead_lets_nobody_in_on_what_an_organisation_has_answered(database: Database) -> None:
    place = begun(database, 4)
    answered(place, 3, level)
    for somebody in (STOOGE, LEA):
        with pytest.raises(Refusal, match="has begun to answer"):
            lets_in(place, somebody, org(0))
    lets_in(place, STOOGE, org(3))  # who has not begun has nothing to read


def test_nobody_who_was_put_in_early_and_taken_out_comes_back_to_read(database: Database) -> None:
    place = begun(database, 3)
    lets_in(place, STOOGE, org(0))
    with database.begin() as session:
        assessments.save_sitting(session, MINE, assessments.sitting(session, MINE, STOOGE))
    there = replace(org(0), contributors=(*org(0).contributors, STOOGE))
    settling.change_partner(place.desk, by(LEA), PLACE.id, org(0), Selection(there.contributors, org(0).contributors))
    answered(place, 3, level)
    with pytest.raises(Refusal, match="has begun to answer"):
        lets_in(place, STOOGE, org(0))


def test_a_partner_is_not_moved_to_an_organisation_that_has_answered(database: Database) -> None:
    place = begun(database, 4)
    answered(place, 3, level)
    outside = replace(org(3), contact="Zoe, zoe@third.example")
    settling.change_partner(place.desk, by(LEA), PLACE.id, outside, Selection(org(3).contributors, ()))
    with pytest.raises(Refusal, match="has begun to answer"):
        lets_in(place, UserId("U-3"), org(1))


def test_an_organisations_own_people_let_in_whom_they_wish(database: Database) -> None:
    place = begun(database, 3)
    answered(place, 3, level)
    handing_on.hand_on(place.desk, by("U-0"), MINE, STOOGE)
    assert walking.look(place.desk, by(STOOGE), MINE).assessment.answers


def test_the_minutes_between_the_deadline_and_the_close_let_nobody_in_either(database: Database) -> None:
    place = begun(database, 3)
    answered(place, 3, level)
    place.clock.now = place.round.closes_at + timedelta(seconds=1)
    with pytest.raises(Refusal, match="has begun to answer"):
        lets_in(place, LEA, org(0))


def test_who_comes_after_an_open_round_reads_no_notes_of_it(database: Database) -> None:
    place = begun(database, 3, Mode.OPEN)
    answered(place, 3, lambda n, one: replace(level(n, one), evidence="our own note", own_note=True))
    place.closes()
    lets_in(place, LEA, org(0))
    with pytest.raises(Denied, match="those who answered"):
        walking.read(place.desk, by(LEA), MINE)
    assert walking.read(place.desk, by("U-0"), MINE).assessment.answers


def taken_out_of_slack(place: Place, number: int) -> Partner:
    """A lead takes an organisation's people away, and says that it is reached outside Slack."""
    outside = replace(org(number), contact="Zoe, zoe@third.example")
    settling.change_partner(place.desk, by(LEA), PLACE.id, outside, Selection(org(number).contributors, ()))
    return replace(outside, contributors=())


def carry(place: Place, partner: Partner, lead: UserId = LEA) -> None:
    """A lead brings a workbook with a comment on everything."""
    bound = off_slack.for_organisation(place.desk, by(lead), place.round.id, partner.id)
    rows = tuple(Entry(one, Asked.COMMENT, f"A{at}", "Well") for at, one in enumerate(place.round.subdomains))
    off_slack.take_in(place.desk, by(lead), (bound.marker.words, bound.seal), rows, f"{partner.id} {lead}")


def test_nobody_carries_a_workbook_for_an_organisation_whose_people_were_taken_away(database: Database) -> None:
    place = begun(database, 4)
    answered(place, 3, level)
    outside = taken_out_of_slack(place, 0)
    with pytest.raises(Denied, match="answers in Slack"):
        carry(place, outside)


def test_a_workbook_that_was_fetched_before_anybody_answered_takes_nothing_over(database: Database) -> None:
    place = begun(database, 4)
    outside = taken_out_of_slack(place, 3)
    bound = off_slack.for_organisation(place.desk, by(LEA), place.round.id, outside.id)
    settling.change_partner(place.desk, by(LEA), PLACE.id, outside, Selection((), org(3).contributors))
    answered(place, 4, level)
    taken_out_of_slack(place, 3)
    row = Entry(place.round.subdomains[0], Asked.COMMENT, "A1", "Well")
    with pytest.raises(Denied, match="answers in Slack"):
        off_slack.take_in(place.desk, by(LEA), (bound.marker.words, bound.seal), (row,), "once")


def test_what_a_lead_answered_for_their_own_organisation_in_slack_is_not_carried(database: Database) -> None:
    place = begun(database, 4)
    lets_in(place, BEN, org(0))
    answered(place, 3, lambda n, one: replace(level(n, one), by=BEN if n == 0 else UserId(f"U-{n}")))
    both = replace(org(0), contributors=(*org(0).contributors, BEN))
    outside = replace(both, contact="Zoe, zoe@third.example")
    settling.change_partner(place.desk, by(LEA), PLACE.id, outside, Selection(both.contributors, ()))
    with pytest.raises(Refusal, match="has begun to answer"):
        settling.change_partner(place.desk, by(LEA), PLACE.id, outside, Selection((), (STOOGE,)))


def test_whom_a_lead_carried_for_may_come_into_slack(database: Database) -> None:
    place = begun(database, 4)
    outside = taken_out_of_slack(place, 3)
    carry(place, outside)
    carry(place, outside, BEN)
    settling.change_partner(place.desk, by(LEA), PLACE.id, outside, Selection((), (UserId("U-3"),)))
    assert walking.look(place.desk, by("U-3"), AssessmentId("as-org-3")).assessment.answers


def test_who_comes_after_an_open_round_reads_no_draft_of_it(database: Database) -> None:
    place = begun(database, 3, Mode.OPEN)
    answered(place, 3, level)
    with database.begin() as session:  # an organisation took its view back to work on it
        mine = assessments.load(session, place.round.id, PartnerId("org-0"))
        assessments.save(session, mine, replace(mine, submitted_at=None, revision=mine.revision + 1))
    place.closes()
    lets_in(place, STOOGE, org(0))
    again = replace(place.round, id=RoundId("r2"), previous=place.round.id, launched_at=place.clock.now)
    with database.begin() as session:
        rounds.add(session, again, {PartnerId(f"org-{n}"): AssessmentId(f"again-{n}") for n in range(3)})
    assert not walking.look(place.desk, by(STOOGE), AssessmentId("again-0")).last_time.own
    assert walking.look(place.desk, by("U-1"), AssessmentId("again-1")).last_time.own


def test_a_stranger_of_another_workspace_writes_nothing_into_the_record(database: Database) -> None:
    place = begun(database, 3)
    with pytest.raises(Denied, match="not known here"):
        walking.look(place.desk, Caller(WorkspaceId("T-elsewhere"), STOOGE), MINE)
    with database.read() as session:
        assert STOOGE not in {one.actor for one in audit.of_partnership(session, PLACE.id)}


# --- organisations that come and go


def test_p10_organisations_made_up_and_removed_before_the_close_count_nowhere(database: Database) -> None:
    place = begun(database, 13)
    answered(place, 13, level)
    with database.begin() as session:
        partnerships.save(session, replace(PLACE, partners=partners(8)))
    place.closes()
    with database.read() as session:
        assert sum(assessments.turnout(session, place.round.id).values()) == 8


def test_who_was_removed_before_the_close_and_is_back_withdraws_no_summary(database: Database) -> None:
    place = begun(database, 5)
    answered(place, 5, level)
    with database.begin() as session:
        partnerships.save(session, replace(PLACE, partners=partners(5)[1:]))
    place.closes()
    with database.begin() as session:
        partnerships.save(session, replace(PLACE, partners=partners(5)))
    with pytest.raises((Denied, LookupError, Refusal)):
        withdrawing.withdraw(place.desk, by("U-0"), MINE)
    with database.read() as session:
        assert disclosing.snapshot(session, place.round.id)


def test_i2_nothing_tells_after_the_close_how_often_an_organisation_changed_its_view(database: Database) -> None:
    place = begun(database, 3)
    answered(place, 3, level)
    answered(place, 2, lambda n, one: replace(level(n, one), comment="anew"))
    with database.begin() as session:
        there = assessments.sitting(session, MINE, UserId("U-0"))
        assessments.save_sitting(session, MINE, replace(there, revision=17))
    place.closes()
    assert _column(place, "assessment", "revision") == {0}
    assert [_column(place, "sitting", one) for one in ("revision", "changes", "drawings")] == [{0}, {-1}, {-1}]


def _column(place: Place, table: str, name: str) -> set[object]:
    with place.database.read() as session:
        return set(session.connection().execute(text(f"SELECT {name} FROM {table}")).scalars())  # noqa: S608 - ours


# --- at the meeting


def voted(place: Place, levels: dict[int, int]) -> None:
    """A secret re-vote from its beginning to its end."""
    voting.begin(place.desk, by(LEA), place.round.id, HERE)
    for number, given in levels.items():
        voting.cast(place.desk, by(f"U-{number}"), place.round.id, HERE, Judgement.of(given))
    voting.close(place.desk, by(LEA), place.round.id, HERE)


def shown(place: Place) -> list[object]:
    with place.database.read() as session:
        return [one.shown.word if one.shown else None for one in votes.of_round(session, place.round.id)]


def at_the_meeting(database: Database, organisations: int = 8) -> Place:
    place = begun(database, organisations)
    answered(place, organisations, lambda n, _: Answer(UserId(f"U-{n}"), place.clock(), Judgement.of(1)))
    after_the_summary(place)
    return place


def test_p8_a_vote_that_is_repeated_shows_nothing_beside_the_one_that_was_shown(database: Database) -> None:
    """Both differ from the first answers by eight, and from each other by one."""
    place = at_the_meeting(database)
    voted(place, dict.fromkeys(range(8), 3))
    voted(place, dict.fromkeys(range(8), 3) | {7: 2})
    assert (shown(place)[0] is not None, shown(place)[1]) == (True, None)


def test_an_organisation_that_came_after_the_round_does_not_vote_in_it(database: Database) -> None:
    place = at_the_meeting(database)
    made_up = Partner(PartnerId("made-up"), "Made Up", Sector.OTHER, (STOOGE,))
    with database.begin() as session:
        partnerships.save(session, replace(PLACE, partners=(*partners(8), made_up)))
    voting.begin(place.desk, by(LEA), place.round.id, HERE)
    with pytest.raises(Refusal, match="joined after"):
        voting.cast(place.desk, by(STOOGE), place.round.id, HERE, Judgement.of(1))


def test_p8_what_was_voted_goes_with_the_summary_that_is_withdrawn(database: Database) -> None:
    place = at_the_meeting(database)
    voted(place, dict.fromkeys(range(8), 3))
    withdrawing.withdraw(place.desk, by("U-0"), MINE)
    assert shown(place) == [None]


def test_nobody_reads_who_asked_for_the_summary_to_be_withdrawn(database: Database) -> None:
    place = at_the_meeting(database)
    withdrawing.withdraw(place.desk, by("U-3"), AssessmentId("as-org-3"))
    _, acts = looking_back.acts(place.desk, by(LEA), RoundId(place.round.id))
    assert acts[0].action == "summary withdrawn"
    assert not [one for one in acts if "U-3" in f"{one.actor} {one.detail}"]
