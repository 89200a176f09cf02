"""Letters about what a lead did: moved a round, closes it early, called it off; let somebody lead or observe."""

from datetime import datetime

from bot import letters
from bot.blocks import nudge
from bot.desk import Desk, sending
from bot.letter import Letter
from flows.assessment import Walk
from flows.calendar import in_words, local
from flows.notices import NoticeKind
from flows.people import Partnership, UserId
from storage.outbox import Claimed

ADMISSIONS = frozenset({NoticeKind.NEW_LEAD, NoticeKind.NEW_OBSERVER})
KINDS = ADMISSIONS | {NoticeKind.MOVED, NoticeKind.CLOSING, NoticeKind.CALLED_OFF, NoticeKind.HANDED_OVER}
"""What is written here."""


def write(desk: Desk, claimed: Claimed) -> Letter | None:
    """Put one into words; none when there is no point in sending it any more."""
    if claimed.kind in ADMISSIONS:
        return admitted(claimed.kind, claimed.to, sending.admitted(desk, claimed))
    if claimed.kind is NoticeKind.HANDED_OVER:
        return handed_over(claimed.to, sending.about(desk, claimed))
    if claimed.to:
        return to_person(claimed.kind, sending.invited(desk, claimed))
    return to_channel(claimed.kind, sending.about(desk, claimed), desk.clock())


def to_person(kind: NoticeKind, walk: Walk | None) -> Letter | None:
    """What a lead did with the dates, for somebody who has not submitted, with a way straight to what is open."""
    if walk is None:
        return None
    zone, below = walk.partnership.zone, nudge.of(walk)
    text, blocks = letters.write(
        f"{kind.value}_person",
        place=walk.partnership.name,
        partner=walk.partner.name,
        still=below.still,
        deadline=in_words(walk.round.deadline, zone),
        closes=f"{local(walk.round.closes_at, zone):%H:%M}",
    )
    return Letter(text, [*blocks, below.way], to_person=walk.sitting.contributor)


def to_channel(kind: NoticeKind, matter: sending.Matter | None, now: datetime) -> Letter | None:
    """What a lead did with a round, for the channel; nobody is named."""
    if matter is None:
        return None
    running, zone = matter.round, matter.partnership.zone
    text, blocks = letters.write(
        kind.value,
        place=matter.partnership.name,
        open=running.takes_answers(now),
        deadline=in_words(running.deadline, zone),
        closes=f"{local(running.closes_at, zone):%H:%M}",
        summary=in_words(running.summary_at, zone),
        summary_to_come=running.summary_at > now,
        meeting=in_words(running.meeting_at, zone),
    )
    return Letter(text, blocks, to_channel=matter.partnership.channel)


def handed_over(lead: UserId | None, matter: sending.Matter | None) -> Letter | None:
    """For somebody who leads from now on."""
    if matter is None or lead not in matter.partnership.leads:
        return None
    zone = matter.partnership.zone
    text, blocks = letters.write(
        "handed_over",
        place=matter.partnership.name,
        framework=matter.edition.title,
        deadline=in_words(matter.round.deadline, zone),
        meeting=in_words(matter.round.meeting_at, zone),
    )
    return Letter(text, blocks, to_person=lead)


def admitted(kind: NoticeKind, person: UserId | None, place: Partnership | None) -> Letter | None:
    """For somebody who leads or observes from now on."""
    if place is None:
        return None
    text, blocks = letters.write(kind.value, place=place.name, channel=place.channel)
    return Letter(text, blocks, to_person=person)
