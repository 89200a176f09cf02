"""What is late, failing, in doubt or waiting, counted the same on both databases."""

from datetime import timedelta

from flows.notices import Notice, NoticeKind
from storage import arrears, installations, outbox
from storage.arrears import Arrears
from storage.database import Database
from storage.outbox import Claimed
from tests.storage.place import ADA, BEN, LEA, NOON, ROUND, VAL, WORKSPACE
from tests.storage.test_installations import HERE, SEAL

MINUTE = timedelta(minutes=1)
LATER = NOON + 10 * MINUTE


def owed(database: Database) -> dict[str, Claimed]:
    """Four invitations from noon on; one of them is to be sent."""
    people = [ADA, BEN, LEA, VAL]
    notices = [Notice(NoticeKind.INVITATION, f"invitation:{one}", ROUND.id, NOON, one) for one in people]
    with database.begin() as session:
        outbox.owe(session, notices, WORKSPACE)
        return {str(one.to): one for one in outbox.claim(session, NOON, "mine")}


def look(database: Database) -> Arrears:
    with database.read() as session:
        return arrears.look(session, LATER, LATER - MINUTE)


def test_nothing_owed_is_nothing_late(kept: Database) -> None:
    assert look(kept) == Arrears(0, None, 0, 0, 0, 0)


def test_what_fails_waits_or_is_in_doubt_is_told_apart(kept: Database) -> None:
    claims = owed(kept)
    ben, lea, val = claims[BEN], claims[LEA], claims[VAL]
    with kept.begin() as session:
        outbox.again(session, ben.id, "mine", NOON, "internal_error", unsure=True)
        outbox.again(session, lea.id, "mine", LATER + MINUTE, "ratelimited", unsure=False)
        outbox.dead(session, val.id, "mine", "user_disabled", NOON)
    found = look(kept)
    assert (found.late, found.oldest) == (2, NOON)  # Ada's is claimed and was never finished
    assert (found.failing, found.unsure, found.held) == (2, 1, 0)


def test_what_waits_for_a_workspace_is_held_and_not_late(kept: Database) -> None:
    owed(kept)
    with kept.begin() as session:
        installations.save(session, SEAL, HERE)
        installations.leave(session, WORKSPACE, NOON, told_at=NOON)
    found = look(kept)
    assert (found.late, found.failing, found.held) == (0, 0, 4)
