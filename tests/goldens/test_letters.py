"""Every letter as people read it, kept in `letters/` beside this file."""

from dataclasses import replace
from datetime import date

import pytest

from bot import meeting_file, meeting_letters, news, summary_letters, writing
from bot.desk.following_up import About
from bot.desk.sending import Failure, Matter
from bot.letter import Letter, TooEarlyError
from flows import round as rules
from flows.assessment import Walk
from flows.disclosure import Disclosure
from flows.moderation import Action, ActionId
from flows.notices import COUNTED, NoticeKind
from flows.telling import agreed_key
from frameworks import catalog
from storage.outbox import Kept, NoticeId, State
from tests.bot.drawn import require_sendable
from tests.goldens.conftest import HERE
from tests.goldens.test_board import AGREED
from tests.goldens.test_goldens import ALL, BEGUN, Golden, as_message
from tests.storage.place import ADA, LEA, PLACE
from tests.walks import LAUNCHED, SEL, a_round, a_walk

EDITION = catalog.edition(SEL)
ROUND = a_round(EDITION)
MATTER = Matter(PLACE, ROUND, EDITION, None)
CLOSED = replace(MATTER, round=rules.close(ROUND), disclosure=Disclosure(2, (), (), (), None))
THREAD = Kept(
    id=NoticeId("n1"),
    key="launched:r1",
    kind="launched",
    round=ROUND.id,
    to=None,
    state=State.SENT,
    due_at=LAUNCHED,
    not_before=LAUNCHED,
    expires_at=None,
    attempts=1,
    unsure=False,
    first_attempt_at=LAUNCHED,
    channel="C1",
    ts="1.1",
    error=None,
    workspace=PLACE.workspace,
)
DEAD = Failure(PLACE, NoticeKind.INVITATION, ADA, "user_disabled", given_up=True)
ACTION = About(
    PLACE,
    Action(ActionId("x1"), "Write the <!channel> *plan*", owner=ADA, owner_name="Jo Marsh, GP", due=date(2026, 9, 1)),
    "Shared clinical risk",
)
SETTLED = replace(AGREED, moderation=replace(AGREED.moderation, actions=(ACTION.action,)))
AGAIN = replace(AGREED, moderation=replace(AGREED.moderation, reopened=("A slip of the pen.",)))
ONE_LEFT = replace(ALL, assessment=replace(ALL.assessment, answers=dict(list(ALL.assessment.answers.items())[1:])))

