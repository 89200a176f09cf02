"""What a notice says: brings the state and the words together at the moment of sending."""

from collections.abc import Sequence
from typing import TypedDict, assert_never

from bot import letters
from bot.blocks import card
from bot.desk import Desk, sending
from bot.postman import Letter
from flows import plain_words
from flows.assessment import Walk
from flows.calendar import in_words
from flows.disclosure import Shown
from flows.notices import NoticeKind
from frameworks.schema import Edition
from storage.outbox import Claimed


def write(desk: Desk, claimed: Claimed) -> Letter | None:
    """Put a notice into words; none when there is no point in sending it any more."""
    match claimed.kind:
        case NoticeKind.INVITATION:
            return _invitation(sending.invited(desk, claimed))
        case NoticeKind.LAUNCHED:
            return _launched(sending.about(desk, claimed))
        case NoticeKind.SUMMARY:
            return _summary(sending.about(desk, claimed))
        case _:
            assert_never(claimed.kind)


def _invitation(walk: Walk | None) -> Letter | None:
    if walk is None:
        return None
    text, blocks = card.draw(walk)
    return Letter(text, blocks, to_person=walk.sitting.contributor, card=walk)


def _launched(matter: sending.Matter | None) -> Letter | None:
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


def _summary(matter: sending.Matter | None) -> Letter | None:
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
    )
    return Letter(text, blocks, to_channel=matter.partnership.channel)


class Row(TypedDict):
    """A line of the summary."""

    name: str
    words: str


def _rows(shown: Sequence[Shown], edition: Edition) -> list[Row]:
    return [{"name": edition.subdomain(one.id).name, "words": plain_words.words(one, edition.levels)} for one in shown]
