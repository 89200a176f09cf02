"""What a notice says: brings the state and the words together at the moment of sending."""

from collections.abc import Sequence
from typing import TypedDict, assert_never

from bot import letters
from bot import meeting_file as meeting_files
from bot import undelivered as reasons
from bot.blocks import card, nudge
from bot.desk import Desk, sending
from bot.letter import Letter, TooEarlyError
from flows import plain_words, progress
from flows.assessment import Walk
from flows.calendar import in_words
from flows.disclosure import Shown, Word
from flows.notices import NoticeKind
from flows.people import UserId
from frameworks.schema import Edition
from storage.outbox import Claimed, Kept, State

LEGEND = {
    Word.TOGETHER: "_Together_: all within one level of each other.",
    Word.MOSTLY_TOGETHER: "_Mostly together_: a few are further away.",
    Word.SPREAD_OUT: "_Spread out_: views differ, without clear groups.",
    Word.TWO_CAMPS: "_Two camps_: two groups at least two levels apart.",
    Word.APART: "_Apart_: not all within one level of each other.",
}
"""What the words mean; only those that stand in a summary are explained in it."""


def write(desk: Desk, claimed: Claimed) -> Letter | None:
    """Put a notice into words; none when there is no point in sending it any more."""
    match claimed.kind:
        case NoticeKind.INVITATION:
            return invitation(sending.invited(desk, claimed))
        case NoticeKind.LAUNCHED:
            return launched(sending.about(desk, claimed))
        case NoticeKind.SUMMARY:
            return summary(sending.about(desk, claimed))
        case NoticeKind.HALFWAY | NoticeKind.SOON | NoticeKind.TODAY | NoticeKind.REMINDER:
            return reminder(claimed.kind, sending.invited(desk, claimed))
        case NoticeKind.MEETING_FILE:
            return meeting_file(sending.about(desk, claimed), sending.thread(desk, claimed))
        case NoticeKind.CLOSED:
            return closed(sending.about(desk, claimed))
        case NoticeKind.MEETING:
            return meeting(sending.about(desk, claimed))
        case NoticeKind.UNDELIVERED:
            return undelivered(claimed.to, sending.failure(desk, claimed))
        case _:
            assert_never(claimed.kind)


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
        framework=matter.edition.title,
        deadline=in_words(matter.round.deadline, zone),
        summary=in_words(matter.round.summary_at, zone),
        meeting=in_words(matter.round.meeting_at, zone),
    )
    return Letter(text, blocks, to_channel=matter.partnership.channel)


def summary(matter: sending.Matter | None) -> Letter | None:
    """What may be shown of a round, in the order to discuss it."""
    if matter is None or matter.disclosure is None:
        return None
    shown = matter.disclosure
    text, blocks = letters.write(
        "summary",
        place=matter.partnership.name,
        meeting=in_words(matter.round.meeting_at, matter.partnership.zone),
        headline=plain_words.headline(shown),
        discuss=_rows(shown.discuss, matter.edition),
        together=_rows(shown.together, matter.edition),
        too_few=_rows(shown.too_few, matter.edition),
        legend=" ".join(LEGEND[word] for word in Word if word in {row.word for row in shown.rows}),
    )
    return Letter(text, blocks, to_channel=matter.partnership.channel)


def reminder(kind: NoticeKind, walk: Walk | None) -> Letter | None:
    """What is left and how long it takes, in the tone of the hour, with a way straight to it."""
    if walk is None:
        return None
    text, blocks = letters.write(
        kind.value,
        place=walk.partnership.name,
        partner=walk.partner.name,
        still=nudge.still(walk),
        left=progress.of(walk).left,
        deadline=in_words(walk.round.deadline, walk.partnership.zone),
    )
    return Letter(text, [*blocks, nudge.way(walk)], to_person=walk.sitting.contributor)


def meeting_file(matter: sending.Matter | None, thread: Kept | None) -> Letter | None:
    """The meeting for calendars, in the thread of the word that the round has started."""
    if matter is None or thread is None or thread.state not in {State.PENDING, State.SENDING, State.SENT}:
        return None
    if thread.channel is None or thread.ts is None:
        raise TooEarlyError
    words, _ = letters.write("meeting_file", meeting=in_words(matter.round.meeting_at, matter.partnership.zone))
    file = meeting_files.enclosure(matter.partnership, matter.round, matter.edition)
    return Letter(words, to_channel=thread.channel, file=file, thread=thread.ts)


def closed(matter: sending.Matter | None) -> Letter | None:
    """The word in the channel that answers are closed; everybody's own card says what came of theirs."""
    if matter is None:
        return None
    return _to_channel("closed", matter, summary=in_words(matter.round.summary_at, matter.partnership.zone))


def meeting(matter: sending.Matter | None) -> Letter | None:
    """The note in the channel on the last working day before the meeting."""
    return None if matter is None else _to_channel("meeting", matter, place=matter.partnership.name)


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


class Row(TypedDict):
    """A line of the summary."""

    name: str
    words: str


def _rows(shown: Sequence[Shown], edition: Edition) -> list[Row]:
    return [{"name": edition.subdomain(one.id).name, "words": plain_words.words(one, edition.levels)} for one in shown]
