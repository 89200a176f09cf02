"""What a hostile partner, or somebody who has left, tries on the sly."""

from dataclasses import replace

from bot.blocks import card
from bot.carried import Pieces
from bot.desk import walking
from bot.desk.closing import SNAPSHOT
from flows.assessment import AnswerGiven, LevelChosen, Submitted
from flows.judgement import Judgement, Kind
from flows.walk import Screen
from sandbox.acting import InMessage
from sandbox.person import Person
from sandbox.trial import Trial
from storage import audit, snapshots
from tests.stories.acts import at_the_desk, caller, card_of, keep, kept, newest, place_of, start_a_round
from tests.walks import a_walk, an_answer, with_answers


def test_no_message_tells_what_kind_of_judgement_was_given() -> None:
    walk = a_walk()
    said = [Judgement.of(2), *(Judgement(kind) for kind in Kind if kind is not Kind.LEVEL)]
    for screen in (Screen.CARD, Screen.CONTENTS, Screen.REVIEW, Screen.STOPPED):
        shown = replace(walk, sitting=replace(walk.sitting, screen=screen, here=walk.here.id))
        drawn = [card.draw(with_answers(shown, {walk.here.id: an_answer(one)})) for one in said]
        assert all(one == drawn[0] for one in drawn)


def test_who_answers_for_an_organisation_no_more_follows_it_no_more(trial: Trial, priya: Person) -> None:
    start_a_round(priya)
    owen = Person(trial.sandbox, "U10OWEN").opens_dm().sees("How far along is Larkmere?")
    place = place_of(trial)
    partners = tuple(replace(one, contributors=one.contributors[:1]) for one in place.partners)
    mine = kept(trial, "U02TOM").id
    keep(trial, replace(place, partners=partners))
    walking.step(trial.bot.desk, caller(trial, "U02TOM"), mine, LevelChosen(newest(trial).subdomains[0], 2))
    assert [one for _, one in walking.stale(trial.bot.desk, mine) if one.sitting.contributor == owen.user.id] == []


def test_an_organisation_that_has_left_does_not_count(trial: Trial, priya: Person) -> None:
    start_a_round(priya)
    at_the_desk(trial, range(9), lambda *_: Judgement.of(2))
    place, running = place_of(trial), newest(trial)
    keep(trial, replace(place, partners=place.partners[:8]))
    trial.clock.move_to(running.closes_at)
    priya.opens_dm().sees("This round is closed")
    with trial.bot.database.read() as session:
        assert SNAPSHOT.validate_json(snapshots.load(session, running.id) or "").contributors == 8


def test_a_button_moved_to_another_message_changes_nothing_there(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    priya.opens_dm().sees("How far along is Larkmere?")
    forged = Pieces(assessment=kept(trial, "U05MEGAN").id, subdomain=newest(trial).subdomains[0], items=()).packed()
    where = card_of(trial, priya)
    megan.presses_forged("remove_evidence", InMessage(where.channel, where.ts), value=forged)
    megan.sees("from another message")
    priya.sees("How far along is Larkmere?")


def test_one_persons_once_is_not_anothers(trial: Trial, priya: Person) -> None:
    start_a_round(priya)
    first = newest(trial).subdomains[0]
    for user in ("U05MEGAN", "U03GRACE"):
        mine = kept(trial, user).id
        given = AnswerGiven(first, Judgement.of(2), "", "")
        walking.once(trial.bot.desk, caller(trial, user), mine, given, "view V1 hash")
        assert walking.once(trial.bot.desk, caller(trial, user), mine, Submitted(), "view V2 hash")
        assert kept(trial, user).submitted


def test_looking_where_one_may_not_is_recorded(trial: Trial, priya: Person, megan: Person) -> None:
    start_a_round(priya)
    megan.opens_dm().sees("How far along is Larkmere?")
    toms = kept(trial, "U02TOM").id
    megan.presses_forged("check_and_submit", card_of(trial, megan), value=f'{{"assessment":"{toms}"}}')
    with trial.bot.database.read() as session:
        denied = [one for one in audit.of_round(session, newest(trial).id) if one.action == "denied"]
    assert [(one.actor, one.detail) for one in denied] == [
        ("U05MEGAN", {"event": "look", "why": "another organisation"})
    ]
