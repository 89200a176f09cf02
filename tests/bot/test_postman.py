"""The postman: everything owed arrives once, late if it must, and what cannot arrive is given up."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.boundary import CheckedClient
from bot.desk import Desk
from bot.desk.sending import PostOffice
from bot.letter import Letter
from bot.mail import SlackMail
from bot.postman import Postman
from flows.assessment import AssessmentId
from flows.notices import Notice, NoticeKind
from flows.people import UserId, WorkspaceId
from frameworks import catalog
from sandbox.server import Sandbox
from storage import outbox, partnerships, rounds
from storage.database import Database
from storage.outbox import Claimed, State
from tests.storage.place import PLACE, PRACTICES
from tests.walks import NOON, SEL, a_round

MEGAN, CHANNEL = UserId("U05MEGAN"), "C01PLACE"
WORKSPACE = WorkspaceId("T0LARKMERE")


class House:
    """A postman with an outbox of his own and the sandbox's Slack before him."""

    def __init__(self, database: Database, slack: Sandbox, client: CheckedClient) -> None:
        self.database, self.slack, self.now = database, slack, NOON
        numbers = count()
        desk = Desk(database, lambda: self.now, lambda: f"token-{next(numbers)}")
        self.office, self.mail = PostOffice(desk), SlackMail(client)
        self.postman = Postman(self.office, self.mail, self.write, hands=1)
        self.letter: Letter | None = Letter("Words.", [], to_channel=CHANNEL)

    def write(self, _: Claimed) -> Letter | None:
        return self.letter

    def owes(self, key: str = "launched:r1") -> None:
        notice = Notice(NoticeKind.LAUNCHED, key, a_round(catalog.edition(SEL)).id, self.now)
        with self.database.begin() as session:
            outbox.owe(session, [notice], WORKSPACE)

    def states(self) -> dict[State, int]:
        with self.database.read() as session:
            return outbox.counts(session)

    def meets(self, fault: str, **values: str) -> None:
        """The next post fails so."""
        self.slack.workspace.faults.set(fault, times=1, minutes=None, only=["chat.postMessage"], **values)

    def arrived(self) -> int:
        return len(self.slack.workspace.messages(CHANNEL, MEGAN))


@pytest.fixture
def house(tmp_path: Path, slack: Sandbox, slack_client: CheckedClient) -> Iterator[House]:
    slack.reset()
    slack.workspace.faults.clear()
    with closing(Database(f"sqlite:///{tmp_path}/kept.db")) as database:
        database.migrate()
        with database.begin() as session:
            partnerships.save(session, PLACE)
            rounds.add(session, a_round(catalog.edition(SEL)), {PRACTICES.id: AssessmentId("as1")})
        yield House(database, slack, slack_client)


def test_what_is_owed_arrives_once(house: House) -> None:
    house.owes()
    house.owes()
    assert (house.postman.round_trip(), house.postman.round_trip()) == (1, 0)
    assert (house.arrived(), house.states()) == (1, {State.SENT: 1})


def test_it_carries_an_opaque_id_by_which_it_can_be_found_again(house: House) -> None:
    house.owes()
    house.postman.round_trip()
    (message,) = house.slack.workspace.messages(CHANNEL, MEGAN)
    expected = {"event_type": "common_view_notice", "event_payload": {"notice": outbox.notice_id("launched:r1")}}
    assert message.metadata == expected


def test_a_letter_to_a_person_goes_to_their_conversation(house: House) -> None:
    house.letter = Letter("Words.", [], to_person=MEGAN)
    house.owes()
    house.postman.round_trip()
    conversation = house.slack.workspace.dm(MEGAN).id
    assert [one.text for one in house.slack.workspace.messages(conversation, MEGAN)] == ["Words."]


@pytest.mark.parametrize("fault", ["server_error", "error", "rate_limited"])
def test_what_failed_is_tried_again_later_and_no_sooner(house: House, fault: str) -> None:
    house.meets(fault)
    house.owes()
    assert (house.postman.round_trip(), house.postman.round_trip()) == (0, 0)
    house.now += timedelta(seconds=10)
    assert house.postman.round_trip() == 0
    house.now += timedelta(minutes=5)
    house.postman.round_trip()
    assert (house.arrived(), house.states()) == (1, {State.SENT: 1})


@pytest.mark.parametrize("code", ["channel_not_found", "is_archived", "not_in_channel", "token_revoked"])
def test_what_no_later_try_can_help_is_given_up_and_logged(house: House, code: str) -> None:
    house.meets("error", code=code)
    house.owes()
    with capture_logs() as logs:
        house.postman.round_trip()
    assert house.states()[State.DEAD] == 1
    assert [one["error"] for one in logs] == [code]


def test_one_that_fails_holds_up_no_other(house: House) -> None:
    house.meets("error")
    house.owes("launched:r1")
    house.owes("launched:r2")
    assert (house.postman.round_trip(), house.states()) == (1, {State.SENT: 1, State.PENDING: 1})


@pytest.mark.parametrize("owed", [1, 3, 4, 11])
def test_many_hands_share_what_is_owed(house: House, owed: int) -> None:
    for number in range(owed):
        house.owes(f"launched:r{number}")
    house.meets("error")
    postman = Postman(house.office, house.mail, house.write, hands=4)
    assert postman.round_trip() == owed - 1
    postman.stop()
    assert (house.arrived(), house.states()[State.PENDING]) == (owed - 1, 1)


def test_what_is_of_no_more_use_is_not_sent(house: House) -> None:
    house.letter = None
    house.owes()
    house.postman.round_trip()
    assert (house.states(), house.arrived()) == ({State.EXPIRED: 1}, 0)


def test_nothing_is_sent_at_night(house: House) -> None:
    house.owes()
    house.now += timedelta(hours=11)
    assert (house.postman.round_trip(), house.states()) == (0, {State.PENDING: 1})
    house.now += timedelta(hours=11)
    assert house.postman.round_trip() == 1
