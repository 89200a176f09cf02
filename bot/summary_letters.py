"""The summary in words, what hangs below it, and the word that it is withdrawn."""

from collections.abc import Collection, Sequence
from typing import TypedDict

from bot import letters
from bot import summary_files as files_of
from bot.desk import Desk, sending, summarising
from bot.letter import Letter, TooEarlyError
from flows import plain_words
from flows.calendar import in_words
from flows.disclosure import Flag, Shown, Word
from flows.notices import NoticeKind
from flows.quotation import quotes_allowed
from flows.round import Mode
from frameworks.schema import Edition
from storage.outbox import Claimed, Kept, State

KINDS = frozenset({NoticeKind.SUMMARY, NoticeKind.SUMMARY_FILES, NoticeKind.WITHDRAWN})
"""What is written here."""
LEGEND = {
    Word.TOGETHER: "_Together_: all within one level of each other.",
    Word.MOSTLY_TOGETHER: "_Mostly together_: a few are further away.",
    Word.SPREAD_OUT: "_Spread out_: views differ, without clear groups.",
    Word.TWO_CAMPS: "_Two camps_: two groups at least two levels apart.",
    Word.APART: "_Apart_: not all within one level of each other.",
}
"""What the words mean; only those that stand in a summary are explained in it."""


def write(desk: Desk, claimed: Claimed) -> Letter | None:
    """Put one of these into words; none when there is nothing to say, or no more."""
    match claimed.kind:
        case NoticeKind.SUMMARY:
            return summary(sending.about(desk, claimed))
        case NoticeKind.SUMMARY_FILES:
            return summary_files(summarising.beside(desk, claimed), sending.thread(desk, claimed))
        case _:
            return withdrawn(sending.about(desk, claimed), sending.thread(desk, claimed))


def summary(matter: sending.Matter | None) -> Letter | None:
    """What may be shown of a round, in the order to discuss it."""
    if matter is None or matter.disclosure is None:
        return None
    shown, edition = matter.disclosure, matter.edition
    flags = plain_words.nearly_all(shown, lambda one: edition.subdomain(one).name)
    text, blocks = letters.write(
        "summary",
        place=matter.partnership.name,
        meeting=in_words(matter.round.meeting_at, matter.partnership.zone),
        headline=plain_words.headline(shown),
        discuss=_rows(shown.discuss, edition, flags),
        together=_rows(shown.together, edition, flags),
        too_few=_rows(shown.too_few, edition, flags),
        flags=" ".join(flags.values()),
        themes=not quotes_allowed(shown.contributors, asked_for=False),
        named=matter.round.mode is Mode.OPEN,
        legend=" ".join(LEGEND[word] for word in Word if word in {row.word for row in shown.rows}),
    )
    return Letter(text, blocks, to_channel=matter.partnership.channel)


def summary_files(beside: summarising.Beside | None, thread: Kept | None) -> Letter | None:
    """The map, and what partners wrote and offered, in the thread of the summary."""
    files = files_of.enclosures(beside) if beside else ()
    if beside is None or not files or (post := _arrived(thread)) is None:
        return None
    words, _ = letters.write("summary_files", contents=plain_words.listed(files_of.contents(files)))
    return Letter(words, to_channel=beside.partnership.channel, files=files, thread=post)


def _arrived(first: Kept | None) -> str | None:
    """The ts of the post that a letter belongs to, which has to arrive first; none when it never will."""
    if first is None or first.state not in {State.PENDING, State.SENDING, State.SENT}:
        return None
    if first.ts is None:
        raise TooEarlyError
    return first.ts


def withdrawn(matter: sending.Matter | None, post: Kept | None) -> Letter | None:
    """The word that the summary is withdrawn, in its place."""
    if matter is None:
        return None
    when = in_words(matter.round.meeting_at, matter.partnership.zone)
    text, blocks = letters.write("withdrawn", place=matter.partnership.name, meeting=when)
    return Letter(text, blocks, to_channel=matter.partnership.channel, instead_of=_arrived(post) or "")


class Row(TypedDict):
    """A line of the summary."""

    name: str
    words: str


def _rows(shown: Sequence[Shown], edition: Edition, told: Collection[Flag]) -> list[Row]:
    return [
        {"name": edition.subdomain(one.id).name, "words": plain_words.words(one, edition.levels, told)} for one in shown
    ]