LETTERS: dict[str, Letter | None] = {
    "halfway": writing.reminder(NoticeKind.HALFWAY, a_walk()),
    "soon": writing.reminder(NoticeKind.SOON, BEGUN),
    "today": writing.reminder(NoticeKind.TODAY, ONE_LEFT),
    "today_only_to_submit": writing.reminder(NoticeKind.TODAY, ALL),
    "reminder": writing.reminder(NoticeKind.REMINDER, BEGUN),
    "closed": writing.word(NoticeKind.CLOSED, CLOSED),
    "meeting": writing.meeting(None, CLOSED),
    "meeting_lead": writing.meeting(LEA, CLOSED),
    "not_submitted": writing.not_submitted(BEGUN),
    "meeting_file": writing.meeting_file(MATTER, THREAD),
    "withdrawn": summary_letters.withdrawn(CLOSED, THREAD),
    "launched_open": writing.launched(replace(MATTER, round=replace(ROUND, mode=rules.Mode.OPEN))),
    "nudge": writing.reminder(NoticeKind.NUDGE, BEGUN),
    "moved": news.to_channel(NoticeKind.MOVED, MATTER, LAUNCHED),
    "moved_meeting": news.to_channel(NoticeKind.MOVED, CLOSED, ROUND.summary_at),
    "moved_person": news.to_person(NoticeKind.MOVED, BEGUN),
    "closing": news.to_channel(NoticeKind.CLOSING, MATTER, LAUNCHED),
    "closing_person": news.to_person(NoticeKind.CLOSING, BEGUN),
    "called_off": news.to_channel(NoticeKind.CALLED_OFF, MATTER, LAUNCHED),
    "handed_over": news.handed_over(LEA, MATTER),
    "new_lead": news.admitted(NoticeKind.NEW_LEAD, LEA, PLACE),
    "new_observer": news.admitted(NoticeKind.NEW_OBSERVER, ADA, PLACE),
    "undelivered_person": writing.undelivered(LEA, DEAD),
    "undelivered_channel": writing.undelivered(
        LEA, replace(DEAD, kind=NoticeKind.SUMMARY, to=None, error="is_archived")
    ),
    "undelivered_held": writing.undelivered(LEA, replace(DEAD, error="history refused: missing_scope", given_up=False)),
    "action_without_owner": meeting_letters.action(
        NoticeKind.ACTION_SOON, ROUND.id, replace(ACTION, action=replace(ACTION.action, owner=None, owner_name=""))
    ),
    "action_soon": meeting_letters.action(NoticeKind.ACTION_SOON, ROUND.id, ACTION),
    "action_due": meeting_letters.action(
        NoticeKind.ACTION_DUE, ROUND.id, replace(ACTION, action=replace(ACTION.action, owner=None), subdomain="")
    ),
    "agreed": meeting_letters.agreed(SETTLED, agreed_key(SETTLED.moderation)),
    "agreed_again": meeting_letters.agreed(AGAIN, agreed_key(AGAIN.moderation)),
    "undelivered_strange": writing.undelivered(LEA, replace(DEAD, error="some_new_code")),
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_reads_as_kept(golden: Golden, name: str) -> None:
    letter = LETTERS[name]
    assert letter is not None
    if letter.blocks:
        require_sendable(letter.text, letter.blocks)
    golden(f"letters/{name}", as_message(letter.text, letter.blocks))


def test_the_meeting_for_calendars_reads_as_kept(golden: Golden) -> None:
    file = meeting_file.enclosure(PLACE, ROUND, EDITION)
    golden("letters/meeting.ics", file.content.decode().replace("\r\n", "\n"))


def test_the_meeting_at_another_time_is_the_same_entry_moved() -> None:
    moved = replace(ROUND, revision=2, moved_at=LAUNCHED)
    first, second = (meeting_file.enclosure(PLACE, one, EDITION).content for one in (ROUND, moved))
    assert _line(first, b"UID") == _line(second, b"UID")
    assert (_line(first, b"SEQUENCE"), _line(second, b"SEQUENCE")) == (b"SEQUENCE:0", b"SEQUENCE:1")


def _line(content: bytes, name: bytes) -> bytes:
    return next(line for line in content.split(b"\r\n") if line.startswith(name))


def test_a_file_waits_for_the_word_that_it_follows() -> None:
    with pytest.raises(TooEarlyError):
        writing.meeting_file(MATTER, replace(THREAD, state=State.PENDING, channel=None, ts=None))
    assert writing.meeting_file(MATTER, replace(THREAD, state=State.DEAD, channel=None, ts=None)) is None


def test_the_word_that_it_is_agreed_is_not_sent_of_a_board_that_was_opened_again() -> None:
    first = agreed_key(SETTLED.moderation)
    opened = replace(AGAIN, moderation=replace(AGAIN.moderation, agreed_at=None))
    assert meeting_letters.agreed(opened, first) is None
    assert meeting_letters.agreed(AGAIN, first) is None
    assert meeting_letters.agreed(None, first) is None


@pytest.mark.parametrize("kind", sorted(COUNTED | {NoticeKind.REMINDER}))
def test_no_reminder_says_what_anybody_answered(kind: NoticeKind) -> None:
    def said(walk: Walk) -> Letter | None:
        return writing.reminder(kind, walk)

    assert said(ALL) == said(replace(ALL, assessment=replace(ALL.assessment, revision=9)))
    words = str(said(BEGUN))
    assert not any(level in words for level in EDITION.levels)
    assert "Minutes of March" not in words


def test_nothing_is_kept_that_is_no_letter() -> None:
    assert {one.stem for one in (HERE / "letters").glob("*.txt")} == {*LETTERS, "meeting.ics"}
