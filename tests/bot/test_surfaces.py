"""What leads and partners are shown in any state of a round does not depend on what anybody answered (A5, A22, P1)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import summary_letters, writing
from bot.blocks import home, lead
from bot.desk import looking_back, reminding, seeing
from bot.letter import Letter, TooEarlyError
from flows.answer import Answer
from flows.assessment import Assessment
from flows.judgement import Judgement, Kind
from flows.people import Caller, PartnerId, UserId
from flows.refusal import Refusal
from flows.round import Mode
from storage import assessments, outbox
from storage.database import Database
from storage.outbox import Arrived, Claimed
from tests.closings import HERE, Place, Said, answered, begun
from tests.databases import sweep
from tests.storage.place import CHANNEL, LEA, PLACE, WORKSPACE
from tests.walks import NOON

Opened = Callable[[str], Database]
LEAD, OTHER = Caller(WORKSPACE, LEA), Caller(WORKSPACE, UserId("U-8"))
CANNOT = Judgement(Kind.CANNOT_ASSESS)
Act = Callable[[Place, Judgement], None]


@pytest.fixture
def database(sqlite_url: str, opened: Opened) -> Database:
    """One kind is enough: what is drawn here is drawn from the same state on both."""
    sweep(opened(sqlite_url))
    return opened(sqlite_url)


def says(judgement: Judgement, evidence: str = "") -> Callable[[int, str], Answer]:
    return lambda n, _: Answer(UserId(f"U-{n}"), NOON, judgement, evidence=evidence)


def shown(place: Place, reader: Caller) -> list[object]:
    """Every surface of a reader's that does not wait for a press on something of their own."""
    overview = seeing.overview(place.desk, reader)
    with place.database.begin() as session:
        reminding.plan(session, place.round, replace(PLACE, partners=()), place.clock())
        owed = [(one.key, one.due_at) for one in outbox.of_round(session, place.round.id)]
    return [
        home.draw(overview),
        home.in_words(overview),
        lead.schedule(PLACE, place.round),
        owed,
        *_again(place, reader),
    ]


def _again(place: Place, reader: Caller) -> list[object]:
    """The summary asked for once more: what may be shown of it, as a letter, or why not."""
    try:
        return [summary_letters.summary(looking_back.summary(place.desk, reader, CHANNEL))]
    except Refusal as no:
        return [no.reason]


def posted(place: Place) -> list[object]:
    """What the postman brings to the channel, with the pictures and other files; all of it arrives."""
    reminding.owe_due(place.desk)
    brought, now = list[object](), place.clock()
    while claimed := _claimed(place):
        for one in claimed:
            try:
                brought.append(writing.write(place.desk, one))
            except TooEarlyError:
                continue  # its turn comes when what it follows is there
            with place.database.begin() as session:
                outbox.sent(session, [Arrived(one.id, one.token, CHANNEL, "1.1")], now)
    return brought


def _one_apart(lone: Judgement) -> Said:
    """This on one sub-domain, and what all say on the others."""
    return lambda n, one: says(lone if one == HERE else Judgement.of(2))(n, one)


def _claimed(place: Place) -> Sequence[Claimed]:
    place.clock.now += timedelta(minutes=3)  # longer than a claim lasts
    with place.database.begin() as session:
        return outbox.claim(session, place.clock(), place.desk.new_id())


def nobody(_: Place, __: Judgement) -> None:
    """No one has answered."""


def some(place: Place, judgement: Judgement) -> None:
    """Three have answered and submitted."""
    answered(place, 3, says(judgement, "x" * int(judgement.level or 40)))


def all_of_them(place: Place, judgement: Judgement) -> None:
    """All have answered and submitted."""
    answered(place, 9, says(judgement))


def withdrawn(place: Place, judgement: Judgement) -> None:
    """One has answered, submitted and taken it back."""
    answered(place, 1, says(judgement))
    with place.database.begin() as session:
        before = assessments.load(session, place.round.id, PartnerId("org-0"))
        assessments.save(session, before, Assessment(before.id, before.answers, None, before.revision + 1))


@pytest.mark.parametrize("reader", [LEAD, OTHER], ids=["lead", "partner"])
@pytest.mark.parametrize("act", [nobody, some, withdrawn], ids=lambda act: act.__name__)
def test_while_it_is_open_no_surface_depends_on_the_answers_a5_a22(
    database: Database, act: Act, reader: Caller
) -> None:
    seen = []
    for judgement in (Judgement.of(1), Judgement.of(4), CANNOT):
        sweep(database)
        place = begun(database, 9)
        act(place, judgement)
        seen.append(shown(place, reader))
    assert seen[0] == seen[1] == seen[2]


def test_a_partner_sees_no_difference_when_others_submit_withdraw_and_submit_again_a5(database: Database) -> None:
    place = begun(database, 9)
    before = shown(place, OTHER)
    some(place, Judgement.of(2))
    after = shown(place, OTHER)
    withdrawn(place, Judgement.of(3))
    assert before == after == shown(place, OTHER)


@pytest.mark.parametrize("reader", [LEAD, OTHER], ids=["lead", "partner"])
def test_after_the_close_no_surface_tells_more_than_the_post_a22(database: Database, reader: Caller) -> None:
    """Eight alike, and seven alike with one a level away, come to the same post: so all reads the same."""
    seen = []
    for lone in (Judgement.of(2), Judgement.of(3)):
        sweep(database)
        place = begun(database, 9)
        answered(place, 8, says(Judgement.of(2)))
        answered(place, 1, _one_apart(lone))
        place.closes()
        place.clock.now = place.round.summary_at + timedelta(minutes=1)
        letters = posted(place)
        seen.append([letters, *shown(place, reader)])
    assert seen[0] == seen[1]
    assert "8 organisations answered" in str(seen[0][-1])


def test_the_lead_sees_who_has_submitted_and_not_when_i5(database: Database) -> None:
    seen = []
    for at in (NOON, NOON + timedelta(days=3, minutes=7)):
        sweep(database)
        place = begun(database, 9)
        answered(place, 3, says(Judgement.of(2)), at)
        seen.append(shown(place, LEAD))
    assert seen[0] == seen[1]
    assert "3 of 9 organisations have submitted" in str(seen[0])


def test_the_surfaces_do_change_with_turnout(database: Database) -> None:
    """So the tests above look at something that moves."""
    place = begun(database, 9)
    before = shown(place, LEAD)
    some(place, Judgement.of(2))
    assert shown(place, LEAD) != before


def test_an_open_round_shows_names_and_levels_in_the_thread_and_nowhere_else(database: Database) -> None:
    place = begun(database, 3, Mode.OPEN)
    answered(place, 3, says(Judgement.of(2), "the plan"))
    place.closes()
    place.clock.now = place.round.summary_at + timedelta(minutes=1)
    summary, *below = (one for one in posted(place) if isinstance(one, Letter))
    assert "who said what is in the thread" in str(summary.blocks)
    assert "Organisation Number" not in str(summary.blocks)
    files = {file.name: file.content.decode() for letter in below for file in letter.files}
    assert list(files) == ["evidence-offered.txt", "who-said-what.txt"]
    assert "- Organisation Number 1: Developing" in files["who-said-what.txt"]
    assert "Organisation Number" not in files["evidence-offered.txt"]


def test_an_anonymous_round_shows_no_name_in_any_file(database: Database) -> None:
    place = begun(database, 9)
    answered(place, 9, says(Judgement.of(2), "the plan"))
    place.closes()
    place.clock.now = place.round.summary_at + timedelta(minutes=1)
    assert "Organisation Number" not in str(posted(place))
