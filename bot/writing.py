"""What a notice says: brings the state and the words together at the moment of sending."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot import letters, meeting_letters, news, summary_letters
from bot import meeting_file as meeting_files
from bot import undelivered as reasons
from bot.blocks import card, nudge
from bot.blocks.parts import actions, button
from bot.carried import OnBoard
from bot.desk import Desk, sending
from bot.letter import Letter, TooEarlyError
from bot.names import Action
from flows.assessment import Walk
from flows.calendar import in_words
from flows.notices import COUNTED, NoticeKind
from flows.people import UserId
from flows.round import Mode
from storage.outbox import Claimed, Kept, State

Writer = Callable[[Desk, Claimed], Letter | None]
"""Puts one kind of notice into words; none when there is no point in sending it any more."""
WRITERS: Mapping[NoticeKind, Writer] = MappingProxyType(
    {
        NoticeKind.INVITATION: lambda desk, one: invitation(sending.invited(desk, one)),
        NoticeKind.LAUNCHED: lambda desk, one: launched(sending.about(desk, one)),
        NoticeKind.MEETING_FILE: lambda desk, one: meeting_file(sending.about(desk, one), sending.thread(desk, one)),
        NoticeKind.CLOSED: lambda desk, one: word(one.kind, sending.about(desk, one)),
        NoticeKind.NOT_SUBMITTED: lambda desk, one: not_submitted(sending.invited(desk, one)),
        NoticeKind.MEETING: lambda desk, one: meeting(one.to, sending.about(desk, one)),
        NoticeKind.UNDELIVERED: lambda desk, one: undelivered(one.to, sending.failure(desk, one)),
        **dict.fromkeys(COUNTED, lambda desk, one: reminder(one.kind, sending.invited(desk, one))),
        NoticeKind.REMINDER: lambda desk, one: reminder(one.kind, sending.invited(desk, one)),
        **dict.fromkeys(summary_letters.KINDS, summary_letters.write),
        **dict.fromkeys(news.KINDS, news.write),
        **dict.fromkeys(meeting_letters.KINDS, meeting_letters.write),
    }
)
"""Who writes what: every kind has a writer."""


def write(desk: Desk, claimed: Claimed) -> Letter | None:
    """Put a notice into words; none when there is no point in sending it any more."""
    return WRITERS[claimed.kind](desk, claimed)


def invitation(walk: Walk | None) -> Letter | None:
    """The living card, when there is still somebody to invite."""
    if walk is None:
        return None
    text, blocks = card.draw(walk)
    return Letter(text, blocks, to_person=walk.sitting.contributor, card=walk)


def launched(matter: sending.Matter | None) -> Letter | None:
    """The word in the channel that a round has started."""
    if matter is None:
        return None
    zone = matter.partnership.zone
    text, blocks = letters.write(
        "launched",
        by=matter.round.launched_by,
        named=matter.round.mode is Mode.OPEN,
        framework=matter.edition.title,
        neighbourhood=matter.partnership.neighbourhood,
        deadline=in_words(matter.round.deadline, zone),
        summary=in_words(matter.round.summary_at, zone),
        meeting=in_words(matter.round.meeting_at, zone),
    )
    return Letter(text, blocks, to_channel=matter.partnership.channel)


def reminder(kind: NoticeKind, walk: Walk | None) -> Letter | None:
    """What is left and how long it takes, in the tone of the hour, with a way straight to it."""
    if walk is None:
        return None
    below = nudge.of(walk)
    text, blocks = letters.write(
        kind.value,
        place=walk.partnership.name,
        partner=walk.partner.name,
        still=below.still,
        left=below.left,
        deadline=in_words(walk.round.deadline, walk.partnership.zone),
    )
    return Letter(text, [*blocks, below.way], to_person=walk.sitting.contributor)


def meeting_file(matter: sending.Matter | None, thread: Kept | None) -> Letter | None:
    """The meeting for calendars, in the thread of the word that the round has started."""
    if matter is None or thread is None or thread.state not in {State.PENDING, State.SENDING, State.SENT}:
        return None
    if thread.channel is None or thread.ts is None:
        raise TooEarlyError
    words, _ = letters.write("meeting_file", meeting=in_words(matter.round.meeting_at, matter.partnership.zone))
    file = meeting_files.enclosure(matter.partnership, matter.round, matter.edition)
    return Letter(words, to_channel=thread.channel, files=(file,), thread=thread.ts)


def word(kind: NoticeKind, matter: sending.Matter | None) -> Letter | None:
    """The word in the channel that answers are closed, or the note on the last working day before the meeting."""
    if matter is None:
        return None
    summary = in_words(matter.round.summary_at, matter.partnership.zone)
    return _to_channel(kind.value, matter, summary=summary, place=matter.partnership.name)


def not_submitted(walk: Walk | None) -> Letter | None:
    """For somebody whose organisation did not submit: it can still speak at the meeting."""
    if walk is None or walk.assessment.submitted:
        return None
    meeting = in_words(walk.round.meeting_at, walk.partnership.zone)
    text, blocks = letters.write(
        "not_submitted", place=walk.partnership.name, partner=walk.partner.name, meeting=meeting
    )
    return Letter(text, blocks, to_person=walk.sitting.contributor)


def meeting(lead: UserId | None, matter: sending.Matter | None) -> Letter | None:
    """The note on the last working day before the meeting: to the channel, and to a lead with the way to the board."""
    if lead is None or matter is None:
        return word(NoticeKind.MEETING, matter)
    if lead not in matter.partnership.leads:
        return None
    text, blocks = letters.write(
        "meeting_lead",
        place=matter.partnership.name,
        meeting=in_words(matter.round.meeting_at, matter.partnership.zone),
        answered=matter.disclosure.contributors if matter.disclosure else None,
        asked=len(matter.partnership.partners),
    )
    board = button("Open the board", Action.MODERATE, OnBoard(round=matter.round.id).packed(), "primary")
    return Letter(text, [*blocks, actions(board)], to_person=lead)


def _to_channel(template: str, matter: sending.Matter, **words: str) -> Letter:
    when = in_words(matter.round.meeting_at, matter.partnership.zone)
    text, blocks = letters.write(template, meeting=when, **words)
    return Letter(text, blocks, to_channel=matter.partnership.channel)


def undelivered(lead: UserId | None, failure: sending.Failure | None) -> Letter | None:
    """What did not arrive, why, and what helps; for a lead."""
    if failure is None:
        return None
    why, way_out = reasons.reason(failure.error)
    what = reasons.WHAT[failure.kind]
    text, blocks = letters.write(
        "undelivered",
        place=failure.partnership.name,
        what=what,
        heading=what[:1].upper() + what[1:],
        to=failure.to,
        channel=failure.partnership.channel,
        given_up=failure.given_up,
        why=why,
        way_out=way_out,
    )
    return Letter(text, blocks, to_person=lead)
