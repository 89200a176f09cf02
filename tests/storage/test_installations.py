"""Which workspaces have let us in, and what a database alone tells of their tokens."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from flows.notices import Notice, NoticeKind
from flows.people import UserId, WorkspaceId
from storage import consents, installations, outbox
from storage.database import Database
from storage.installations import Installation, Tokens, TokenSeal, WrongKey
from storage.tables import InstallationRow
from tests.storage.place import NOON, ROUND, WORKSPACE

OLD, NEW = bytes(range(32)), bytes(reversed(range(32)))
SEAL = TokenSeal([NEW])
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
ENDS = NOON + 12 * HOUR
HERE = Installation(
    workspace=WORKSPACE,
    name="Larkmere",
    bot=UserId("U0BOT"),
    scopes=("chat:write", "commands"),
    by=UserId("U-lea"),
    at=NOON,
    tokens=Tokens("xoxe.xoxb-canary", "xoxe-canary", ENDS),
    enterprise="E01",
)


@pytest.fixture
def installed(database: Database) -> Database:
    with database.begin() as session:
        installations.save(session, SEAL, HERE)
    return database


def load(database: Database, seal: TokenSeal = SEAL, workspace: WorkspaceId = WORKSPACE) -> Installation | None:
    with database.read() as session:
        return installations.load(session, seal, workspace)


def test_what_is_kept_comes_back(installed: Database) -> None:
    assert load(installed) == HERE
    assert load(installed, workspace=WorkspaceId("T-other")) is None


def test_no_token_is_kept_in_the_clear_or_printed(installed: Database) -> None:
    with installed.read() as session:
        row = session.exec(select(InstallationRow)).one()
    assert row.token is not None
    assert row.renewal is not None
    assert b"canary" not in row.token + row.renewal
    assert "canary" not in repr(HERE)


def test_another_key_opens_nothing(installed: Database) -> None:
    with pytest.raises(WrongKey):
        load(installed, TokenSeal([OLD]))


def test_a_key_can_be_changed_while_the_old_one_still_opens(installed: Database) -> None:
    assert load(installed, TokenSeal([OLD, NEW])) == HERE


def test_a_token_moved_to_another_row_opens_nothing(installed: Database) -> None:
    with installed.begin() as session:
        row = session.exec(select(InstallationRow)).one()
        session.add(InstallationRow(**row.model_dump() | {"workspace": "T-thief"}))
    with pytest.raises(WrongKey):
        load(installed, workspace=WorkspaceId("T-thief"))


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        TokenSeal([b"short"])


def test_who_was_sent_away_holds_no_token_until_let_in_again(installed: Database) -> None:
    with installed.begin() as session:
        assert installations.leave(session, WORKSPACE, NOON + HOUR, told_at=NOON + HOUR)
        assert not installations.leave(session, WORKSPACE, NOON + HOUR, told_at=NOON + HOUR)
    assert load(installed) is None
    with installed.read() as session:
        row = session.exec(select(InstallationRow)).one()
        assert (row.token, row.renewal, installations.counts(session)) == (None, None, (0, 1))
    back = replace(HERE, at=NOON + 2 * HOUR)
    with installed.begin() as session:
        installations.save(session, SEAL, back)
        assert installations.counts(session) == (1, 0)
    assert load(installed) == back


def test_word_of_a_leave_that_comes_after_the_return_changes_nothing(installed: Database) -> None:
    with installed.begin() as session:
        assert not installations.leave(session, WORKSPACE, NOON + HOUR, told_at=NOON - SECOND)
    assert load(installed) == HERE


def test_tokens_are_renewed_by_one_at_a_time(installed: Database) -> None:
    until, fresh = NOON + timedelta(seconds=30), Tokens("xoxe.xoxb-2", "xoxe-2", NOON + 24 * HOUR)
    with installed.begin() as session:
        assert installations.begin_renewal(session, WORKSPACE, ENDS, NOON, until)
        assert not installations.begin_renewal(session, WORKSPACE, ENDS, NOON, until + SECOND)
        assert installations.renewed(session, SEAL, WORKSPACE, fresh, until)
        assert not installations.begin_renewal(session, WORKSPACE, ENDS, NOON, until), "who looked before looks again"
    found = load(installed)
    assert found is not None
    assert found.tokens == fresh


def test_who_died_over_it_is_followed_by_another_and_fenced(installed: Database) -> None:
    first, second = NOON + timedelta(seconds=30), NOON + timedelta(seconds=90)
    with installed.begin() as session:
        assert installations.begin_renewal(session, WORKSPACE, ENDS, NOON, first)
        assert installations.begin_renewal(session, WORKSPACE, ENDS, first, second)
        assert not installations.renewed(session, SEAL, WORKSPACE, Tokens("xoxb-late"), first)
        assert installations.renewed(session, SEAL, WORKSPACE, Tokens("xoxb-mine", "r"), second)
    found = load(installed)
    assert found is not None
    assert found.tokens.access == "xoxb-mine"


def test_a_token_that_does_not_end_is_never_renewed(database: Database) -> None:
    with database.begin() as session:
        installations.save(session, SEAL, replace(HERE, tokens=Tokens("xoxb-1")))
        assert not installations.begin_renewal(session, WORKSPACE, None, NOON, NOON + SECOND)


def test_what_is_owed_where_we_were_sent_away_waits_until_we_are_back(kept: Database) -> None:
    with kept.begin() as session:
        installations.save(session, SEAL, HERE)
        installations.leave(session, WORKSPACE, NOON, told_at=NOON)
        outbox.owe(session, [Notice(NoticeKind.SUMMARY, "summary:1", ROUND.id, NOON)], WORKSPACE)
        assert outbox.claim(session, NOON + HOUR, "t") == ()
        installations.save(session, SEAL, replace(HERE, at=NOON + HOUR))
        assert [one.key for one in outbox.claim(session, NOON + HOUR, "t")] == ["summary:1"]


def test_a_state_is_good_once_and_not_for_long(database: Database) -> None:
    with database.begin() as session:
        for one in ("a", "b", "c"):
            consents.remember(session, one, NOON + timedelta(minutes=10))
        assert consents.redeem(session, "a", NOON)
        assert not consents.redeem(session, "a", NOON)
        assert not consents.redeem(session, "b", NOON + timedelta(minutes=10))
        assert not consents.redeem(session, "invented", NOON)
        consents.forget(session, NOON + HOUR)
        assert not consents.redeem(session, "c", NOON)
